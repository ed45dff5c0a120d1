"""The Python peers: what asyncpg and psycopg get out of the same statements.

Usage: peers.py asyncpg|psycopg|sqlalchemy WORKLOAD CONNECTIONS SECONDS
       peers.py versions
       peers.py memory
SQLAlchemy does the work on entities, whose names begin with `orm-`; see entities.py.
Prints what c/limit.c prints. Both run on uvloop, ask for binary results where they have a choice,
and turn every value into a Python object.
"""

import asyncio
import datetime
import os
import resource
import sys
import time

import asyncpg
import psycopg
import psycopg_pool
import sqlalchemy
import uvloop

import entities

URL = os.environ.get("DATABASE_URL")
EPOCH = datetime.datetime(2000, 1, 1, tzinfo=datetime.timezone.utc)
ACCOUNTS = 10_000
COPY_ROWS = 10_000
BATCH_ROWS = 1_000
STREAM_ROWS = 1_000_000
# Tasks on a pool of ten connections: neither peer can share one connection between tasks.
TASKS = {"shared-100": 100, "pool-1000": 1000}

STATEMENTS = {
    "pg_type": "select typname, typnamespace, typowner, typlen, typbyval, typcategory, "
    "typispreferred, typisdefined, typdelim, typrelid, typelem, typarray "
    "from pg_type where typtypmod = $1 and typisdefined = $2",
    "series": "select i from generate_series(1, 1000) as i",
    "bytea": "select data from bench_bytes",
    "arrays": "select numbers from bench_arrays",
    "rows": "select id, email, score, created from bench_rows",
    "one-plus-one": "select 1 + 1",
    "select-int": "select $1::int",
    "primary-key": "select balance from bench_accounts where id = $1",
    "batch": "insert into bench_batch (id, name) values ($1, $2)",
    "stream": f"select i, i::float8 from generate_series(1, {STREAM_ROWS}) as i",
}


def parameters(workload, number):
    if workload == "pg_type":
        return (-1, True)
    if workload == "select-int":
        return (number,)
    if workload == "primary-key":
        return (number * 7919 % ACCOUNTS + 1,)
    return ()


def value_of(value):
    kind = type(value)
    if kind is int or kind is bool:
        return int(value)
    if kind is float:
        return int(value)
    if kind is str or kind is bytes:
        return len(value)
    if kind is list:
        return sum(value)
    if kind is datetime.datetime:
        return int((value - EPOCH).total_seconds())
    return 0 if value is None else len(value)


def checksum(workload, number, rows):
    """The same sum as the C program's; worked out for the first operation only, to be cheap."""
    total = sum(value_of(value) for row in rows for value in row)
    if workload == "select-int":
        return total - number
    if workload == "primary-key":
        return total - (number * 7919 % ACCOUNTS + 1)
    return total


def copy_rows():
    return [(row, f"name {row}", row / 3.0) for row in range(COPY_ROWS)]


def batch_rows():
    return [(row, f"name {row}") for row in range(BATCH_ROWS)]


class AsyncpgSession:
    def __init__(self, connection):
        self.connection = connection

    @classmethod
    async def open(cls, workload):
        session = cls(await asyncpg.connect(URL))
        for table in ("bench_copy (id int, name text, score float8)", "bench_batch (id int, name text)"):
            if table.startswith(workload.replace("copy-in", "bench_copy").replace("batch", "bench_batch")):
                await session.connection.execute(f"create temp table {table} on commit delete rows")
        if workload in STATEMENTS and workload not in ("batch", "stream"):
            session.statement = await session.connection.prepare(STATEMENTS[workload])
        return session

    async def perform(self, workload, number):
        if workload == "copy-in":
            await self.connection.copy_records_to_table("bench_copy", records=copy_rows())
            return COPY_ROWS
        if workload == "batch":
            await self.connection.executemany(STATEMENTS["batch"], batch_rows())
            return BATCH_ROWS
        if workload == "stream":
            total = 0
            async with self.connection.transaction():
                async for row in self.connection.cursor(STATEMENTS["stream"], prefetch=1000):
                    total += row[0]
            return total
        return await self.statement.fetch(*parameters(workload, number))

    async def close(self):
        await self.connection.close()


class PsycopgSession:
    def __init__(self, connection):
        self.connection = connection
        self.cursor = connection.cursor(binary=True)

    @classmethod
    async def open(cls, workload):
        connection = await psycopg.AsyncConnection.connect(URL or "", autocommit=True)
        connection.prepare_threshold = 0
        session = cls(connection)
        if workload == "copy-in":
            await connection.execute(
                "create temp table bench_copy (id int, name text, score float8) on commit delete rows")
        if workload == "batch":
            await connection.execute(
                "create temp table bench_batch (id int, name text) on commit delete rows")
        return session

    async def perform(self, workload, number):
        cursor = self.cursor
        if workload == "copy-in":
            sql = "copy bench_copy (id, name, score) from stdin with (format binary)"
            async with cursor.copy(sql) as copy:
                copy.set_types(["int4", "text", "float8"])
                for row in copy_rows():
                    await copy.write_row(row)
            return cursor.rowcount
        if workload == "batch":
            async with self.connection.transaction():
                await cursor.executemany(
                    STATEMENTS["batch"].replace("$1", "%s").replace("$2", "%s"), batch_rows())
            return BATCH_ROWS
        if workload == "stream":
            total = 0
            async for row in cursor.stream(STATEMENTS["stream"]):
                total += row[0]
            return total
        sql = STATEMENTS[workload].replace("$1", "%s").replace("$2", "%s")
        await cursor.execute(sql, parameters(workload, number))
        return await cursor.fetchall()

    async def close(self):
        await self.connection.close()


SESSIONS = {"asyncpg": AsyncpgSession, "psycopg": PsycopgSession, "sqlalchemy": entities.EntitySession}


class Measurement:
    """How many operations were done between the start and the end, and at what price."""

    def __init__(self):
        self.operations = 0
        self.checksum = None

    def begin(self, seconds):
        usage = resource.getrusage(resource.RUSAGE_SELF)
        self.cpu = usage.ru_utime + usage.ru_stime
        self.began = time.perf_counter_ns()
        self.deadline = self.began + int(seconds * 1e9)

    @property
    def is_over(self):
        return time.perf_counter_ns() >= self.deadline

    def note(self, workload, number, result):
        self.operations += 1
        if self.checksum is None:
            is_rows = isinstance(result, list)
            self.checksum = checksum(workload, number, result) if is_rows else result

    def report(self):
        nanoseconds = time.perf_counter_ns() - self.began
        usage = resource.getrusage(resource.RUSAGE_SELF)
        microseconds = int((usage.ru_utime + usage.ru_stime - self.cpu) * 1e6)
        with open("/proc/self/status") as status:
            peak = next(line.split()[1] for line in status if line.startswith("VmHWM"))
        print(self.operations, nanoseconds, microseconds, peak, self.checksum or 0)


async def work(session, workload, measurement):
    number = 0
    while not measurement.is_over:
        result = await session.perform(workload, number)
        measurement.note(workload, number, result)
        number += 1


async def run(subject, workload, connections, seconds):
    sessions = [await SESSIONS[subject].open(workload) for _ in range(connections)]
    if workload != "stream":
        for session in sessions:
            await session.perform(workload, 0)
    measurement = Measurement()
    measurement.begin(seconds)
    await asyncio.gather(*(work(session, workload, measurement) for session in sessions))
    measurement.report()
    for session in sessions:
        await session.close()


async def run_asyncpg_pool(connections, seconds, tasks):
    measurement = Measurement()
    async with asyncpg.create_pool(URL, min_size=connections, max_size=connections) as pool:

        async def worker():
            number = 0
            while not measurement.is_over:
                result = await pool.fetch(STATEMENTS["select-int"], number)
                measurement.note("select-int", number, result)
                number += 1

        measurement.begin(seconds)
        await asyncio.gather(*(worker() for _ in range(tasks)))
        measurement.report()


async def run_psycopg_pool(connections, seconds, tasks):
    measurement = Measurement()
    pool = psycopg_pool.AsyncConnectionPool(
        URL or "", min_size=connections, max_size=connections, open=False,
        kwargs={"autocommit": True, "prepare_threshold": 0})
    async with pool:

        async def worker():
            number = 0
            while not measurement.is_over:
                async with pool.connection() as connection:
                    cursor = connection.cursor(binary=True)
                    await cursor.execute("select %s::int", (number,))
                    measurement.note("select-int", number, await cursor.fetchall())
                number += 1

        measurement.begin(seconds)
        await asyncio.gather(*(worker() for _ in range(tasks)))
        measurement.report()


def main():
    if sys.argv[1] == "versions":
        print(f"Python {sys.version.split()[0]}, asyncpg {asyncpg.__version__}, "
              f"psycopg {psycopg.__version__} ({psycopg.pq.__impl__}), "
              f"SQLAlchemy {sqlalchemy.__version__}, uvloop {uvloop.__version__}")
        return
    if sys.argv[1] == "memory":
        uvloop.run(entities.memory())
        return
    subject, workload, connections, seconds = sys.argv[1:5]
    connections, seconds = int(connections), float(seconds)
    if workload in TASKS:
        pool = {"asyncpg": run_asyncpg_pool, "psycopg": run_psycopg_pool}[subject]
        job = pool(10, seconds, TASKS[workload])
    else:
        job = run(subject, workload, connections, seconds)
    uvloop.run(job)


main()
