"""The immutable base of all models, and the short texts that people type: names and addresses."""

from __future__ import annotations

from typing import Annotated, Final
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

SLUG: Final = r"^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$"
Slug = Annotated[str, StringConstraints(pattern=SLUG)]
"""A short name of a unit or an account, as people type it."""

_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
"""The same names as in ``web_address``, which stands above."""


def _is_private(url: str) -> str:
    address = urlsplit(url)
    if not address.hostname or "@" in address.netloc or address.query or address.fragment:
        raise ValueError("an address such as https://service.example/v1")
    if address.scheme != "https" and not (
        address.scheme == "http" and address.hostname in _LOOPBACK
    ):
        raise ValueError("https, or http on this machine")
    return url.rstrip("/")


ServiceAddress = Annotated[str, AfterValidator(_is_private)]
"""The address of a service that is neither WeChat nor AWS; paths are appended to it, it ends without a slash.

Texts of followers go there: unencrypted only where they do not leave the machine.
"""


class Value(BaseModel):
    """A value: it never changes, and an error in it shows none of its content.

    Unknown fields are ignored, so that a function of the version before can read what the next one wrote.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class LateValue(Value):
    """A value whose validator is built at its first use: a cold start that never meets it pays nothing."""

    model_config = ConfigDict(defer_build=True)
