"""Plans of relays: begin, change, start, drop. Whoever plans needs the permission for the unit whose relay it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from pydantic import ValidationError

from chalicelib import accounts, people, units
from chalicelib.accounts import OfficialAccount
from chalicelib.actor import Actor
from chalicelib.cloud import table
from chalicelib.errors import Field
from chalicelib.relays import logged, rules, store
from chalicelib.relays.errors import BadRelay, RelayChanged
from chalicelib.relays.models import MOST_STEPS, PlannedStep, Relay, RelayAction, RelayPlan
from chalicelib.relays.rules import Place
from chalicelib.relays.transitions import Who
from chalicelib.units import OrgUnit, UnitLevel
from chalicelib.values import reason_of

_FIELDS: Final = {
    "title": "标题",
    "intro": "导语",
    "account": "公众号",
    "template": "稿件模板",
    "steps": "各棒",
    "owner": "负责人",
    "due_at": "时限",
    "text": "要点",
    "note": "备注",
    "remind_hours": "提前提醒",
}
_NUMERALS: Final = "零一二三四五六七八九"


def begin(unit: str, plan: RelayPlan, *, by: Actor, now: datetime) -> Relay:
    """Begin a relay of a unit. Raises ``BadRelay``, ``PermissionDenied`` or ``UnknownUnit``."""
    people.require(by, logged.EDIT, unit)
    relay = Relay(
        id=rules.new_id(now),
        unit=unit,
        title=plan.title,
        account=plan.account,
        made_at=now,
        made_by=by.person,
    )
    relay = _with_plan(relay, plan).noted(now, "new", by.person)
    entry = _entry(by, logged.EDIT, None, relay, now, "新建接龙")
    store.add(relay, [entry])
    return relay


def edit(
    relay_id: str, plan: RelayPlan, *, by: Actor, now: datetime, seen: int | None = None
) -> Relay:
    """Change a plan before its start; ``seen`` is the version that the person saw.

    Raises ``UnknownRelay``, ``RelayNotNow``, ``RelayChanged``, ``BadRelay`` or ``PermissionDenied``.
    """

    def decide(before: Relay) -> Decided:
        people.require(by, logged.EDIT, before.unit)
        if seen is not None and seen != before.version:
            raise RelayChanged("刚刚有人改过这场接龙，您的修改还没有保存。请对照后再保存。")
        after = rules.relay_after(before, RelayAction.EDIT, Who.PLANNER, by=by.person, at=now)
        after = _with_plan(after, plan)
        return after, [_entry(by, logged.EDIT, before, after, now, "修改编排")]

    return store.change(relay_id, decide, now)


def start(relay_id: str, *, by: Actor, now: datetime) -> Relay:
    """Start a relay: the first step has its turn, every unit sees what it has to make, the public page opens.

    Raises ``UnknownRelay``, ``RelayNotNow``, ``BadRelay`` or ``PermissionDenied``.
    """

    def decide(before: Relay) -> Decided:
        people.require(by, logged.RUN, before.unit)
        after = rules.relay_after(before, RelayAction.START, Who.LEAD, by=by.person, at=now)
        rules.check_complete(before, now)
        after = _with_plan(after, plan_of(after))  # accounts may have moved since
        after = after.model_copy(update={"started_at": now, "started_by": by.person})
        after = rules.turned(after, now)
        return after, [_entry(by, logged.RUN, before, after, now, "开始接龙")]

    return store.change(relay_id, decide, now)


def drop(relay_id: str, *, by: Actor, now: datetime) -> Relay:
    """Give up a relay that never started. Raises ``UnknownRelay``, ``RelayNotNow`` or ``PermissionDenied``."""

    def decide(before: Relay) -> Decided:
        people.require(by, logged.EDIT, before.unit)
        after = rules.relay_after(before, RelayAction.DROP, Who.PLANNER, by=by.person, at=now)
        return after, [_entry(by, logged.EDIT, before, after, now, "作废")]

    return store.change(relay_id, decide, now)


def parsed(given: Mapping[str, Any]) -> RelayPlan:
    """A plan from what somebody typed. Raises ``BadRelay`` with a field for each fault."""
    try:
        return RelayPlan.model_validate(given)
    except ValidationError as error:
        raise bad(error) from None


def plan_of(relay: Relay) -> RelayPlan:
    """The plan of a relay as people write it."""
    return RelayPlan(
        **{
            name: getattr(relay, name)
            for name in ("title", "intro", "account", "template", "remind_hours")
        },
        steps=tuple(PlannedStep(**one.model_dump()) for one in relay.steps),
    )


def spread(
    unit: str,
    level: UnitLevel,
    *,
    count: int = 0,
    title: str = "第{序号}棒",
    first_due: datetime | None = None,
    days: float = 1,
    by: Actor,
) -> tuple[PlannedStep, ...]:
    """Steps over the accounts of the units of a level below a unit, one account each; nothing is stored.

    ``count`` steps (0: one for each account) go round the accounts; ``{序号}`` in the title becomes the Chinese numeral.
    Raises ``BadRelay``, ``PermissionDenied`` or ``UnknownUnit``.
    """
    people.require(by, logged.EDIT, unit)
    under = _under(unit)
    held: dict[str, str] = {}
    for account in sorted(_accounts(), key=lambda one: one.id):
        found = under.get(account.unit)
        if found is not None and found.level is level:
            held.setdefault(account.unit, account.id)
    called = [held[one] for one in under if one in held]
    if not called:
        raise BadRelay(
            f"这一级（{units.LEVELS[level]}）没有单位登记公众号。",
            fields=[Field("level", "没有公众号")],
        )
    number = count or len(called)
    if number > MOST_STEPS:
        raise BadRelay(
            f"一场接龙最多 {MOST_STEPS} 棒，这里有 {number} 棒。",
            fields=[Field("count", f"最多 {MOST_STEPS}")],
        )
    return tuple(
        PlannedStep(
            title=title.replace("{序号}", numeral(nth + 1)),
            account=called[nth % len(called)],
            due_at=first_due + timedelta(days=days) * nth if first_due else None,
        )
        for nth in range(number)
    )


def numeral(number: int) -> str:
    """A number below a hundred in Chinese: 36 is 三十六."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _NUMERALS[ones]
    return ("" if tens == 1 else _NUMERALS[tens]) + "十" + (_NUMERALS[ones] if ones else "")


def places(unit: str, wanted: Iterable[str]) -> dict[str, Place]:
    """Where accounts stand, of those that belong to a unit or to one below it. Others are left out."""
    under, names = _under(unit), set(wanted)
    found = {}
    for account in _accounts():
        if account.id in names and account.unit in under:
            of = under[account.unit]
            found[account.id] = Place(of.id, of.name, account.name)
    return found


def place_of(unit: str, account: str) -> Place:
    """Where one account stands. Raises ``BadRelay`` where it is not of the unit or below."""
    found = places(unit, [account]).get(account)
    if found is None:
        raise BadRelay(
            f"“{account}”不是本单位和下级单位登记的公众号。",
            fields=[Field("account", "不是本单位和下级的公众号")],
        )
    return found


def check_owner(person: str | None, unit: str, field: str = "owner") -> None:
    """Raises ``BadRelay`` where a person has no role in the unit that they are to write for."""
    if person and not people.person_for(person, unit).roles:
        raise BadRelay(
            f"{person} 在这一棒的单位没有角色。", fields=[Field(field, "在这个单位没有角色")]
        )


def bad(error: ValidationError) -> BadRelay:
    """What pydantic found in a plan, in people's words."""
    fields = [
        Field(
            ".".join(str(part) for part in found["loc"]),
            f"{_named(found['loc'])}{reason_of(found)}",
        )
        for found in error.errors(include_input=False)
    ]
    return BadRelay(f"填写有误：{'；'.join(one.problem for one in fields[:5])}。", fields=fields)


def _named(loc: Sequence[int | str]) -> str:
    step = f"第 {loc[1] + 1} 棒" if len(loc) > 2 and isinstance(loc[1], int) else ""
    return f"{step}{_FIELDS.get(str(loc[-1]), loc[-1])}"


Decided = tuple[Relay, Sequence[table.Action]]


def _with_plan(relay: Relay, plan: RelayPlan) -> Relay:
    """The relay with what a plan says. Raises ``BadRelay`` with a field for each row that is wrong."""
    rules.check_template(plan.template)
    found = places(relay.unit, {plan.account, *(one.account for one in plan.steps)})
    wrong = [] if plan.account in found else [Field("account", "不是本单位和下级的公众号")]
    for place, one in enumerate(plan.steps):
        if one.account not in found:
            wrong.append(
                Field(
                    f"steps.{place}.account",
                    f"第 {place + 1} 棒的公众号“{one.account}”不属于本单位和下级",
                )
            )
    if wrong:
        raise BadRelay(f"编排有误：{'；'.join(one.problem for one in wrong[:5])}。", fields=wrong)
    for place, one in enumerate(plan.steps):
        check_owner(one.owner, found[one.account].unit, f"steps.{place}.owner")
    return relay.model_copy(
        update={
            "title": plan.title,
            "intro": plan.intro.strip(),
            "account": plan.account,
            "template": plan.template.strip(),
            "remind_hours": plan.remind_hours,
            "steps": rules.planned(plan.steps, found, relay.steps),
        }
    )


def _under(unit: str) -> dict[str, OrgUnit]:
    """A unit and those below it, in the order of the tree. Raises ``UnknownUnit``."""
    units.lineage(unit)
    within = {unit}
    found: dict[str, OrgUnit] = {}
    for _, one in units.tree():  # a unit comes after the one above it
        if one.id in within or one.parent in within:
            within.add(one.id)
            found[one.id] = one
    return found


def _accounts() -> list[OfficialAccount]:
    return [state.account for state in accounts.states()]


def _entry(
    by: Actor, permission: str, before: Relay | None, after: Relay, now: datetime, note: str
) -> table.Action:
    return logged.entry_action(
        by,
        permission,
        after.unit,
        after.id,
        at=now,
        before=_facts(before) if before else {},
        after=_facts(after),
        note=f"{note}：{after.title}",
    )


def _facts(relay: Relay) -> Mapping[str, Any]:
    return {
        "state": relay.state.value,
        "title": relay.title,
        "steps": len(relay.steps),
        "account": relay.account,
    }
