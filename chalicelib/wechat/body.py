"""XML or JSON as WeChat pushes it → plain fields.

Bytes that nobody has signed are read strictly: no document type, so no entities; bounded depth; no errors but those
of ``callback_errors``. A signed body that is refused here is read by ``wechat.lenient``.
"""

from __future__ import annotations

import json
import re
from typing import Any, Final
from xml.parsers import expat

from chalicelib.wechat.callback_errors import Malformed

Fields = dict[str, Any]
"""Element or key → text, nested fields, or a list where the element repeats."""

MAX_DEPTH = 12
_BLANKS: Final = b"\xef\xbb\xbf \t\r\n"
"""A byte order mark and white space: they may stand before a body."""
_ESCAPED: Final = re.compile(r"(?<!\\)(?:\\\\)*\\(?:[bf]|u00[01])|[\ufffe\uffff]")
"""Characters that no push may hold, as JSON writes them."""


def parse(body: bytes) -> Fields:
    """The fields of a push. Accounts may choose XML or JSON (sheet §1.1). Raises ``Malformed``."""
    if is_json(body):
        return _parse_json(body)
    return _parse_xml(body)


def is_json(body: bytes) -> bool:
    """Whether a body is JSON rather than XML; told by its first character."""
    return body[:64].lstrip(_BLANKS)[:1] == b"{"


def repeats(fields: Fields) -> bool:
    """Whether a field stands there twice, or a text has elements in it."""
    return list in map(type, fields.values()) or isinstance(fields.get("Content"), dict)


def _parse_json(body: bytes) -> Fields:
    try:
        fields = json.loads(body)
        # A lone surrogate escape parses but can't be written anywhere again.
        text = json.dumps(fields, ensure_ascii=False)
        text.encode()
    except (ValueError, RecursionError) as error:
        raise Malformed("the body is not JSON") from error
    if not isinstance(fields, dict):
        raise Malformed("the body is not a JSON object")
    if _ESCAPED.search(text):
        raise Malformed("the body has characters that no text has")
    return fields


def _parse_xml(body: bytes) -> Fields:
    # Closures rather than a class with methods: expat calls them for every element of every message.
    unfinished: list[Fields | None] = [None]
    text: list[str] = []

    def start(_name: str, _attributes: object) -> None:
        if len(unfinished) > MAX_DEPTH:
            raise Malformed(f"elements nested deeper than {MAX_DEPTH}")
        unfinished.append(None)
        text.clear()

    def end(name: str) -> None:
        value: Any = unfinished.pop() or "".join(text)
        text.clear()
        parent = unfinished[-1]
        if parent is None:
            unfinished[-1] = {name: value}
        elif name not in parent:
            parent[name] = value
        elif isinstance(parent[name], list):
            parent[name].append(value)
        else:
            parent[name] = [parent[name], value]

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.ordered_attributes = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text.append
    parser.StartDoctypeDeclHandler = _doctype
    try:
        parser.Parse(body, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise Malformed("the body is not XML") from error
    root = (unfinished[0] or {}).get("xml")
    if not isinstance(root, dict):
        raise Malformed("the body has no <xml> with elements in it")
    return root


def _doctype(*_args: object) -> None:
    raise Malformed("document types are not read")
