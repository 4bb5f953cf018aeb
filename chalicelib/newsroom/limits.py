"""What WeChat takes, as data (sheet §2.3, §2.4), and the fields an author may fill."""

from __future__ import annotations

from typing import Final

TITLE: Final = 32
AUTHOR: Final = 16
DIGEST: Final = 128
"""Characters."""

SOURCE_URL: Final = 1024
"""Bytes."""

CONTENT_CHARACTERS: Final = 19_999
CONTENT_BYTES: Final = 1024 * 1024 - 1
"""Of the HTML as it is sent: both must stay *below* 20,000 characters and 1 MB."""

WECHAT_PICTURE_URL: Final = 160
"""Characters an uploaded picture's address takes in the body; longer ones were not seen."""

BODY_PICTURE_BYTES: Final = 1024 * 1024 - 1
BODY_PICTURE_TYPES: Final = frozenset({"image/png", "image/jpeg"})
"""media/uploadimg: jpg or png, less than 1 MB."""

COVER_BYTES: Final = 10 * 1024 * 1024
COVER_TYPES: Final = frozenset({"image/png", "image/jpeg", "image/gif", "image/bmp"})
"""material/add_material of type image: 10 MB."""

FIELDS: Final[dict[str, int | None]] = {
    "title": TITLE,
    "author": AUTHOR,
    "digest": DIGEST,
    "cover": None,
    "source_url": None,
    "column": 20,
    "series": 40,
    "owner": 60,
    "legal_basis": 500,
    "valid_until": 20,
}
"""Front-matter keys with the most characters each may have. The last five are the house's own."""

REQUIRED: Final = ("title", "cover")

FORBIDDEN_TAGS: Final = frozenset(
    {
        "script",
        "style",
        "iframe",
        "object",
        "embed",
        "form",
        "input",
        "button",
        "textarea",
        "select",
        "link",
        "meta",
        "base",
        "svg",
        "canvas",
        "audio",
        "video",
        "source",
        "img",
    }
)
"""Tags that WeChat strips, with what they contain; ``img`` because a picture is written ``![](…)`` here."""

WECHAT_PICTURE_HOSTS: Final = ("mmbiz.qpic.cn", "mmbiz.qlogo.cn")
"""Pictures that WeChat already holds; it strips those of any other host."""
