"""Jobs that finish after their call was accepted, and the events that report them (sheet §1.5)."""

import secrets
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from wechat_simulator.wire.callbacks import deliver
from wechat_simulator.wire.xml import Repeated
from wechat_simulator.world import originals
from wechat_simulator.world.articles import card, page_url
from wechat_simulator.world.days import month
from wechat_simulator.world.faults import striking
from wechat_simulator.world.platform import Platform
from wechat_simulator.world.state import Account, Article, Follower, Mass, Publication

SYSTEM_SENDER = "mphelper"
MASS_FINISHED, PUBLISH_FINISHED = "MASSSENDJOBFINISH", "PUBLISHJOBFINISH"
OUTCOMES = ("review_rejected", "partial_audience", "status_joined")
NOT_ORIGINAL, REJECTED = 2, 4
A_MONTH_EACH = 4
Job = Callable[[], Awaitable[None]]


async def finish_mass(platform: Platform, account: Account, mass: Mass) -> None:
    """Check the articles, deliver to everybody who still follows, then tell the account."""
    pages = [platform.state.articles[i] for i in mass.article_ids]
    struck = {f.kind: f.options for f in striking(account, "job", MASS_FINISHED, *OUTCOMES)}
    fate = "send success"
    check = originals.judged(account, pages)
    if stopped := originals.refusal(check, ignore_reprint=mass.ignore_reprint):
        fate = stopped
    elif "review_rejected" in struck:
        fate = f"err({struck['review_rejected']['code']})"
    else:
        missed = struck.get("partial_audience", {}).get("share", 0.0)
        _hand_out(platform, account, mass, pages, missed)
    finished = mass_finished(platform, account, mass, pages, fate)
    if "status_joined" in struck:
        finished["Status"] = finished["Status"].replace(" ", "")
    mass.status = "SEND_SUCCESS" if fate == "send success" else "SEND_FAIL"
    await deliver(platform, account, finished)


def _hand_out(
    platform: Platform, account: Account, mass: Mass, pages: list[Article], missed: float
) -> None:
    """Put the message on the phone of every follower, except the share that a fault leaves out."""
    entry = mass_entry(mass.msgtype, mass.content, pages, mass.content["base_url"])
    there = [f for f in map(account.followers.get, mass.audience) if f and f.subscribed]
    there = [f for f in there if not f.blocked and not _has_enough(platform, account, f)]
    for page in pages:
        page.notified = True
    unlucky, unseen = round(len(there) * missed), round(mass.crowd * missed)
    mass.failed = unlucky + unseen
    if mass.crowd:
        mass.sent = mass.crowd - unseen
        platform.record("mass_crowd", account, msg_id=mass.msg_id, count=mass.sent, call=mass.call)
    for follower in there[: len(there) - unlucky]:
        platform.say(account, follower, dict(entry))
        who = {"openid": follower.openid, "user": follower.user, "msg_id": mass.msg_id}
        who["call"] = mass.call
        titles = [page.title for page in pages]
        platform.record("mass", account, type=mass.msgtype, titles=titles, **who)
        follower.mass_times.append(platform.now())
        mass.sent += 1


def _has_enough(platform: Platform, account: Account, follower: Follower) -> bool:
    """A follower of a 服务号 gets four mass sends a month, to whatever audience they were sent."""
    if account.kind != "service" or account.mass_daily is not None:
        return False
    this_month = month(platform.now())
    return sum(month(at) == this_month for at in follower.mass_times) >= A_MONTH_EACH


async def finish_publication(
    platform: Platform, account: Account, publication: Publication, base_url: str
) -> None:
    pages = [platform.state.articles[i] for i in publication.article_ids]
    check = originals.judged(account, pages)
    blocked = [idx for idx, state in check.items() if state is originals.Check.BLOCKED]
    if striking(account, "job", PUBLISH_FINISHED, "review_rejected"):
        everything = list(range(1, len(pages) + 1))
        await _reject_publication(platform, account, publication, REJECTED, everything)
        return
    if blocked:
        await _reject_publication(platform, account, publication, NOT_ORIGINAL, blocked)
        return
    publication.status = 0
    publication.article_id = secrets.token_urlsafe(24)
    platform.record(
        "publish",
        account,
        call=publication.call,
        publish_id=publication.publish_id,
        article_id=publication.article_id,
        titles=[page.title for page in pages],
    )
    items = Repeated(
        {"idx": n, "article_url": page_url(p, base_url)} for n, p in enumerate(pages, 1)
    )
    information = {
        "publish_id": int(publication.publish_id),
        "publish_status": 0,
        "article_id": publication.article_id,
        "article_detail": {"count": len(items), "item": items},
    }
    fields = system_event(platform, account, PUBLISH_FINISHED)
    await deliver(platform, account, fields | {"PublishEventInfo": information})


async def _reject_publication(
    platform: Platform, account: Account, publication: Publication, status: int, failed: list[int]
) -> None:
    """原创失败, 审核不通过: no article is made, and the event lists the failed ones (sheet §1.5)."""
    publication.status, publication.failed = status, failed
    information = {
        "publish_id": int(publication.publish_id),
        "publish_status": status,
        "fail_idx": Repeated(failed),
    }
    fields = system_event(platform, account, PUBLISH_FINISHED)
    await deliver(platform, account, fields | {"PublishEventInfo": information})


async def fail_mass(platform: Platform, account: Account, mass: Mass, fate: str) -> None:
    """The administrator refused or did not answer: nobody gets the message, and the event gives the reason."""
    mass.status = "SEND_FAIL"
    pages = [platform.state.articles[i] for i in mass.article_ids]
    await deliver(platform, account, mass_finished(platform, account, mass, pages, fate))


def start(platform: Platform, account: Account, event: str, work: Job) -> Awaitable[None] | None:
    """Start an accepted job in the background. With the fault event_early, return it for the caller to await first."""
    if striking(account, "job", event, "event_early"):
        return work()
    platform.later(work)
    return None


def mass_entry(
    kind: str, content: dict[str, Any], pages: list[Article], base_url: str
) -> dict[str, Any]:
    """The chat entry that a mass send leaves on every follower's phone."""
    shown = {"direction": "in", "type": "video" if kind == "mpvideo" else kind, "pushed": True}
    if pages:
        return shown | {"type": "news", "articles": [card(page, base_url) for page in pages]}
    return shown | {k: v for k, v in content.items() if k != "base_url"}


def mass_finished(
    platform: Platform,
    account: Account,
    mass: Mass,
    pages: list[Article],
    fate: str = "send success",
) -> dict[str, Any]:
    base_url = mass.content["base_url"]
    urls = [{"ArticleIdx": n, "ArticleUrl": page_url(p, base_url)} for n, p in enumerate(pages, 1)]
    return system_event(platform, account, MASS_FINISHED) | {
        "MsgID": mass.msg_id,
        "Status": fate,
        "TotalCount": len(mass.audience) + mass.crowd,
        "FilterCount": mass.sent + mass.failed,
        "SentCount": mass.sent,
        "ErrorCount": mass.failed,
        "CopyrightCheckResult": originals.result(originals.judged(account, pages)),
        "ArticleUrlResult": {"Count": len(urls), "ResultList": urls},
    }


def resume(platform: Platform) -> None:
    """After a restart, finish what was accepted before it."""
    for account in platform.state.accounts.values():
        for mass in account.masses.values():
            if mass.status == "SENDING" and mass.awaits_admin_until is None and not mass.sent:
                platform.later(partial(finish_mass, platform, account, mass))
        for publication in account.publications.values():
            if publication.status == 1:
                page = platform.state.articles[publication.article_ids[0]]
                base_url = page.cover.partition("/mmbiz/")[0]
                platform.later(
                    partial(finish_publication, platform, account, publication, base_url)
                )


def system_event(platform: Platform, account: Account, name: str) -> dict[str, Any]:
    return {
        "ToUserName": account.original_id,
        "FromUserName": SYSTEM_SENDER,
        "CreateTime": int(platform.now()),
        "MsgType": "event",
        "Event": name,
    }
