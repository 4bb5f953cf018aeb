"""Finding policy documents by what people write of them: numbers in any spelling, titles in 《》 or in passing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from chalicelib.characters import comparable

_LETTERS: Final = "\u4e00-\u9fff"
# 财税〔2019〕13号: letters of an office, a year in some bracket, a number. People type any bracket.
_BRACKETED: Final = re.compile(
    rf"([{_LETTERS}]{{1,12}})\s*[〔\[(【<〈{{]\s*((?:19|20)\d\d)\s*年?\s*[〕\])】>〉}}]\s*第?\s*0*(\d{{1,5}})\s*号"
)
# 公告2020年第9号, 2020年第9号公告, 2020年9号公告: numbered by year. A bare 2020年9号 is rather a day.
_YEARLY: Final = re.compile(
    r"((?:19|20)\d\d)\s*年\s*(?:第\s*0*(\d{1,5})\s*号|0*(\d{1,5})\s*号(?=\s*(?:公告|文件|令|文\b|文号)))"
)
# 财税2019 13号, 财税2019年13号: as thumbs type it. Taken only where a known document is called so.
_LOOSE: Final = re.compile(
    rf"([{_LETTERS}]{{2,12}})\s*((?:19|20)\d\d)\s*[年\s,，、.·\-－—]\s*第?\s*0*(\d{{1,5}})\s*号?(?![\d月])"
)
_SHORT: Final = 6
"""Letters: a title shorter than this, said in passing, may be any word."""

MOST_FOUND: Final = 5
_ASKS_FOR_PAPER: Final = re.compile(
    "(?:有(?:什么|哪些|没有))?(?:最新|相关)?的?(?:政策|文件|公告|通知|文号|规定|(?<![么没有好想])办法|解读|法规|条例|依据)+"
    "(?:有(?:哪些|什么|吗)|在哪里?看?|是什么|吗)?"
)
"""Words of a person who wants a document, not only its content."""


class Names(NamedTuple):
    """The names that one document is found by."""

    number: str
    """Canonical; empty where there is none."""
    title: str
    """Folded."""
    effective: bool = True


def canonical(number: str) -> str:
    """A number as it is compared: ``云税发〔2026〕3号`` for every way to write it, ``2026年第9号`` for 公告.

    Text that holds no number is compared as it is, without blanks and width.
    """
    found = numbers_in(number)
    return found[0] if found else _plain("".join(_plain(number).split()))


def numbers_in(text: str) -> list[str]:
    """The canonical form of every document number anywhere in a message, in order.

    Of a sentence that runs into a number (``请问财税〔2019〕13号``) the words stay before it: see ``same``.
    """
    plain = _plain(text)
    found = [
        (match.start(), f"{match.group(1)}〔{match.group(2)}〕{match.group(3)}号")
        for match in _BRACKETED.finditer(plain)
    ]
    found += [
        (match.start(), f"{match.group(1)}年第{match.group(2) or match.group(3)}号")
        for match in _YEARLY.finditer(plain)
    ]
    return list(dict.fromkeys(number for _, number in sorted(found)))


def _unbracketed(text: str) -> list[str]:
    """Numbers as they would be, had their brackets been typed."""
    return [
        f"{match.group(1)}〔{match.group(2)}〕{match.group(3)}号"
        for match in _LOOSE.finditer(_plain(text))
    ]


def same(asked: str, known: str) -> bool:
    """Whether a number found in a message is the known one, whatever words run into it."""
    return asked == known or ("〔" in known and asked.endswith(known))


def quoted_titles(text: str) -> list[str]:
    """The titles in 《》."""
    return [found.strip() for found in re.findall(r"《([^《》]{2,300})》", text) if found.strip()]


def folded_title(title: str) -> str:
    """A title as it is compared: letters and digits only."""
    return "".join(character for character in _plain(title).casefold() if character.isalnum())


def named_in(text: str, documents: Sequence[Names]) -> list[int]:
    """The documents that a message names by number or title, as positions in ``documents``, best first."""
    found = [
        *(at for asked in numbers_in(text) for at in _by_number(asked, documents)),
        *(at for title in quoted_titles(text) for at in _by_title(folded_title(title), documents)),
    ]
    if not found:
        loosely = _unbracketed(text)
        found = [
            at for at, one in enumerate(documents) if any(same(x, one.number) for x in loosely)
        ]
    if not found:
        said = folded_title(text)
        found = [
            at
            for at, one in enumerate(documents)
            if (len(one.title) >= _SHORT and one.title in said)
            or (one.number and "号" not in one.number and one.number in said)
        ]
    return list(dict.fromkeys(found))


def wanted(
    text: str, documents: Sequence[Names], alike: Callable[[str, int], Sequence[int]]
) -> list[int]:
    """The documents that a message is after: those it names, else those like it if it asks for a document at all.

    ``alike`` finds so many documents whose titles, topics or questions are like a text.
    """
    text = comparable(text)
    found = named_in(text, documents)
    subject = without_asking(text)
    if not found and documents and subject != text:
        # One that holds stands before one that was withdrawn.
        found = sorted(alike(subject, MOST_FOUND), key=lambda at: not documents[at].effective)
    return found[:MOST_FOUND]


def without_asking(text: str) -> str:
    """The subject of a message that asks for a document; any other message as it is."""
    return _ASKS_FOR_PAPER.sub("", text)


def _by_number(asked: str, documents: Sequence[Names]) -> list[int]:
    hits = [at for at, one in enumerate(documents) if one.number and same(asked, one.number)]
    longest = max((len(documents[at].number) for at in hits), default=0)
    return [at for at in hits if len(documents[at].number) == longest]


def _by_title(title: str, documents: Sequence[Names]) -> list[int]:
    """The document of just this title; else those whose title holds it, or is held by it."""
    exact = [at for at, one in enumerate(documents) if one.title == title]
    return exact or [
        at
        for at, one in enumerate(documents)
        if len(title) >= _SHORT and (title in one.title or one.title in title)
    ]


def _plain(text: str) -> str:
    """Full width as half, traditional characters as simplified; 〔〕 and 【】 are neither."""
    return comparable(unicodedata.normalize("NFKC", text))
