"""What happens a moment after a call was accepted, and the event that tells of it (sheet §1.5)."""

import secrets
from functools import partial
from typing import Any

from simulator.articles import card, page_url
from simulator.callbacks import deliver
from simulator.platform import Platform
from simulator.state import Account, Article, Mass, Publication

SYSTEM_SENDER = "mphelper"


async def finish_mass(platform: Platform, account: Account, mass: Mass) -> None:
    """Deliver to everybody who still follows, then tell the account the counts."""
    base_url = mass.content["base_url"]
    pages = [platform.state.articles[i] for i in mass.article_ids]
    entry = mass_entry(mass.msgtype, mass.content, pages, base_url)
    for user in mass.audience:
        follower = account.followers[user]
        if not follower.subscribed:
            continue
        platform.say(account, follower, dict(entry))
        who = {"openid": follower.openid, "user": user, "msg_id": mass.msg_id}
        titles = [page.title for page in pages]
        platform.record("mass", account, type=mass.msgtype, titles=titles, **who)
        follower.mass_times.append(platform.now())
        mass.sent += 1
    mass.status = "SEND_SUCCESS"
    await deliver(platform, account, mass_finished(platform, account, mass, pages))


async def finish_publication(
    platform: Platform, account: Account, publication: Publication, base_url: str
) -> None:
    publication.status = 0
    publication.article_id = secrets.token_urlsafe(24)
    pages = [platform.state.articles[i] for i in publication.article_ids]
    platform.record(
        "publish",
        account,
        publish_id=publication.publish_id,
        article_id=publication.article_id,
        titles=[page.title for page in pages],
    )
    items = [{"idx": n, "article_url": page_url(p, base_url)} for n, p in enumerate(pages, 1)]
    information = {
        "publish_id": int(publication.publish_id),
        "publish_status": 0,
        "article_id": publication.article_id,
        "article_detail": {"count": len(items), "item": items[0] if len(items) == 1 else items},
    }
    fields = _event(platform, account, "PUBLISHJOBFINISH")
    await deliver(platform, account, fields | {"PublishEventInfo": information})


def mass_entry(
    kind: str, content: dict[str, Any], pages: list[Article], base_url: str
) -> dict[str, Any]:
    """The chat entry that a mass send leaves on every follower's phone."""
    shown = {"direction": "in", "type": "video" if kind == "mpvideo" else kind, "pushed": True}
    if pages:
        return shown | {"type": "news", "articles": [card(page, base_url) for page in pages]}
    return shown | {k: v for k, v in content.items() if k != "base_url"}


def mass_finished(
    platform: Platform, account: Account, mass: Mass, pages: list[Article]
) -> dict[str, Any]:
    base_url = mass.content["base_url"]
    urls = [{"ArticleIdx": n, "ArticleUrl": page_url(p, base_url)} for n, p in enumerate(pages, 1)]
    return _event(platform, account, "MASSSENDJOBFINISH") | {
        "MsgID": mass.msg_id,
        "Status": "send success",
        "TotalCount": len(mass.audience),
        "FilterCount": mass.sent,
        "SentCount": mass.sent,
        "ErrorCount": 0,
        "CopyrightCheckResult": {"Count": 0, "ResultList": "", "CheckState": 0},
        "ArticleUrlResult": {"Count": len(urls), "ResultList": urls},
    }


def resume(platform: Platform) -> None:
    """After a restart, finish what was accepted before it."""
    for account in platform.state.accounts.values():
        for mass in account.masses.values():
            if mass.status == "SENDING" and not mass.sent:
                platform.later(partial(finish_mass, platform, account, mass))
        for publication in account.publications.values():
            if publication.status == 1:
                page = platform.state.articles[publication.article_ids[0]]
                base_url = page.cover.partition("/mmbiz/")[0]
                platform.later(
                    partial(finish_publication, platform, account, publication, base_url)
                )


def _event(platform: Platform, account: Account, name: str) -> dict[str, Any]:
    return {
        "ToUserName": account.original_id,
        "FromUserName": SYSTEM_SENDER,
        "CreateTime": int(platform.now()),
        "MsgType": "event",
        "Event": name,
    }
