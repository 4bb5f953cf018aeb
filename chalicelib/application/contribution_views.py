"""Contributions as pages show them. Reads what it needs, decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from chalicelib import accounts, contributions, newsroom, orders, units
from chalicelib.application.contribution_values import (
    ContributionAnswerSeen,
    ContributionCallSeen,
    ContributionPublicationSeen,
    ContributionRow,
    ContributionSeen,
    ContributionStepSeen,
)
from chalicelib.contributions import (
    Call,
    CallState,
    Contribution,
    ContributionState,
    Publication,
)
from chalicelib.errors import NotFound
from chalicelib.transitions import Deed
from chalicelib.units import LEVELS, OrgUnit, UnitLevel

Names = Mapping[str, OrgUnit]
_GONE = frozenset({ContributionState.DRAFT, ContributionState.WITHDRAWN})


def unit_names() -> Names:
    """Every unit by id: one query."""
    return {one.id: one for one in units.units()}


def name_of(unit: str, names: Names) -> str:
    """A unit's name; its id where it is no longer there."""
    return names[unit].name if unit in names else unit


def level_name(unit: str, names: Names) -> str:
    """The name of a unit's level."""
    return LEVELS[names[unit].level] if unit in names else ""


def row_seen(one: Contribution, names: Names, now: datetime) -> ContributionRow:
    """A contribution in a list."""
    written, answer = one.written, one.answer
    said = one.remark if one.state is ContributionState.RETURNED else ""
    if answer is not None:
        said = "：".join(filter(None, (answer.reason, answer.words)))
    return ContributionRow(
        id=one.id,
        unit=one.unit,
        unit_name=name_of(one.unit, names),
        level_name=level_name(one.unit, names),
        to=one.to,
        to_name=name_of(one.to, names),
        kind=written.kind,
        kind_name=contributions.labels.KINDS[written.kind],
        title=written.title,
        excerpt=" ".join(written.text.split())[:120],
        matter=written.matter,
        state=one.state,
        state_name=contributions.rules.title_of_state(one),
        published=one.state is ContributionState.ADOPTED and bool(one.published),
        by=one.by,
        sent_at=one.sent_at,
        at=one.at,
        answer_by=one.answer_by if one.open else None,
        late=contributions.rules.late(one, now),
        new_answer=not one.known,
        said=said,
        call=written.call,
        order=written.order,
        version=one.version,
    )


def contribution_seen(
    one: Contribution, names: Names, now: datetime, deeds: tuple[Deed, ...]
) -> ContributionSeen:
    """One contribution, whole."""
    written = one.written
    title, newest = _article(one)
    return ContributionSeen(
        row=row_seen(one, names, now),
        text=written.text,
        when=written.when,
        where=written.where,
        contact_name=written.contact.name,
        contact_phone=written.contact.phone,
        article=written.article,
        revision=written.revision,
        article_title=title,
        newest_revision=newest,
        order_label=_order(one),
        call_title=_call(one),
        remark=one.remark if one.state is ContributionState.RETURNED else "",
        problem=one.problem,
        pending=one.pending,
        answer=_answer(one),
        publications=tuple(map(_publication, one.publications)),
        points=_points(one, now),
        steps=tuple(
            ContributionStepSeen(
                action=each.action,
                name=contributions.labels.step_name(each.action),
                by=each.by,
                at=each.at,
                note=each.note,
            )
            for each in one.steps
        ),
        merged=tuple(row_seen(each, names, now) for each in contributions.store.merged_into(one)),
        deeds=deeds,
    )


def call_seen(
    one: Call, names: Names, now: datetime, looking: str, deeds: tuple[Deed, ...] = ()
) -> ContributionCallSeen:
    """A call with how many have answered it."""
    answers = [each for each in contributions.store.answers_to(one.id) if each[1] not in _GONE]
    levels = "、".join(LEVELS[UnitLevel(each)] for each in one.text.levels)
    return ContributionCallSeen(
        id=one.id,
        unit=one.unit,
        unit_name=name_of(one.unit, names),
        title=one.text.title,
        text=one.text.text,
        wants=one.text.wants,
        wants_name=contributions.labels.KINDS[one.text.wants] if one.text.wants else "不限",
        number=one.text.number,
        until=one.text.until,
        levels=one.text.levels,
        levels_name=levels or "全部下级",
        state=one.state,
        state_name=contributions.labels.CALL_STATES[one.state],
        ended=one.state is CallState.CLOSED or one.text.until < now,
        by=one.by,
        at=one.at,
        sent=len(answers),
        adopted=sum(
            state in (ContributionState.ADOPTED, ContributionState.MERGED) for _, state in answers
        ),
        own=sum(unit == looking for unit, _ in answers),
        version=one.version,
        deeds=deeds,
    )


def _answer(one: Contribution) -> ContributionAnswerSeen | None:
    answer = one.answer
    if answer is None:
        return None
    into = contributions.get(answer.into) if answer.into else None
    return ContributionAnswerSeen(
        by=answer.by,
        at=answer.at,
        reason=answer.reason,
        words=answer.words,
        into=answer.into,
        into_title=into.written.title if into else "",
        into_state_name=contributions.rules.title_of_state(into) if into else "",
        topic=answer.topic,
        article=answer.article,
        undo_until=answer.undo_until,
    )


def _publication(one: Publication) -> ContributionPublicationSeen:
    return ContributionPublicationSeen(
        account=one.account,
        account_name=_account(one.account),
        delivery=one.delivery,
        at=one.at,
        headline=one.place == 1,
        title=one.title,
        url=one.url,
        taken_down=one.taken_down,
    )


def _account(account: str) -> str:
    try:
        return accounts.state(account).account.name
    except NotFound:
        return account


def _article(one: Contribution) -> tuple[str, int]:
    if not one.written.article:
        return "", 0
    try:
        article = newsroom.get_article(one.written.article)
        seen = newsroom.revision(article.id, one.written.revision or article.revision)
    except NotFound:
        return "", 0
    return seen.title, article.revision


def _order(one: Contribution) -> str:
    receipt = orders.find_receipt(one.written.order, one.unit) if one.written.order else None
    return f"{receipt.label} {receipt.title}".strip() if receipt else ""


def _call(one: Contribution) -> str:
    return contributions.store.call(one.written.call).text.title if one.written.call else ""


def _points(one: Contribution, now: datetime) -> int | None:
    counted = contributions.points.counted(one)
    if counted is None:
        return None
    versions = contributions.settings_of(one.to).points
    return sum(contributions.points.worth(counted, versions, month) for month in counted.months)
