"""WeChat's limits for articles as data (sheet §2.3, §2.4), and the fields that an author may fill."""

from __future__ import annotations

from typing import Final

from chalicelib.newsroom.models import ArticleKind

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

IMAGES: Final = 20
"""Pictures of a newspic, at most; at least one."""

BODY_PICTURE_BYTES: Final = 1024 * 1024 - 1
"""media/uploadimg: jpg or png, less than 1 MB."""

COVER_BYTES: Final = 10 * 1024 * 1024
"""material/add_material of type image; a newspic's pictures go the same way."""

VIDEO_BYTES: Final = 10 * 1024 * 1024
VOICE_BYTES: Final = 2 * 1024 * 1024
VOICE_SECONDS: Final = 60

COVER_WIDTH: Final = 900
COVER_HEIGHT: Final = 383
"""Pixels below which a cover looks soft on a phone: 900 at 2.35:1. The house's own wish."""

FIELDS: Final[dict[str, int | None]] = {
    "title": TITLE,
    "kind": None,
    "author": AUTHOR,
    "digest": DIGEST,
    "cover": None,
    "crop_235_1": None,
    "crop_1_1": None,
    "images": None,
    "media": None,
    "source_url": None,
    "source": 60,
    "editor": 40,
    "reviewer": 40,
    "supervisor": 40,
    "theme": 20,
    "column": 20,
    "series": 40,
    "tags": 100,
    "owner": 60,
    "legal_basis": 500,
    "valid_until": 20,
}
"""Front-matter keys with the most characters each may have. Those from ``source`` on are the house's own."""

CHINESE_NAMES: Final[dict[str, str]] = {
    "标题": "title",
    "类型": "kind",
    "作者": "author",
    "摘要": "digest",
    "封面": "cover",
    "封面横图裁剪": "crop_235_1",
    "封面方图裁剪": "crop_1_1",
    "图片": "images",
    "音视频": "media",
    "原文链接": "source_url",
    "来源": "source",
    "编辑": "editor",
    "审核": "reviewer",
    "监制": "supervisor",
    "主题": "theme",
    "栏目": "column",
    "系列": "series",
    "标签": "tags",
    "责任部门": "owner",
    "政策依据": "legal_basis",
    "有效期至": "valid_until",
}
"""The same fields as people write them in a Word table or at the top of a file."""

KINDS: Final[dict[str, ArticleKind]] = {
    **{kind.value: kind for kind in ArticleKind},
    "图文": ArticleKind.NEWS,
    "贴图": ArticleKind.NEWSPIC,
    "视频": ArticleKind.VIDEO,
    "音频": ArticleKind.AUDIO,
}

KIND_NAMES: Final = {kind: name for name, kind in KINDS.items() if not name.isascii()}

REQUIRED: Final[dict[ArticleKind, tuple[str, ...]]] = {
    ArticleKind.NEWS: ("title", "cover"),
    ArticleKind.NEWSPIC: ("title",),
    ArticleKind.VIDEO: ("title", "media"),
    ArticleKind.AUDIO: ("title", "media"),
}

WECHAT_PICTURE_HOSTS: Final = ("mmbiz.qpic.cn", "mmbiz.qlogo.cn")
"""Pictures that WeChat already holds; it strips those of any other host."""
