"""The demo's library: pictures that are drawn here, passages and files; some rights end soon, one has ended in use.

Everything is plainly fictional: shapes and colours, offices and agencies that there are not.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from PIL import Image, ImageDraw

from chalicelib import materials, newsroom
from chalicelib.actor import local
from chalicelib.application import material_files
from chalicelib.clock import utc_now
from chalicelib.materials import (
    Consent,
    Licence,
    LicenceKind,
    Material,
    MaterialKind,
    MaterialReach,
    MaterialScope,
    MaterialText,
)
from chalicelib.newsroom import Written

AGENCY: Final = "云岭图片社（虚构）"
EVENING: Final = "青溪晚报（虚构）"
_SIZE: Final = (1200, 800)
Draw = Callable[[ImageDraw.ImageDraw, tuple[str, str, str]], None]


class Picture(NamedTuple):
    """One picture of the library."""

    title: str
    unit: str
    by: str
    colours: tuple[str, str, str]
    draw: Draw
    tags: tuple[str, ...]
    days: int | None = None
    """Until its right ends, from today; None: it does not."""
    licence: LicenceKind = LicenceKind.OWN
    holder: str = ""
    reach: MaterialReach = MaterialReach.BELOW
    consent: Consent = Consent.NONE
    text: str = ""


def _hall(draw: ImageDraw.ImageDraw, colours: tuple[str, str, str]) -> None:
    _, dark, light = colours
    draw.polygon([(200, 360), (600, 180), (1000, 360)], fill=dark)
    draw.rectangle((240, 360, 960, 680), fill=light)
    for x in range(280, 940, 110):
        draw.rectangle((x, 400, x + 50, 680), fill=dark)
    draw.rectangle((160, 680, 1040, 710), fill=dark)


def _hills(draw: ImageDraw.ImageDraw, colours: tuple[str, str, str]) -> None:
    _, dark, light = colours
    draw.ellipse((880, 90, 1030, 240), fill=light)
    for n, (colour, height) in enumerate(((dark, 430), (light, 540), (dark, 640))):
        line = [(x, height + 70 * math.sin(x / (130 + 40 * n) + n)) for x in range(0, 1240, 20)]
        draw.polygon([*line, (1220, 800), (0, 800)], fill=colour)


def _chart(draw: ImageDraw.ImageDraw, colours: tuple[str, str, str]) -> None:
    _, dark, light = colours
    for n, high in enumerate((220, 320, 280, 430, 520)):
        draw.rectangle(
            (220 + n * 160, 660 - high, 320 + n * 160, 660), fill=dark if n % 2 else light
        )
    draw.line([(180, 660), (1060, 660)], fill=dark, width=8)


def _paper(draw: ImageDraw.ImageDraw, colours: tuple[str, str, str]) -> None:
    _, dark, light = colours
    draw.rounded_rectangle((380, 120, 820, 700), 20, fill=light)
    for y in range(200, 600, 56):
        draw.rectangle((430, y, 770 - (y % 3) * 40, y + 18), fill=dark)
    draw.ellipse((660, 560, 790, 690), outline=dark, width=14)


def _people(draw: ImageDraw.ImageDraw, colours: tuple[str, str, str]) -> None:
    _, dark, light = colours
    for x, colour in ((330, dark), (600, light), (870, dark)):
        draw.ellipse((x - 80, 220, x + 80, 380), fill=colour)
        draw.pieslice((x - 150, 420, x + 150, 820), 180, 360, fill=colour)


def _phone(draw: ImageDraw.ImageDraw, colours: tuple[str, str, str]) -> None:
    _, dark, light = colours
    draw.rounded_rectangle((450, 90, 750, 710), 46, fill=dark)
    draw.rounded_rectangle((474, 130, 726, 660), 20, fill=light)
    for y in (200, 320, 440, 560):
        draw.rounded_rectangle((500, y, 700, y + 70), 14, fill=dark)


PICTURES: Final = (
    Picture("办税服务厅外景", "province", "li", ("#dfe9f5", "#1d4f91", "#7ba5d6"), _hall, ("大厅", "实景"), 9, LicenceKind.BOUGHT, AGENCY, text="雨后拍摄，可作封面。"),
    Picture("云岭远山", "province", "li", ("#f3efe2", "#4f7a5b", "#c9b458"), _hills, ("风景", "背景"), 3, LicenceKind.PERMITTED, EVENING),
    Picture("窗口工作人员合影", "province", "li", ("#e7f0ee", "#2f6f68", "#8fc1b5"), _people, ("人物", "大厅"), None, consent=Consent.YES),
    Picture("新办税厅效果图", "province", "li", ("#f1e9f4", "#6a3f86", "#b48ccc"), _hall, ("大厅", "效果图"), None, reach=MaterialReach.OWN),
    Picture("税收收入柱状图底图", "province", "li", ("#eef4ea", "#3d7a33", "#a3c996"), _chart, ("图表", "底图"), None, reach=MaterialReach.ALL),
    Picture("电子发票插图", "province", "li", ("#fdf0e6", "#b4551d", "#eab98d"), _paper, ("插图", "发票"), 120, LicenceKind.BOUGHT, AGENCY),
    Picture("手机办税插图", "province", "li", ("#e8eefb", "#2846a0", "#9fb2ea"), _phone, ("插图", "电子税务局"), 200, LicenceKind.BOUGHT, AGENCY),
    Picture("去年征期海报底图", "province", "li", ("#fbe9e9", "#a32c2c", "#e29b9b"), _chart, ("海报", "底图"), -6, LicenceKind.BOUGHT, AGENCY),
    Picture("志愿者宣传日", "province", "li", ("#f0f4e4", "#5f7d1f", "#b9cf7f"), _people, ("人物", "活动"), None, consent=Consent.NO),
    Picture("青溪老街", "city", "qx.li", ("#f7ede3", "#8a5a2b", "#d3a870"), _hills, ("风景",), 12, LicenceKind.PERMITTED, EVENING),
    Picture("青溪办税厅外景", "city", "qx.li", ("#e3eef3", "#2b6378", "#86b3c4"), _hall, ("大厅", "实景")),
    Picture("竹浦竹海", "county", "zp.li", ("#e6f3e6", "#2f6b3a", "#8cc197"), _hills, ("风景",), reach=MaterialReach.ALL),
)  # fmt: skip
PASSAGES: Final = (
    ("咨询方式", "province", "如有疑问，可拨打 12366 纳税缴费服务热线，或在本公众号留言，工作时间内由人工答复。"),
    ("征期提醒语", "province", "本月征期截止前三日办税服务厅较为繁忙，建议您通过电子税务局办理，或提前在“预约办税”中预约。"),
    ("版权声明", "province", "本文由云岭省税务局融媒体中心编发，转载请注明来源。"),
    ("政策依据引语", "province", "以下内容以国家税务总局公布的文件为准；与文件不一致的，从其规定。"),
    ("青溪大厅地址", "city", "青溪市税务局第一税务分局办税服务厅：青溪市虚构路 1 号，工作日 9:00—17:00。"),
)  # fmt: skip
EXPIRED: Final = "去年征期海报底图"


def fill() -> str:
    """Fill the libraries that are empty; returns what was done."""
    if next(materials.of_unit("province"), None) is not None:
        return "library stands"
    made = [_picture(one, number) for number, one in enumerate(PICTURES)]
    made += [_passage(*one) for one in PASSAGES]
    made += list(_files())
    expired = next(one for one in made if one.text.title == EXPIRED)
    return f"{len(made)} materials, article {_article_with(expired)} holds one that has expired"


def _picture(one: Picture, number: int) -> Material:
    ends = None if one.days is None else _today() + timedelta(days=one.days)
    written = MaterialText(
        title=one.title,
        description=one.text,
        tags=one.tags,
        matter="办税服务" if "大厅" in one.tags else "",
        source="演示素材，图形由程序绘制",
        author="演示",
        licence=Licence(kind=one.licence, by=one.holder, until=ends),
        scope=MaterialScope(reach=one.reach),
        consent=one.consent,
    )
    contract = _sent(b"%PDF-1.4 (demo)", "授权合同（演示）.pdf", one.by) if one.holder else ""
    file = _sent(_drawn(one, number), f"{one.title}.png", one.by)
    return materials.add(
        one.unit,
        MaterialKind.PICTURE,
        written,
        file=file,
        contract=contract,
        by=local(one.by),
        now=utc_now(),
    )


def _passage(title: str, unit: str, text: str) -> Material:
    by = {"province": "li", "city": "qx.li"}[unit]
    return materials.add(
        unit,
        MaterialKind.TEXT,
        MaterialText(title=title, tags=("常用语",)),
        passage=text,
        by=local(by),
        now=utc_now(),
    )


def _files() -> Iterator[Material]:
    for title, body, name, kind in (
        ("宣传月标识规范", b"%PDF-1.4 (demo) VI", "标识规范（演示）.pdf", MaterialKind.FILE),
        ("片头音乐", b"ID3\x03demo", "片头（演示）.mp3", MaterialKind.AUDIO),
        ("办税指引短片", b"\0\0\0\x18ftypmp42demo", "短片（演示）.mp4", MaterialKind.VIDEO),
    ):
        text: dict[str, Any] = {"title": title, "tags": ("演示",)}
        yield materials.add(
            "province",
            kind,
            MaterialText.model_validate(text),
            file=_sent(body, name, "li"),
            by=local("li"),
            now=utc_now(),
        )


def _article_with(expired: Material) -> str:
    """A draft that holds the picture whose right has ended."""
    file = expired.latest.file
    assert file is not None  # noqa: S101 - it is a picture
    text = Written(
        fields={"title": "征期申报温馨提示", "cover": file.articles[-1], "author": "省局采编"},
        body=f"请在征期内完成申报。\n\n![底图]({file.articles[0]})\n",
    )
    return newsroom.create_from("province", text, by=local("li"), now=utc_now()).id


def _drawn(one: Picture, number: int) -> bytes:
    image = Image.new("RGB", _SIZE, one.colours[0])
    draw = ImageDraw.Draw(image)
    one.draw(draw, one.colours)
    draw.line([(0, number + 1), (number + 1, 0)], fill=one.colours[1])  # no two are alike
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _sent(body: bytes, name: str, by: str) -> str:
    return material_files.keep(body, name, by=local(by), now=utc_now()).key


def _today() -> date:
    return materials.rules.day_of(utc_now())
