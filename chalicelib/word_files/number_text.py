"""A number as Word writes it in one of its formats (ECMA-376 part 1, 17.18.59)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

_DIGITS: Final = "〇一二三四五六七八九"
_FORMAL: Final = "零壹贰叁肆伍陆柒捌玖"
_FORMAL_TRADITIONAL: Final = "零壹貳參肆伍陸柒捌玖"
_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN: Final = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_FULL_WIDTH: Final = str.maketrans("0123456789", "０１２３４５６７８９")
_LARGEST: Final = 32_767
"""Word counts no further."""


def written(value: int, form: str) -> str | None:
    """``value`` in a format of Word; None for a format that is not known here."""
    make = FORMATS.get(form)
    if make is None:
        return None
    return make(value) if 0 <= value <= _LARGEST else str(value)


def counted(
    value: int, digits: str = _DIGITS, units: str = "十百千万", *, short: bool = True
) -> str:
    """A number as it is spoken in Chinese: 十二, 一百零五. ``short`` leaves out the 一 of 一十二."""
    if value == 0:
        return digits[0] if digits[0] != "〇" else "零"
    zero = "零"
    myriads, rest = divmod(value, 10_000)
    if myriads:
        head = counted(myriads, digits, units, short=short) + units[3]
        if not rest:
            return head
        gap = zero if rest < 1000 else ""
        return head + gap + counted(rest, digits, units, short=False)
    text = ""
    gap_before = False
    for power in (3, 2, 1, 0):
        digit = value // 10**power % 10
        if not digit:
            gap_before = bool(text)
            continue
        text += zero if gap_before else ""
        gap_before = False
        text += digits[digit] + (units[power - 1] if power else "")
    if short and text.startswith(digits[1] + units[0]):
        return text[1:]
    return text


def _spelt(value: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(value))


def _until_hundred(value: int) -> str:
    return counted(value) if value < 100 else _spelt(value)


def _japanese(value: int) -> str:
    """As ``counted``, without 零 and without 一 before 百 and 千."""
    if value == 0:
        return "〇"
    text = ""
    for power, unit in ((4, "万"), (3, "千"), (2, "百"), (1, "十"), (0, "")):
        digit = value // 10**power if power == 4 else value // 10**power % 10
        if digit:
            one = digit == 1 and power in (1, 2, 3)
            text += ("" if one else _japanese(digit)) + unit if power else _DIGITS[digit]
    return text


def _letters(value: int) -> str:
    """A to Z, then AA, BB and so on."""
    if value == 0:
        return ""
    times, at = divmod(value - 1, 26)
    return chr(ord("A") + at) * (times + 1)


def _roman(value: int) -> str:
    text = ""
    for worth, sign in _ROMAN:
        while value >= worth:
            text += sign
            value -= worth
    return text


def _from(first: str, most: int) -> Callable[[int], str]:
    """Signs that stand one after the other from ``first``; figures beyond the last."""
    return lambda value: chr(ord(first) + value - 1) if 1 <= value <= most else str(value)


def _of(signs: str) -> Callable[[int], str]:
    return lambda value: signs[value - 1] if 1 <= value <= len(signs) else str(value)


def _sexagenary(value: int) -> str:
    if not 1 <= value <= 60:
        return str(value)
    return _STEMS[(value - 1) % 10] + _BRANCHES[(value - 1) % 12]


def _ordinal(value: int) -> str:
    tail = (
        "th" if value % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    )
    return f"{value}{tail}"


def _padded(width: int) -> Callable[[int], str]:
    return lambda value: f"{value:0{width}d}"


FORMATS: Final[dict[str, Callable[[int], str]]] = {
    "decimal": str,
    "decimalZero": _padded(2),
    "01, 02, 03, ...": _padded(2),
    "001, 002, 003, ...": _padded(3),
    "0001, 0002, 0003, ...": _padded(4),
    "00001, 00002, 00003, ...": _padded(5),
    "decimalHalfWidth": str,
    "decimalFullWidth": lambda value: str(value).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda value: str(value).translate(_FULL_WIDTH),
    "decimalEnclosedCircle": _from("①", 20),
    "decimalEnclosedCircleChinese": _from("①", 20),
    "decimalEnclosedParen": _from("⑴", 20),
    "decimalEnclosedFullstop": _from("⒈", 20),
    "ideographEnclosedCircle": _from("㊀", 10),
    "numberInDash": lambda value: f"- {value} -",
    "chineseCounting": _until_hundred,
    "chineseCountingThousand": counted,
    "chineseLegalSimplified": lambda value: counted(value, _FORMAL, "拾佰仟万", short=False),
    "ideographDigital": _spelt,
    "ideographTraditional": _of(_STEMS),
    "ideographZodiac": _of(_BRANCHES),
    "ideographZodiacTraditional": _sexagenary,
    "ideographLegalTraditional": lambda value: counted(value, _FORMAL_TRADITIONAL, "拾佰仟萬", short=False),
    "taiwaneseCounting": _until_hundred,
    "taiwaneseCountingThousand": counted,
    "taiwaneseDigital": lambda value: _spelt(value).replace("〇", "○"),
    "japaneseCounting": _japanese,
    "japaneseDigitalTenThousand": _spelt,
    "koreanDigital2": lambda value: _spelt(value).replace("〇", "零"),
    "upperLetter": _letters,
    "lowerLetter": lambda value: _letters(value).lower(),
    "upperRoman": _roman,
    "lowerRoman": lambda value: _roman(value).lower(),
    "ordinal": _ordinal,
    "hex": lambda value: f"{value:X}",
    "none": lambda _: "",
}  # fmt: skip
"""The formats by their names, and Word's own paddings by their patterns."""
