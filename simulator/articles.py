"""From a draft to the pages that followers open."""

import secrets
from typing import Any

from simulator.platform import Platform
from simulator.state import Account, Article, Draft


def publish(platform: Platform, account: Account, draft: Draft, base_url: str) -> list[str]:
    """Make a page for each article of the draft, in order; returns their ids."""
    ids = []
    for item in draft.articles:
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
