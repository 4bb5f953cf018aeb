"""Replies as customer-service messages: the body of ``/cgi-bin/message/custom/send`` (sheet §2.7)."""

from __future__ import annotations

from typing import Any, Final

from chalicelib.wechat.replies import (
    ImageReply,
    MusicReply,
    NewsReply,
    Reply,
    TextReply,
    VideoReply,
    VoiceReply,
    cut,
)

MOST: Final = {"message": 5, "event": 3}
"""Customer-service messages that WeChat allows after a message or an event of a follower."""


def custom_message(openid: str, reply: Reply) -> dict[str, Any] | None:
    """The body to post for ``reply``; None for a transfer, which exists as a passive reply only."""
    body = _body(reply)
    return None if body is None else {"touser": openid, "msgtype": reply.type, reply.type: body}


def _body(reply: Reply) -> dict[str, Any] | None:
    match reply:
        case TextReply():
            return {"content": cut(reply.content)}
        case ImageReply() | VoiceReply():
            return {"media_id": reply.media_id}
        case VideoReply():
            return {
                "media_id": reply.media_id,
                "thumb_media_id": reply.media_id,
                "title": reply.title,
                "description": reply.description,
            }
        case MusicReply():
            return {
                "title": reply.title,
                "description": reply.description,
                "musicurl": reply.url,
                "hqmusicurl": reply.hq_url,
                "thumb_media_id": reply.thumb_media_id,
            }
        case NewsReply():
            article = {
                "title": reply.title,
                "description": reply.description,
                "url": reply.url,
                "picurl": reply.pic_url,
            }
            return {"articles": [article]}
        case _:
            return None
