"""What goes over the wire: the same users API as the demo's, as far as it is compared."""

import datetime
from typing import Literal, Optional

from pydantic import BaseModel, ConfigDict, Field, field_validator
from pydantic.alias_generators import to_camel

Role = Literal["member", "admin"]


class User(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, from_attributes=True)

    id: int
    email: str
    name: str
    age: Optional[int]
    role: Role
    created_at: datetime.datetime


class Page(BaseModel):
    users: list[User]
    next: Optional[str]


class NewUser(BaseModel):
    email: str = Field(max_length=254)
    name: str = Field(min_length=1, max_length=200)
    age: Optional[int] = Field(default=None, ge=0, le=150)
    role: Role = "member"

    @field_validator("email")
    @classmethod
    def looks_like_an_address(cls, email: str) -> str:
        local, _, domain = email.partition("@")
        if not local or "." not in domain or any(c.isspace() for c in email):
            raise ValueError("must look like name@example.org")
        return email


def cursor(users) -> Optional[str]:
    """Where the next page starts."""
    if not users:
        return None
    last = users[-1]
    return f"{last.created_at.isoformat()}_{last.id}"
