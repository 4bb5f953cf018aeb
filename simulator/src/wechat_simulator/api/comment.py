"""Comments under articles (sheet §2.9)."""

from typing import Any

from wechat_simulator.api.protocol import OK, ApiError, Call, Endpoint
from wechat_simulator.world.state import Article, Comment

PER_CALL = 50
# WeChat's pages name the error and no number; the simulator uses this one.
MOST_ELECTED = 100
KINDS = {0: None, 1: False, 2: True}


async def open_comments(call: Call) -> dict[str, Any]:
    _article(call).comments_open = True
    return dict(OK)


async def close_comments(call: Call) -> dict[str, Any]:
    _article(call).comments_open = False
    return dict(OK)


async def listed(call: Call) -> dict[str, Any]:
    begin, count, kind = call.number("begin"), call.number("count"), call.number("type")
    if not 1 <= count < PER_CALL or begin < 0:
        raise ApiError(88010, "count range error. cout <= 0 or count > 50")
    if kind not in KINDS:
        raise ApiError(40035, "invalid parameter: type")
    elected = KINDS[kind]
    found = [c for c in _article(call).comments if elected is None or c.elected == elected]
    found.sort(key=lambda c: -c.id)
    shown = [_shown(c) for c in found[begin : begin + count]]
    return OK | {"total": len(found), "comment": shown}


async def mark(call: Call) -> dict[str, Any]:
    article, comment = _comment(call)
    if not comment.elected and sum(c.elected for c in article.comments) >= MOST_ELECTED:
        raise ApiError(88003, "elected comment upper limit")
    comment.elected = True
    return dict(OK)


async def unmark(call: Call) -> dict[str, Any]:
    _comment(call)[1].elected = False
    return dict(OK)


async def delete(call: Call) -> dict[str, Any]:
    article, comment = _comment(call)
    article.comments.remove(comment)
    return dict(OK)


async def reply(call: Call) -> dict[str, Any]:
    _, comment = _comment(call)
    content = call.text("content").strip()
    if not content:
        raise ApiError(88007, "reply content beyond max len or content len is zero")
    if comment.reply:
        raise ApiError(88005, "already reply")
    comment.reply, comment.reply_at = content, int(call.platform.now())
    effect = {"openid": comment.openid, "user": comment.user, "content": content}
    call.platform.record("comment_reply", call.account, **effect)
    return dict(OK)


async def reply_delete(call: Call) -> dict[str, Any]:
    _, comment = _comment(call)
    if not comment.reply:
        raise ApiError(88009, "reply is not exists")
    comment.reply = ""
    return dict(OK)


def _article(call: Call) -> Article:
    """By msg_data_id and 0-based index."""
    data_id, idx = call.number("msg_data_id"), call.number("index") + 1
    for article in call.platform.state.articles.values():
        mine = article.appid == call.account.appid and article.msg_data_id == data_id
        if data_id and mine and article.idx == idx:
            return article
    raise ApiError(88001, "msg_data is not exists")


def _comment(call: Call) -> tuple[Article, Comment]:
    article, wanted = _article(call), call.number("user_comment_id")
    found = next((c for c in article.comments if c.id == wanted), None)
    if found is None:
        raise ApiError(88008, "comment is not exists")
    return article, found


def _shown(comment: Comment) -> dict[str, Any]:
    shown = {
        "user_comment_id": comment.id,
        "openid": comment.openid,
        "create_time": comment.at,
        "content": comment.content,
        "comment_type": int(comment.elected),
    }
    if comment.reply:
        shown["reply"] = {"content": comment.reply, "create_time": comment.reply_at}
    return shown


ENDPOINTS = [
    Endpoint("POST", "/cgi-bin/comment/open", open_comments),
    Endpoint("POST", "/cgi-bin/comment/close", close_comments),
    Endpoint("POST", "/cgi-bin/comment/list", listed),
    Endpoint("POST", "/cgi-bin/comment/markelect", mark),
    Endpoint("POST", "/cgi-bin/comment/unmarkelect", unmark),
    Endpoint("POST", "/cgi-bin/comment/delete", delete),
    Endpoint("POST", "/cgi-bin/comment/reply/add", reply),
    Endpoint("POST", "/cgi-bin/comment/reply/delete", reply_delete),
]
