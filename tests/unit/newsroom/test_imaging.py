"""Pictures are made ready for WeChat, or refused with the reason."""

from __future__ import annotations

import random
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from chalicelib.newsroom import ArticleKind, ArticleRefused, compose
from chalicelib.newsroom.composing.cover_crops import best, chosen, crops
from chalicelib.newsroom.composing.imaging import Ready, body_picture, library_picture
from chalicelib.newsroom.composing.limits import BODY_PICTURE_BYTES
from chalicelib.newsroom.composing.media import media_file
from tests.unit.newsroom.images import image, opened, written


def ready(body: bytes) -> Ready:
    made = body_picture(body)
    assert isinstance(made, Ready), made
    return made


@pytest.mark.parametrize("name", ["PNG", "JPEG"])
def test_a_picture_that_is_fine_keeps_its_bytes(name: str) -> None:
    body = image(name)
    assert ready(body).body == body


@pytest.mark.parametrize("name", ["WEBP", "BMP", "GIF", "TIFF"])
def test_what_wechat_does_not_take_becomes_png(name: str) -> None:
    made = ready(image(name, (40, 30)))
    assert made.file.media_type == "image/png"
    assert made.file.key.endswith(".png")
    assert (made.width, made.height) == (40, 30)


def test_too_large_a_picture_is_made_small_enough() -> None:
    noise = Image.effect_noise((2400, 1800), 90).convert("RGB")
    body = written(noise)
    assert len(body) > BODY_PICTURE_BYTES
    made = ready(body)
    assert made.file.size <= BODY_PICTURE_BYTES
    assert made.file.media_type == "image/jpeg"
    assert abs(made.width / made.height - 2400 / 1800) < 0.01


def test_a_long_chart_keeps_its_shape_and_width() -> None:
    made = ready(image(size=(1080, 9000)))
    assert (made.width, made.height) == (1080, 9000)


def test_what_the_camera_turned_is_turned_back_and_what_it_noted_is_dropped() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Camera"
    exif.get_ifd(0x8825)[1] = "N"
    made = ready(image("JPEG", (60, 20), exif=exif))
    assert (made.width, made.height) == (20, 60)
    assert b"Camera" not in made.body
    assert not opened(made.body).getexif()


def test_words_hidden_in_a_png_are_dropped() -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "somebody")
    assert b"somebody" not in ready(image(pnginfo=notes)).body


def test_what_is_clear_stays_clear_in_png_and_is_white_in_jpg() -> None:
    clear = ready(image("WEBP", (30, 30), (255, 0, 0, 0)))
    assert opened(clear.body).mode == "RGBA"
    rng = random.Random(1)  # noqa: S311
    noise = Image.frombytes("RGBA", (700, 700), rng.randbytes(700 * 700 * 4))
    noise.paste((0, 0, 0, 0), (0, 0, 200, 200))
    made = ready(written(noise))
    assert made.file.media_type == "image/jpeg"
    assert min(opened(made.body).getpixel((50, 50))) > 240


@pytest.mark.parametrize("mode", ["CMYK", "L", "P", "I;16", "LA", "1"])
def test_every_kind_of_pixel_can_be_read(mode: str) -> None:
    drawn = Image.new(mode, (20, 20))
    body = written(drawn, "JPEG" if mode == "CMYK" else "PNG")
    assert isinstance(body_picture(body + b""), Ready)


def test_a_moving_picture_keeps_its_first_frame_and_says_so() -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    made = ready(written(frames[0], "GIF", save_all=True, append_images=frames[1:]))
    assert "动图" in made.remark
    assert opened(made.body).convert("RGB").getpixel((5, 5)) == (255, 0, 0)


def _bomb() -> bytes:
    """A PNG of 400 million pixels in a few bytes."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    head = struct.pack(">IIBBBBB", 20_000, 20_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(100)))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "是空文件"),
        (b"hello", "不是图片"),
        (b"GIF89a..", "已损坏或不完整"),
        (image()[:-40], "已损坏或不完整"),
        (image("JPEG", (800, 800))[:900], "已损坏或不完整"),
        (_bomb(), "太大"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "不是图片"),
    ],
)
def test_what_cannot_be_shown_is_refused_with_the_reason(body: bytes, reason: str) -> None:
    said = body_picture(body)
    assert isinstance(said, str)
    assert reason in said


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(["PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF"]), st.data())
def test_a_broken_file_is_refused_and_never_breaks_anything(name: str, data: st.DataObject) -> None:
    body = bytearray(image(name, (24, 24)))
    for _ in range(data.draw(st.integers(1, 6))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(1, len(body)))
    for made in (body_picture(bytes(body)), body_picture(bytes(body[:cut]))):
        assert isinstance(made, (Ready, str))


def cover(size: tuple[int, int], paint: tuple[int, int, int, int] | None = None) -> Ready:
    drawn = Image.new("RGB", size, "white")
    if paint:
        rng = random.Random(2)  # noqa: S311
        for x in range(paint[0], paint[2], 7):
            for y in range(paint[1], paint[3], 7):
                drawn.paste(tuple(rng.randbytes(3)), (x, y, x + 4, y + 4))
    made = library_picture(written(drawn))
    assert isinstance(made, Ready)
    return made


def test_a_plain_cover_is_cropped_in_the_middle() -> None:
    boxes, wrong = crops(cover((1000, 1000)), {})
    assert boxes == {"crop_235_1": "0_0.287234_1_0.712766", "crop_1_1": "0_0_1_1"}
    assert wrong == []


def test_a_cover_is_cropped_where_there_is_most_to_see() -> None:
    left, _, right, _ = best(cover((1000, 400), (600, 50, 980, 350)), 1.0)
    assert left > 0.5
    assert right <= 1


def test_a_box_of_the_authors_is_taken_if_it_has_the_shape() -> None:
    assert chosen("0, 10%, 100%, 95.1", 2.0, 2.35) == (0.0, 0.1, 1.0, 0.951)
    assert "应是 2.35:1" in chosen("0 0 100 100", 2.0, 2.35)
    assert "四个百分数" in chosen("0 0 100", 2.0, 2.35)
    assert "左应小于右" in chosen("50 0 20 100", 2.0, 1.0)


def test_a_small_cover_is_warned_of_but_taken() -> None:
    composed = compose(
        "---\ntitle: 题\ncover: a.png\n---\n正文", {"a.png": image(size=(400, 300))}.get
    )
    [warning] = composed.warnings
    assert "封面偏小：裁成 2.35:1 后是 400×170 像素" in warning.what


def box(name: bytes, body: bytes = b"") -> bytes:
    return struct.pack(">I", 8 + len(body)) + name + body


MP4 = box(b"ftyp", b"isom\0\0\2\0isomiso2mp41") + box(b"moov") + box(b"mdat")
FRAME = b"\xff\xfb\x90\x00" + bytes(413)
"""MPEG-1 layer III, 128 kbit/s, 44.1 kHz: 1152 samples, 26.1 ms."""
AMR = b"#!AMR\n" + (b"\x3c" + bytes(31)) * 100


@pytest.mark.parametrize(
    ("body", "kind", "reason"),
    [
        (b"nothing", ArticleKind.VIDEO, "不是 MP4"),
        (box(b"ftyp", b"qt  ") + box(b"moov"), ArticleKind.VIDEO, "不是 MP4"),
        (box(b"ftyp", b"isom"), ArticleKind.VIDEO, "没有索引"),
        (MP4 + bytes(10 * 1024 * 1024), ArticleKind.VIDEO, "最多 10 MB"),
        (b"RIFF", ArticleKind.AUDIO, "不是 MP3 或 AMR"),
        (FRAME * 2400, ArticleKind.AUDIO, "长 63 秒，最多 60 秒"),
        (FRAME * 5100, ArticleKind.AUDIO, "最多 2 MB"),
        (AMR[:-3], ArticleKind.AUDIO, "读不出时长"),
        (b"#!AMR\n" + (b"\x3c" + bytes(31)) * 3001, ArticleKind.AUDIO, "长 61 秒"),
    ],
)
def test_media_that_wechat_refuses_is_refused(body: bytes, kind: ArticleKind, reason: str) -> None:
    said = media_file(body, kind)
    assert isinstance(said, str)
    assert reason in said


@pytest.mark.parametrize(
    ("body", "kind", "media_type"),
    [
        (MP4, ArticleKind.VIDEO, "video/mp4"),
        (FRAME * 200, ArticleKind.AUDIO, "audio/mpeg"),
        (AMR, ArticleKind.AUDIO, "audio/amr"),
    ],
)
def test_media_that_wechat_takes_is_named_by_its_content(
    body: bytes, kind: ArticleKind, media_type: str
) -> None:
    file = media_file(body, kind)
    assert not isinstance(file, str)
    assert file.media_type == media_type
    assert file.key.startswith("articles/media/")


def test_a_video_is_composed_of_its_file_and_its_words() -> None:
    composed = compose(
        "---\ntitle: 三分钟看懂\nkind: video\nmedia: a.mp4\n---\n**介绍**文字", {"a.mp4": MP4}.get
    )
    assert composed.article.kind is ArticleKind.VIDEO
    assert composed.article.html == "<p>介绍文字</p>"
    assert composed.article.media is not None
    assert set(composed.files) == {composed.article.media.key}


def test_a_newspic_takes_the_pictures_of_its_body_and_no_more_than_twenty() -> None:
    files = {f"{n}.png": image(size=(10, 10 + n)) for n in range(21)}
    head = "---\ntitle: 题\nkind: newspic\n---\n文字\n\n"
    body = [f"![]({n}.png)" for n in range(21)]
    article = compose(head + "\n".join(body[:20]), files.get).article
    assert (len(article.images), article.pictures, article.html) == (20, (), "<p>文字</p>")
    with pytest.raises(ArticleRefused, match="有 21 张图片"):
        compose(head + "\n".join(body), files.get)
    with pytest.raises(ArticleRefused, match="有 0 张图片"):
        compose(head, files.get)
