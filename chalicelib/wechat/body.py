"""XML or JSON as WeChat pushes it → plain fields.

A strict reading of strangers' bytes: no document type, so no entities; bounded depth; nothing but the errors
of ``refusals`` comes out.
"""

from __future__ import annotations

import json
from typing import Any
from xml.parsers import expat

from chalicelib.wechat.refusals import Malformed

Fields = dict[str, Any]
"""Element or key → text, nested fields, or a list where the element repeats."""

MAX_DEPTH = 12


def parse(body: bytes) -> Fields:
    """The fields of a push. Accounts may choose XML or JSON (sheet §1.1). Raises ``Malformed``."""
    if is_json(body):
        return _parse_json(body)
    return _parse_xml(body)


def is_json(body: bytes) -> bool:
    """Whether a body is JSON rather than XML; told by its first character."""
    return body[:64].lstrip()[:1] == b"{"


def _parse_json(body: bytes) -> Fields:
    try:
        fields = json.loads(body)
        # A lone surrogate escape parses but can't be written anywhere again.
        json.dumps(fields, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise Malformed("the body is not JSON") from error
    if not isinstance(fields, dict):
        raise Malformed("the body is not a JSON object")
    return fields


def _parse_xml(body: bytes) -> Fields:
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.ordered_attributes = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text.append
    parser.StartDoctypeDeclHandler = reader.doctype
    try:
        parser.Parse(body, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise Malformed("the body is not XML") from error
    root = reader.open[0].get("xml")
    if not isinstance(root, dict):
        raise Malformed("the body has no <xml> with elements in it")
    return root


class _Reader:
    """Collects what expat reports; one instance a document."""

    __slots__ = ("open", "text")

    def __init__(self) -> None:
        self.open: list[Fields] = [{}]
        self.text: list[str] = []

    def start(self, _name: str, _attributes: object) -> None:
        if len(self.open) > MAX_DEPTH:
            raise Malformed(f"elements nested deeper than {MAX_DEPTH}")
        self.open.append({})
        self.text.clear()

    def end(self, name: str) -> None:
        children = self.open.pop()
        value: Any = children or "".join(self.text)
        self.text.clear()
        parent = self.open[-1]
        if name not in parent:
            parent[name] = value
        elif isinstance(parent[name], list):
            parent[name].append(value)
        else:
            parent[name] = [parent[name], value]

    def doctype(self, *_args: object) -> None:
        raise Malformed("document types are not read")
