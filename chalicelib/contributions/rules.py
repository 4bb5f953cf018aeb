"""Rules of contributions: who may send where, what a deed makes of one, how a receiver stands without settings. Pure."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from chalicelib import topics
from chalicelib.clock import SHANGHAI, shown
from chalicelib.contributions import labels
from chalicelib.contributions.errors import BadContribution, NotDecidable
from chalicelib.contributions.models import (
    Answer,
    Call,
    CallState,
    Contribution,
    ContributionAction,
    ContributionId,
    ContributionKind,
    ContributionState,
    DeclineReason,
    PointRules,
    Publication,
    ReceiverSettings,
    Step,
    Written,
)
from chalicelib.contributions.transitions import CONTRIBUTION, Who
from chalicelib.errors import Field
from chalicelib.units import OrgUnit

_LETTERS: Final = "0123456789abcdefghjkmnpqrstvwxyz"
OTHER: Final = "其他"
REASONS: Final = (
    DeclineReason(name="时效已过", words="所报内容已过报道时效，请在事发当日报送。"),
    DeclineReason(name="选题重复", words="相同选题已有安排，感谢报送。"),
    DeclineReason(name="内容不全", words="时间、地点、经过或数据不全，不足以成稿。"),
    DeclineReason(name="不适合本平台", words="内容宜由本单位公众号发布。"),
    DeclineReason(name="质量不足", words="文字或图片达不到刊发要求。"),
    DeclineReason(name=OTHER),
)


def new_id(prefix: str, at: datetime) -> str:
    """An id that sorts by time."""
    mark = "".join(secrets.choice(_LETTERS) for _ in range(4))
    return f"{prefix}-{at.astimezone(SHANGHAI):%Y%m%d%H%M%S}-{mark}"


def default_settings(unit: str) -> ReceiverSettings:
    """How a unit receives that has set nothing."""
    return ReceiverSettings(unit=unit, reasons=REASONS, points=(PointRules(since="2000-01"),))


def month_of(at: datetime) -> str:
    """The month of a moment, Asia/Shanghai."""
    return f"{at.astimezone(SHANGHAI):%Y-%m}"


def receivers(above: Sequence[OrgUnit], settings: dict[str, ReceiverSettings]) -> list[OrgUnit]:
    """The units that the first of ``above`` (its lineage, nearest first) may send to: its parent, and those open to its level."""
    sender = above[0]
    return [
        one
        for nth, one in enumerate(above[1:])
        if not nth or (one.id in settings and sender.level in settings[one.id].direct_levels)
    ]


def check_complete(written: Written) -> None:
    """Raises ``BadContribution`` where something is missing without which nobody can decide."""
    wrong = []
    if written.kind is ContributionKind.LEAD and not written.text.strip():
        wrong.append(Field("text", "请写明线索内容"))
    if written.kind is ContributionKind.ARTICLE and not written.article:
        wrong.append(Field("article", "请选择本单位的一篇稿件"))
    if not written.contact.name:
        wrong.append(Field("contact.name", "请写明联系人"))
    if wrong:
        raise BadContribution(
            f"还不能报送：{'；'.join(one.problem for one in wrong)}。", fields=wrong
        )


def check_call(call: Call, level: str, kind: ContributionKind, now: datetime) -> None:
    """Raises ``BadContribution`` where a call does not take this from such a unit now."""
    if call.state is CallState.CLOSED or call.text.until < now:
        raise BadContribution(
            f"约稿“{call.text.title}”已截止，不能再报送；可去掉约稿后报送。",
            fields=[Field("call", "已截止")],
        )
    if call.text.wants is not None and call.text.wants is not kind:
        raise BadContribution(
            f"约稿“{call.text.title}”只要{labels.KINDS[call.text.wants]}。",
            fields=[Field("call", "要的不是这一种")],
        )
    if not meant(call, level):
        raise BadContribution(
            f"约稿“{call.text.title}”没有约本级单位。", fields=[Field("call", "没有约本级单位")]
        )


def meant(call: Call, level: str) -> bool:
    """Whether units of a level are asked."""
    return not call.text.levels or level in call.text.levels


def refusal(one: Contribution, action: ContributionAction, who: Who, now: datetime) -> str:
    """Why an action is not possible now, as a sentence; empty where it is."""
    if CONTRIBUTION.find(one, action, [who]) is None:
        return _refused(one, action)
    if action is ContributionAction.UNDO and one.answer is not None:
        if one.answer.undo_until < now:
            return f"已过可撤销的时间（{shown(one.answer.undo_until)}）。"
        if one.published:
            return "已经刊发，不能撤销处理；可先撤稿。"
    return ""


def _refused(one: Contribution, action: ContributionAction) -> str:
    told, last = labels.ACTIONS[action], one.steps[-1] if one.steps else None
    if action is ContributionAction.ACKNOWLEDGE:
        return "没有新的答复。"
    since = f"（{last.by}，{shown(last.at)}）" if last else ""
    return f"报送{labels.STATES[one.state]}{since}，不能{told}。"


def after(
    one: Contribution,
    action: ContributionAction,
    who: Who,
    *,
    by: str,
    at: datetime,
    note: str = "",
    **changes: Any,
) -> Contribution:
    """The contribution after an action by table. Raises ``NotDecidable``."""
    why = refusal(one, action, who, at)
    row = CONTRIBUTION.find(one, action, [who])
    if why or row is None:
        raise NotDecidable(
            why,
            state=one.state.value,
            possible=[each.value for each in CONTRIBUTION.possible(one, [who])],
        )
    step = Step(action=action.value, by=by, at=at, note=note)
    return one.stepped(step, **{"state": row.target or one.state, **changes})


def sent(one: Contribution, settings: ReceiverSettings, *, by: str, at: datetime) -> Contribution:
    """It is with the receiver, who has so many working days."""
    check_complete(one.written)
    return after(
        one,
        ContributionAction.SEND,
        Who.SENDER,
        by=by,
        at=at,
        sent_by=by,
        sent_at=at,
        received_at=None,
        answer=None,
        known=True,
        answer_by=topics.working_days.after(at, settings.days),
        pending=bool(one.written.order) and not one.reported,
    )


def decided(
    one: Contribution,
    action: ContributionAction,
    settings: ReceiverSettings,
    *,
    by: str,
    at: datetime,
    note: str = "",
    **told: str,
) -> Contribution:
    """It has the receiver's answer."""
    answer = Answer(by=by, at=at, undo_until=at + timedelta(hours=settings.undo_hours), **told)
    return after(
        one,
        action,
        Who.RECEIVER,
        by=by,
        at=at,
        note=note,
        answer=answer,
        known=False,
        received_at=one.received_at or at,
    )


def declined(
    one: Contribution, settings: ReceiverSettings, reason: str, words: str, *, by: str, at: datetime
) -> Contribution:
    """未采用, with a reason of the list and words. Raises ``BadContribution`` or ``NotDecidable``."""
    if reason not in {each.name for each in settings.reasons}:
        raise BadContribution(
            "请从列表里选择未采用的原因。", fields=[Field("reason", "不在列表里")]
        )
    if not words.strip():
        raise BadContribution(
            "请写几句话，让报送单位明白原因。", fields=[Field("words", "没有填写")]
        )
    return decided(
        one,
        ContributionAction.DECLINE,
        settings,
        by=by,
        at=at,
        note=f"{reason}：{words.strip()}",
        reason=reason,
        words=words.strip(),
    )


def undone(one: Contribution, *, by: str, at: datetime, note: str) -> Contribution:
    """The decision is taken back: it is in the queue again."""
    return after(
        one,
        ContributionAction.UNDO,
        Who.RECEIVER,
        by=by,
        at=at,
        note=note,
        answer=None,
        known=True,
        problem="",
        pending=False,
    )


def with_publication(one: Contribution, seen: Publication) -> Contribution:
    """It with a publication as it is now; the same twice changes nothing."""
    kept = tuple(
        each
        for each in one.publications
        if (each.delivery, each.place) != (seen.delivery, seen.place)
    )
    before = next((each for each in one.publications if each not in kept), None)
    if before == seen or (before is None and seen.taken_down):
        return one
    if before is not None:
        seen = seen.model_copy(update={"at": before.at})
        if before == seen:
            return one
    publications = tuple(sorted((*kept, seen), key=lambda each: (each.at, each.delivery)))
    known = before is not None and before.taken_down == seen.taken_down
    if known:
        return one.model_copy(update={"publications": publications})
    step = Step(
        action="taken_down" if seen.taken_down else "published",
        by="system",
        at=seen.at,
        note=seen.account,
    )
    return one.stepped(step, publications=publications)


def late(one: Contribution, now: datetime) -> bool:
    """Whether the receiver has let the time for an answer pass."""
    return one.open and one.answer_by is not None and one.answer_by < now


def title_of_state(one: Contribution) -> str:
    """The state in words; 已刊发 where something of it is out."""
    if one.state is ContributionState.ADOPTED and one.published:
        return "已刊发"
    return labels.STATES[one.state]


def contribution_id(at: datetime) -> ContributionId:
    """The id of a new contribution."""
    return ContributionId(new_id("bs", at))


def said(one: Contribution) -> str:
    """The answer in words, as the sender is told it."""
    if one.state is ContributionState.RETURNED:
        return f"{title_of_state(one)}：{one.remark}"
    answer = one.answer
    words = "：".join(filter(None, (answer.reason, answer.words))) if answer else ""
    return "：".join(filter(None, (title_of_state(one), words)))
