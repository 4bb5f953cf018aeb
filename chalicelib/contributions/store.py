"""Items of this package.

| pk | sk | attributes |
|---|---|---|
| ``CONTRIBUTION#{id}`` | ``CONTRIBUTION`` | ``doc`` (Contribution), ``version``, ``state``; while something is to be carried out ``gsi1pk`` = ``CONTRIBUTION_DUE``, ``gsi1sk`` = when |
| ``CONTRIBUTION#{id}`` | ``MERGED#{other}`` | that another was merged into it |
| ``CONTRIBUTED#{unit}`` | id | ``doc``: a line of what a unit has written and sent |
| ``CONTRIBUTIONS#{unit}`` | id | ``doc``: a line of what a unit has received |
| ``CONTRIBUTIONS_OPEN#{unit}`` | id | ``doc``: a line of what it has to decide |
| ``CONTRIBUTIONS_TOLD#{unit}`` | id | ``doc``: a line of an answer that the sender has not seen |
| ``CONTRIBUTION_POINTS#{unit}#{month}`` | id | ``doc`` (Counted): what counts there in a month |
| ``CONTRIBUTION_ARTICLE#{article}`` | id | that an article of a receiver's newsroom is the copy of a contribution |
| ``CONTRIBUTION_CALLS#{unit}`` | call | ``doc`` (Call), ``version`` |
| ``CONTRIBUTION_CALL#{call}`` | id | ``unit``, ``state``: of a contribution that answers the call |
| ``CONTRIBUTION_SETTINGS`` | unit | ``doc`` (ReceiverSettings), ``version`` |

A contribution is written together with its lines and points, so that no list and no sum drifts from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Final

from chalicelib import audit
from chalicelib.audit import AuditEntry
from chalicelib.clock import stamp
from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.contributions import points
from chalicelib.contributions.errors import (
    ContributionChanged,
    UnknownCall,
    UnknownContribution,
)
from chalicelib.contributions.models import (
    Call,
    Contribution,
    ContributionState,
    Month,
    ReceiverSettings,
)
from chalicelib.contributions.points import Counted

Change = Callable[
    [Contribution], "tuple[Contribution, AuditEntry | None, Sequence[table.Action]] | None"
]
"""A contribution as it is → as it becomes, the entry of the log, further writes; None: nothing is to do."""

DUE: Final = "CONTRIBUTION_DUE"
_SETTINGS: Final = "CONTRIBUTION_SETTINGS"
_TRIES: Final = 8
_LINE_CHARS: Final = 120


def add(one: Contribution, entry: AuditEntry) -> None:
    """Keep a new contribution."""
    item: table.Item = {
        **_key(one.id),
        "doc": one.model_dump_json(),
        "version": one.version,
        "state": one.state.value,
    }
    table.transact(
        [table.put_action(item, only_new=True), *_lines(None, one), audit.write_action(entry)]
    )


def get(contribution: str) -> Contribution:
    """One contribution as it is now. Raises ``UnknownContribution``."""
    item = table.get(**_key(contribution), consistent=True)
    if item is None:
        raise UnknownContribution(contribution)
    return _read(item)


def change(contribution: str, decide: Change, *, due: datetime | None = None) -> Contribution:
    """Apply ``decide`` to it as it is; where somebody was faster, again on what it became.

    Where something is left to be carried out, it is looked at from ``due`` on. Raises ``UnknownContribution``,
    ``ContributionChanged`` after ``_TRIES`` lost races, and the errors of ``decide``.
    """
    for _ in range(_TRIES):
        before = get(contribution)
        decided = decide(before)
        if decided is None:
            return before
        after, entry, more = decided
        after = after.model_copy(update={"version": before.version + 1})
        logged = [audit.write_action(entry)] if entry else []
        try:
            table.transact([_update(before, after, due), *_lines(before, after), *logged, *more])
        except ConditionFailed as error:
            if error.index:
                raise
            continue
        return after
    raise ContributionChanged("这件报送正被多人同时处理，没有保存。请刷新后再试。")


def sent_by(unit: str, after: str = "") -> Iterator[Contribution]:
    """Lines of what a unit has written, the newest first; ``after`` is the id that the first one follows."""
    return map(_read, table.query(f"CONTRIBUTED#{unit}", newest_first=True, after=after))


def received_by(unit: str, after: str = "") -> Iterator[Contribution]:
    """Lines of what a unit has received, the newest first."""
    return map(_read, table.query(f"CONTRIBUTIONS#{unit}", newest_first=True, after=after))


def open_at(unit: str) -> Iterator[Contribution]:
    """Lines of what a unit has to decide, the oldest first."""
    return map(_read, table.query(f"CONTRIBUTIONS_OPEN#{unit}", consistent=True))


def told(unit: str) -> Iterator[Contribution]:
    """Lines of answers that a unit has not seen, the oldest first."""
    return map(_read, table.query(f"CONTRIBUTIONS_TOLD#{unit}", consistent=True))


def points_of(unit: str, month: Month) -> list[Counted]:
    """What counts at a receiver in a month: one query."""
    found = table.query(f"CONTRIBUTION_POINTS#{unit}#{month}")
    return [Counted.model_validate_json(str(item["doc"])) for item in found]


def due(now: datetime) -> list[str]:
    """Ids of the contributions of which something is to be carried out."""
    return [str(one["pk"]).removeprefix("CONTRIBUTION#") for one in table.due(DUE, stamp(now))]


def merged_into(one: Contribution) -> list[Contribution]:
    """Lines of what was merged into a contribution."""
    found = table.query(f"CONTRIBUTION#{one.id}", "MERGED#")
    return [line_of(get(str(item["sk"]).removeprefix("MERGED#"))) for item in found]


def article_action(article: str, contribution: str) -> table.Action:
    """An article is the copy of a contribution."""
    return table.put_action({"pk": f"CONTRIBUTION_ARTICLE#{article}", "sk": contribution})


def of_article(article: str) -> list[str]:
    """Ids of the contributions that an article is the copy of."""
    return [str(one["sk"]) for one in table.query(f"CONTRIBUTION_ARTICLE#{article}")]


def settings(unit: str) -> ReceiverSettings | None:
    """A unit's own settings; None where it has none."""
    item = table.get(_SETTINGS, unit, consistent=True)
    return None if item is None else ReceiverSettings.model_validate_json(str(item["doc"]))


def all_settings() -> dict[str, ReceiverSettings]:
    """The settings of every unit that has some."""
    found = (
        ReceiverSettings.model_validate_json(str(one["doc"])) for one in table.query(_SETTINGS)
    )
    return {one.unit: one for one in found}


def save_settings(after: ReceiverSettings, entry: AuditEntry) -> None:
    """Write settings. Raises ``ContributionChanged`` where the present version is not the one before."""
    item: table.Item = {
        "pk": _SETTINGS,
        "sk": after.unit,
        "doc": after.model_dump_json(),
        "version": after.version,
    }
    condition = "attribute_not_exists(pk) OR version = :before"
    put = table.put_if_action(item, condition, {":before": after.version - 1})
    try:
        table.transact([put, audit.write_action(entry)])
    except ConditionFailed as error:
        raise ContributionChanged(
            "有人刚刚改过报送设置，您的修改没有保存。请对照后再保存。"
        ) from error


def calls(unit: str) -> Iterator[Call]:
    """The calls of a unit, the newest first."""
    found = table.query(f"CONTRIBUTION_CALLS#{unit}", newest_first=True, consistent=True)
    return (Call.model_validate_json(str(one["doc"])) for one in found)


def call(call_id: str) -> Call:
    """One call. Raises ``UnknownCall``."""
    item = table.get(f"CONTRIBUTION_CALL#{call_id}", "CALL", consistent=True)
    found = item and table.get(f"CONTRIBUTION_CALLS#{item['unit']}", call_id, consistent=True)
    if not found:
        raise UnknownCall(call_id)
    return Call.model_validate_json(str(found["doc"]))


def save_call(before: Call | None, after: Call, entry: AuditEntry) -> Call:
    """Write a new call, or a changed one. Raises ``ContributionChanged``."""
    version = before.version + 1 if before else 1
    after = after.model_copy(update={"version": version})
    item: table.Item = {
        "pk": f"CONTRIBUTION_CALLS#{after.unit}",
        "sk": after.id,
        "doc": after.model_dump_json(),
        "version": version,
    }
    place = {"pk": f"CONTRIBUTION_CALL#{after.id}", "sk": "CALL", "unit": after.unit}
    writes = (
        [table.put_if_action(item, "version = :before", {":before": before.version})]
        if before
        else [table.put_action(item, only_new=True), table.put_action(place)]
    )
    try:
        table.transact([*writes, audit.write_action(entry)])
    except ConditionFailed as error:
        raise ContributionChanged(
            "有人刚刚改过这次约稿，您的修改没有保存。请刷新后再改。"
        ) from error
    return after


def answers_to(call_id: str) -> list[tuple[str, ContributionState]]:
    """Unit and state of what answers a call."""
    found = table.query(f"CONTRIBUTION_CALL#{call_id}", "bs-")
    return [(str(one["unit"]), ContributionState(str(one["state"]))) for one in found]


def line_of(one: Contribution) -> Contribution:
    """It as lists hold it: without most of its words and its way."""
    short = one.written.model_copy(update={"text": one.written.text[:_LINE_CHARS]})
    return one.model_copy(update={"written": short, "steps": one.steps[-1:]})


def _lines(before: Contribution | None, after: Contribution) -> list[table.Action]:
    """The writes of everything that follows from a contribution."""
    line = line_of(after).model_dump_json()

    def put(pk: str, **more: str) -> table.Action:
        return table.put_action({"pk": pk, "sk": after.id, "doc": line, **more})

    actions = [put(f"CONTRIBUTED#{after.unit}")]
    if after.sent_at is not None:
        actions.append(put(f"CONTRIBUTIONS#{after.to}"))
    for partition, holds in (
        (f"CONTRIBUTIONS_OPEN#{after.to}", lambda one: one.open),
        (f"CONTRIBUTIONS_TOLD#{after.unit}", lambda one: not one.known),
    ):
        if holds(after):
            actions.append(put(partition))
        elif before and holds(before):
            actions.append(table.delete_action(partition, after.id))
    called = after.written.call if after.sent_at is not None else ""
    was_called = before.written.call if before and before.sent_at is not None else ""
    if called:
        actions.append(
            table.put_action(
                {
                    "pk": f"CONTRIBUTION_CALL#{called}",
                    "sk": after.id,
                    "unit": after.unit,
                    "state": after.state.value,
                }
            )
        )
    if was_called and was_called != called:
        actions.append(table.delete_action(f"CONTRIBUTION_CALL#{was_called}", after.id))
    into = after.answer.into if after.answer else ""
    was_into = before.answer.into if before and before.answer else ""
    if into:
        actions.append(table.put_action({"pk": f"CONTRIBUTION#{into}", "sk": f"MERGED#{after.id}"}))
    elif was_into:
        actions.append(table.delete_action(f"CONTRIBUTION#{was_into}", f"MERGED#{after.id}"))
    return actions + _point_actions(before, after)


def _point_actions(before: Contribution | None, after: Contribution) -> list[table.Action]:
    was, is_ = before and points.counted(before), points.counted(after)
    if was == is_:
        return []
    partition = f"CONTRIBUTION_POINTS#{after.to}"
    kept = is_.months if is_ else frozenset()
    gone = (was.months if was else frozenset()) - kept
    doc = is_.model_dump_json() if is_ else ""
    return [
        *(
            table.put_action({"pk": f"{partition}#{month}", "sk": after.id, "doc": doc})
            for month in sorted(kept)
        ),
        *(table.delete_action(f"{partition}#{month}", after.id) for month in sorted(gone)),
    ]


def _update(before: Contribution, after: Contribution, due: datetime | None) -> table.Action:
    where = _key(after.id)
    values: dict[str, str | int] = {
        ":doc": after.model_dump_json(),
        ":version": after.version,
        ":state": after.state.value,
        ":before": before.version,
    }
    index = " REMOVE gsi1pk, gsi1sk"
    if after.pending:
        index = ", gsi1pk = :due"
        values[":due"] = DUE
        if due is not None:
            index += ", gsi1sk = :at"
            values[":at"] = stamp(due)
    return table.update_action(
        where["pk"],
        where["sk"],
        f"SET doc = :doc, version = :version, #state = :state{index}",
        values,
        condition="version = :before",
        names={"#state": "state"},
    )


def _key(contribution: str) -> dict[str, str]:
    return {"pk": f"CONTRIBUTION#{contribution}", "sk": "CONTRIBUTION"}


def _read(item: table.Item) -> Contribution:
    return Contribution.model_validate_json(str(item["doc"]))
