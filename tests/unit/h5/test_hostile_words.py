"""What editors and followers write stays text: a page has the same elements, whatever the words are."""

from __future__ import annotations

import base64
import hashlib
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as some

from chalicelib.catalogue import EntranceKind, Operation
from chalicelib.catalogue.models import Outage, Paused
from chalicelib.h5 import services
from chalicelib.h5.document import Look, Page
from tests.unit.h5.made import NOW, THEME, Read, directory, service

HOSTILE = (
    "<img src=x onerror=xss()>",
    '"><script>xss()</script>',
    "</title></style></script><script>xss()</script>",
    "<a href='javascript:xss()'>点</a>",
    "' autofocus onfocus='xss()' x='",
    "<!--",
    "]]>",
    "&lt;b&gt;&#60;",
    "<svg/onload=xss()>",
    "\u202e\u0000\ufeff",
    "\n",
)
TEXTS = ("name", "summary", "owner", "fees", "duration", "hours", "hall", "phone", "appid", "menu")
LISTS = ("steps", "materials", "basis", "audience", "region")
WORDS = some.one_of(some.sampled_from(HOSTILE), some.text(min_size=1, max_size=30))


def pages(words: str, web: str) -> list[Page]:
    """Every page of a service, and of a list, in which all that somebody typed is ``words``."""
    fields = dict.fromkeys(TEXTS, words[:60]) | dict.fromkeys(LISTS, (words, words))
    note = (Paused(kind=EntranceKind.HALL, note=words),)
    one = service(**fields, aliases=(), category=words, web=web, paused=note)
    other = service(id="other", name=words[:60], aliases=(), web=web)
    stop = Outage(since=NOW - timedelta(1), until=NOW + timedelta(1), notice=words, instead="other")
    soon = stop.model_copy(update={"since": NOW + timedelta(hours=1)})
    look = Look(words, THEME, query=(("q", words), ("category", words)))
    found = []
    for run in ({}, {"deed-tax": Operation(service="deed-tax", outage=stop)}, {"deed-tax": Operation(service="deed-tax", outage=soon)}):  # fmt: skip
        known = directory(one, other, operations=run)
        category = services.category(known, words, look, NOW)
        assert category is not None
        found += [services.one(known, one, look, NOW), services.front(known, look, NOW), category]
        found.append(services.search(known, words, look, NOW))
    return [*found, services.told(words, words, look)]


def shapes(words: str, web: str) -> list[list[tuple[str, ...]]]:
    return [Read(page.html).shape for page in pages(words, web)]


USUAL = shapes("字12345", "字")
"""Of plain words with a number in them, which a telephone's link is made of."""
WITHOUT_NUMBER = shapes("字", "字")


@given(words=WORDS.filter(lambda text: text.strip() and not text.isspace()))
def test_no_word_becomes_an_element_or_an_attribute(words: str) -> None:
    made = shapes(words, words)
    # A search that finds nothing shows categories; what is found depends on the words, the elements' names do not.
    for page, usual, without in zip(made, USUAL, WITHOUT_NUMBER, strict=True):
        assert set(page) <= set(usual) | set(without)
        assert page.count(("script",)) == usual.count(("script",))
        assert page.count(("style",)) == 2


@given(words=WORDS)
def test_only_our_own_style_and_script_are_let_in(words: str) -> None:
    for page in pages(words or "字", words):
        read = Read(page.html)
        allowed = page.policy
        for text in (*read.styles, *read.scripts):
            assert base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() in allowed
        assert "unsafe" not in allowed and "default-src 'none'" in allowed


@given(words=WORDS)
def test_every_link_stays_here_or_is_a_page_or_a_telephone(words: str) -> None:
    for page in pages(words or "字", words):
        for link in Read(page.html).links:
            assert link.startswith(("./", "#", "?", "tel:", "data:,", "http://", "https://")) or link in ("deed-tax", "other")  # fmt: skip
