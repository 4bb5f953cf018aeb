"""The types of a menu's entries, what each needs, and what followers see of it (sheet §2.2). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

KEY_BYTES: Final = 128


class Kind(NamedTuple):
    """One type of entry."""

    label: str
    needs: tuple[str, ...]
    """Fields that have to be filled in."""
    may: tuple[str, ...] = ()
    """Fields that may be filled in."""
    hint: str = ""

    @property
    def fields(self) -> tuple[str, ...]:
        """All fields that WeChat is told."""
        return (*self.needs, *self.may)


KINDS: Final[Mapping[str, Kind]] = {
    "click": Kind("回复消息", ("key",), hint="点击后由自动回复里的“菜单”回复作答"),
    "view": Kind("跳转网页", ("url",)),
    "miniprogram": Kind(
        "跳转小程序",
        ("appid", "pagepath", "url"),
        hint="网址给不支持小程序的旧版微信",
    ),
    "article_id": Kind("已发布的文章（卡片）", ("article_id",)),
    "article_view_limited": Kind("已发布的文章（打开）", ("article_id",)),
    "media_id": Kind("发送素材", ("media_id",), hint="图片、音频、视频的永久素材"),
    "view_limited": Kind("打开图文素材", ("media_id",)),
    "scancode_push": Kind("扫码（打开结果）", ("key",)),
    "scancode_waitmsg": Kind("扫码（由我们答复）", ("key",)),
    "pic_sysphoto": Kind("拍照发图", ("key",)),
    "pic_photo_or_album": Kind("拍照或相册发图", ("key",)),
    "pic_weixin": Kind("微信相册发图", ("key",)),
    "location_select": Kind("发送位置", ("key",)),
}
"""Type, as WeChat spells it → what it is."""

FIELDS: Final[Mapping[str, str]] = {
    "name": "名称",
    "type": "类型",
    "key": "点击键",
    "url": "网址",
    "appid": "小程序 AppID",
    "pagepath": "小程序页面",
    "media_id": "素材 media_id",
    "article_id": "文章 article_id",
    "children": "下级",
    "tag": "标签",
    "platform": "手机系统",
    "language": "语言",
}
"""Field of a button or of a rule → its Chinese name."""

PLATFORMS: Final[Mapping[str, str]] = {"1": "苹果手机", "2": "安卓手机", "3": "其他设备"}
LANGUAGES: Final[Mapping[str, str]] = {
    "zh_CN": "简体中文",
    "zh_TW": "繁体中文（台湾）",
    "zh_HK": "繁体中文（香港）",
    "en": "英语",
    "id": "印尼语",
    "ms": "马来语",
    "es": "西班牙语",
    "ko": "韩语",
    "it": "意大利语",
    "ja": "日语",
    "pl": "波兰语",
    "pt": "葡萄牙语",
    "ru": "俄语",
    "th": "泰语",
    "vi": "越南语",
    "ar": "阿拉伯语",
    "hi": "印地语",
    "he": "希伯来语",
    "tr": "土耳其语",
    "de": "德语",
    "fr": "法语",
}
"""Languages that a conditional menu may ask for, as WeChat spells them [M]."""
