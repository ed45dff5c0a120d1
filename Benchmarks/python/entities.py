"""SQLAlchemy 2 with asyncpg: the same work on entities as the Swift client's `Workload+Entities`.

What its documentation advises for asynchronous programs: nothing expires on commit, rows are inserted
many at a time (insertmanyvalues), and a session serves one unit of work.
"""

import datetime
import os
from typing import Optional

import asyncpg
from sqlalchemy import BigInteger, DateTime, Identity, insert, select, text
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

URL = os.environ.get("DATABASE_URL")
EPOCH = datetime.datetime(2000, 1, 1, tzinfo=datetime.timezone.utc)
CREATED = EPOCH + datetime.timedelta(days=8000)
MEMBERS = 10_000
CHANGED = 1_000
KNOWN = 1_000


class Base(DeclarativeBase):
    pass


class Member(Base):
    __tablename__ = "bench_members"
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    email: Mapped[str]
    name: Mapped[str]
    age: Mapped[Optional[int]] = mapped_column(BigInteger)
    score: Mapped[float]
    created: Mapped[datetime.datetime] = mapped_column(DateTime(timezone=True))


class Arrival(Base):
    __tablename__ = "bench_arrivals"
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    name: Mapped[str]
    score: Mapped[float]
    created: Mapped[datetime.datetime] = mapped_column(DateTime(timezone=True))


def checksum(members):
    return sum(
        member.id + len(member.email) + len(member.name) + (member.age or 0) + int(member.score)
        + int((member.created - EPOCH).total_seconds())
        for member in members)


def arrivals(count):
    return [Arrival(name=f"Arrival number {i}", score=i / 3, created=CREATED) for i in range(count)]


class EntitySession:
    """One task's sessions; `kept` is the one that lasts where the work is done in a single one."""

    @classmethod
    async def open(cls, workload):
        self = cls()
        self.engine = create_async_engine(
            "postgresql+asyncpg://", async_creator=lambda: asyncpg.connect(URL), pool_size=1)
        self.sessions = async_sessionmaker(self.engine, expire_on_commit=False)
        self.kept = self.sessions()
        self.entities = []
        self.sum = None
        if workload in ("orm-insert", "orm-update", "orm-bulk"):
            async with self.engine.begin() as connection:
                await connection.execute(text("truncate bench_arrivals restart identity"))
        if workload == "orm-update":
            self.entities = arrivals(CHANGED)
            self.kept.add_all(self.entities)
            await self.kept.commit()
        if workload == "orm-identity":
            self.entities = (await self.kept.scalars(select(Member))).all()
        return self

    async def perform(self, workload, number):
        if workload == "orm-load":
            async with self.sessions() as session:
                members = (await session.scalars(select(Member))).all()
                # The values are objects by now; they are added up in the warm-up only.
                if self.sum is None:
                    self.sum = checksum(members)
                return self.sum
        if workload == "orm-insert":
            async with self.sessions() as session:
                session.add_all(arrivals(MEMBERS))
                await session.commit()
            return MEMBERS
        if workload == "orm-bulk":
            rows = [{"name": f"Arrival number {i}", "score": i / 3, "created": CREATED}
                    for i in range(MEMBERS)]
            async with self.sessions() as session:
                await session.execute(insert(Arrival), rows)
                await session.commit()
            return MEMBERS
        if workload == "orm-update":
            for arrival in self.entities:
                arrival.score += 1
            await self.kept.commit()
            return CHANGED
        if workload == "orm-get":
            key = number * 7919 % MEMBERS + 1
            async with self.sessions() as session:
                member = await session.get(Member, key)
                return member.id - key + 1
        total = 0
        for step in range(KNOWN):
            key = (number + step) * 7919 % MEMBERS + 1
            member = await self.kept.get(Member, key)
            total += member.id - key + 1
        return total

    async def close(self):
        await self.kept.close()
        await self.engine.dispose()


def resident():
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGESIZE")


async def memory():
    """Prints the bytes that a loaded entity takes, with all that its session keeps for it."""
    work = await EntitySession.open("orm-load")
    kept = []
    before = 0
    for _ in range(11):
        session = work.sessions()
        kept.append((session, (await session.scalars(select(Member))).all()))
        await session.commit()
        if len(kept) == 1:
            before = resident()
    print((resident() - before) // (10 * MEMBERS))
    for session, _ in kept:
        await session.close()
    await work.close()
