"""The result of each action of the review, and the reasons that refuse it. Pure.

``transitions.TABLE`` says which action is possible in which state, and for whom. Every function takes a thing as it is
(an article, or another product) and returns it as it becomes, or raises ``ActionNotPossible`` (not in this state) or
``ActionNotPermitted`` (not for this person) with the reason.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, TypeVar

from chalicelib.errors import Remedy, remedy
from chalicelib.newsroom.articles.labels import ACTION_NAMES, STATE_NAMES
from chalicelib.newsroom.articles.models import Approval, Returned, Reviewed, StoredArticle
from chalicelib.newsroom.articles.models import ArticleAction as Action
from chalicelib.newsroom.articles.models import ArticleState as S
from chalicelib.newsroom.articles.workflow import AfterReturn, Workflow
from chalicelib.newsroom.errors import ActionNotPermitted, ActionNotPossible, Locked
from chalicelib.newsroom.review.transitions import TABLE, Who
from chalicelib.people import HIGHEST, ROLE_NAMES, Person, Role

R = TypeVar("R", bound=Reviewed)


def guard(article: Reviewed, action: Action, person: Person) -> S:
    """The state that ``action`` leads to. Raises ``ActionNotPossible`` or ``ActionNotPermitted`` with the reason."""
    row = TABLE.find(article, action, Who)
    if row is None:
        raise _not_possible(article, action)
    reasons = [_AGAINST[who](article, person) for who in sorted(row.who)]
    if None not in reasons:
        raise ActionNotPermitted(
            f"{person.id} 不能对{article.called}做“{ACTION_NAMES[action]}”：{reasons[0]}",
            "",
            [] if person.rank >= 0 else [_registration(person, article.unit)],
        )
    return article.state if row.target is None else row.target


def check_staff(person: Person, unit: str) -> None:
    """Raises ``ActionNotPermitted`` unless the person has a role of the newsroom: every article has an author."""
    if person.rank < 0:
        raise ActionNotPermitted(
            f"{person.id} 不能新建稿件：{_without_role(unit)}", "", [_registration(person, unit)]
        )


def possible_actions(article: Reviewed, person: Person) -> list[Action]:
    """The actions that this person may take on the article now."""
    return TABLE.possible(
        article, [who for who, against in _AGAINST.items() if against(article, person) is None]
    )


def submit(article: R, person: Person, workflow: Workflow, at: datetime) -> R:
    """Ask for the review. It goes on where it stopped, unless the unit's workflow has changed or says otherwise."""
    target = guard(article, Action.SUBMIT, person)
    approvals = article.approvals if article.workflow == workflow else ()
    if article.state is S.RETURNED and workflow.after_return is AfterReturn.RESTART:
        approvals = ()
    changes = {"state": target, "workflow": workflow, "approvals": approvals, "returned": None}
    return article.model_copy(update={**changes, "submitted_by": person.id, "submitted_at": at})


def approve(article: R, person: Person, at: datetime) -> R:
    """One stage approves; the last one releases the article."""
    target = guard(article, Action.APPROVE, person)
    yes = Approval(by=person.id, at=at, revision=article.revision, stage=article.stage_number or 0)
    changes: dict[str, Any] = {"state": target, "approvals": (*article.approvals, yes)}
    if target is S.APPROVED:
        changes |= _released(article)
    return article.model_copy(update=changes)


def send_back(article: R, person: Person, at: datetime, reasons: tuple[str, ...]) -> R:
    """退回: to the writers, with reasons. Approvals of earlier stages stand; of an approved article, the last falls."""
    target = guard(article, Action.RETURN, person)
    last = len(article.workflow.stages) - 1 if article.workflow else 0
    name = article.stage.name if article.stage else _last_stage_name(article)
    returned = Returned(by=person.id, at=at, revision=article.revision, stage=name, reasons=reasons)
    kept = tuple(
        yes for yes in article.approvals if article.state is not S.APPROVED or yes.stage != last
    )
    return _recanted(article, {"state": target, "approvals": kept, "returned": returned})


def withdraw(article: R, person: Person) -> R:
    """Take it out of the review; everybody who approved has to be asked again."""
    target = guard(article, Action.WITHDRAW, person)
    return _recanted(article, {"state": target, "approvals": (), "returned": None})


def taken_back(article: R) -> R:
    """Out of the review, and its release back, without asking whether somebody wrote a part of it."""
    if TABLE.find(article, Action.WITHDRAW, [Who.WORKER]) is None:
        raise _not_possible(article, Action.WITHDRAW)
    return _recanted(article, {"state": S.DRAFT, "approvals": (), "returned": None})


def emergency(article: R, person: Person, at: datetime, workflow: Workflow) -> R:
    """One of the two persons of the highest role approves without the stages; the second approval releases it."""
    if not workflow.emergency:
        raise ActionNotPossible(
            f"单位“{article.unit}”的审核流程不允许应急签发，请按流程送审。",
            state=article.state.value,
        )
    target = guard(article, Action.EMERGENCY, person)
    yes = Approval(by=person.id, at=at, revision=article.revision)
    changes: dict[str, Any] = {
        "state": target,
        "emergency_approvals": (*article.emergency_approvals, yes),
    }
    if target is S.APPROVED:
        changes |= {**_released(article), "emergency": True, "returned": None}
    return article.model_copy(update=changes)


def revised(article: R, person: Person, action: Action, **content: Any) -> R:
    """The article with a new revision; the workflow says which approvals still count.

    A returned article keeps the approvals of the stages before; one in review or approved starts again at the
    stage ``after_edit``. Approvals of the new contributor fall in any case: nobody approves what they wrote.
    """
    target = guard(article, action, person)
    workflow, kept = article.workflow, article.approvals
    if article.state in (S.IN_REVIEW, S.APPROVED) and workflow is not None:
        kept = tuple(yes for yes in kept if yes.stage < workflow.after_edit - 1)
    kept = tuple(yes for yes in kept if yes.by != person.id)
    writers = tuple(dict.fromkeys((*article.contributors, person.id)))
    changes = {"state": target, "approvals": kept, "contributors": writers, **content}
    return _unreleased(article, changes)


def _released(article: Reviewed) -> dict[str, Any]:
    recanted = tuple(number for number in article.recanted if number != article.revision)
    return {"approved_revision": article.revision, "recanted": recanted}


def _recanted(article: R, changes: dict[str, Any]) -> R:
    """An edit leaves what was scheduled alone; a person who takes the approval back does not want it sent."""
    if article.state is S.APPROVED:
        changes = {**changes, "recanted": (*article.recanted, article.revision)}
    return _unreleased(article, changes)


def _unreleased(article: R, changes: dict[str, Any]) -> R:
    nobody = {"approved_revision": None, "emergency_approvals": ()}
    return article.model_copy(update=changes | nobody)


def _last_stage_name(article: Reviewed) -> str:
    return article.workflow.stages[-1].name if article.workflow else "应急签发"


def _not_possible(article: Reviewed, action: Action) -> ActionNotPossible:
    sentence = f"{article.called}的状态是“{STATE_NAMES[article.state]}”"
    remedies: list[Remedy] = []
    if action is Action.SUBMIT and article.state is S.RETURNED:
        sentence += "，退回后还没有修改。先交新的一版；认为不必修改时，先撤回，再从头送审。"
        if isinstance(article, StoredArticle):
            remedies = [
                remedy("article.edit", "交新的一版", article=article.id),
                remedy("review.withdraw", "撤回", article=article.id),
            ]
    else:
        sentence += f"，不能做“{ACTION_NAMES[action]}”。"
    return ActionNotPossible(
        sentence,
        state=article.state.value,
        possible=[one.value for one in TABLE.possible(article, Who)],
        remedies=remedies,
    )


def _registration(person: Person, unit: str) -> Remedy:
    return remedy("staff.add", "登记角色", person=person.id, unit=unit, role=Role.EDITOR.value)


def _without_role(unit: str) -> str:
    return f"在单位“{unit}”及其上级没有采编或审核的角色。"


def _not_staff(article: Reviewed, person: Person) -> str | None:
    return None if person.rank >= 0 else _without_role(article.unit)


def _not_writer(article: Reviewed, person: Person) -> str | None:
    if person.id in (*article.contributors, article.submitted_by) or HIGHEST in person.roles:
        return None
    return f"只有作者、送审人或{ROLE_NAMES[HIGHEST]}可以。"


def _wrote(article: Reviewed, person: Person) -> str | None:
    return f"写过{article.this}的人不能审核它。" if person.id in article.contributors else None


def _not_reviewer(article: Reviewed, person: Person) -> str | None:
    stage = article.stage
    if stage is None:
        return "没有等待审核的环节。"
    before = next((yes for yes in article.approvals if yes.by == person.id), None)
    if before is not None and article.workflow is not None:
        done = article.workflow.stages[before.stage].name
        return f"已经通过了{done}，{stage.name}须由另一人审核。"
    if not stage.lets(person):
        allowed = "、".join((*(ROLE_NAMES[role] for role in stage.roles), *stage.people))
        return f"现在等待{stage.name}，须由{allowed}审核。"
    return _wrote(article, person)


def _not_last(article: Reviewed, person: Person) -> str | None:
    last = article.workflow.stages[-1] if article.workflow else None
    if HIGHEST in person.roles or (last is not None and last.lets(person)):
        return None
    return f"已通过的稿件只能由{_last_stage_name(article)}人员或{ROLE_NAMES[HIGHEST]}退回。"


def _not_highest(article: Reviewed, person: Person) -> str | None:
    if HIGHEST not in person.roles:
        return f"应急签发须由两名{ROLE_NAMES[HIGHEST]}分别同意。"
    if any(yes.by == person.id for yes in article.emergency_approvals):
        return f"已经同意过，须由另一名{ROLE_NAMES[HIGHEST]}同意。"
    return _wrote(article, person)


_AGAINST: Final[dict[Who, Callable[[Reviewed, Person], str | None]]] = {
    Who.STAFF: _not_staff,
    Who.WRITER: _not_writer,
    Who.REVIEWER: _not_reviewer,
    Who.LAST: _not_last,
    Who.HIGHEST: _not_highest,
    Who.WORKER: lambda _article, _person: "只有撤稿可以。",
}
"""The reason why a person is not that to an article; None: they are."""


def check_lock(article: StoredArticle, by: str, now: datetime) -> None:
    """Raises ``Locked`` while somebody else is writing."""
    lock = article.lock
    if lock is not None and lock.by != by and lock.until > now:
        raise Locked(article.id, lock.by, lock.until)
