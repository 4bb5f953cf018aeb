"""Numbered lists: WeChat counts from ``start`` in figures; every other way to count is written out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from chalicelib.newsroom.composing.layout.page import Page

if TYPE_CHECKING:
    from bs4 import Tag

_LETTERS: Final = 26
_ROMAN: Final = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_LARGEST: Final = 10_000
"""A number beyond it is none that a person gave."""


def settle_lists(page: Page) -> None:
    """Items keep the numbers that ``start``, ``value``, ``reversed`` and ``type`` give them."""
    for numbered in page.soup.find_all("ol"):
        kind = str(numbered.get("type") or "1")
        items = numbered.find_all("li", recursive=False)
        numbers = _numbers(numbered, items)
        for tag in (numbered, *items):
            for name in ("type", "reversed", "value", "start"):
                del tag[name]
        if kind in ("a", "A", "i", "I"):
            _write_out(numbered, items, [_label(number, kind) for number in numbers])
        else:
            _split(page, numbered, items, numbers)


def _numbers(numbered: Tag, items: list[Tag]) -> list[int]:
    backwards = numbered.has_attr("reversed")
    number = _number(numbered.get("start"), len(items) if backwards else 1)
    found = []
    for item in items:
        number = _number(item.get("value"), number)
        found.append(number)
        number += -1 if backwards else 1
    return found


def _number(given: object, otherwise: int) -> int:
    text = str(given or "").strip()
    if not text.lstrip("-").isdecimal() or abs(int(text[:8])) > _LARGEST:
        return otherwise
    return int(text)


def _split(page: Page, numbered: Tag, items: list[Tag], numbers: list[int]) -> None:
    """Start a new list wherever the numbers do not go on by one."""
    current, expected = numbered, numbers[0] if numbers else 1
    if expected != 1:
        numbered["start"] = str(expected)
    for item, number in zip(items, numbers, strict=True):
        if number != expected:
            following = page.made("ol")
            following["start"] = str(number)
            current.insert_after(following)
            current = following
        if current is not numbered:
            current.append(item.extract())
        expected = number + 1


def _write_out(numbered: Tag, items: list[Tag], labels: list[str]) -> None:
    """Items become paragraphs that begin with their label."""
    for item, label in zip(items, labels, strict=True):
        first = item.find("p", recursive=False)
        words = first if first is not None and first is item.find(True, recursive=False) else item
        words.insert(0, f"{label}. ")
        if words is item:
            item.name = "p"
        else:
            item.unwrap()
    numbered.unwrap()


def _label(number: int, kind: str) -> str:
    if number < 1:
        return str(number)
    label = _roman(number) if kind in "iI" else _letters(number)
    return label.upper() if kind.isupper() else label


def _letters(number: int) -> str:
    label = ""
    while number:
        number, rest = divmod(number - 1, _LETTERS)
        label = chr(ord("a") + rest) + label
    return label


def _roman(number: int) -> str:
    if number >= 4 * _ROMAN[0][0]:
        return str(number)
    label = ""
    for value, sign in _ROMAN:
        while number >= value:
            label += sign
            number -= value
    return label
