"""The words of a rules file: columns, triggers, reply types; Chinese as shown, English as alias."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from chalicelib.conversation.models import Pick
from chalicelib.sheets.headings import Table, words
from chalicelib.wechat.messages import TYPE_NAMES, UNSHOWN


class Trigger(StrEnum):
    """The occasions on which an account speaks."""

    KEYWORD = "keyword"
    FOLLOW = "follow"
    SCAN = "scan"
    MENU = "menu"
    SERVICE = "service"
    TYPE = "type"
    DEFAULT = "default"


class Match(StrEnum):
    """The ways to compare a keyword with the message."""

    EXACT = "exact"
    CONTAINS = "contains"


EVENTS: Final = frozenset({Trigger.FOLLOW, Trigger.SCAN, Trigger.MENU})
"""Triggers that WeChat pushes as events, where handing over to an agent is forbidden (sheet §1.6)."""


RULES_SHEET: Final = "规则"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its field, how it is headed, what else operators call it, and what the template explains."""

    field: str
    header: str
    aliases: tuple[str, ...]
    explained: str
    width: int = 14


TYPES_NAMED: Final = "、".join(name for kind, name in TYPE_NAMES.items() if kind != "text")
"""The types with a reply of their own, as operators write them."""

COLUMNS: Final = (
    Column("name", "规则名称", ("名称", "规则", "规则名"), "同名的几行合为一条规则：可以有多条回复，也可以补充关键词。不填时取第一个关键词。", 18),
    Column("trigger", "触发", ("触发方式", "触发条件"), "关键词、关注、扫码、菜单、服务、消息类型、默认。不填为“关键词”。", 11),
    Column("keywords", "关键词", ("keyword", "key"), "多个用 | 或换行分开，每个不超过 60 字。扫码填场景值，菜单填菜单 key，服务填别名（名称写在“规则名称”），消息类型填" + TYPES_NAMED + "。", 28),
    Column("match", "匹配", ("匹配方式", "匹配模式"), "全匹配：与消息完全相同；半匹配：消息里含有关键词。不填为“半匹配”。", 9),
    Column("priority", "优先级", (), "-1000 到 1000 的整数，大的先答。不填为 0。", 9),
    Column("must_answer", "必答", ("必须回答",), "是、否。不填为“否”：消息比半匹配的关键词长得多，而知识库对整句话有把握时，由知识库回答；填“是”时仍由这条规则回答。", 9),
    Column("type", "回复类型", ("类型",), "文本、图片、语音、视频、音乐、图文、转人工。不填为“文本”。", 11),
    Column("reply", "回复内容", ("回复", "内容", "content", "text", "media_id"), "文本填正文（不超过 2048 字节，约 680 个汉字）；图片、语音、视频填素材的 media_id；音乐填封面的 media_id；转人工可填客服账号；图文不填。", 48),
    Column("title", "标题", (), "视频、音乐、图文的标题；图文必填。", 20),
    Column("description", "描述", ("摘要",), "视频、音乐、图文的描述。", 24),
    Column("pic_url", "图片链接", ("封面链接", "picurl"), "图文封面的网址，以 https:// 开头。", 24),
    Column("url", "链接", ("网址", "原文链接"), "图文的网址（必填），音乐的网址，或服务的网址。", 24),
    Column("hq_url", "高清链接", ("hqurl",), "音乐的高品质网址，WLAN 下优先使用。", 24),
    Column("pick", "多条回复", (), "随机一条，或全部。不填为“随机一条”。", 11),
    Column("valid_from", "生效时间", ("开始时间",), "如 2026-03-01 或 2026-03-01 09:00（北京时间），从这一刻起生效。", 18),
    Column("valid_until", "失效时间", ("结束时间", "有效期至"), "如 2026-06-30 18:00，从这一刻起失效；只写日期时，当天仍有效。", 18),
    Column("hours", "每日时段", ("时段",), "如 08:30-17:30；跨午夜可写 22:00-06:00。", 14),
    Column("appid", "小程序", ("小程序appid",), "服务在小程序里时，小程序的 AppID。", 20),
    Column("path", "小程序路径", ("页面路径", "小程序页面"), "服务在小程序里的页面，如 pages/index/index。", 22),
    Column("menu", "菜单项", ("菜单key",), "服务就是菜单里的一项时，那一项的 key。", 14),
)  # fmt: skip
HEADER: Final = {column.field: column.header for column in COLUMNS}

TRIGGERS: Final[Table] = {
    Trigger.KEYWORD: ("关键词", "关键字", "keywords"),
    Trigger.FOLLOW: ("关注", "被关注", "subscribe"),
    Trigger.SCAN: ("扫码", "扫描", "scene", "二维码"),
    Trigger.MENU: ("菜单", "菜单点击", "click"),
    Trigger.SERVICE: ("服务", "服务入口"),
    Trigger.TYPE: ("消息类型", "非文本"),
    Trigger.DEFAULT: ("默认", "默认回复", "兜底"),
}
MATCHES: Final[Table] = {
    Match.EXACT: ("全匹配", "完全匹配", "精确"),
    Match.CONTAINS: ("半匹配", "包含", "模糊"),
}
ANSWERS: Final[Table] = {"yes": ("是", "true", "1", "必答"), "no": ("否", "false", "0")}
PICKS: Final[Table] = {Pick.ONE: ("随机一条", "随机", "random"), Pick.ALL: ("全部", "全部回复")}
REPLY_TYPES: Final[Table] = {
    "text": ("文本", "文字"),
    "image": ("图片",),
    "voice": ("语音",),
    "video": ("视频",),
    "music": ("音乐",),
    "news": ("图文", "文章"),
    "transfer_customer_service": ("转人工", "转客服", "transfer"),
}
_TYPE_ALIASES: Final[Table] = {"location": ("地理位置",), UNSHOWN: ("表情", "红包")}
MESSAGE_TYPES: Final[Table] = {
    kind: (name, *_TYPE_ALIASES.get(kind, ()))
    for kind, name in TYPE_NAMES.items()
    if kind != "text"
}

REPLY_FIELDS: Final[Mapping[str, Mapping[str, str]]] = {
    "text": {"reply": "content"},
    "image": {"reply": "media_id"},
    "voice": {"reply": "media_id"},
    "video": {"reply": "media_id", "title": "title", "description": "description"},
    "music": {
        "reply": "thumb_media_id",
        "title": "title",
        "description": "description",
        "url": "url",
        "hq_url": "hq_url",
    },
    "news": {"title": "title", "description": "description", "pic_url": "pic_url", "url": "url"},
    "transfer_customer_service": {"reply": "kf_account"},
}
"""Reply type → column → attribute of the reply."""

REQUIRED: Final[Mapping[str, tuple[str, ...]]] = {
    "text": ("reply",),
    "image": ("reply",),
    "voice": ("reply",),
    "video": ("reply",),
    "music": ("reply",),
    "news": ("title", "url"),
    "transfer_customer_service": (),
}

SERVICE_FIELDS: Final[Mapping[str, str]] = {
    "reply": "text",
    "url": "link",
    "appid": "appid",
    "path": "path",
    "menu": "menu",
}
"""Column → attribute of a service."""

RULE_FIELDS: Final = ("priority", "must_answer", "pick", "valid_from", "valid_until", "hours")
"""Columns that belong to a rule as a whole, not to one of its replies."""


FIELD_WORDS: Final = words({column.field: (column.header, *column.aliases) for column in COLUMNS})
TRIGGER_WORDS: Final = words(TRIGGERS)
MATCH_WORDS: Final = words(MATCHES)
PICK_WORDS: Final = words(PICKS)
ANSWER_WORDS: Final = words(ANSWERS)
REPLY_TYPE_WORDS: Final = words(REPLY_TYPES)
MESSAGE_TYPE_WORDS: Final = words(MESSAGE_TYPES)
