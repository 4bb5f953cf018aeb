"""The elements that WeChat's articles can't hold, by their tag, as data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple


class Part(NamedTuple):
    """One kind of them."""

    name: str
    """What people call it."""
    advice: str = ""
    """What to do about it; empty: nothing, it goes without a word."""
    error: bool = False
    """The article waits until it is gone."""
    keeps_words: bool = False
    """Readers see the words in it, so they stay in their order."""


_BY_HAND: Final = "要放进文章，请在公众号后台插入"
_REWRITE: Final = "请删去或改写"

PARTS: Final[Mapping[str, Part]] = {
    "script": Part("脚本", "不用处理"),
    "script-open": Part(
        "没有写完的脚本", "它后面的内容都没有读到；请补上 </script> 或删去", error=True
    ),
    "noscript": Part("脚本"),
    "svg": Part("SVG 图形", "请核对顺序；图形和动画不会显示，需要时请截图", keeps_words=True),
    "math": Part("公式", "请改成文字或图片", keeps_words=True),
    "iframe": Part("嵌入的网页", _REWRITE, error=True),
    "frame": Part("嵌入的网页", _REWRITE, error=True),
    "frameset": Part("嵌入的网页", _REWRITE, error=True),
    "object": Part("嵌入的对象", _REWRITE, error=True),
    "embed": Part("嵌入的对象", _REWRITE, error=True),
    "applet": Part("嵌入的对象", _REWRITE, error=True),
    "canvas": Part("画布图形", "请截图后作为图片放进来", error=True),
    "audio": Part("音频", _BY_HAND, error=True),
    "video": Part("视频", _BY_HAND),
    "form": Part("表单", _REWRITE, error=True, keeps_words=True),
    "input": Part("输入框", _REWRITE, error=True),
    "textarea": Part("输入框", _REWRITE, error=True),
    "select": Part("下拉框", _REWRITE, error=True),
    "button": Part("按钮", _REWRITE, error=True, keeps_words=True),
    "marquee": Part("滚动文字", "会变成不动的一段", keeps_words=True),
    "mpvoice": Part("音频", _BY_HAND),
    "mp-common-mpaudio": Part("音频", _BY_HAND),
    "qqmusic": Part("音乐", _BY_HAND),
    "mp-common-qqmusic": Part("音乐", _BY_HAND),
    "mpvideosnap": Part("视频号内容", _BY_HAND),
    "mp-common-videosnap": Part("视频号内容", _BY_HAND),
    "qqvideo": Part("视频", _BY_HAND),
    "mpprofile": Part("公众号名片", _BY_HAND),
    "mp-common-profile": Part("公众号名片", _BY_HAND),
    "mp-miniprogram": Part("小程序卡片", _BY_HAND),
    "mp-weapp": Part("小程序卡片", _BY_HAND),
    "mp-common-miniprogram": Part("小程序卡片", _BY_HAND),
    "mp-common-product": Part("商品卡片", _BY_HAND),
    "mpproduct": Part("商品卡片", _BY_HAND),
    "mp-common-poi": Part("位置卡片", _BY_HAND),
    "mp-common-vote": Part("投票", _BY_HAND),
    "mpvote": Part("投票", _BY_HAND),
    "mp-common-sticker": Part("表情", _BY_HAND),
    "mpcps": Part("商品卡片", _BY_HAND),
    "mpshop": Part("商品卡片", _BY_HAND),
    "mpgongyi": Part("公益卡片", _BY_HAND),
    "mpcpc": Part("广告"),
    "mp-common-cpsad": Part("广告"),
    "mp-style-type": Part("样式记号"),
}

_OWN: Final = Part("微信卡片", _BY_HAND)
"""One of WeChat's own that came later than this table."""


def part_of(tag: str) -> Part | None:
    """What a tag is, if an article can't hold it."""
    found = PARTS.get(tag)
    if found is None and tag.startswith("mp-"):
        return _OWN
    return found


OWN_LINKS: Final[Mapping[str, str]] = {
    "wx_topic_link": "话题",
    "wx_search_keyword": "搜一搜",
    "wx_search_keyword_wrap": "搜一搜",
    "weapp_text_link": "小程序",
    "weapp_image_link": "小程序",
    "wx_poi_link": "位置",
    "js_poi_entry": "位置",
    "wx_tap_link": "微信功能",
    "js_wx_tap_highlight": "微信功能",
}
"""Links that WeChat's own editor made, by their class: they lead nowhere outside of it."""


def own_link(attributes: Mapping[str, str]) -> str:
    """What a link that WeChat's editor made leads to; empty for any other link."""
    if any(name.startswith(("data-miniprogram", "data-weapp")) for name in attributes):
        return "小程序"
    if "data-topic" in attributes:
        return "话题"
    return next(
        (OWN_LINKS[one] for one in attributes.get("class", "").split() if one in OWN_LINKS), ""
    )
