"""Numbers of persons in a text: identity cards, bank cards, mobile phones, credit codes, home addresses. Pure.

Each number passes its own check (GB 11643, ISO 7812, the operators' ranges, GB 32100) and what stands around it: the
label before it, other digits beside it. Full-width digits, spaces and dashes inside a number do not hide it. A number
that is masked (``440***********1234``) is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final


class PersonalKind(StrEnum):
    """What a number tells of a person or a firm."""

    IDENTITY = "identity"
    BANK_CARD = "bank_card"
    MOBILE = "mobile"
    CREDIT_CODE = "credit_code"
    HOME = "home"


PERSONAL_NAMES: Final = {
    PersonalKind.IDENTITY: "身份证号",
    PersonalKind.BANK_CARD: "银行卡号",
    PersonalKind.MOBILE: "手机号",
    PersonalKind.CREDIT_CODE: "统一社会信用代码",
    PersonalKind.HOME: "家庭住址",
}


@dataclass(frozen=True, slots=True)
class Personal:
    """One number in a text."""

    kind: PersonalKind
    start: int
    end: int
    value: str
    """Its digits and letters alone. It is stored nowhere."""

    @property
    def masked(self) -> str:
        """As it may be shown: the first and last characters."""
        return mask(self.kind, self.value)


# ---- The numbers' own rules

_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS: Final = "10X98765432"
PROVINCES: Final = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83".split()
)
"""The first two digits of an identity card."""
_CODE_LETTERS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_MOBILES: Final = re.compile(r"1(?:3\d|4[5-9]|5[0-35-9]|6[2567]|7[0-8]|8\d|9[0-35-9])\d{8}")
_CARDS: Final = re.compile(
    r"62\d{14,17}|4\d{15}|5[1-5]\d{14}|35[2-8]\d{13}|9558\d{15}|95599\d{14}|6013\d{15}"
)


def is_identity(number: str, today: date) -> bool:
    """Whether eighteen characters are an identity card's number: place, day of birth, check digit (GB 11643, mod 11-2)."""
    if not re.fullmatch(r"\d{17}[\dX]", number) or number[:2] not in PROVINCES:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return _CHECKS[total % 11] == number[17] and _born(number[6:14], today) is not None


def is_old_identity(number: str, today: date) -> bool:
    """Whether fifteen digits are an identity card's number as they were until 2013; it has no check digit."""
    return number[:2] in PROVINCES and _born(f"19{number[6:12]}", today) is not None


def _born(digits: str, today: date) -> date | None:
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None
    return day if date(1900, 1, 1) <= day <= today else None


def is_bank_card(number: str) -> bool:
    """Whether digits are a bank card's number: an issuer's beginning with its length, and the check digit (Luhn)."""
    if not _CARDS.fullmatch(number):
        return False
    doubled = [int(digit) * (1 + at % 2) for at, digit in enumerate(reversed(number))]
    return sum(one - 9 if one > 9 else one for one in doubled) % 10 == 0


def is_mobile(number: str) -> bool:
    """Whether eleven digits are in a range that an operator has."""
    return _MOBILES.fullmatch(number) is not None


def is_credit_code(code: str) -> bool:
    """Whether eighteen characters are a 统一社会信用代码 (GB 32100, mod 31)."""
    if not re.fullmatch(r"[1-9ANY][1-9]\d{6}[0-9A-HJ-NPQRTUWXY]{10}", code):
        return False
    total = sum(_CODE_LETTERS.index(one) * pow(3, at, 31) for at, one in enumerate(code[:17]))
    return _CODE_LETTERS[-total % 31] == code[17]


# ---- How they stand in a text

_PLAIN: Final = (
    {0xFF01 + n: 0x21 + n for n in range(94)}  # full width
    | {0x1D7CE + n: 0x30 + n % 10 for n in range(50)}  # mathematical digits
    | {code: ord("-") for code in (*range(0x2010, 0x2016), 0x2212, 0xFE63)}
    | {0x3000: ord(" "), 0x00A0: ord(" ")}
)
"""Characters that are read as another; each is one character still, so that places stay."""
_SEP: Final = r"[^\S\n]?[-\u200b-\u200f\u2060\ufeff\u00ad]{0,2}[^\S\n]?"
_GAPS: Final = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad-]+")
_BREAKS: Final = re.compile(r"\d[\s\u200b-\u200f\u2060\ufeff\u00ad-]+(?=[\dA-Za-z])")
MOST_BREAKS: Final = 6
"""A number in groups has few gaps; more of them are a row of a table."""


def _spaced(count: int, last: str = r"\d") -> str:
    return rf"\d(?:{_SEP}\d){{{count - 2}}}{_SEP}{last}"


_NUMBER: Final = re.compile(rf"(?<![0-9])(?=(?P<n>{_spaced(18, '[0-9Xx]')})(?![0-9]))")
_OLD: Final = re.compile(r"(?<![0-9])(?P<n>\d{15})(?![0-9])")
_CARD: Final = re.compile(
    rf"(?<![0-9A-Za-z])(?:(?=(?P<n>\d{{16,19}})(?![0-9A-Za-z]))|(?=(?P<g>\d{{4}}(?:(?!\d){_SEP}\d{{4}}){{3}}(?:(?!\d){_SEP}\d{{1,3}})?)(?![0-9]))|(?=(?P<s>\d(?:{_SEP}\d){{15,18}})(?![0-9])))"
)
_GROUPS: Final = re.compile(r"\d{4}(?:\D+\d{4}){3}(?:\D+\d{1,3})?")
_MOBILE: Final = re.compile(
    rf"(?<![0-9A-Za-z=/_])(?<!\d\.)(?:\+?(?:00)?86{_SEP})?(?P<n>1\d{{2}}{_SEP}\d{{4}}{_SEP}\d{{4}})(?![0-9A-Za-z_]|\.\d|[^\S\n]?(?:元|万|亿|%|户|笔|份|吨|人次|个|条|家|件))"
)
_TELEPHONE: Final = re.compile(r"(?i)(?:tel|phone|mobile)(?P<n>1\d{10})(?![0-9A-Za-z_])")
_CODE: Final = re.compile(
    rf"(?<![0-9A-Za-z])(?=(?P<n>[1-9ANY]{_SEP}[1-9](?:{_SEP}\d){{6}}(?:{_SEP}[0-9A-HJ-NPQRTUWXY]){{10}})(?![0-9A-Za-z]))",
    re.IGNORECASE,
)
_HOME: Final = re.compile(
    r"(?:家庭住址|家庭地址|现住址|户籍地址|住址|家住)[为是：:\s]{0,3}(?P<n>[^，。；;,\n]{4,40}?\d{1,4}(?:号|弄|栋|幢|座)[^，。；;,\n]{0,20}?\d{1,4}(?:室|房))"
)
_FOR_IDENTITY: Final = re.compile(r"身份证|证件号|公民身份|身份号码|居民证")
_FOR_CARD: Final = re.compile(
    r"卡号|银行卡|储蓄卡|借记卡|信用卡|账号|帐号|账户|帐户|收款|开户|转账|汇款|户名"
)
_FOR_PHONE: Final = re.compile(r"电话|手机|联系|致电|拨打|热线|咨询|微信|(?i:tel|phone|mobile)")
_OTHER: Final = re.compile(
    r"订单|流水|凭证|票号|发票|编号|单号|受理|文号|序列|批次|批号|代码|(?i:isbn|issn|no\.?|id|sn|qq)|证书|税票|备案|许可|合同|编码|条码|群号|期号|公告|案号|号码段|产品|型号|交易|税号"
)
_LABEL: Final = 14
"""Characters before a number in which its label stands."""
_YOUNG: Final = timedelta(days=3660)
"""A number labelled as another thing, with a "birthday" so late, is that other thing: place, date and a serial."""


def personal_in(text: str, today: date) -> list[Personal]:
    """The numbers of persons in a text, in order; none overlaps another."""
    plain = text.translate(_PLAIN)
    return _apart(
        one for find in _FINDERS for one in find(plain, today) if _told(plain, one, today)
    )


def _apart(found: Iterator[Personal]) -> list[Personal]:
    kept: list[Personal] = []
    for one in found:  # the surest kind first
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


def _told(plain: str, one: Personal, today: date) -> bool:
    """Whether what stands before a number lets it be what it looks like."""
    before = plain[max(0, one.start - _LABEL) : one.start]
    other = _last(_OTHER, before)
    if one.kind is PersonalKind.IDENTITY:
        if len(one.value) == 15:
            return _FOR_IDENTITY.search(plain[max(0, one.start - 30) : one.start]) is not None
        born = _born(one.value[6:14], today)
        young = born is not None and today - born < _YOUNG
        return not (young and other > _last(_FOR_IDENTITY, before))
    if one.kind is PersonalKind.BANK_CARD:
        wide = plain[max(0, one.start - 30) : one.start]
        if _last(_OTHER, wide) > _last(_FOR_CARD, wide):
            return False
        spelled = plain[one.start : one.end]
        alone = _GROUPS.fullmatch(spelled) or (spelled == one.value and len(spelled) == 19)
        return bool(alone) or _FOR_CARD.search(wide) is not None
    if one.kind is PersonalKind.MOBILE:
        return other <= _last(_FOR_PHONE, before)
    return True


def _last(words: re.Pattern[str], before: str) -> int:
    """Where the last of these words stands; -1 where none does."""
    return max((found.end() for found in words.finditer(before)), default=-1)


Find = Callable[[str, date], Iterator[Personal]]


def _identities(plain: str, today: date) -> Iterator[Personal]:
    for found, value in _met(_NUMBER, plain):
        if is_identity(value, today):
            yield Personal(PersonalKind.IDENTITY, *found, value)
    for found, value in _met(_OLD, plain):
        if is_old_identity(value, today):
            yield Personal(PersonalKind.IDENTITY, *found, value)


def _codes(plain: str, today: date) -> Iterator[Personal]:
    for found, value in _met(_CODE, plain):
        if is_credit_code(value):
            yield Personal(PersonalKind.CREDIT_CODE, *found, value)


def _cards(plain: str, today: date) -> Iterator[Personal]:
    for found, value in _met(_CARD, plain):
        if is_bank_card(value):
            yield Personal(PersonalKind.BANK_CARD, *found, value)


def _mobiles(plain: str, today: date) -> Iterator[Personal]:
    for pattern in (_MOBILE, _TELEPHONE):
        for found, value in _met(pattern, plain):
            if is_mobile(value):
                yield Personal(PersonalKind.MOBILE, *found, value)


def _homes(plain: str, today: date) -> Iterator[Personal]:
    for found in _HOME.finditer(plain):
        yield Personal(PersonalKind.HOME, *found.span("n"), found["n"])


_FINDERS: Final[tuple[Find, ...]] = (_identities, _codes, _cards, _mobiles, _homes)


def _met(pattern: re.Pattern[str], plain: str) -> Iterator[tuple[tuple[int, int], str]]:
    """Each place with the characters alone, where it is one number and not a row of them."""
    for found in pattern.finditer(plain):
        name = next(name for name, met in found.groupdict().items() if met is not None)
        if len(_BREAKS.findall(found[name])) <= MOST_BREAKS:
            yield found.span(name), _GAPS.sub("", found[name]).upper()


# ---- How they are shown

_SHOWN: Final = {
    PersonalKind.IDENTITY: (3, 4),
    PersonalKind.BANK_CARD: (4, 4),
    PersonalKind.MOBILE: (3, 4),
    PersonalKind.CREDIT_CODE: (4, 4),
}
"""How many characters are shown at the beginning and at the end."""


def mask(kind: PersonalKind, value: str) -> str:
    """A number with its middle hidden; of an address nothing but its beginning."""
    if kind is PersonalKind.HOME:
        return value[:3] + "***"
    first, last = _SHOWN[kind]
    return value[:first] + "*" * (len(value) - first - last) + value[-last:]


def hide_personal(text: str, today: date) -> str:
    """A text in which no number of a person stands, whatever its label says: for evidence, logs and exports."""
    plain = text.translate(_PLAIN)
    found = _apart(one for find in _FINDERS for one in find(plain, today))
    made, at = [], 0
    for one in found:
        made += [text[at : one.start], one.masked]
        at = one.end
    return "".join([*made, text[at:]])
