"""The findings of one article in the order of its file: what is said of many places is said once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from chalicelib.newsroom.models import Finding

_LINE: Final = re.compile(r"^第 (\d+) [行段]")
_AROUND: Final = re.compile(r"…[^…]*…")
"""The words around a place."""
_DETAIL: Final = re.compile(r"“[^”]*”|https?://\S+|\S+\.(?:png|jpe?g|gif|webp|bmp|svg)\S*|\d+")
"""What sets two findings of one kind apart: words, addresses, names of files, figures."""
_MANY: Final = 5
_NAMED: Final = 12
"""Places that are named where many are meant."""


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Findings about fields first, then down the file; each once, and one for all of a kind where they are many."""
    ordered = sorted(dict.fromkeys(findings), key=_line)
    kinds: dict[tuple[str, ...], list[Finding]] = {}
    for one in ordered:
        kinds.setdefault(_kind(one), []).append(one)
    return sorted((told for alike in kinds.values() for told in _told(alike)), key=_line)


def _kind(finding: Finding) -> tuple[str, ...]:
    if not _LINE.match(finding.where):
        return (finding.where, finding.what, finding.severity, finding.check)
    # What a check of the house quotes is the very thing that is wrong.
    what = _AROUND.sub("", finding.what) if finding.check else _DETAIL.sub("", finding.what)
    return (what, finding.severity, finding.check)


def _told(alike: list[Finding]) -> list[Finding]:
    if len(alike) <= _MANY:
        return alike
    first, *others = alike
    places = list(dict.fromkeys(_LINE.sub(r"\1", one.where) for one in others))
    unit = "段" if "段" in first.where[:8] else "行"
    named = "、".join(place.split("“")[0] for place in places[:_NAMED])
    more = "等" if len(places) > _NAMED else ""
    what = f"{first.what}（同样的还有 {len(others)} 处：第 {named} {unit}{more}）"
    return [first.model_copy(update={"what": what})]


def _line(finding: Finding) -> int:
    found = _LINE.match(finding.where)
    return int(found.group(1)) if found else 0
