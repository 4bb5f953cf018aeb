"""Posters: every design is drawn in every theme, its code is read from the picture, and what does not fit is told."""

from __future__ import annotations

import io
import re
import subprocess
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image, ImageDraw
from pydantic import ValidationError

from chalicelib import newsroom, posters
from chalicelib.posters import BadPoster, Colours, Poster, PosterCode, PosterDesign, qr
from chalicelib.posters.drawing import SIZES, drawn
from chalicelib.posters.fit import broken

URL = "https://mp.weixin.qq.com/s/AbCdEfGhIjKlMnOpQrStUv"
LONG = "小规模纳税人减免增值税政策延续执行并优化办理流程的有关事项公告解读"


def font_files() -> dict[str, Path]:
    """Fonts of this machine: what is tested is how words are set, in whatever face."""
    found = {}
    for weight, style in (("regular", "Regular"), ("bold", "Bold")):
        asked = ["fc-match", "-f", "%{file}", f"Noto Sans CJK SC:style={style}"]
        found[weight] = Path(
            subprocess.run(asked, capture_output=True, text=True, check=True).stdout
        )
    return found


FONTS = font_files()
pytestmark = pytest.mark.skipif("CJK" not in str(FONTS), reason="no Chinese fonts are installed")


def colours(theme: newsroom.Theme | None = None) -> Colours:
    chosen = theme or newsroom.choose({}).theme
    return Colours(**newsroom.page_colours(chosen)._asdict())


def poster(**fields: Any) -> Poster:
    plain: dict[str, Any] = {
        "headline": "小规模纳税人月销售额 10 万元以下免征增值税",
        "lines": ("执行至 2027 年 12 月 31 日", "按季申报的，季度销售额未超过 30 万元"),
        "number": "1%",
        "number_note": "减按 1% 征收",
        "day": "大雪",
        "issuer": "云岭省税务局",
        "code": {"target": "article", "url": URL, "label": "扫码看全文"},
    }
    return Poster.model_validate(plain | fields)


def read(body: bytes) -> list[str]:
    with Image.open(io.BytesIO(body)) as picture:
        return [one.text for one in zxingcpp.read_barcodes(picture.convert("RGB"))]


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("design", PosterDesign)
def test_another_program_reads_the_code_of_every_design(
    design: PosterDesign, size: tuple[int, int]
) -> None:
    body = drawn(poster(design=design), colours(), size, FONTS)
    assert read(body) == [URL]
    assert len(body) < 90_000
    with Image.open(io.BytesIO(body)) as picture:
        small = picture.convert("RGB").resize((360, 360 * size[1] // size[0]))
    # As it is seen on a small telephone, photographed from another one's screen.
    assert [one.text for one in zxingcpp.read_barcodes(small.resize((720, 720 * size[1] // size[0])))] == [URL]  # fmt: skip


@pytest.mark.parametrize("theme", list(newsroom.THEMES.values()), ids=list(newsroom.THEMES))
def test_the_code_is_read_in_every_theme(theme: newsroom.Theme) -> None:
    assert read(drawn(poster(), colours(theme), SIZES["poster.png"], FONTS)) == [URL]


def test_the_same_poster_gives_the_same_bytes() -> None:
    once, again = (drawn(poster(), colours(), SIZES["poster.png"], FONTS) for _ in range(2))
    assert once == again


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"lines": (LONG + LONG[:20],) * 6, "headline": LONG}, "正文太长"),
        ({"design": "season", "lines": (LONG,) * 6}, "…”太长"),
        ({"design": "number", "number": "WWWWWWWWWW"}, "数字太长"),
        ({"code": {"target": "address", "url": "https://a.gov.cn/" + "x" * 380, "label": "看"}}, "网址太长"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told_and_not_drawn(fields: dict[str, Any], said: str) -> None:
    with pytest.raises(BadPoster, match=said):
        drawn(poster(**fields), colours(), SIZES["poster.png"], FONTS)


def test_longer_words_are_smaller_and_still_drawn() -> None:
    for design in PosterDesign:
        body = drawn(poster(design=design, headline=(LONG + LONG)[:40]), colours(), SIZES["poster-tall.png"], FONTS)  # fmt: skip
        assert read(body) == [URL]


@pytest.mark.parametrize("spoil", ["corner", "middle", "quiet zone", "pale"])
def test_a_code_that_something_covers_is_found(spoil: str) -> None:
    picture = Image.new("RGB", (500, 500), "#ffffff")
    code = qr.placed(URL, 40, 40, 400)
    qr.draw(picture, code)
    qr.check(picture, code)
    pen = ImageDraw.Draw(picture)
    match spoil:
        case "corner":
            pen.rectangle((80, 80, 110, 110), fill="#ffffff")
        case "middle":
            pen.ellipse((180, 180, 240, 240), fill="#0b5cad")
        case "quiet zone":
            pen.rectangle((40, 40, 60, 400), fill="#202020")
        case _:
            picture = Image.blend(picture, Image.new("RGB", picture.size, "#ffffff"), 0.7)
    with pytest.raises(BadPoster):
        qr.check(picture, code)


@example("00值（ 0", 5)
@example("值值值值值 ，增", 5)
@given(st.text("增值税，。（）《》10 %万元A1.5", min_size=1, max_size=60), st.integers(3, 14))
def test_lines_hold_all_words_and_begin_and_end_as_chinese_does(words: str, width: int) -> None:
    lines = broken(words, len, width)
    if lines is None:
        return
    assert "".join(lines).replace(" ", "") == words.replace(" ", "")
    assert all(len(line) <= width for line in lines)
    for line, following in pairwise(lines):
        # Signs alone, which no sentence has, stand as they come.
        if re.search(r"[增值税\dA%]", line):
            assert not (
                line.endswith(("（", "《")) and re.search(r"[增值税]$", line.rstrip("（《"))
            )
            assert not re.match(r"[，。）》][增值税]", following) or line[-1] not in "增值税"


@pytest.mark.parametrize(
    "code",
    [
        {"target": "address", "url": "https://example.com/"},
        {"target": "address", "url": "http://www.a.gov.cn/"},
        {"target": "address", "url": "https://gov.cn.example.com/"},
        {"target": "address", "url": "https://user@a.gov.cn/"},
        {"target": "article", "url": "https://evilweixin.qq.com/"},
        {"target": "address", "url": "javascript:alert(1)"},
        {"target": "follow", "url": "http://weixin.qq.com.evil.cn/q/1"},
    ],
)
def test_a_code_leads_to_the_authority_and_to_wechat_alone(code: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        PosterCode.model_validate({"label": "扫", **code})


def test_its_words_are_those_that_stand_on_it() -> None:
    said = posters.words_of(poster())
    for one in (*poster().lines, "大雪", "1%", "云岭省税务局", "扫码看全文"):
        assert one in said
