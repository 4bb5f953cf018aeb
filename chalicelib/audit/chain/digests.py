"""Digests of the chain: SHA-256 or SM3 (GB/T 32905), over one spelling of each item. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Algorithm(StrEnum):
    """A hash function that the chain may use; every digest names its own."""

    SHA256 = "sha256"
    SM3 = "sm3"


NAMES: Final = {Algorithm.SHA256: "SHA-256", Algorithm.SM3: "国密 SM3"}


def digest(algorithm: Algorithm, content: bytes) -> str:
    """The digest of some bytes, ``sm3:66c7f0f4…``."""
    # Imported here: who writes an entry computes no digest.
    from cryptography.hazmat.primitives import hashes

    made = hashes.Hash(hashes.SM3() if algorithm is Algorithm.SM3 else hashes.SHA256())
    made.update(content)
    return f"{algorithm.value}:{made.finalize().hex()}"


def holds(wanted: str, content: bytes) -> bool:
    """Whether content has this digest; one that names no known function does not hold."""
    name, _, _ = wanted.partition(":")
    if name not in set(Algorithm):
        return False
    return digest(Algorithm(name), content) == wanted


def canonical(item: Mapping[str, str | int | bool]) -> bytes:
    """An item of the table as the chain sees it: all its attributes, in one spelling."""
    return json.dumps(item, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
