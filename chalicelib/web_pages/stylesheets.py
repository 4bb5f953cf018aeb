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
    " justify-content left margin-left max-height max-width mso-element mso-hide opacity overflow overflow-y position"
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
_DEEPEST_STEPS: Final = 200


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

    def fits(self, tag: str, names: frozenset[str], id_: str) -> bool:
        return (
            (not self.tag or self.tag == tag)
            and (not self.id or self.id == id_)
            and self.classes <= names
        )


class _Rule(NamedTuple):
    rank: tuple[int, int, int, int]
    """Ids, classes, tags, place: the highest wins."""
    steps: tuple[_Compound, ...]
    """The element itself last."""
    looks: Mapping[str, str]
    urgent: Mapping[str, str]
    """Those marked ``!important``."""


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
    rules: dict[str, list[_Rule]] = {}
    for number, (selectors, body) in enumerate(_blocks(_NOISE.sub(" ", css))):
        if number >= _MOST_RULES:
            break
        looks, urgent = _declared(body)
        if not looks and not urgent:
            continue
        for selector in selectors.split(","):
            steps = _steps(selector.strip())
            if steps:
                last = steps[-1]
                rank = (
                    sum(bool(one.id) for one in steps),
                    sum(len(one.classes) for one in steps),
                    sum(bool(one.tag) for one in steps),
                    number,
                )
                key = f"#{last.id}" if last.id else next((f".{c}" for c in last.classes), last.tag)
                rules.setdefault(key, []).append(_Rule(rank, steps, looks, urgent))
    return Sheet(rules)


def styles(elements: Iterable[Element], sheet: Sheet) -> Iterator[str]:
    """The whole ``style`` of each element: what the sheet says and its own, which comes last and so counts."""
    known: list[tuple[int, str, frozenset[str], str]] = []
    for one in elements:
        names = frozenset(one.attributes.get("class", "").split())
        id_ = one.attributes.get("id", "")
        known.append((one.parent, one.tag, names, id_))
        own = one.attributes.get("style", "")
        keys = ["", one.tag, *(f".{name}" for name in names), f"#{id_}"]
        met = [
            rule
            for key in keys
            for rule in sheet.rules.get(key, ())
            if _fits(rule.steps, len(known) - 1, known)
        ]
        if not met:
            yield own
            continue
        met.sort(key=lambda rule: rule.rank)
        looks: dict[str, str] = {}
        for rule in met:
            looks.update(rule.looks)
        mine, urgent = _declared(own)
        looks.update(mine)
        for rule in met:
            looks.update(rule.urgent)
        looks.update(urgent)
        yield ";".join(f"{name}:{value}" for name, value in looks.items())


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


def _fits(
    steps: tuple[_Compound, ...], at: int, known: list[tuple[int, str, frozenset[str], str]]
) -> bool:
    """Whether an element is what a selector means. Of several ancestors that fit a step the nearest is taken."""
    parent, tag, names, id_ = known[at]
    if not steps[-1].fits(tag, names, id_):
        return False
    child = steps[-1].child
    rest = list(steps[:-1])
    climbed = 0
    while rest:
        if parent < 0 or climbed > _DEEPEST_STEPS:
            return False
        climbed += 1
        parent, tag, names, id_ = known[parent]
        if rest[-1].fits(tag, names, id_):
            child = rest.pop().child
        elif child:
            return False
    return True
