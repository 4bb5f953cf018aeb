"""The style sheets of a page, written into its elements: from there on every look stands at the element that has it.

Pure, and for every tree: a reader hands over its elements in their order, and gets a ``style`` for each.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

PROPERTIES: Final = frozenset(
    "background background-color background-image bottom clip clip-path color display flex flex-basis flex-direction"
    " flex-flow flex-wrap float font font-size font-style font-weight grid-template grid-template-columns height"
    " justify-content left margin-left max-height max-width mso-element mso-hide mso-list opacity overflow overflow-y position"
    " right text-align text-decoration text-decoration-line text-indent top transform vertical-align visibility"
    " width".split()
)
"""The style properties that anything here looks at."""

_COMMENT_OR_STYLE: Final = re.compile(
    r"<!--.*?(?:-->|\Z)|<style\b([^>]*)>(.*?)(?:</style|\Z)", re.IGNORECASE | re.DOTALL
)
_NOISE: Final = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
_SEEN_ON_SCREEN: Final = re.compile(
    r"^@(?:media\s+(?:only\s+)?(?:all|screen)|supports\b.*|layer\b.*)$"
)
"""The groups of rules that hold on a screen of any width."""
_PART: Final = re.compile(r"([.#]?)(-?[a-zA-Z_\u0080-\uffff][\w\u0080-\uffff-]*|\*)")
_STEP: Final = re.compile(r"\s*(>|\s)\s*")
_MOST_RULES: Final = 3000
_MOST_CHARACTERS: Final = 1_000_000
_MOST_CLIMBS: Final = 1_000_000
"""Steps from elements to those around them."""


class Element(NamedTuple):
    """An element as a selector sees it."""

    parent: int
    """The number of its parent among the elements before it; -1 at the top."""
    tag: str
    attributes: Mapping[str, str]
    """Names in lower case."""


class _Compound(NamedTuple):
    """One step of a selector: ``p.x#y``."""

    tag: str
    id: str
    classes: frozenset[str]
    child: bool
    """The step before is the parent itself, not any ancestor."""

    def fits(self, one: _Known) -> bool:
        return (
            (not self.tag or self.tag == one.tag)
            and (not self.id or self.id == one.id)
            and self.classes <= one.classes
        )

    @property
    def names(self) -> set[str]:
        """What it asks for, by tag, ``.class`` and ``#id``."""
        found = {f".{name}" for name in self.classes}
        return found | ({self.tag} if self.tag else set()) | ({f"#{self.id}"} if self.id else set())


class _Rule(NamedTuple):
    rank: tuple[int, int, int, int]
    """Ids, classes, tags, place: the highest wins."""
    steps: tuple[_Compound, ...]
    """The element itself last."""
    looks: Mapping[str, str]
    urgent: Mapping[str, str]
    """Those marked ``!important``."""
    needs: frozenset[str]
    """What has to stand around the element, whatever its order."""


@dataclass(frozen=True)
class Sheet:
    """The rules of a page's style elements that hold on a screen, by what the element itself is called."""

    rules: Mapping[str, list[_Rule]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.rules)


def style_text(page: str) -> str:
    """The text of all style elements of a page; what stands in comments is none."""
    found = (
        match[2]
        for match in _COMMENT_OR_STYLE.finditer(page)
        if match[2] is not None and "print" not in match[1]
    )
    return "\n".join(_NOISE.sub(" ", text) for text in found)[:_MOST_CHARACTERS]


def sheet_of(css: str) -> Sheet:
    """The rules in ``css``: selectors of tags, classes and ids; a selector that asks for more is passed over."""
    found: dict[tuple[_Compound, ...], _Rule] = {}
    for number, (selectors, body) in enumerate(_blocks(_NOISE.sub(" ", css))):
        if number >= _MOST_RULES:
            break
        looks, urgent = _declared(body)
        if not looks and not urgent:
            continue
        for selector in selectors.split(","):
            steps = _steps(selector.strip())
            if steps:
                before = found.pop(steps, None)
                if before is not None:
                    looks = {**before.looks, **looks}
                    urgent = {**before.urgent, **urgent}
                found[steps] = _Rule(_rank(steps, number), steps, looks, urgent, _needs(steps))
    rules: dict[str, list[_Rule]] = {}
    for rule in found.values():
        last = rule.steps[-1]
        key = f"#{last.id}" if last.id else next((f".{c}" for c in last.classes), last.tag)
        rules.setdefault(key, []).append(rule)
    return Sheet(rules)


def _rank(steps: tuple[_Compound, ...], number: int) -> tuple[int, int, int, int]:
    ids = sum(bool(one.id) for one in steps)
    tags = sum(bool(one.tag) for one in steps)
    return ids, sum(len(one.classes) for one in steps), tags, number


def _needs(steps: tuple[_Compound, ...]) -> frozenset[str]:
    return frozenset(name for one in steps[:-1] for name in one.names)


def styles(elements: Iterable[Element], sheet: Sheet) -> Iterator[str]:
    """The whole ``style`` of each element: what the sheet says and its own, which comes last and so counts."""
    walk = _Walk(sheet)
    for one in elements:
        met = walk.rules_for(one)
        own = one.attributes.get("style", "")
        if not met:
            yield own
            continue
        looks: dict[str, str] = {}
        for rule in met:
            looks.update(rule.looks)
        mine, urgent = _declared(own)
        looks.update(mine)
        for rule in met:
            looks.update(rule.urgent)
        looks.update(urgent)
        yield ";".join(f"{name}:{value}" for name, value in looks.items())


class _Known(NamedTuple):
    """An element that was met."""

    parent: int
    tag: str
    classes: frozenset[str]
    id: str
    above: frozenset[str]
    """What the elements around it are called, by tag, ``.class`` and ``#id``."""


class _Walk:
    """The way down a tree, with what was met on it."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.known: list[_Known] = []
        self.climbed = 0

    def rules_for(self, one: Element) -> list[_Rule]:
        """The rules that an element meets, the weakest first."""
        classes = frozenset(one.attributes.get("class", "").split())
        id_ = one.attributes.get("id", "")
        above: frozenset[str] = frozenset()
        if one.parent >= 0:
            parent = self.known[one.parent]
            own = {parent.tag, f"#{parent.id}", *(f".{name}" for name in parent.classes)}
            above = parent.above if own <= parent.above else parent.above | own
        here = _Known(one.parent, one.tag, classes, id_, above)
        self.known.append(here)
        met = [
            rule
            for key in ("", one.tag, *(f".{name}" for name in classes), f"#{id_}")
            for rule in self.sheet.rules.get(key, ())
            if rule.needs <= above and rule.steps[-1].fits(here) and self._climb(rule.steps, here)
        ]
        met.sort(key=lambda rule: rule.rank)
        return met

    def _climb(self, steps: tuple[_Compound, ...], here: _Known) -> bool:
        """Whether the elements around are what a selector means. Of several that fit a step the nearest is taken."""
        child, rest = steps[-1].child, list(steps[:-1])
        while rest:
            # A sheet that means every element ten times over is no one's: it may hide, and what it hides is told.
            if self.climbed > _MOST_CLIMBS:
                return True
            if here.parent < 0:
                return False
            self.climbed += 1
            here = self.known[here.parent]
            if rest[-1].fits(here):
                child = rest.pop().child
            elif child:
                return False
        return True


def looks_of(style: str) -> dict[str, str]:
    """The properties of a ``style`` that are looked at, values in lower case; the later of two counts."""
    looks, urgent = _declared(style)
    return looks | urgent


def _declared(style: str) -> tuple[dict[str, str], dict[str, str]]:
    looks: dict[str, str] = {}
    urgent: dict[str, str] = {}
    for part in style.split(";"):
        name, _, value = part.partition(":")
        name = name.strip().lower()
        if name in PROPERTIES:
            value, mark, _ = value.partition("!")
            value = " ".join(value.lower().split())
            if value:
                (urgent if mark else looks)[name] = value
    return looks, urgent


def _blocks(css: str) -> Iterator[tuple[str, str]]:
    """Selectors and declarations; the rules in a group that does not hold on every screen are left out."""
    groups: list[bool] = []
    at, begins = 0, 0
    while (found := re.search(r"[{}]", css[at:])) is not None:
        sign = at + found.start()
        head = " ".join(css[begins:sign].rpartition(";")[2].split())
        at = begins = sign + 1
        if css[sign] == "}":
            if groups:
                groups.pop()
        elif head.startswith(("@media", "@supports", "@layer", "@document", "@container")):
            groups.append(_SEEN_ON_SCREEN.match(head.lower()) is not None)
        else:
            end = css.find("}", at)
            if end < 0:
                return
            if all(groups) and not head.startswith("@"):
                yield head, css[at:end]
            elif "{" in css[at:end]:
                # Steps of an animation: each is a block of its own.
                groups.append(False)
                continue
            at = begins = end + 1


def _steps(selector: str) -> tuple[_Compound, ...]:
    steps: list[_Compound] = []
    child = False
    for number, part in enumerate(_STEP.split(selector)):
        if number % 2:
            child = part == ">"
            continue
        tag, id_, classes, at = "", "", [], 0
        while (found := _PART.match(part, at)) is not None:
            at = found.end()
            if found[1] == ".":
                classes.append(found[2])
            elif found[1] == "#":
                id_ = found[2]
            elif found[2] != "*":
                tag = found[2].lower()
        if at != len(part) or not part:
            return ()
        steps.append(_Compound(tag, id_, frozenset(classes), child))
        child = False
    return tuple(steps)
