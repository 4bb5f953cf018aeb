"""What texts are made of: numbers with their check digits, addresses, and how a page answers."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Final, NamedTuple

LETTERS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
PLACES: Final = ("440106", "440305", "445102", "110105", "320106", "510104", "350203", "430102")
SEGMENTS: Final = ("134", "138", "139", "150", "159", "166", "177", "186", "189", "198", "199")
FAMILY: Final = "张王李赵陈林黄周吴徐孙马朱胡郭何高罗郑梁"
WIDE: Final = {0x30 + n: 0xFF10 + n for n in range(10)}


class Sample(NamedTuple):
    """One article."""

    name: str
    html: str
    planted: tuple[str, ...] = ()
    """The kinds of faults in it: ``words``, ``privacy``, ``links``; none: it is clean."""


class Chance:
    """Whatever differs from run to run."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def one(self, *of: str) -> str:
        return self._random.choice(of)

    def number(self, least: int, most: int) -> int:
        return self._random.randint(least, most)

    def digits(self, count: int) -> str:
        return "".join(self._random.choice("0123456789") for _ in range(count))

    def name(self) -> str:
        return self._random.choice(FAMILY) + self._random.choice("伟芳娜敏静强磊洋勇艳杰")

    def identity(self) -> str:
        """Place, day, serial and the digit that makes the weighted sum 1 (mod 11)."""
        day = f"{self.number(1951, 2004)}{self.number(1, 12):02d}{self.number(1, 28):02d}"
        first = self._random.choice(PLACES) + day + self.digits(3)
        total = sum(int(one) * pow(2, 17 - at, 11) for at, one in enumerate(first))
        return first + "0123456789X"[(1 - total) % 11]

    def wrong_identity(self) -> str:
        """The same with another last digit."""
        right = self.identity()
        return right[:-1] + ("7" if right[-1] != "7" else "3")

    def card(self) -> str:
        first = self._random.choice(("622848", "621700", "622202", "621483")) + self.digits(12)
        for last in "0123456789":
            at = [int(one) for one in reversed(first + last)]
            if sum(at[0::2]) % 10 == (-sum(sum(divmod(2 * one, 10)) for one in at[1::2])) % 10:
                return first + last
        raise AssertionError(first)

    def mobile(self) -> str:
        return self._random.choice(SEGMENTS) + self.digits(8)

    def code(self) -> str:
        first = self._random.choice(("9144", "9244", "5144")) + self.digits(4)
        first += "".join(self._random.choice(LETTERS) for _ in range(9))
        for last in LETTERS:
            if sum(LETTERS.index(one) * 3**at for at, one in enumerate(first)) % 31 == (
                -LETTERS.index(last) % 31
            ):
                return first + last
        raise AssertionError(first)

    def masked(self, number: str) -> str:
        return number[:3] + "*" * (len(number) - 7) + number[-4:]

    def spelled(self, number: str) -> str:
        """A number as people write it: plain, in groups, full width, or bold in part."""
        at = 6 if len(number) == 18 else 4 if len(number) == 19 else 3
        return self.one(
            number,
            f"{number[:at]} {number[at:-4]} {number[-4:]}",
            number.translate(WIDE),
            f"<strong>{number[:at]}</strong>{number[at:]}",
        )


Text = Callable[[Chance], Sample]


def page(title: str, *paragraphs: str) -> str:
    """An article's HTML as editors' tools make it."""
    body = "".join(f'<p style="margin:0 8px"><span>{one}</span></p>' for one in paragraphs)
    return f"<section><h2>{title}</h2>{body}</section>"


def link(address: str, words: str) -> str:
    return f'<a href="{address}">{words}</a>'


# ---- How addresses answer; names under .test belong to nobody

GOOD: Final = "https://good.test"
"""Below it every page opens; ``/moved/…`` leads to another page that opens, ``/app/…`` is made by scripts, ``/login/…`` wants
a sign-in, ``/help/…`` is a long page about pages that are not found."""
DEAD: Final = "https://dead.test"
"""``/404/…``, ``/410/…``, ``/500/…``, ``/silent/…``, ``/deleted/…`` (opens, and says it is gone), ``/home/…`` (leads to the
first page), ``/blank/…``."""
DEAD_WAYS: Final = ("404", "410", "500", "silent", "deleted", "home", "blank")
GOOD_WAYS: Final = ("moved", "app", "login", "help", "plain")


def answer(address: str) -> tuple[int, str, str]:
    """Status, address at the end, HTML. Raises ``OSError``."""
    way = address.split("/")[3] if address.count("/") > 3 else "plain"
    if address.startswith(DEAD):
        if way == "silent":
            raise OSError("超时")
        pages = {
            "404": (404, address, "Not Found"),
            "410": (410, address, ""),
            "500": (500, address, "Internal Server Error"),
            "deleted": (200, address, "<html><p>该内容已被发布者删除</p></html>"),
            "home": (200, "https://dead.test/", "<html><p>欢迎访问</p></html>"),
            "blank": (200, address, "<html><head><title></title></head><body> </body></html>"),
        }
        return pages[way]
    long = "页面不存在怎么办？" + "请检查网址是否正确，或者返回首页重新查找您需要的办税指南。" * 40
    pages = {
        "moved": (200, address.replace("/moved/", "/new/"), "<html><p>办事指南正文</p></html>"),
        "app": (200, address, '<html><div id="app"></div><script src="/a.js"></script></html>'),
        "login": (403, address, "<p>请登录</p>"),
        "help": (200, address, f"<html><p>{long}</p></html>"),
    }
    return pages.get(way, (200, address, "<html><p>办税服务厅地址与电话</p></html>"))
