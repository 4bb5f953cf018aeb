"""Previews: an article on one person's telephone before it goes to all (mass/preview, sheet §2.5), or as a page.

A preview needs what a push needs: pictures with an address of WeChat's, a cover among the permanent material, a
draft. Draft and material are removed afterwards; the addresses of body pictures need no removal. A preview may be
repeated: each one reaches one telephone, and nobody else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from chalicelib import accounts, audit, people
from chalicelib.errors import remedy
from chalicelib.newsroom.articles import store as article_store
from chalicelib.newsroom.articles.content_store import picture_body, read_content
from chalicelib.newsroom.composing.wechat_draft import Material, draft_article, uploads
from chalicelib.newsroom.errors import PreviewRefused
from chalicelib.newsroom.models import Article, ArticleKind
from chalicelib.newsroom.preview.phone_page import phone_page
from chalicelib.wechat.errors import WeChatError

if TYPE_CHECKING:
    from datetime import datetime

    from chalicelib.actor import Actor
    from chalicelib.wechat.client import AccountClient


@dataclass(frozen=True, slots=True)
class Previewed:
    """A preview that was sent, and to whom."""

    article_id: str
    revision: int
    to: str
    left_behind: tuple[str, ...] = ()
    """Drafts and material still in the account's library: ``草稿 …`` or ``素材 …``, with the reason where removal failed."""


def send_preview(
    article_id: str,
    account_id: str,
    to: str,
    *,
    by: Actor,
    now: datetime,
    revision: int | None = None,
    keep: bool = False,
    around: Callable[[str, str, Article], Article] = lambda _, __, content: content,
) -> Previewed:
    """Send a revision (default: the latest) to one person: a WeChat name, or an openid of this account's follower.

    Takes one of the account's 100 previews a day, and one of its drafts (a voice needs none). With ``keep`` draft
    and material stay: nobody has documented whether a preview can be opened once its draft is gone. ``around`` (account,
    article, content) gives the article as that account would send it. The actor needs
    the permission for the article and for the account; the log has an entry of each try, which names the account and
    not the person who got it. Raises
    ``UnknownArticle``, ``UnknownRevision``, ``UnknownAccount``, ``PermissionDenied``, ``PreviewRefused`` (a video: it
    goes out by another way), ``AllowanceUsedUp`` or ``WeChatError``.
    """
    stored = article_store.get_article(article_id)
    number = stored.revision if revision is None else revision
    article = read_content(article_store.revision(article_id, number).key)
    unit = accounts.state(account_id).account.unit
    for concerned in dict.fromkeys((stored.unit, unit)):
        people.require(by, "newsroom:article:preview", concerned)
    if article.kind is ArticleKind.VIDEO:
        raise PreviewRefused(
            f"稿件“{article_id}”是视频，微信不能用草稿预览它。",
            remedies=[remedy("article.preview_page", "在电脑上看", article=article_id)],
        )
    client = accounts.wechat_client(account_id)
    if article.kind is not ArticleKind.AUDIO:
        accounts.ledger.spend(account_id, accounts.Scarce.DRAFT, now)
    accounts.ledger.spend(account_id, accounts.Scarce.PREVIEW, now)
    entry = audit.entry_of(
        by,
        "newsroom:article:preview",
        unit=unit,
        at=now,
        object=f"article:{stored.id}",
        note=f"第 {number} 版，公众号 {account_id}",
    )
    # Before the call: what reached a telephone stands in the log, also where nobody hears of it.
    audit.record(entry)
    removals: list[tuple[str, Callable[[], Any]]] = []
    try:
        _send(client, around(account_id, stored.id, article), to, removals)
    finally:
        left = tuple(name for name, _ in removals) if keep else _remove(removals)
    return Previewed(stored.id, number, to, left)


def preview_page(
    article_id: str,
    revision: int | None = None,
    *,
    around: Callable[[str, Article], Article] = lambda _, content: content,
) -> str:
    """A revision (default: the latest) as one local page that looks like a phone, its pictures inside.

    ``around`` (article, content) gives the article as it would be sent. Raises ``UnknownArticle`` or
    ``UnknownRevision``.
    """
    stored = article_store.get_article(article_id)
    number = stored.revision if revision is None else revision
    article = read_content(article_store.revision(article_id, number).key)
    return phone_page(around(stored.id, article), picture_body, f"{stored.id} 第 {number} 版")


def _send(
    client: AccountClient, article: Article, to: str, removals: list[tuple[str, Callable[[], Any]]]
) -> None:
    wanted = uploads(article)
    types = {one.key: one.media_type for one in article.files}
    addresses = {
        key: str(client.media.upload_image(_file(key, types))) for key in wanted.body_pictures
    }
    media_ids = {}
    for material in wanted.materials:
        media_id = media_ids[material.key] = _added(client, material, types)
        removals.append((f"素材 {media_id}", partial(client.material.delete, media_id)))
    if article.kind is ArticleKind.AUDIO:
        client.message.send_mass_voice(media_ids[wanted.materials[0].key], to, preview=True)
        return
    draft = str(client.draft.add([draft_article(article, addresses, media_ids)])["media_id"])
    # Before its material: a draft shows its cover until it is gone.
    removals.insert(0, (f"草稿 {draft}", lambda: client.draft.delete(draft)))
    client.message.send_mass_article(draft, to, preview=True)


def _added(client: AccountClient, material: Material, types: Mapping[str, str]) -> str:
    return str(client.material.add(material.type, _file(material.key, types))["media_id"])


def _remove(removals: Sequence[tuple[str, Callable[[], Any]]]) -> tuple[str, ...]:
    """Remove what the preview needed; returns what stayed behind. The preview itself is not undone by that."""
    left = []
    for name, remove in removals:
        try:
            remove()
        except WeChatError as error:
            left.append(f"{name}（{error}）")
    return tuple(left)


def _file(key: str, types: Mapping[str, str]) -> tuple[str, bytes, str]:
    return key.rsplit("/", 1)[-1], picture_body(key), types[key]
