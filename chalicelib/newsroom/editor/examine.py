"""A text as it stands → the page that readers will see, and everything that is said about it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from html import unescape
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from chalicelib import people
from chalicelib.actor import Actor
from chalicelib.clock import SHANGHAI
from chalicelib.cloud import objects
from chalicelib.newsroom.editor.files import KEYS, is_key, opener
from chalicelib.newsroom.models import Finding, Measure, Severity, Written
from chalicelib.values import Value

if TYPE_CHECKING:
    from chalicelib.newsroom.composing.checks import UnitWords
    from chalicelib.newsroom.composing.compose import Attempt, Composed
    from chalicelib.newsroom.composing.sources import Source
    from chalicelib.newsroom.models import Article

_HEAD: Final = "---\n---\n"
_LINE: Final = re.compile(r"第 (\d+) 行")
_PICTURE: Final = re.compile(r'<img\b[^>]*?\bsrc="([^"]*)"', re.IGNORECASE)


class Remark(Value):
    """A finding with its place in the editor."""

    field: str
    """The field; empty: the body."""
    line: int
    """Line of the body, from 1; 0: the whole of it."""
    what: str
    severity: Severity
    check: str
    wrong: str
    right: str
    """Words to put in the place of others; empty where a person has to think."""
    path: str = ""
    """Where in the console it is mended; empty: in the text."""


class Examined(Value):
    """What a text would become."""

    page: str
    """The page as a phone shows it, with addresses of pictures that open for some minutes."""
    cover: str
    """Such an address of the cover; empty: there is none."""
    crops: dict[str, str]
    """What a phone shows of the cover: the fields' names → boxes as authors write them, chosen or given."""
    links: dict[str, str]
    """Names of pictures in the text → such addresses."""
    missing: tuple[str, ...]
    """Names of pictures in the text that are neither here nor at WeChat: readers would not see them."""
    remarks: tuple[Remark, ...]
    measures: tuple[Measure, ...]
    refused: bool
    """A remark keeps it from being saved."""


def examine(
    unit: str, written: Written, *, by: Actor, now: datetime, own: UnitWords | None = None
) -> Examined:
    """Look at a text that is not saved; ``own`` is what the unit says of words. Raises ``PermissionDenied``, ``UnknownUnit`` or ``UnreadableFile``."""
    from chalicelib.newsroom.composing.compose import measures
    from chalicelib.newsroom.preview.linked_page import linked_page

    people.require(by, "newsroom:article:write", unit)
    source = _source(written)
    tried = _tried(unit, written, source, now, own)
    article = stored(tried)
    of_materials = _of_materials(unit, written, [one.key for one in article.files], now)
    return Examined(
        page=linked_page(article),
        cover=objects.link(article.cover.key) if article.cover else "",
        crops={
            name: as_written(box)
            for name in ("crop_235_1", "crop_1_1")
            if (box := getattr(article, name))
        },
        links=_links(written),
        missing=_missing(source.html, written.files),
        remarks=(*(remark(one) for one in tried.findings), *of_materials),
        measures=tuple(measures(tried.article)),
        refused=tried.refused,
    )


def composed_of(
    unit: str, written: Written, now: datetime, own: UnitWords | None = None
) -> Composed:
    """The article of a text. Raises ``ArticleRefused`` or ``UnreadableFile``."""
    return tried_of(unit, written, now, own).composed()


def tried_of(unit: str, written: Written, now: datetime, own: UnitWords | None = None) -> Attempt:
    """As far as an article of a unit can be made of a text; dates are judged by today in Beijing."""
    return _tried(unit, written, _source(written), now, own)


def _source(written: Written) -> Source:
    from chalicelib.newsroom.composing.sources import read_markdown

    return read_markdown(_HEAD + written.body)


def _tried(
    unit: str, written: Written, source: Source, now: datetime, own: UnitWords | None
) -> Attempt:
    from chalicelib.newsroom.composing.checks import House, own_words
    from chalicelib.newsroom.composing.compose import attempt
    from chalicelib.newsroom.composing.field_names import known
    from chalicelib.newsroom.house_themes import themes_for

    fields, wrong = known(written.fields)
    house = House(
        words=own_words(),
        themes=themes_for(unit=unit),
        planned=now.astimezone(SHANGHAI).date(),
    )
    if own is not None:
        house = house.with_words_of(own)
    tried = attempt(source, opener(written.files), house, fields)
    return tried if not wrong else _with(tried, wrong)


def stored(tried: Attempt) -> Article:
    """The article with its pictures where a page can fetch them: those that were made smaller are stored now."""
    here = opener({})
    for file in tried.article.files:
        if file.key in tried.files and here(file.key) is None:
            objects.write(file.key, tried.files[file.key], file.media_type)
    return tried.article


def _links(written: Written) -> dict[str, str]:
    """Addresses of the pictures that the text names, for an editor that shows them."""
    named = {one: one for one in KEYS.findall("\n".join([written.body, *written.fields.values()]))}
    keys = {**named, **written.files}
    return {name: objects.link(key) for name, key in keys.items() if is_key(key)}


def _of_materials(
    unit: str, written: Written, keys: list[str], now: datetime
) -> tuple[Remark, ...]:
    """Materials of the library that the text may not use today: it is saved so, but neither submitted nor scheduled."""
    from chalicelib.newsroom.material_rights import lines_of, not_usable, said

    made = []
    for one in not_usable(keys, unit, now.astimezone(SHANGHAI).date()):
        field, line = lines_of(written, one.digest)
        made.append(
            Remark(
                field=field,
                line=line,
                what=f"{said(one)}。送审和排期前要改好",
                severity=Severity.WARNING,
                check="materials",
                wrong="",
                right="",
                path=f"/materials/{one.material.id}",
            )
        )
    return tuple(made)


def _missing(html: str, files: Mapping[str, str]) -> tuple[str, ...]:
    from chalicelib.newsroom.composing.limits import WECHAT_PICTURE_HOSTS

    named = dict.fromkeys(unquote(unescape(one)) for one in _PICTURE.findall(html))
    return tuple(
        name
        for name in named
        if not is_key(files.get(name, name))
        and not name.startswith("data:")
        and urlsplit(name).hostname not in WECHAT_PICTURE_HOSTS
    )


def as_written(box: str) -> str:
    """A box of a cover as authors write it: per cent of its width and height."""
    return " ".join(f"{float(part) * 100:.4f}".rstrip("0").rstrip(".") for part in box.split("_"))


def remark(finding: Finding) -> Remark:
    """A finding at its place in the editor."""
    from chalicelib.newsroom.composing.limits import FIELDS

    before = _HEAD.count("\n")
    found = _LINE.search(finding.where)
    line = max(1, int(found.group(1)) - before) if found else 0
    return Remark(
        field=finding.where if finding.where in FIELDS else "",
        line=line,
        what=finding.what,
        severity=finding.severity,
        check=finding.check,
        wrong=finding.wrong,
        right=finding.right,
    )


def _with(tried: Attempt, more: tuple[Finding, ...]) -> Attempt:
    from dataclasses import replace

    return replace(tried, findings=(*more, *tried.findings))
