"""Pictures made ready for WeChat: jpg or png, small enough, upright, without metadata (sheet §2.3).

A picture that is fine already keeps its bytes. On an editor's machine only: Pillow is no part of the bundle.
"""

from __future__ import annotations

import io
import struct
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from chalicelib.newsroom.composing.limits import BODY_PICTURE_BYTES, COVER_BYTES
from chalicelib.newsroom.models import Picture

if TYPE_CHECKING:
    from PIL.Image import Image

PIXELS: Final = 50_000_000
"""No phone's camera makes more; opening a larger image costs too much memory."""
WIDTH: Final = 1440
"""Pixels; no phone shows more. Long charts keep their height."""

_READ: Final = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF")
_DAMAGED: Final = "已损坏或不完整，打不开"
_NAMES: Final = "JPG、PNG、GIF、BMP、WebP、TIFF"
_BEGINNINGS: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"RIFF", b"II*\0", b"MM\0*")
_PLAIN: Final = {"PNG": "image/png", "JPEG": "image/jpeg"}
_HARMLESS: Final = frozenset(
    "jfif jfif_version jfif_unit jfif_density dpi gamma srgb transparency interlace progressive progression"
    " adobe adobe_transform aspect background chromaticity".split()
)
"""The keys of Pillow's ``info`` that are no metadata; all others are."""
_BROKEN: Final = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    IndexError,
    KeyError,
    EOFError,
    OverflowError,
    ZeroDivisionError,
    AttributeError,
    struct.error,
)
"""Errors that Pillow raises over a file that is not whole."""
_STEPS: Final = tuple(
    (scale, quality) for scale in (1.0, 0.75, 0.5, 0.35, 0.2) for quality in (88, 75, 60)
)
"""Tried in turn until a picture is small enough: lower quality first, then a smaller size."""


@dataclass(frozen=True)
class Ready:
    """A picture that WeChat takes."""

    body: bytes
    file: Picture
    width: int
    height: int
    remark: str = ""
    """The loss on the way, in one sentence."""


def body_picture(body: bytes) -> Ready | str:
    """``body`` as media/uploadimg takes it; or the reason why that cannot be, in one sentence."""
    return _made_ready(body, BODY_PICTURE_BYTES, WIDTH)


def library_picture(body: bytes) -> Ready | str:
    """``body`` as a cover or a newspic's picture; or the reason why that cannot be, in one sentence."""
    return _made_ready(body, COVER_BYTES, 2 * WIDTH)


def _made_ready(body: bytes, most: int, widest: int) -> Ready | str:
    from PIL import Image, UnidentifiedImageError

    if not body:
        return "是空文件"
    try:
        with warnings.catch_warnings():
            # Pillow warns of odd but readable files; ``_too_large`` judges the size.
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(body), formats=_READ) as opened:
                return _too_large(opened) or _fitted(opened, body, most, widest)
    except UnidentifiedImageError:
        known = body.startswith(_BEGINNINGS)
        return _DAMAGED if known else f"不是图片，或不是能转换的格式（可用：{_NAMES}）"
    except Image.DecompressionBombError:
        return "展开后太大，可能是恶意文件"
    except _BROKEN:
        return _DAMAGED


def _too_large(opened: Image) -> str:
    """The refusal of an image with too many pixels, read from its header before anything is decoded; else empty."""
    if opened.width * opened.height <= PIXELS:
        return ""
    size = f"{opened.width:,}×{opened.height:,}"
    return f"有 {size} 像素，太大了；最多 {PIXELS // 10_000:,} 万像素"


def _fitted(opened: Image, body: bytes, most: int, widest: int) -> Ready | str:
    # The number of frames is not asked: it is known only when all of them are read.
    moving = opened.format != "TIFF" and bool(getattr(opened, "is_animated", False))
    remark = "是动图，只保留第一帧" if moving else ""
    opened.load()
    media_type = _PLAIN.get(opened.format or "")
    bare = set(opened.info) <= _HARMLESS and not opened.getexif()
    if media_type and bare and not remark and len(body) <= most and opened.width <= widest:
        return Ready(body, Picture.of(body, media_type), opened.width, opened.height)
    keep_png = opened.format != "JPEG"
    image = _upright(opened)
    if image.width > widest:
        image = _scaled(image, widest / image.width)
    for made, kind in _tries(image, keep_png):
        if len(made) <= most:
            size = _size(made)
            return Ready(made, Picture.of(made, kind), *size, remark)
    return f"压缩后仍超过 {most // 1024:,} KB"


def _upright(opened: Image) -> Image:
    """Turned as its camera said, in sRGB, without anything but pixels."""
    from PIL import Image, ImageOps

    image: Any = ImageOps.exif_transpose(opened) or opened
    profile = opened.info.get("icc_profile")
    if image.mode.startswith("I") or image.mode == "F":
        image = image.convert("I").point(lambda level: level / 256).convert("L")
    alpha = "A" in image.getbands() or "transparency" in image.info
    image = image.convert("RGBA" if alpha else "RGB") if image.mode != "L" or alpha else image
    if profile and not alpha and opened.mode == "RGB":
        image = _srgb(image, profile)
    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    return bare


def _srgb(image: Image, profile: bytes) -> Image:
    from PIL import ImageCms

    try:
        found = ImageCms.profileToProfile(
            image, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
        )
    except (ImageCms.PyCMSError, OSError):
        return image
    return found or image


def _tries(image: Image, keep_png: bool) -> Any:
    """The image as files, from the best to the smallest; made one at a time."""
    if keep_png:
        yield _written(image, "PNG", optimize=True), "image/png"
    for scale, quality in _STEPS:
        smaller = _scaled(image, scale) if scale < 1 else image
        yield _written(_on_white(smaller), "JPEG", quality=quality, optimize=True), "image/jpeg"


def _written(image: Image, name: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, name, **options)
    return out.getvalue()


def _on_white(image: Image) -> Image:
    from PIL import Image

    if image.mode != "RGBA":
        return image
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A"))
    return ground


def _scaled(image: Image, scale: float) -> Image:
    from PIL import Image

    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.resize(size, Image.Resampling.LANCZOS)


def _size(body: bytes) -> tuple[int, int]:
    from PIL import Image

    with Image.open(io.BytesIO(body)) as made:
        return made.width, made.height
