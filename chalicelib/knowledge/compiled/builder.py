"""Compiling a version of the knowledge into the object that functions read; ``reader`` says how it is laid out."""

from __future__ import annotations

import json
from array import array
from collections.abc import Sequence
from typing import Final

from chalicelib.knowledge.compiled.reader import LENGTH_BYTES, MAGIC
from chalicelib.knowledge.models import CompiledEntry, FaqEntry, Knowledge, Standing
from chalicelib.knowledge.policies.search import names_of, titles_of

_OPEN: Final = (-(2**62), 2**62)
"""Seconds: no beginning, no end."""
_RECORD_FIELDS: Final = frozenset(CompiledEntry.model_fields)


def build(knowledge: Knowledge, vectors: str = "") -> bytes:
    """Compile a version: live entries alone answer. The same knowledge makes the same bytes.

    ``vectors`` is the key of its vectors, where the second stage is wanted.
    """
    from chalicelib.knowledge import retrieval

    live = [one for one in knowledge.entries if one.standing is Standing.LIVE]
    questions = questions_of(knowledge)
    papers = knowledge.policies
    return _packed(
        {
            "ids": _json([one.id for one in live]),
            "times": array("q", [second for one in live for second in _times(one)]).tobytes(),
            **_records("entries", [_record(one) for one in live]),
            "index": retrieval.build(questions).dump() if questions else b"",
            "meanings": vectors.encode(),
            "confidence": knowledge.confidence.encode(),
            "names": _json([names_of(one) for one in papers]),
            **_records("policies", [one.model_dump_json().encode() for one in papers]),
            "titles": titles_of(papers).dump() if papers else b"",
        }
    )


def questions_of(knowledge: Knowledge) -> list[tuple[int, str]]:
    """The texts of the index: the place of each live entry, with every way to ask for it."""
    live = (one for one in knowledge.entries if one.standing is Standing.LIVE)
    return [(at, text) for at, one in enumerate(live) for text in (one.question, *one.variants)]


def _times(one: FaqEntry) -> tuple[int, int]:
    return (
        int(one.valid_from.timestamp()) if one.valid_from else _OPEN[0],
        int(one.valid_until.timestamp()) if one.valid_until else _OPEN[1],
    )


def _record(one: FaqEntry) -> bytes:
    return one.model_dump_json(include=set(_RECORD_FIELDS)).encode()


def _records(section: str, records: Sequence[bytes]) -> dict[str, bytes]:
    offsets = [0]
    for record in records:
        offsets.append(offsets[-1] + len(record))
    return {f"{section}.offsets": array("Q", offsets).tobytes(), section: b"".join(records)}


def _packed(sections: dict[str, bytes]) -> bytes:
    header, offset = {}, 0
    for name, body in sections.items():
        header[name] = (offset, len(body))
        offset += len(body)
    head = _json(header)
    return b"".join([MAGIC, len(head).to_bytes(LENGTH_BYTES, "big"), head, *sections.values()])


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
