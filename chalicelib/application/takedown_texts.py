"""What is done at replies, entries, menu entries and services, and how each is put back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final

from chalicelib import catalogue, conversation, knowledge, menus
from chalicelib.application import reply_rules, service_spread
from chalicelib.application.release_knowledge import release_knowledge
from chalicelib.application.takedown_acts import Act, Hand, done
from chalicelib.conversation import Trigger
from chalicelib.errors import IllegalNow
from chalicelib.knowledge import FaqEntry, Knowledge, PolicyDocument, Standing, VersionState
from chalicelib.menus import Button, MenuDocument, Plan, PublicationState
from chalicelib.takedown import Place, PlaceState, SpotKind, keep_before, read_before

_SOON: Final = timedelta(seconds=20)
_GONE: Final = "已不在现行版本里"


class CannotPutBack(IllegalNow):
    """What was taken down cannot be put back as it was."""


def _restored(place: Place, said: str, hand: Hand) -> Place:
    settled = done(place, said, "现行版本里已有", hand.clock())
    return settled.model_copy(update={"state": PlaceState.RESTORED})


def _keep(place: Place, hand: Hand, body: str) -> Mapping[str, str]:
    key, digest = keep_before(hand.case.id, place.id, body.encode())
    return {"before": key, "before_hash": digest}


# Replies


def _rule(place: Place) -> reply_rules.Row | None:
    kind, _, name = place.object.partition("/")
    rows = reply_rules.rows_of(conversation.rules_in_force(place.account))
    return next((one for one in rows if one.kind is Trigger(kind) and one.name == name), None)


def _look_rule(place: Place, hand: Hand) -> Place | None:
    if _rule(place) is not None:
        return None
    return done(place, "已发布不含这条回复的版本，最多 10 秒后生效", _GONE, hand.clock())


def _act_rule(place: Place, hand: Hand) -> Place:
    row = _rule(place)
    if row is not None:
        reply_rules.remove_rule(
            place.account, row.kind, row.name, seen=row.mark, by=hand.second, now=hand.clock()
        )
    return _look_rule(place, hand) or place


def _keep_rule(place: Place, hand: Hand) -> Mapping[str, str]:
    row = _rule(place)
    if row is None:
        return {}
    text = conversation.rules_file.text_of(row.kind, row.name, row.said)
    return _keep(place, hand, text.model_dump_json())


def _look_rule_back(place: Place, hand: Hand) -> Place | None:
    return _restored(place, "已恢复", hand) if _rule(place) is not None else None


def _put_rule_back(place: Place, hand: Hand) -> Place:
    text = conversation.RuleText.model_validate_json(read_before(place.before))
    reply_rules.save_rule(place.account, text, name=None, seen=0, by=hand.second, now=hand.clock())
    return _look_rule_back(place, hand) or place


# Entries of the knowledge base


def _entry(place: Place) -> FaqEntry | None:
    entries = knowledge.versions.in_force(place.account).knowledge.entries
    return next((one for one in entries if one.id == place.object), None)


def _look_faq(place: Place, hand: Hand) -> Place | None:
    entry = _entry(place)
    if entry is not None and entry.standing is Standing.LIVE:
        return None
    return done(place, "已停用并发布，最多 10 秒后生效", _GONE, hand.clock())


def _act_faq(place: Place, hand: Hand) -> Place:
    _stand(place, hand, Standing.RETIRED)
    return _look_faq(place, hand) or place


def _stand(place: Place, hand: Hand, standing: Standing) -> None:
    def change(known: Knowledge) -> Knowledge:
        entries = tuple(
            one.model_copy(update={"standing": standing}) if one.id == place.object else one
            for one in known.entries
        )
        return known.model_copy(update={"entries": entries})

    _release(place, hand, standing.value, change)


def _release(place: Place, hand: Hand, what: str, change: Callable[[Knowledge], Knowledge]) -> None:
    """A version made of the one in force, with this alone changed, and released by the second person.

    Drafts of others are not released with it; they stay in the history. Broken off, the same version is gone on with.
    """
    now, account = hand.clock(), place.account
    source = f"takedown {hand.case.id} {place.id} {what}"
    in_force = knowledge.versions.number_in_force(account)
    made = next(
        (
            one
            for one in knowledge.versions.history(account)
            if one.source == source and one.version > in_force
        ),
        None,
    )
    if made is None:
        head = knowledge.versions.working(account).number
        if head != in_force:
            knowledge.versions.restore(account, in_force, by=hand.first, now=now, note=hand.note)

        made = knowledge.versions.edit(
            account, change, by=hand.first, source=source, now=now, note=hand.note
        )
    if made is None:
        return
    if made.state is VersionState.DRAFT:
        made = knowledge.versions.submit(
            account, made.version, by=hand.first, now=now, note=hand.note
        )
    release_knowledge(account, made.version, by=hand.second, now=now)


def _keep_faq(place: Place, hand: Hand) -> Mapping[str, str]:
    entry = _entry(place)
    return _keep(place, hand, entry.model_dump_json()) if entry else {}


def _look_faq_back(place: Place, hand: Hand) -> Place | None:
    entry = _entry(place)
    live = entry is not None and entry.standing is Standing.LIVE
    return _restored(place, "已恢复使用并发布", hand) if live else None


def _put_faq_back(place: Place, hand: Hand) -> Place:
    if _entry(place) is None:
        raise CannotPutBack("这条问答已被删除，请在知识库里重新添加。")
    _stand(place, hand, Standing.LIVE)
    return _look_faq_back(place, hand) or place


# Policy documents


def _policy(place: Place) -> PolicyDocument | None:
    documents = knowledge.versions.in_force(place.account).knowledge.policies
    return next((one for one in documents if one.id == place.object), None)


def _look_policy(place: Place, hand: Hand) -> Place | None:
    if _policy(place) is not None:
        return None
    return done(place, "已发布不含这份文件的版本，最多 10 秒后生效", _GONE, hand.clock())


def _act_policy(place: Place, hand: Hand) -> Place:
    def change(known: Knowledge) -> Knowledge:
        left = tuple(one for one in known.policies if one.id != place.object)
        return known.model_copy(update={"policies": left})

    _release(place, hand, "without", change)
    return _look_policy(place, hand) or place


def _keep_policy(place: Place, hand: Hand) -> Mapping[str, str]:
    document = _policy(place)
    return _keep(place, hand, document.model_dump_json()) if document else {}


def _look_policy_back(place: Place, hand: Hand) -> Place | None:
    return _restored(place, "已恢复并发布", hand) if _policy(place) is not None else None


def _put_policy_back(place: Place, hand: Hand) -> Place:
    before = PolicyDocument.model_validate_json(read_before(place.before))

    def change(known: Knowledge) -> Knowledge:
        return known.model_copy(update={"policies": (*known.policies, before)})

    _release(place, hand, "with", change)
    return _look_policy_back(place, hand) or place


# Menu entries


def _document(account: str) -> MenuDocument | None:
    shown = menus.state_of(account).in_force
    return menus.document(account, shown.version) if shown else None


def _without(document: MenuDocument, place: Place) -> MenuDocument:
    """The menus without one entry; an entry above it that has nothing else below goes too."""
    leaf = Button.model_validate_json(place.object)

    def pruned(buttons: tuple[Button, ...]) -> tuple[Button, ...]:
        kept = []
        for one in buttons:
            below = tuple(other for other in one.children if other != leaf)
            if one == leaf or (one.children and not below):
                continue
            kept.append(one.model_copy(update={"children": below}))
        return tuple(kept)

    if not place.part:
        return document.model_copy(update={"buttons": pruned(document.buttons)})
    menus_ = [
        one.model_copy(update={"buttons": pruned(one.buttons)}) if n == place.part else one
        for n, one in enumerate(document.conditional, 1)
    ]
    return document.model_copy(update={"conditional": tuple(menus_)})


def _look_menu(place: Place, hand: Hand) -> Place | None:
    document = _document(place.account)
    if document is not None and _without(document, place) != document:
        return None
    state = menus.state_of(place.account)
    if state.wanted is not None:
        return place.model_copy(
            update={
                "state": PlaceState.AWAITING,
                "problem": state.problem,
                "again_at": hand.clock() + _SOON,
            }
        )
    return done(place, "已发布不含这一项的菜单", "现行菜单里已没有这一项", hand.clock())


def _act_menu(place: Place, hand: Hand) -> Place:
    document = _document(place.account)
    if document is not None:
        _publish(place, _without(document, place), hand)
    return _look_menu(place, hand) or _not_taken(place)


def _publish(place: Place, document: MenuDocument, hand: Hand) -> None:
    """Published by the first person, and released by the second where the unit asks for two."""
    plan = Plan(note=hand.note, overwrite=True)
    content = menus.Content(document, (hand.first.person,))
    made = menus.hand_in(place.account, content, plan, by=hand.first, now=hand.clock())
    if made.state is PublicationState.WAITING:
        menus.approve(
            place.account, made.id, by=hand.second, now=hand.clock(), note=hand.note, overwrite=True
        )


def _not_taken(place: Place) -> Place:
    problem = menus.state_of(place.account).problem or "微信没有接受新的菜单，请到菜单页查看"
    return place.model_copy(
        update={"state": PlaceState.FAILED, "problem": problem, "again_at": None}
    )


def _keep_menu(place: Place, hand: Hand) -> Mapping[str, str]:
    document = _document(place.account)
    return _keep(place, hand, document.model_dump_json()) if document else {}


def _look_menu_back(place: Place, hand: Hand) -> Place | None:
    document = _document(place.account)
    there = document is not None and _without(document, place) != document
    return _restored(place, "已恢复菜单", hand) if there else None


def _put_menu_back(place: Place, hand: Hand) -> Place:
    before = MenuDocument.model_validate_json(read_before(place.before))
    document = _document(place.account)
    if document is None or document != _without(before, place):
        raise CannotPutBack("菜单在撤稿后又改过，请到菜单页恢复这一项。")
    _publish(place, before, hand)
    return _look_menu_back(place, hand) or _not_taken(place)


# Services


def _look_service(place: Place, hand: Hand) -> Place | None:
    unit = _unit(place)
    if catalogue.versions.in_force(unit).catalogue.find(place.object) is None:
        return done(place, "已不在服务目录里", _GONE, hand.clock())
    found = catalogue.operation.operations(unit).get(place.object)
    state = catalogue.operation.state(found, hand.clock())
    if state is not catalogue.ServiceState.RETIRED:
        return None
    return done(place, "已下线", "服务现在是“下线”", hand.clock())


def _act_service(place: Place, hand: Hand) -> Place:
    notice = "本服务暂停提供，请以最新公告为准。"
    service_spread.retire(
        _unit(place), place.object, by=hand.second, now=hand.clock(), notice=notice
    )
    return _look_service(place, hand) or place


def _keep_service(place: Place, hand: Hand) -> Mapping[str, str]:
    service = catalogue.versions.in_force(_unit(place)).catalogue.find(place.object)
    return _keep(place, hand, service.model_dump_json()) if service else {}


def _look_service_back(place: Place, hand: Hand) -> Place | None:
    found = catalogue.operation.operations(_unit(place)).get(place.object)
    running = catalogue.operation.state(found, hand.clock()) is catalogue.ServiceState.RUNNING
    return _restored(place, "已恢复运行", hand) if running else None


def _put_service_back(place: Place, hand: Hand) -> Place:
    service_spread.resume(
        _unit(place), place.object, by=hand.second, now=hand.clock(), note=hand.note
    )
    return _look_service_back(place, hand) or place


def _unit(place: Place) -> str:
    return place.page.rpartition("unit=")[2]


TEXTS: Final[Mapping[SpotKind, Act]] = {
    SpotKind.RULE: Act(_look_rule, _act_rule, snapshot=_keep_rule),
    SpotKind.FAQ: Act(_look_faq, _act_faq, snapshot=_keep_faq),
    SpotKind.POLICY: Act(_look_policy, _act_policy, snapshot=_keep_policy),
    SpotKind.MENU: Act(_look_menu, _act_menu, snapshot=_keep_menu),
    SpotKind.SERVICE: Act(_look_service, _act_service, snapshot=_keep_service),
}
"""The steps at what answers followers."""

RESTORES: Final[Mapping[SpotKind, Act]] = {
    SpotKind.RULE: Act(_look_rule_back, _put_rule_back),
    SpotKind.FAQ: Act(_look_faq_back, _put_faq_back),
    SpotKind.POLICY: Act(_look_policy_back, _put_policy_back),
    SpotKind.MENU: Act(_look_menu_back, _put_menu_back),
    SpotKind.SERVICE: Act(_look_service_back, _put_service_back),
}
"""The ways back."""
