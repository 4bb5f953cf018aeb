"""A set of small numbers, kept as bits."""

import base64
import re
import zlib
from collections.abc import Iterator

SOME = re.compile(rb"[^\x00]")


class Members:
    """Which of the synthetic followers are meant: ten million take 1.25 MB, whoever is in it.

    `count` is the number of members.
    """

    def __init__(self, bits: bytes = b"") -> None:
        self._bits = bytearray(bits)
        self.count = sum(byte.bit_count() for byte in bits)

    def __contains__(self, index: int) -> bool:
        place, bit = divmod(index, 8)
        return place < len(self._bits) and bool(self._bits[place] >> bit & 1)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Members) and self._bits.rstrip(b"\0") == other._bits.rstrip(b"\0")

    __hash__ = None  # type: ignore[assignment]

    def turn(self, index: int) -> bool:
        """Put the number in, or take it out where it is in; returns whether it is in now."""
        place, bit = divmod(index, 8)
        if place >= len(self._bits):
            self._bits.extend(bytes(place + 1 - len(self._bits)))
        self._bits[place] ^= 1 << bit
        inside = bool(self._bits[place] >> bit & 1)
        self.count += 1 if inside else -1
        return inside

    def since(self, first: int) -> Iterator[int]:
        """The members from `first` on, rising; empty stretches are passed at the speed of a search."""
        start = first // 8
        while found := SOME.search(self._bits, start):
            place, byte = found.start(), self._bits[found.start()]
            yield from (
                i for i in range(place * 8, place * 8 + 8) if byte >> i % 8 & 1 and i >= first
            )
            start = place + 1

    def pack(self) -> str:
        """The set as text for a JSON file."""
        return base64.b64encode(zlib.compress(bytes(self._bits), 1)).decode()

    @classmethod
    def unpacked(cls, text: str) -> "Members":
        return cls(zlib.decompress(base64.b64decode(text)))
