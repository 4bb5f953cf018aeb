"""The immutable base of all models, and the short names that people type."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, StringConstraints

SLUG: Final = r"^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$"
Slug = Annotated[str, StringConstraints(pattern=SLUG)]
"""A short name of a unit or an account, as people type it."""


class Value(BaseModel):
    """A value: it never changes, and an error in it shows none of its content.

    Unknown fields are ignored, so that a function of the version before can read what the next one wrote.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class LateValue(Value):
    """A value whose validator is built at its first use: a cold start that never meets it pays nothing."""

    model_config = ConfigDict(defer_build=True)
