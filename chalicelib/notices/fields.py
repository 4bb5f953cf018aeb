"""The kinds of a template's fields, what each takes, and how words are made to fit (sheet §2.10). Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Final, NamedTuple

from chalicelib.clock import SHANGHAI
from chalicelib.notices.models import Template, TemplateField

Said = str | datetime | date


class Limit(NamedTuple):
    """What one kind of field takes."""

    named: str
    """In Chinese, for a form."""
    most: int
    """Characters."""
    takes: re.Pattern[str]
    cut: bool = False
    """Words that are too long are cut, rather than refused."""


_ANY: Final = re.compile(r".+", re.DOTALL)
_DAY: Final = r"(?:\d{4}年\d{1,2}月\d{1,2}日|\d{4}-\d{1,2}-\d{1,2})"
_CLOCK: Final = r"\d{1,2}:\d{2}(?::\d{2})?"

LIMITS: Final[Mapping[str, Limit]] = {
    "thing": Limit("文字，20 字以内", 20, _ANY, cut=True),
    "number": Limit("数字，32 位以内", 32, re.compile(r"-?\d+(?:\.\d+)?")),
    "letter": Limit("字母，32 位以内", 32, re.compile(r"[A-Za-z]+")),
    "symbol": Limit("符号，5 位以内", 5, re.compile(r"[^\w\s]+")),
    "character_string": Limit("数字、字母或符号，32 位以内", 32, re.compile(r"[\x21-\x7e]+")),
    "time": Limit("时间，如 2026年3月1日 09:00", 32, re.compile(rf"(?:{_DAY} ?)?{_CLOCK}(?:~(?:{_DAY} ?)?{_CLOCK})?|{_DAY}(?:~{_DAY})?")),
    "date": Limit("日期，如 2026年3月1日", 32, re.compile(rf"{_DAY}(?: ?{_CLOCK})?(?:~{_DAY}(?: ?{_CLOCK})?)?")),
    "amount": Limit("金额，如 ￥100.00", 14, re.compile(r"[￥¥$]?\d{1,10}(?:\.\d{1,2})?元?")),
    "phone_number": Limit("电话，17 位以内", 17, re.compile(r"[\d+\-() ]+")),
    "car_number": Limit("车牌，8 位以内", 8, re.compile(r"[\w]+")),
    "name": Limit("姓名，10 个汉字以内", 10, re.compile(r"[\w·. ]+"), cut=True),
    "phrase": Limit("汉字，5 个以内", 5, re.compile(r"[\u4e00-\u9fff]+"), cut=True),
    "const": Limit("固定词语，20 字以内", 20, _ANY, cut=True),
}  # fmt: skip
"""Kind → what it takes, as WeChat's pages for mini programs have it; from memory for accounts [M]."""
_OTHER: Final = Limit("文字，20 字以内", 20, _ANY, cut=True)
_EMPTY: Final = {
    "thing": "无",
    "phrase": "无",
    "name": "无",
    "const": "无",
    "character_string": "-",
    "symbol": "-",
}
"""What stands in a field whose placeholders are all empty: WeChat refuses an empty one (47003)."""
_LINE: Final = re.compile(r"\{\{([a-z_]+?)(\d+)\.DATA\}\}")
_PLACE: Final = re.compile(r"\{([a-z_]*)\}")


def limit_of(kind: str) -> Limit:
    """What a kind of field takes; one that nobody has listed is taken for words."""
    return LIMITS.get(kind, _OTHER)


def read_fields(content: str) -> tuple[TemplateField, ...]:
    """The fields of a template's content: lines such as ``事项名称:{{thing1.DATA}}``."""
    found = []
    for line in content.splitlines():
        match = _LINE.search(line)
        if match:
            label = line[: match.start()].strip().rstrip(":：").strip()
            found.append(TemplateField(name=match[1] + match[2], kind=match[1], label=label or match[1]))  # fmt: skip
    return tuple(found)


def placeholders(line: str) -> tuple[str, ...]:
    """The placeholders of a line of a wiring: ``{hall}{service}`` → hall, service."""
    return tuple(_PLACE.findall(line))


def filled(
    template: Template, lines: Mapping[str, str], values: Mapping[str, Said]
) -> dict[str, str]:
    """What each field says, made to fit as far as that may be; ``faults`` tells what does not."""
    return {one.name: _fitted(one.kind, _said(one, lines.get(one.name, ""), values)) for one in template.fields}  # fmt: skip


def faults(template: Template, data: Mapping[str, str]) -> dict[str, str]:
    """Field → what is wrong with its words; WeChat would refuse the notice (47003)."""
    wrong = {}
    for one in template.fields:
        words, limit = data.get(one.name, ""), limit_of(one.kind)
        if not words.strip():
            wrong[one.name] = f"“{one.label}”没有填写"
        elif len(words) > limit.most:
            wrong[one.name] = f"“{one.label}”太长：{limit.named}"
        elif not limit.takes.fullmatch(words):
            wrong[one.name] = f"“{one.label}”不合要求：{limit.named}"
    return wrong


def line_faults(
    template: Template, lines: Mapping[str, str], known: Iterable[str]
) -> dict[str, str]:
    """Field → what is wrong with a line of a wiring, whatever the values are."""
    may, wrong = set(known), {}
    for one in template.fields:
        line = lines.get(one.name, "").strip()
        strange = [name for name in placeholders(line) if name not in may]
        if not line:
            wrong[one.name] = f"“{one.label}”没有填写"
        elif strange:
            wrong[one.name] = f"“{one.label}”里没有 {{{strange[0]}}} 这一项"
    return wrong


def shown(template: Template, data: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """A notice as a telephone shows it: label and words, line by line."""
    return tuple((one.label, data.get(one.name, "")) for one in template.fields)


def _said(field: TemplateField, line: str, values: Mapping[str, Said]) -> str:
    write = _writer(field.kind)
    return _PLACE.sub(lambda place: write(values.get(place[1], "")), line)


def _writer(kind: str) -> Callable[[Said], str]:
    def write(said: Said) -> str:
        if isinstance(said, datetime):
            at = said.astimezone(SHANGHAI)
            day = f"{at.year}年{at.month}月{at.day}日"
            return day if kind == "date" else f"{day} {at:%H:%M}"
        if isinstance(said, date):
            return f"{said.year}年{said.month}月{said.day}日"
        return said

    return write


def _fitted(kind: str, words: str) -> str:
    limit = limit_of(kind)
    words = " ".join(words.split())
    if not words:
        return _EMPTY.get(kind, "")
    if len(words) > limit.most and limit.cut:
        # A phrase takes no mark that something is missing.
        return words[: limit.most] if kind == "phrase" else words[: limit.most - 1] + "…"
    return words
