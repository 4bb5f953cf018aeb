"""get_current_autoreply_info → replies and rules.

The sheet names the call and no more; the fields below are general knowledge [M], kept in this one place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from pydantic import ValidationError

from chalicelib.conversation.models import Pick, Replies, Rule
from chalicelib.conversation.rules.matcher import fold
from chalicelib.conversation.wechat_import.losses import Losses, part, parts, text
from chalicelib.wechat.replies import ImageReply, NewsReply, Reply, TextReply, VoiceReply

_NAME: Final = 60
_PICKS: Final = {"reply_all": Pick.ALL, "random_one": Pick.ONE}
_VIDEO: Final = "视频只给出下载地址，请上传到素材库后补进规则"


def follow_default_and_rules(
    autoreply: Mapping[str, Any], losses: Losses
) -> tuple[Replies | None, Replies | None, tuple[Rule, ...]]:
    """被关注回复, 收到消息回复 and 关键词回复, as far as they are switched on."""
    follow = _single(part(autoreply, "add_friend_autoreply_info"), "被关注回复", losses)
    if follow is not None and not autoreply.get("is_add_friend_reply_open"):
        losses.note("被关注回复", "在微信后台已停用，没有带入")
        follow = None
    default = _single(part(autoreply, "message_default_autoreply_info"), "收到消息回复", losses)
    rules = tuple(_rules(parts(autoreply, "keyword_autoreply_info"), losses))
    if not autoreply.get("is_autoreply_open") and (default is not None or rules):
        losses.note("自动回复", "收到消息回复和关键词回复在微信后台已停用，没有带入")
        return follow, None, ()
    return follow, default, rules


def reply_of(found: Mapping[str, Any], where: str, losses: Losses) -> Reply | None:
    """One reply as WeChat's pages keep it, or None with the reason noted."""
    kind = text(found, "type")
    make = _REPLIES.get(kind)
    if make is None:
        unknown = f"不认识的回复类型“{kind or '（空）'}”，没有带入"
        losses.note(where, _VIDEO if kind == "video" else unknown)
        return None
    try:
        reply = make(found)
    except ValidationError:
        losses.note(where, "回复内容是空的，没有带入")
        return None
    if isinstance(reply, NewsReply) and len(parts(found, "news_info")) > 1:
        losses.note(where, "回复是多篇图文，微信的被动回复只能带一篇，带入了第一篇")
    return reply


def _rules(listed: list[Mapping[str, Any]], losses: Losses) -> list[Rule]:
    rules: list[Rule] = []
    names: set[str] = set()
    for number, found in enumerate(listed, 1):
        where = f"规则“{text(found, 'rule_name') or number}”"
        rule = _rule(
            found, _unused(text(found, "rule_name") or f"规则{number}", names), where, losses
        )
        if rule is not None:
            names.add(rule.name)
            rules.append(rule)
    return rules


def _rule(found: Mapping[str, Any], name: str, where: str, losses: Losses) -> Rule | None:
    exact, contains = _keywords(found, where, losses)
    replies = [
        reply
        for one in parts(found, "reply_list_info")
        if (reply := reply_of(one, where, losses)) is not None
    ]
    if not replies or not (exact or contains):
        losses.note(where, "没有可用的关键词或回复，没有带入")
        return None
    mode = text(found, "reply_mode")
    if mode not in _PICKS and len(replies) > 1:
        losses.note(where, f"不认识的回复方式“{mode}”，按“随机一条”带入")
    return Rule(
        name=name,
        exact=tuple(exact),
        contains=tuple(contains),
        replies=tuple(replies),
        pick=_PICKS.get(mode, Pick.ONE),
    )


def _keywords(found: Mapping[str, Any], where: str, losses: Losses) -> tuple[list[str], list[str]]:
    exact: list[str] = []
    contains: list[str] = []
    for one in parts(found, "keyword_list_info"):
        word = text(one, "content")
        if text(one, "type") not in ("text", "") or not fold(word):
            losses.note(where, "有一个关键词不是文字，没有带入")
            continue
        mode = text(one, "match_mode")
        if mode not in ("equal", "contain"):
            losses.note(where, f"关键词“{word}”的匹配方式“{mode}”不认识，按全匹配带入")
        (contains if mode == "contain" else exact).append(word)
    return exact, contains


def _single(found: Mapping[str, Any], where: str, losses: Losses) -> Replies | None:
    if not found:
        return None
    reply = reply_of(found, where, losses)
    return None if reply is None else Replies(replies=(reply,))


def _unused(name: str, taken: set[str]) -> str:
    """A name that no other rule has; names are how people find a rule again."""
    name = name[:_NAME]
    number = 1
    unused = name
    while unused in taken:
        number += 1
        mark = f"（{number}）"
        unused = name[: _NAME - len(mark)] + mark
    return unused


def _news(found: Mapping[str, Any]) -> NewsReply:
    first = next(iter(parts(found, "news_info")), {})
    return NewsReply(
        title=text(first, "title"),
        description=text(first, "digest"),
        pic_url=text(first, "cover_url"),
        url=text(first, "content_url"),
    )


def _content(found: Mapping[str, Any]) -> str:
    # Menus say ``value`` where rules say ``content``.
    return text(found, "content") or text(found, "value")


_REPLIES: Final[dict[str, Callable[[Mapping[str, Any]], Reply]]] = {
    "text": lambda found: TextReply(content=_content(found)),
    "img": lambda found: ImageReply(media_id=_content(found)),
    "photo": lambda found: ImageReply(media_id=_content(found)),
    "voice": lambda found: VoiceReply(media_id=_content(found)),
    "news": _news,
}
