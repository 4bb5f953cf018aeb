"""A body that WeChat has signed and that no strict parser takes → its fields.

A follower may write anything: a control character, half a character, ``]]>``, which WeChat does not escape. Such a
push is WeChat's all the same, so the fields that it names are read one by one. Imported for such a body only.
"""

from __future__ import annotations

import html
import json
import re
from itertools import islice
from typing import Any, Final

from chalicelib.wechat.body import MAX_DEPTH, Fields, is_json, parse, repeats
from chalicelib.wechat.callback_errors import Malformed
from chalicelib.wechat.replies import legal

_PAIR: Final = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]")
"""A character above U+FFFF as two surrogates, each written as if it were a character."""
_PAIR_OF_JSON: Final = re.compile(
    r'"([^"\\]{1,64})"\s*:\s*("(?:[^"\\]|\\.)*+"|-?[0-9.]{1,40})', re.DOTALL
)
_START: Final = re.compile(r"<([A-Za-z_][\w.-]*)(?:\s[^<>]*)?(/)?>")
_CDATA: Final = "<![CDATA["
_WRITTEN: Final = frozenset(
    {
        "Content",
        "Recognition",
        "Title",
        "Description",
        "Label",
        "Poiname",
        "Url",
        "PagePath",
        "EventKey",
        "ScanResult",
        "SessionFrom",
    }
)
"""Elements whose text a stranger writes. Such a text may hold any tag, its own end included: the last end counts."""
_MOST_ELEMENTS: Final = 500
"""Far more than any push has: reading takes time for each."""


def read(body: bytes) -> Fields:
    """The fields of a signed body, XML or JSON; empty where none can be read. It raises nothing."""
    try:
        text = legal(_decoded(body))
        if is_json(body):
            return _json(text)
        return _xml(text)
    except (Malformed, ValueError, RecursionError):
        return {}


def _decoded(body: bytes) -> str:
    whole = _PAIR.sub(_one_character, body)
    return whole.decode("utf-8", "ignore").lstrip("\ufeff")


def _one_character(pair: re.Match[bytes]) -> bytes:
    units = pair[0].decode("utf-8", "surrogatepass").encode("utf-16-le", "surrogatepass")
    return units.decode("utf-16-le").encode()


def _json(text: str) -> Fields:
    try:
        fields = _cleaned(json.loads(text, strict=False), MAX_DEPTH)
    except (Malformed, ValueError, RecursionError):
        fields = _pairs(text)
    return fields if isinstance(fields, dict) else {}


def _pairs(text: str) -> Fields:
    """The names of ``text`` with a text or a number behind them; the first of a name counts, for WeChat writes it."""
    fields: Fields = {}
    for found in islice(_PAIR_OF_JSON.finditer(text), _MOST_ELEMENTS):
        try:
            value = _cleaned(json.loads(found[2], strict=False), 0)
        except ValueError:
            value = legal(found[2].strip('"'))
        fields.setdefault(legal(found[1]), value)
    return fields


def _cleaned(value: Any, depth: int) -> Any:
    """``value`` with every text in it cleaned: JSON can escape what may not stand in it."""
    if depth < 0:
        raise Malformed("nested too deep")
    if isinstance(value, str):
        joined = value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
        return legal(joined)
    if isinstance(value, dict):
        return {_cleaned(name, 0): _cleaned(held, depth - 1) for name, held in value.items()}
    if isinstance(value, list):
        return [_cleaned(held, depth - 1) for held in value]
    return value


def _xml(text: str) -> Fields:
    text = text.replace("\r\n", "\n").replace("\r", "\n")  # as every reader of XML does
    try:
        fields = parse(text.encode())
    except Malformed:
        pass
    else:
        if not repeats(fields):
            return fields
    start = text.find("<xml>")
    end = text.rfind("</xml>")
    inner = text[start + len("<xml>") : end if end > start else len(text)]
    return _elements(inner, MAX_DEPTH, [0]) if start >= 0 else {}


def _elements(text: str, depth: int, seen: list[int]) -> Fields:
    """The elements that stand side by side in ``text``, each read by itself."""
    if depth < 0:
        raise Malformed("nested too deep")
    fields: Fields = {}
    at = 0
    while (start := _START.search(text, at)) is not None and seen[0] < _MOST_ELEMENTS:
        seen[0] += 1
        name = start[1]
        if start[2]:
            value: Any = ""
            at = start.end()
        else:
            value, at = _value(text, start.end(), name, depth, seen)
        if name not in fields:
            fields[name] = value
        elif depth < MAX_DEPTH:  # a list; beside the push's own fields a second one is a stranger's
            held = fields[name]
            fields[name] = [*held, value] if isinstance(held, list) else [held, value]
    return fields


def _value(text: str, at: int, name: str, depth: int, seen: list[int]) -> tuple[Any, int]:
    """The value of the element ``name`` whose content begins at ``at``, and the place after its end."""
    written = name in _WRITTEN
    begin = at + len(_CDATA) if text.startswith(_CDATA, at) else at
    # An end that is damaged costs its own element: what stands behind it is WeChat's again.
    ends = (f"]]></{name}>", f"</{name}>", "]]>") if begin > at else (f"</{name}>", "<")
    for end in ends[:-1] if written else ends:
        found = text.rfind(end, begin) if written else text.find(end, begin)
        if found >= 0:
            inner, after = text[begin:found], found + (0 if end == "<" else len(end))
            break
    else:
        inner, after = text[begin:], len(text)
    if begin > at:
        return inner, after
    if not written and "<" in inner and (held := _elements(inner, depth - 1, seen)):
        return held, after
    return legal(html.unescape(inner)), after
