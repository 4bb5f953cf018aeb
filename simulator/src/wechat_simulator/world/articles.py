"""Pages made from a draft, which followers open."""

import secrets
from typing import Any

from wechat_simulator.world.platform import Platform
from wechat_simulator.world.state import Account, Article, Draft


def publish(
    platform: Platform, account: Account, draft: Draft, base_url: str, data_id: int
) -> list[str]:
    """Make a page for each article of the draft, in order; returns their ids.

    `data_id` is the msg_data_id under which comments and statistics know them.
    """
    ids = []
    for idx, item in enumerate(draft.articles, 1):
        pictures = item.get("image_info", {}).get("image_list", [])
        page = Article(
            id=secrets.token_urlsafe(16),
            appid=account.appid,
            title=item["title"],
            author=item["author"],
            digest=item["digest"],
            content=item["content"],
            source_url=item["content_source_url"],
            cover=f"{base_url}/mmbiz/{account.appid}/{item['thumb_media_id']}",
            published_at=platform.now(),
            kind=item["article_type"],
            msg_data_id=data_id,
            idx=idx,
            comments_open=item["need_open_comment"] == 1,
            fans_only=item["only_fans_can_comment"] == 1,
            images=[f"{base_url}/mmbiz/{account.appid}/{p['image_media_id']}" for p in pictures],
        )
        platform.state.articles[page.id] = page
        ids.append(page.id)
    return ids


def page_url(article: Article, base_url: str) -> str:
    return f"{base_url}/s/{article.id}"


def card(article: Article, base_url: str) -> dict[str, Any]:
    """The article as a chat shows it."""
    return {
        "title": article.title,
        "digest": article.digest,
        "cover": article.cover,
        "url": page_url(article, base_url),
    }
