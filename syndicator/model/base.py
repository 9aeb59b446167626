"""What every value has in common: frozen, strict, no extra fields, aware UTC instants."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated, NewType

from pydantic import AfterValidator, BaseModel, ConfigDict


class Value(BaseModel):
    """A value that crosses a stage boundary: frozen, strict, and without unknown fields."""

    model_config = ConfigDict(
        frozen=True, strict=True, extra="forbid", ser_json_bytes="base64", val_json_bytes="base64"
    )


def utc(at: datetime) -> datetime:
    """Give the same instant in UTC. A naive one is an error: nobody knows which instant it is."""
    if at.tzinfo is None:
        raise ValueError("an instant must have a time zone")
    return at.astimezone(UTC)


Instant = Annotated[datetime, AfterValidator(utc)]
"""An aware instant in UTC."""

Duration = timedelta

SafeHtml = NewType("SafeHtml", str)
"""HTML that went through ``rewrite.sanitize``, its only maker."""
