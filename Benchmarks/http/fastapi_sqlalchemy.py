"""FastAPI over SQLAlchemy's ORM with asyncpg: a session for each request, as a dependency yields it."""

import datetime
import os
from typing import Annotated, Optional

from fastapi import Depends, FastAPI, HTTPException, Query
from sqlalchemy import BigInteger, DateTime, Enum, FetchedValue, Identity, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

import models
from models import NewUser, Page, cursor


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    age: Mapped[Optional[int]]
    role: Mapped[str] = mapped_column(Enum("member", "admin", name="user_role"))
    created_at: Mapped[datetime.datetime] = mapped_column(
        DateTime(timezone=True), server_default=FetchedValue())


async def connect():
    import asyncpg
    return await asyncpg.connect(os.environ["DATABASE_URL"])


engine = create_async_engine(
    "postgresql+asyncpg://", async_creator=connect, pool_size=10, max_overflow=0)
sessions = async_sessionmaker(engine, expire_on_commit=False)
app = FastAPI()


async def session():
    async with sessions() as session:
        yield session


Session = Annotated[AsyncSession, Depends(session)]


@app.get("/users")
async def list_users(session: Session, limit: int = Query(20, ge=1, le=100)) -> Page:
    query = select(User).order_by(User.created_at, User.id).limit(limit + 1)
    found = (await session.scalars(query)).all()
    users = [models.User.model_validate(user) for user in found[:limit]]
    return Page(users=users, next=cursor(users) if len(found) > limit else None)


@app.get("/users/{id}")
async def get_user(session: Session, id: int) -> models.User:
    user = await session.get(User, id)
    if user is None:
        raise HTTPException(404)
    return models.User.model_validate(user)


@app.post("/users", status_code=201)
async def create_user(session: Session, new: NewUser) -> models.User:
    user = User(**new.model_dump())
    session.add(user)
    try:
        await session.commit()
    except IntegrityError:
        raise HTTPException(409)
    return models.User.model_validate(user)
