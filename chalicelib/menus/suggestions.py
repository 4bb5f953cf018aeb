"""What people ask and tap most, held against the menu: what has no entry, what lies deep, what nobody taps. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from chalicelib.menus.entry_checks import SUB_BYTES
from chalicelib.menus.models import Button, MenuDocument
from chalicelib.menus.wire import leaves, target
from chalicelib.values import Value

DAYS: Final = 28
"""Days that are looked at."""
LEAST_ASKED: Final = 20
"""Answers in that time below which nothing is suggested."""
LEAST_TAPPED: Final = 20
MOST: Final = 10
_TOP: Final = 3
_SUB: Final = 5


class SuggestionKind(StrEnum):
    """What is wrong with the menu."""

    NO_ENTRY = "no_entry"
    DEEP = "deep"
    NEVER_TAPPED = "never_tapped"


class Asked(NamedTuple):
    """An answer that followers get by writing."""

    name: str
    """Of the rule, service or entry, as people read it."""
    times: int
    button: Button
    """The entry that would give the same answer."""
    also: frozenset[str] = frozenset()
    """Keys and addresses of entries that lead there too."""


class MenuSuggestion(Value):
    """One thing to change, with the numbers behind it and the menu that it would make."""

    id: str
    kind: SuggestionKind
    what: str
    why: str
    """The numbers, as a Chinese sentence."""
    number: int
    """How many taps or questions it is about."""
    document: MenuDocument | None
    """The draft after it; None where the menu has no room."""


def suggestions(
    document: MenuDocument, asked: Iterable[Asked], taps: Mapping[str, int]
) -> tuple[MenuSuggestion, ...]:
    """What the numbers of ``DAYS`` days say about a menu; the weightiest first.

    ``taps`` are by key or address. Entries of which WeChat tells no taps are left in peace, and so is everything while
    there are hardly any taps at all.
    """
    found = [
        *_without_entry(document, asked),
        *_deep(document, taps),
        *_never(document, taps),
    ]
    return tuple(sorted(found, key=lambda one: -one.number)[:MOST])


def _without_entry(document: MenuDocument, asked: Iterable[Asked]) -> Iterator[MenuSuggestion]:
    there = {target(one) for _, one in leaves(document.buttons)} - {""}
    for one in asked:
        if one.times < LEAST_ASKED or there & {target(one.button), *one.also}:
            continue
        after = _with_entry(document, one.button)
        room = "" if after else "；菜单已满，请先腾出位置"
        yield MenuSuggestion(
            id=f"no_entry:{target(one.button)}",
            kind=SuggestionKind.NO_ENTRY,
            what=f"把“{one.name}”放进菜单",
            why=f"最近 {DAYS} 天粉丝发消息问了 {one.times} 次，菜单里没有入口{room}",
            number=one.times,
            document=after,
        )


def _with_entry(document: MenuDocument, button: Button) -> MenuDocument | None:
    """The menu with one more entry: below the top entry with the most room, else as a top entry."""
    tops = document.buttons
    room = [n for n, one in enumerate(tops) if one.children and len(one.children) < _SUB]
    if room:
        at = min(room, key=lambda n: len(tops[n].children))
        top = tops[at]
        changed = top.model_copy(update={"children": (*top.children, _named(button, SUB_BYTES))})
        return _with_top(document, at, changed)
    if len(tops) < _TOP:
        return document.model_copy(update={"buttons": (*tops, _named(button, 12))})
    return None


def _deep(document: MenuDocument, taps: Mapping[str, int]) -> Iterator[MenuSuggestion]:
    """Entries below the third place that are tapped more than one above them: the order is the depth there is."""
    tops = [(n, one) for n, one in enumerate(document.buttons) if not one.children and target(one)]
    for at, top in enumerate(document.buttons):
        for nth, below in enumerate(top.children):
            number = taps.get(target(below), 0) if target(below) else 0
            if number < LEAST_TAPPED:
                continue
            weak = [(n, one) for n, one in tops if taps.get(target(one), 0) < number]
            if weak:
                place, other = min(weak, key=lambda one: taps.get(target(one[1]), 0))
                few = taps.get(target(other), 0)
                yield MenuSuggestion(
                    id=f"deep:{target(below)}",
                    kind=SuggestionKind.DEEP,
                    what=f"把“{top.name} / {below.name}”提到一级，与“{other.name}”对调",
                    why=f"最近 {DAYS} 天“{below.name}”点了 {number} 次，一级的“{other.name}”只有 {few} 次",
                    number=number - few,
                    document=_swapped(document, at, nth, place),
                )
            elif nth > 0 and (first := _first_weaker(top.children[:nth], number, taps)) is not None:
                other = top.children[first]
                few = taps.get(target(other), 0)
                yield MenuSuggestion(
                    id=f"deep:{target(below)}",
                    kind=SuggestionKind.DEEP,
                    what=f"把“{top.name} / {below.name}”移到“{other.name}”前面",
                    why=f"最近 {DAYS} 天“{below.name}”点了 {number} 次，排在前面的“{other.name}”只有 {few} 次",
                    number=number - few,
                    document=_moved(document, at, nth, first),
                )


def _first_weaker(before: tuple[Button, ...], number: int, taps: Mapping[str, int]) -> int | None:
    """The first entry that is tapped less than half as often."""
    for n, one in enumerate(before):
        if target(one) and 2 * taps.get(target(one), 0) < number:
            return n
    return None


def _never(document: MenuDocument, taps: Mapping[str, int]) -> Iterator[MenuSuggestion]:
    every = [(at, nth, one) for at, top in enumerate(document.buttons) for nth, one in enumerate(top.children or (top,))]  # fmt: skip
    told = sum(taps.get(target(one), 0) for _, _, one in every if target(one))
    if told < LEAST_TAPPED * len(every):
        return
    for at, nth, one in every:
        if target(one) and not taps.get(target(one), 0):
            after = _without(document, at, nth)
            yield MenuSuggestion(
                id=f"never_tapped:{target(one)}",
                kind=SuggestionKind.NEVER_TAPPED,
                what=f"去掉“{one.name}”",
                why=f"最近 {DAYS} 天没有人点过；全部菜单点了 {told} 次",
                number=0,
                document=after if after.buttons else None,
            )


def _with_top(document: MenuDocument, at: int, top: Button) -> MenuDocument:
    tops = list(document.buttons)
    tops[at] = top
    return document.model_copy(update={"buttons": tuple(tops)})


def _swapped(document: MenuDocument, at: int, nth: int, place: int) -> MenuDocument:
    top, other = document.buttons[at], document.buttons[place]
    children = list(top.children)
    risen = _named(children[nth], 16)
    children[nth] = other
    changed = _with_top(document, at, top.model_copy(update={"children": tuple(children)}))
    return _with_top(changed, place, risen)


def _moved(document: MenuDocument, at: int, nth: int, to: int) -> MenuDocument:
    top = document.buttons[at]
    children = list(top.children)
    children.insert(to, children.pop(nth))
    return _with_top(document, at, top.model_copy(update={"children": tuple(children)}))


def _without(document: MenuDocument, at: int, nth: int) -> MenuDocument:
    top = document.buttons[at]
    if len(top.children) > 1:
        kept = tuple(one for n, one in enumerate(top.children) if n != nth)
        return _with_top(document, at, top.model_copy(update={"children": kept}))
    tops = tuple(one for n, one in enumerate(document.buttons) if n != at)
    return document.model_copy(update={"buttons": tops})


def _named(button: Button, most: int) -> Button:
    """The entry with a name of at most so many bytes, whole characters."""
    name = button.name
    while len(name.encode()) > most:
        name = name[:-1]
    return button.model_copy(update={"name": name})
