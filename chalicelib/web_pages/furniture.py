"""What stands around the text of an authority's page: known by its tag, its class, its words. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

NAVIGATION: Final = "导航"
CRUMBS: Final = "当前位置"
HEAD: Final = "页头"
FOOT: Final = "页脚"
SIDE: Final = "侧栏"
TOOLS: Final = "网页工具"
TURNS: Final = "上一篇、下一篇"
LINKS: Final = "链接列表"
SEARCH: Final = "搜索"

_TAGS: Final[Mapping[str, str]] = {"nav": NAVIGATION, "aside": SIDE, "footer": FOOT, "search": SEARCH}  # fmt: skip
_ROLES: Final[Mapping[str, str]] = {
    "navigation": NAVIGATION, "contentinfo": FOOT, "complementary": SIDE, "search": SEARCH,
}  # fmt: skip
_NAMES: Final[Mapping[str, str]] = {
    **dict.fromkeys("nav navbar navi navigation menu submenu mainnav topnav leftnav daohang".split(), NAVIGATION),
    **dict.fromkeys("breadcrumb breadcrumbs crumb crumbs mbx mianbaoxie dqwz weizhi dangqian curpos".split(), CRUMBS),
    **dict.fromkeys("header topbar masthead pageheader siteheader".split(), HEAD),
    **dict.fromkeys("footer foot copyright banquan pagefooter sitefooter footinfo friendlink friendlinks yqlj".split(), FOOT),
    **dict.fromkeys("sidebar sidenav aside leftbar rightbar".split(), SIDE),
    **dict.fromkeys(
        "share sharebox bshare bdshare bdsharebuttonbox jiathis fenxiang toolbar printer dayin fontsize backtop gotop"
        " qrcode ewm erweima wza".split(),
        TOOLS,
    ),
    **dict.fromkeys("pagination pager prevnext pagenav prenext".split(), TURNS),
    **dict.fromkeys("search searchbox sousuo".split(), SEARCH),
}  # fmt: skip
"""Words in a class or an id."""
_WEAK: Final[Mapping[str, str]] = {
    **dict.fromkeys("top head banner logo bottom side left right tools position location links link related rel tab tabs".split(), LINKS),
}  # fmt: skip
"""Words that are as often the text's own: they count only on a list of links."""
_TEXT_NAMES: Final = frozenset(
    "article title content news text main detail zoom editor view".split()
)
_NAME: Final = re.compile(r"[A-Za-z][a-z]+|[A-Z]+(?![a-z])|[a-z]+")

CONTENT_IDS: Final = frozenset(
    "zoom ucap-content js_content artibody articlecontent article_content contenttext content_text printarea"
    " zoomcon newscontent news_content txtcontent vsb_content vsb_content_2 vsb_content_500".split()
)
CONTENT_CLASSES: Final = frozenset(
    "trs_editor trs_editor_view trs_ueditor trs_web rich_media_content article-content article_content articlecontent"
    " article_con article-con news_content news-content newscontent pages_content page-content content_detail"
    " detail-content detail_content con_text text_content v_news_content xxgk_content view tys-main-zt-show".split()
)
"""Where the pages of authorities, and of WeChat, keep their text; in lower case."""

META: Final = re.compile(
    r"(?:来\s*源|信息来源|发布(?:时间|日期|机构|单位)|成文日期|发文(?:字号|机关)|索引号|作者|责任编辑|日期|时间)\s*[:：]"
)
"""A line that says where a text comes from: it stays."""
ATTACHED: Final = re.compile(r"^\s*(?:相关)?附件")

_STRONG: Final = (
    "返回列表|返回首页|返回顶部|回到顶部|返回上一?[页级]|打印(?:本页|此页|文章)?|关闭(?:窗口|本页|页面|此页)?|加入收藏|收藏(?:本页|此页)?"
    "|分享(?:到|至|本页)?|字体(?:大小)?|字号|我要纠错|网页纠错|扫一扫.{0,8}(?:手机|当前|微信).{0,10}|无障碍(?:浏览|阅读)?|关怀版|长者(?:模式|版|专区)"
    "|适老化(?:版)?|语音播报|设为首页|政务微[博信]|移动端|复制链接|预览时标签不可点|轻触阅读原文|微信扫一扫.{0,12}"
)
_TOKEN: Final = re.compile(
    rf"(?:{_STRONG}|特?大|中|小|默认|返回|新浪微博|腾讯微博|微博|微信(?:好友)?|朋友圈|QQ(?:空间|好友)?|繁[体體]|简体|登录|注册|English|A[+-]?|×|✕)",
    re.IGNORECASE,
)
_STRONG_ONE: Final = re.compile(_STRONG)
_BETWEEN: Final = re.compile(
    r"[\s\u00a0\u3000|｜/、，,·•\-—\[\]【】（）()\u300a\u300b<>《》:：+＋&]+"
)
_CRUMB: Final = re.compile(
    r"^\s*(?:您|你)?(?:的|现在|当前|目前|所在|现|正在)*(?:的)?位置(?:是|在)?\s*[:：]|^\s*(?:网站)?首页\s*(?:[>＞》»›/\\-]|&gt;)"
)
_TURN: Final = re.compile(r"^\s*[【\[<«]?\s*(?:上|下|前|后)一(?:篇|条|页|则)\s*(?:[:：】\]>»]|$)")
_FOOTING: Final = re.compile(
    r"ICP[备证]|公网安备|网站标识码|版权所有|copyright\s*(?:©|\(c\)|\d)|政府网站找错|技术支持\s*[:：]",
    re.IGNORECASE,
)
_NAVIGATION: Final = re.compile(r"^\s*(?:网站)?首\s*页\b|^\s*(?:网站)?首\s*页\s")
_COUNT: Final = re.compile(
    r"[\[【（(]?\s*(?:浏览|阅读|点击|访问)(?:次数|量|数|率)?\s*[:：]\s*(?:\d+|加载中\S*)?\s*(?:次)?\s*[\]】）)]?"
)
_SIZES: Final = re.compile(
    r"[【\[（(]?\s*(?:字体|字号)(?:大小)?\s*[:：]?\s*[\[【（(]?(?:\s*(?:特?大|中|小|默认)\s*[|/、]?)+\s*[\]】）)]*"
)
_BUTTONS: Final = re.compile(
    r"[【\[]?\s*(?:打印(?:本页|此页|文章)?|关闭(?:窗口|本页|页面)?|收藏本页|分享到?)\s*[:：]?\s*[】\]]?(?=\s|$|[【\[|｜])"
)
LONGEST_LINE: Final = 160


def by_name(tag: str, attributes: Mapping[str, str]) -> tuple[str, bool]:
    """What an element is by its tag, role, class and id, and whether that is sure; ``""`` for an element of the text."""
    if tag in _TAGS:
        return _TAGS[tag], True
    role = _ROLES.get(attributes.get("role", "").lower())
    if role:
        return role, True
    if tag == "header" or attributes.get("role", "").lower() == "banner":
        return HEAD, True
    written = f"{attributes.get('class', '')} {attributes.get('id', '')}"
    names = [one.lower() for one in _NAME.findall(written)]
    names += [one.lower() for one in written.split()]
    if _TEXT_NAMES.intersection(names):
        return "", False
    for known, sure in ((_NAMES, True), (_WEAK, False)):
        kind = next((known[one] for one in names if one in known), "")
        if kind:
            return kind, sure
    return "", False


def holds_text(attributes: Mapping[str, str]) -> bool:
    """Whether an element is one in which authorities keep the text of a page."""
    classes = {one.lower() for one in attributes.get("class", "").split()}
    return attributes.get("id", "").lower() in CONTENT_IDS or bool(classes & CONTENT_CLASSES)


def by_words(text: str, links: int) -> str:
    """What a short block is by its words alone; ``""`` for a block of the text. ``links``: how many it holds."""
    if not text or len(text) > LONGEST_LINE:
        return ""
    if _CRUMB.search(text):
        return CRUMBS
    if _TURN.search(text):
        return TURNS
    if _FOOTING.search(text) and "。" not in text:
        return FOOT
    if links > 3 and _NAVIGATION.search(text) and "。" not in text:
        return NAVIGATION
    return TOOLS if is_tools(text) else ""


def is_tools(text: str, *, follows: bool = False) -> bool:
    """Whether a block has only what prints, closes, shares or enlarges a page. After such a one, ``follows``, 大 will do."""
    if not text.strip() or not (follows or _STRONG_ONE.search(text)):
        return False
    return not _BETWEEN.sub("", _TOKEN.sub("", text))


def beside_source(text: str) -> list[tuple[int, int]]:
    """Where the tools and counters stand in a line of source and date."""
    found = (one for pattern in (_SIZES, _COUNT, _BUTTONS) for one in pattern.finditer(text))
    return [one.span() for one in found if one[0].strip()]
