"""自定义菜单 with what it leads to: replies, tags, material, articles; and what was made on WeChat's own page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Final, TypeVar

from chalicelib import accounts, conversation, menus, people
from chalicelib.actor import Actor
from chalicelib.application import appointment_halls
from chalicelib.menus import Button, Fault, Known, MenuDocument, Plan, Publication
from chalicelib.wechat.error_codes import NO_SUCH_PUBLICATION
from chalicelib.wechat.errors import ApiRefused, WeChatError

SOURCE: Final = "微信公众平台"
EDIT_RULES: Final = "conversation:rules:import"
_NO_ARTICLE: Final = (40007, NO_SUCH_PUBLICATION)
_PAGE: Final = 20
_MOST_PAGES: Final = 25
"""Pages of material that are looked through for a menu: 500 of each kind."""
_MEDIA: Final = ("image", "voice", "video", "news")

Made = TypeVar("Made")


def check(account_id: str, document: MenuDocument, *, by: Actor) -> tuple[Fault, ...]:
    """Everything that is wrong with a menu, held against the account's replies, tags, material and articles.

    Asks WeChat only for what the menu uses; what could not be asked for is a warning. Raises ``UnknownAccount``,
    ``PermissionDenied``.
    """
    menus.permitted(account_id, by, menus.READ)
    return menus.checks.faults(document, known(account_id, document))


def check_typed(account_id: str, document: MenuDocument) -> tuple[Fault, ...]:
    """The same without asking WeChat, as one types."""
    return menus.checks.faults(document, Known(reply_keys=reply_keys(account_id)))


def publish_draft(
    account_id: str, plan: Plan, *, seen: int, by: Actor, now: datetime
) -> Publication:
    """``menus.publish_draft`` with everything that the draft leads to looked up."""
    menus.permitted(account_id, by, menus.PUBLISH)
    looked_up = known(account_id, menus.current_draft(account_id).document)
    return menus.publish_draft(account_id, plan, seen=seen, by=by, now=now, known=looked_up)


def restore(account_id: str, number: int, plan: Plan, *, by: Actor, now: datetime) -> Publication:
    """``menus.restore`` with everything that the version leads to looked up."""
    menus.permitted(account_id, by, menus.PUBLISH)
    looked_up = known(account_id, menus.document(account_id, number))
    return menus.restore(account_id, number, plan, by=by, now=now, known=looked_up)


def take_over(account_id: str, reason: str, *, by: Actor, now: datetime) -> Publication:
    """Keep the menu that somebody made elsewhere.

    One that was made on WeChat's own page holds replies itself: these become replies to menu keys here, and the menu is
    published from here, since WeChat shows its page's menu to nobody while the callback is on (sheet §2.2). Raises
    like ``menus.take_over``.
    """
    menus.permitted(account_id, by, menus.PUBLISH)
    state = menus.look_for(account_id, by=by, now=now)
    if state.drift is None or not state.drift.on_page:
        return menus.take_over(account_id, reason, by=by, now=now)
    if not reason.strip():
        raise menus.MenuReasonMissing
    in_force = conversation.rules_in_force(account_id)
    taken = conversation.take_over({}, menus.menus_of(account_id).selfmenu(), in_force)
    replies = {**in_force.menu, **taken.rules.menu}
    if replies != in_force.menu:
        people.require(by, EDIT_RULES, accounts.state(account_id).account.unit)
        rules = in_force.model_copy(update={"menu": replies})
        # The replies first: a menu whose keys nobody answers must never be seen.
        conversation.import_rules(account_id, rules, source=SOURCE, by=by, now=now)
    return import_menu(
        account_id, taken.menu, source=menus.Source.TAKEN_OVER, note=reason, by=by, now=now
    )


def import_menu(
    account_id: str,
    buttons: Iterable[dict[str, Any]],
    *,
    source: menus.Source,
    note: str,
    by: Actor,
    now: datetime,
) -> Publication:
    """Publish buttons that were read from WeChat's own page, in the place of what it shows. Raises like ``hand_in``."""
    document = MenuDocument(buttons=menus.read_buttons({"button": list(buttons)}))
    content = menus.Content(document, (), source)
    plan = Plan(note=note, overwrite=True)
    return menus.hand_in(
        account_id, content, plan, by=by, now=now, known=known(account_id, document)
    )


def menu_of_follower(account_id: str, user: str, *, by: Actor) -> tuple[Button, ...]:
    """The buttons that a follower sees, as WeChat says; ``user`` is an openid or a WeChat name. Raises ``WeChatError``."""
    menus.permitted(account_id, by, menus.READ)
    return menus.menus_of(account_id).of_follower(user)


def tags_for(account_id: str, *, by: Actor) -> dict[int, str] | None:
    """The account's tags by number; None where WeChat does not tell. Raises ``PermissionDenied``."""
    menus.permitted(account_id, by, menus.READ)
    return _asked(lambda: _tags(accounts.wechat_client(account_id)))


def known(account_id: str, document: MenuDocument) -> Known:
    """What a menu is held against; WeChat is asked for nothing that the menu does not use."""
    leaves = [
        button
        for buttons in (document.buttons, *(one.buttons for one in document.conditional))
        for _, button in menus.leaves(buttons)
    ]
    media = {one.media_id for one in leaves if one.media_id}
    articles = {one.article_id for one in leaves if one.article_id}
    tagged = any(one.rule.tag is not None for one in document.conditional)
    client = accounts.wechat_client(account_id) if media or articles or tagged else None
    return Known(
        reply_keys=reply_keys(account_id),
        tags=_asked(lambda: _tags(client)) if tagged else {},
        media=_asked(lambda: _media(client, media)) if media else frozenset(),
        articles=_asked(lambda: _articles(client, articles)) if articles else frozenset(),
    )


def reply_keys(account_id: str) -> frozenset[str]:
    """Keys that the account answers: of its rules, of services of its catalogue, and of the counter where it has halls."""
    services = (one.id for one in services_of(account_id) if one.id)
    return (
        frozenset(conversation.rules_in_force(account_id).menu)
        | {f"{conversation.SERVICE_KEY}{one}" for one in services}
        | appointment_halls.keys_of(accounts.state(account_id).account.unit)
    )


def services_of(account_id: str) -> tuple[conversation.Service, ...]:
    """The services that the account's followers get: of the catalogue, or of the rules where there is none."""
    key = accounts.state(account_id).services
    if not key:
        return conversation.rules_in_force(account_id).services
    book = conversation.stored_services(key)
    return tuple(book.services) if book else ()


def _asked(ask: Callable[[], Made]) -> Made | None:
    try:
        return ask()
    except (WeChatError, accounts.AccountError):
        return None


def _tags(client: Any) -> dict[int, str]:
    answer = client.get("tags/get")
    return {int(one["id"]): str(one["name"]) for one in answer.get("tags", ())}


def _media(client: Any, wanted: set[str]) -> frozenset[str]:
    """Those of ``wanted`` that are permanent material. Looks no further once all are found."""
    found: set[str] = set()
    for kind in _MEDIA:
        for page in range(_MOST_PAGES):
            body = {"type": kind, "offset": page * _PAGE, "count": _PAGE}
            listed = client.post("material/batchget_material", data=body).get("item", ())
            found |= wanted & {str(one.get("media_id")) for one in listed}
            if len(listed) < _PAGE or found == wanted:
                break
        if found == wanted:
            break
    return frozenset(found)


def _articles(client: Any, wanted: set[str]) -> frozenset[str]:
    """Those of ``wanted`` that are published and not taken down."""
    found = set()
    for one in wanted:
        try:
            answer = client.freepublish.getarticle(one)
        except ApiRefused as error:
            if error.errcode in _NO_ARTICLE:
                continue
            raise
        if not all(item.get("is_deleted") for item in answer.get("news_item", ())):
            found.add(one)
    return frozenset(found)
