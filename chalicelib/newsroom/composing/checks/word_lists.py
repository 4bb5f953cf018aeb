"""Wrong words and words that are not to be used, from lists."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

from ahocorasick_rs import AhoCorasick

from chalicelib.foreign_files.refusal import FileRefused
from chalicelib.foreign_files.yaml_text import check_yaml, told_fault
from chalicelib.newsroom.composing.checks.models import Copy, House, Word
from chalicelib.newsroom.errors import UnreadableFile
from chalicelib.newsroom.models import Finding, Severity

OWN: Final = Path(__file__).with_name("words.csv")
_HEADS: Final = ("错词", "正词", "说明", "级别", "除外")
_SEVERITIES: Final = {
    "": Severity.ERROR,
    "错误": Severity.ERROR,
    "提醒": Severity.WARNING,
    "error": Severity.ERROR,
    "warning": Severity.WARNING,
}
MOST_VALUES: Final = 100_000
_CONTEXT: Final = 6

WordList = tuple[Word, ...]


def wrong_words(copy: Copy, house: House) -> list[Finding]:
    """A finding for each entry that occurs, once a block; of two entries at one place, for the longer."""
    if not house.words:
        return []
    entries, search = _searched(house.words)
    findings = []
    for where, words in copy.all:
        occur = {place[0] for place in search.find_matches_as_indexes(words, overlapping=True)}
        findings += _in_block(where, words, [entries[number] for number in sorted(occur)])
    return findings


@lru_cache(maxsize=8)
def _searched(words: WordList) -> tuple[list[Word], AhoCorasick]:
    """A list's entries, longer ones first, and what finds all of them in one pass; a night of inspections asks for each text."""
    entries = sorted(words, key=lambda word: -len(word.wrong))
    return entries, AhoCorasick([word.wrong for word in entries])


def _in_block(where: str, words: str, entries: list[Word]) -> list[Finding]:
    findings = []
    covered: set[int] = set()
    for word in entries:
        at = next((place for place in _places(words, word) if place not in covered), None)
        if at is None:
            continue
        covered.update(range(at, at + len(word.wrong)))
        around = words[max(0, at - _CONTEXT) : at + len(word.wrong) + _CONTEXT]
        advice = f"应为“{word.right}”" if word.right else "不宜使用"
        note = f"（{word.note}）" if word.note else ""
        what = f"“{word.wrong}”{advice}{note}：…{around}…"
        findings.append(
            Finding(
                where=where,
                what=what,
                severity=word.severity,
                wrong=word.wrong if word.right else "",
                right=word.right,
            )
        )
    return findings


def _places(words: str, word: Word) -> Iterator[int]:
    """Where the wrong word stands, not counting places where it is part of the right one, or of a word in which it is right."""
    around = [
        (one, one.find(word.wrong)) for one in (word.right, *word.right_in) if word.wrong in one
    ]
    at = words.find(word.wrong)
    while at >= 0:
        if not any(at >= inside and words.startswith(one, at - inside) for one, inside in around):
            yield at
        at = words.find(word.wrong, at + 1)


@cache
def own_words() -> WordList:
    """The list that comes with the product: common slips of official writing."""
    return word_list(OWN.read_text("utf-8"), OWN.name)


def word_list(text: str, name: str) -> WordList:
    """Entries of a CSV (``错词,正词,说明,级别,除外``) or YAML file. Raises ``UnreadableFile``."""
    rows = _yaml_rows(text, name) if name.endswith((".yaml", ".yml")) else _csv_rows(text)
    words = []
    for number, row in rows:
        wrong, right, note, level, apart = (*row, "", "", "", "")[:5]
        if not wrong:
            continue
        if level not in _SEVERITIES:
            raise UnreadableFile(
                f"词表 {name} 第 {number} 条：级别“{level}”不对，可用：错误、提醒。"
            )
        words.append(
            Word(
                wrong=wrong,
                right=right,
                note=note,
                severity=_SEVERITIES[level],
                right_in=tuple(filter(None, map(str.strip, apart.replace("；", ";").split(";")))),
            )
        )
    return tuple(words)


def _csv_rows(text: str) -> list[tuple[int, list[str]]]:
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    stripped = [(number, [cell.strip() for cell in row]) for number, row in enumerate(rows, 1)]
    return [
        (number, row)
        for number, row in stripped
        if row and row[0] != _HEADS[0] and not row[0].startswith("#")
    ]


def _yaml_rows(text: str, name: str) -> list[tuple[int, list[str]]]:
    import yaml

    try:
        check_yaml(text, most=MOST_VALUES)
    except FileRefused as refused:
        raise UnreadableFile(f"读不了词表 {name}：{refused}。") from refused
    try:
        parsed: Any = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - builds strings only
    except yaml.YAMLError as error:
        raise UnreadableFile(f"词表 {name} 不是正确的 YAML：{told_fault(error)}。") from error
    if isinstance(parsed, dict):
        parsed = [{"错词": wrong, "正词": right} for wrong, right in parsed.items()]
    if not isinstance(parsed, list) or not all(isinstance(one, dict) for one in parsed):
        raise UnreadableFile(f"词表 {name} 应是一列“错词、正词、说明”，或“错词: 正词”。")
    return [
        (number, [str(one.get(head, "")).strip() for head in _HEADS])
        for number, one in enumerate(parsed, 1)
    ]
