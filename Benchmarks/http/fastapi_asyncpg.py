"""FastAPI over asyncpg, as the documentation of both advises: one pool, SQL by hand."""

import os
from contextlib import asynccontextmanager

import asyncpg
from fastapi import FastAPI, HTTPException, Query, Request

from models import NewUser, Page, User, cursor

COLUMNS = "id, email, name, age, role, created_at"


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with asyncpg.create_pool(os.environ["DATABASE_URL"], min_size=10, max_size=10) as pool:
        app.state.pool = pool
        yield


app = FastAPI(lifespan=lifespan)


@app.get("/users")
async def list_users(request: Request, limit: int = Query(20, ge=1, le=100)) -> Page:
    rows = await request.app.state.pool.fetch(
        f"SELECT {COLUMNS} FROM users ORDER BY created_at, id LIMIT $1", limit + 1)
    users = [User(**row) for row in rows[:limit]]
    return Page(users=users, next=cursor(users) if len(rows) > limit else None)


@app.get("/users/{id}")
async def get_user(request: Request, id: int) -> User:
    row = await request.app.state.pool.fetchrow(f"SELECT {COLUMNS} FROM users WHERE id = $1", id)
    if row is None:
        raise HTTPException(404)
    return User(**row)


@app.post("/users", status_code=201)
async def create_user(request: Request, new: NewUser) -> User:
    try:
        row = await request.app.state.pool.fetchrow(
            f"INSERT INTO users (email, name, age, role) VALUES ($1, $2, $3, $4) RETURNING {COLUMNS}",
            new.email, new.name, new.age, new.role)
    except asyncpg.UniqueViolationError:
        raise HTTPException(409)
    return User(**row)
