"""How an article moves through its review: pure. ``transitions.TABLE`` says what may follow what, and who may do it.

Every function takes an article as it is and returns it as it becomes, or raises ``NotAllowed`` with the reason.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from chalicelib.newsroom.articles.errors import Locked, NotAllowed
from chalicelib.newsroom.articles.models import Approval, Returned, StoredArticle
from chalicelib.newsroom.articles.models import ArticleState as S
from chalicelib.newsroom.articles.workflow import EMERGENCY_APPROVALS, AfterReturn, Workflow
from chalicelib.newsroom.review.transitions import (
    ACTION_NAMES,
    STATE_NAMES,
    TABLE,
    Action,
    Transition,
    Who,
)
from chalicelib.people import HIGHEST, ROLE_NAMES, Person


def find(article: StoredArticle, action: Action) -> Transition | None:
    """The row for ``action`` now, whoever does it."""
    for row in TABLE:
        if (
            row.action is action
            and article.state in row.sources
            and (row.completes is None or row.completes is _completes(article, action))
            and not (row.revised and not _revised(article))
        ):
            return row
    return None


def guard(article: StoredArticle, action: Action, person: Person) -> S:
    """The state that ``action`` leads to. Raises ``NotAllowed`` with the reason."""
    row = find(article, action)
    if row is None:
        raise NotAllowed(_not_now(article, action))
    against = _AGAINST[row.who](article, person)
    if against is not None:
        raise NotAllowed(
            f"{person.id} 不能对稿件“{article.id}”做“{ACTION_NAMES[action]}”：{against}"
        )
    return article.state if row.target is None else row.target


def open_to(article: StoredArticle, person: Person) -> list[Action]:
    """What this person can do to the article now."""
    return [
        row.action
        for row in TABLE
        if find(article, row.action) is row and _AGAINST[row.who](article, person) is None
    ]


def unknown(person_id: str, unit: str) -> str:
    """That a person has no role in a unit, and how they get one."""
    return (
        f"{person_id} 在单位“{unit}”及其上级没有登记。"
        f"用 `./rongmei staff add {person_id} --unit {unit} --role editor` 登记。"
    )


def submit(
    article: StoredArticle, person: Person, workflow: Workflow, at: datetime
) -> StoredArticle:
    """Ask for the review. It goes on where it stopped, unless the unit's workflow has changed or says otherwise."""
    target = guard(article, Action.SUBMIT, person)
    keep = article.approvals if article.workflow == workflow else ()
    if article.state is S.RETURNED and workflow.after_return is AfterReturn.RESTART:
        keep = ()
    changes = {"state": target, "workflow": workflow, "approvals": keep, "returned": None}
    return article.model_copy(update={**changes, "submitted_by": person.id, "submitted_at": at})


def approve(article: StoredArticle, person: Person, at: datetime) -> StoredArticle:
    """One stage's yes; the last one releases the article."""
    target = guard(article, Action.APPROVE, person)
    yes = Approval(by=person.id, at=at, revision=article.revision, stage=article.stage_number or 0)
    changes: dict[str, Any] = {"state": target, "approvals": (*article.approvals, yes)}
    if target is S.APPROVED:
        changes |= _released(article)
    return article.model_copy(update=changes)


def send_back(
    article: StoredArticle, person: Person, at: datetime, reasons: tuple[str, ...]
) -> StoredArticle:
    """退回: to the writers, with reasons. Approvals of earlier stages stand; of an approved article, the last falls."""
    target = guard(article, Action.RETURN, person)
    last = len(article.workflow.stages) - 1 if article.workflow else 0
    name = article.stage.name if article.stage else _last_stage_name(article)
    returned = Returned(by=person.id, at=at, revision=article.revision, stage=name, reasons=reasons)
    kept = tuple(
        yes for yes in article.approvals if article.state is not S.APPROVED or yes.stage != last
    )
    return _recanted(article, {"state": target, "approvals": kept, "returned": returned})


def withdraw(article: StoredArticle, person: Person) -> StoredArticle:
    """Take it out of the review; whoever approved has to be asked again."""
    target = guard(article, Action.WITHDRAW, person)
    return _recanted(article, {"state": target, "approvals": (), "returned": None})


def emergency(
    article: StoredArticle, person: Person, at: datetime, workflow: Workflow
) -> StoredArticle:
    """One of the two of the highest role who release it without its stages; the second one does."""
    if not workflow.emergency:
        raise NotAllowed(f"单位“{article.unit}”的审核流程不允许应急签发，请按流程送审。")
    target = guard(article, Action.EMERGENCY, person)
    yes = Approval(by=person.id, at=at, revision=article.revision)
    changes: dict[str, Any] = {
        "state": target,
        "emergency_approvals": (*article.emergency_approvals, yes),
    }
    if target is S.APPROVED:
        changes |= {**_released(article), "emergency": True, "returned": None}
    return article.model_copy(update=changes)


def revised(
    article: StoredArticle, person: Person, action: Action, **content: Any
) -> StoredArticle:
    """The article with a new revision; what was approved before counts as the workflow says.

    A returned article keeps the approvals of the stages before; one in review or approved starts again at the
    stage ``after_edit``. What the new contributor had approved falls in any case: nobody approves what they wrote.
    """
    target = guard(article, action, person)
    workflow, kept = article.workflow, article.approvals
    if article.state in (S.IN_REVIEW, S.APPROVED) and workflow is not None:
        kept = tuple(yes for yes in kept if yes.stage < workflow.after_edit - 1)
    kept = tuple(yes for yes in kept if yes.by != person.id)
    writers = tuple(dict.fromkeys((*article.contributors, person.id)))
    changes = {"state": target, "approvals": kept, "contributors": writers, **content}
    return _unreleased(article, changes)


def _released(article: StoredArticle) -> dict[str, Any]:
    again = tuple(one for one in article.recanted if one != article.revision)
    return {"approved_revision": article.revision, "recanted": again}


def _recanted(article: StoredArticle, changes: dict[str, Any]) -> StoredArticle:
    """An edit leaves what was scheduled alone; who takes the yes itself back does not want it sent."""
    if article.state is S.APPROVED:
        changes = {**changes, "recanted": (*article.recanted, article.revision)}
    return _unreleased(article, changes)


def _unreleased(article: StoredArticle, changes: dict[str, Any]) -> StoredArticle:
    nobody = {"approved_revision": None, "emergency_approvals": ()}
    return article.model_copy(update=changes | nobody)


def _completes(article: StoredArticle, action: Action) -> bool:
    if action is Action.EMERGENCY:
        return len(article.emergency_approvals) + 1 >= EMERGENCY_APPROVALS
    stages = article.workflow.stages if article.workflow else ()
    return len({yes.stage for yes in article.approvals}) + 1 >= len(stages)


def _revised(article: StoredArticle) -> bool:
    return article.returned is not None and article.revision > article.returned.revision


def _last_stage_name(article: StoredArticle) -> str:
    return article.workflow.stages[-1].name if article.workflow else "应急签发"


def _not_now(article: StoredArticle, action: Action) -> str:
    now = f"稿件“{article.id}”的状态是“{STATE_NAMES[article.state]}”"
    if action is Action.SUBMIT and article.state is S.RETURNED:
        return (
            f"{now}，退回后还没有修改。先用 `./rongmei article edit {article.id} 文件` 交新的一版；"
            f"认为不必修改时，用 `./rongmei review withdraw {article.id}` 撤回，再从头送审。"
        )
    return f"{now}，不能做“{ACTION_NAMES[action]}”。"


def _not_staff(article: StoredArticle, person: Person) -> str | None:
    return None if person.roles else unknown(person.id, article.unit)


def _not_writer(article: StoredArticle, person: Person) -> str | None:
    if person.id in (*article.contributors, article.submitted_by) or HIGHEST in person.roles:
        return None
    return f"只有作者、送审人或{ROLE_NAMES[HIGHEST]}可以。"


def _wrote(article: StoredArticle, person: Person) -> str | None:
    return "写过这篇稿件的人不能审核它。" if person.id in article.contributors else None


def _not_reviewer(article: StoredArticle, person: Person) -> str | None:
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


def _not_last(article: StoredArticle, person: Person) -> str | None:
    last = article.workflow.stages[-1] if article.workflow else None
    if HIGHEST in person.roles or (last is not None and last.lets(person)):
        return None
    return f"已通过的稿件只能由{_last_stage_name(article)}人员或{ROLE_NAMES[HIGHEST]}退回。"


def _not_highest(article: StoredArticle, person: Person) -> str | None:
    if HIGHEST not in person.roles:
        return f"应急签发须由两名{ROLE_NAMES[HIGHEST]}分别同意。"
    if any(yes.by == person.id for yes in article.emergency_approvals):
        return f"已经同意过，须由另一名{ROLE_NAMES[HIGHEST]}同意。"
    return _wrote(article, person)


_AGAINST: Final[dict[Who, Callable[[StoredArticle, Person], str | None]]] = {
    Who.STAFF: _not_staff,
    Who.WRITER: _not_writer,
    Who.REVIEWER: _not_reviewer,
    Who.LAST: _not_last,
    Who.HIGHEST: _not_highest,
}
"""Why this person may not; None: they may."""


def check_lock(article: StoredArticle, by: str, now: datetime) -> None:
    """Raises ``Locked`` while somebody else is writing."""
    lock = article.lock
    if lock is not None and lock.by != by and lock.until > now:
        raise Locked(article.id, lock.by, lock.until)
