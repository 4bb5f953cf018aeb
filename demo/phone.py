"""The simulator's control API, as far as the demo needs it (simulator/README.md)."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

import requests

TIMEOUT = 60
"""Seconds; a message to a cold system is tried three times, five seconds each."""


class PhoneError(Exception):
    """The simulator is not there or refused; says what to do."""


class Busy(PhoneError):
    """The phone can't do that now: following twice, writing without following."""


def call(method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
    """One call; returns the JSON that came back."""
    base = os.environ.get("RONGMEI_SIMULATOR_URL", "").rstrip("/")
    if not base:
        raise PhoneError("RONGMEI_SIMULATOR_URL is not set: run `make up`, or load .local/env.")
    session = requests.Session()
    session.trust_env = False  # a proxy has no business between two programs on one desk
    try:
        answer = session.request(method, f"{base}/_sim{path}", json=body, timeout=TIMEOUT)
        said = answer.json()
    except (requests.RequestException, ValueError) as error:
        raise PhoneError(f"no simulator answers at {base}: run `make up`.") from error
    if answer.status_code == requests.codes.conflict:
        raise Busy(str(said.get("error")))
    if not answer.ok:
        raise PhoneError(f"the simulator refused {method} {path}: {said.get('error')}")
    return said
