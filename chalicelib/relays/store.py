"""Items of this package.

| pk | sk | attributes |
|---|---|---|
| ``RELAY#{relay}`` | ``RELAY`` | ``doc`` (Relay), ``version``, ``state``; while it is under way and for a month after ``gsi1pk`` = ``RELAYS``, ``gsi1sk`` = when it is looked at next |
| ``RELAYS#{unit}`` | relay | ``doc`` (RelayLine), ``state``: the relays of a unit |
| ``RELAYSTEPS#{unit}`` | ``{relay}#{step}`` | ``doc`` (UnitStep), ``state``, ``turn``, ``urged``: what a unit has to make, from the start of the relay on |
| ``RELAYARTICLE#{article}`` | ``{relay}#{step}`` | that an article belongs to a step |

Every change is one transaction on the relay's version: the relay, the rows that became others, the log of the unit, and the
relay's public page (``works``). What the page shows therefore never differs from the relay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Final

from chalicelib import works
from chalicelib.clock import stamp
from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.relays import rules
from chalicelib.relays.errors import RelayChanged, UnknownRelay
from chalicelib.relays.models import Relay, RelayLine, RelayState, RelayStep, UnitStep
from chalicelib.works import Work, WorkKind

Change = Callable[[Relay], "tuple[Relay, Sequence[table.Action]] | None"]
"""A relay as it is → as it becomes, further writes; None: nothing is to do."""
DUE: Final = "RELAYS"
_TRIES: Final = 12
_UNSEEN: Final = frozenset({RelayState.DRAFT, RelayState.DROPPED})


def add(relay: Relay, also: Sequence[table.Action]) -> None:
    """Keep a new relay, together with other writes."""
    item: table.Item = {
        **_key(relay.id),
        "doc": relay.model_dump_json(),
        "version": relay.version,
        "state": relay.state.value,
    }
    table.transact([table.put_action(item, only_new=True), _line_action(relay), *also])


def get(relay_id: str) -> Relay:
    """One relay as it is now. Raises ``UnknownRelay``."""
    item = table.get(**_key(relay_id), consistent=True)
    if item is None:
        raise UnknownRelay(relay_id)
    return Relay.model_validate_json(str(item["doc"]))


def change(relay_id: str, decide: Change, now: datetime) -> Relay:
    """Apply ``decide`` to the relay as it is; where somebody was faster, again on the relay as it became.

    Raises ``UnknownRelay``, ``RelayChanged`` after ``_TRIES`` lost races, and the errors of ``decide``.
    """
    for _ in range(_TRIES):
        before = get(relay_id)
        decided = decide(before)
        if decided is None:
            return before
        after, also = decided
        after = after.model_copy(update={"version": before.version + 1})
        try:
            table.transact(
                [
                    _write_action(before, after, now),
                    _line_action(after),
                    *_row_actions(before, after),
                    *_page_actions(before, after, now),
                    *also,
                ]
            )
        except ConditionFailed as error:
            if error.index:
                raise
            continue
        return after
    raise RelayChanged(f"接龙 {relay_id} 正被多人同时修改，没有保存。请稍后重试。")


def look_again(relay: Relay, at: datetime | None) -> None:
    """Let a relay that nothing changed in be looked at then."""
    key = _key(relay.id)
    try:
        table.update(
            key["pk"],
            key["sk"],
            "SET gsi1pk = :due, gsi1sk = :at" if at else "REMOVE gsi1pk, gsi1sk",
            {":version": relay.version, **({":due": DUE, ":at": stamp(at)} if at else {})},
            condition="version = :version",
        )
    except ConditionFailed:
        return  # whoever changed it said when


def due(until: datetime) -> list[str]:
    """Ids of the relays that are due to be looked at."""
    return [str(one["pk"]).removeprefix("RELAY#") for one in table.due(DUE, stamp(until))]


def of_unit(unit: str, after: str = "") -> Iterator[RelayLine]:
    """A unit's relays, the newest first; ``after`` is the id that the first one follows."""
    found = table.query(f"RELAYS#{unit}", "" if after else "jl-", newest_first=True, after=after)
    return (RelayLine.model_validate_json(str(item["doc"])) for item in found)


def steps_of(unit: str) -> Iterator[UnitStep]:
    """What a unit has to make, and has made, of relays; those of the newest relay first."""
    found = table.query(f"RELAYSTEPS#{unit}", "jl-", newest_first=True)
    return (UnitStep.model_validate_json(str(item["doc"])) for item in found)


def article_action(article: str, relay: Relay, step: RelayStep) -> table.Action:
    """Note with a change that an article belongs to a step."""
    return table.put_action({"pk": f"RELAYARTICLE#{article}", "sk": f"{relay.id}#{step.id}"})


def of_article(article: str) -> list[tuple[str, str]]:
    """The relays and steps that an article belongs, or belonged, to."""
    found = table.query(f"RELAYARTICLE#{article}", consistent=True)
    split = (str(item["sk"]).partition("#") for item in found)
    return [(relay, step) for relay, _, step in split]


def work_of(relay: Relay, now: datetime) -> Work:
    """The relay's public page."""
    return Work(
        account=relay.account,
        kind=WorkKind.RELAY,
        id=relay.id,
        title=relay.title,
        content=rules.page_of(relay),
        published_at=relay.started_at or now,
        version=relay.version,
    )


def _page_actions(before: Relay, after: Relay, now: datetime) -> list[table.Action]:
    if after.state in _UNSEEN:
        return []
    new = work_of(after, now)
    if before.state not in _UNSEEN:
        old = work_of(before, now)
        if (old.title, old.content) == (new.title, new.content):
            return []
    return [works.publish_action(new)]


def _row_actions(before: Relay, after: Relay) -> list[table.Action]:
    if after.state in _UNSEEN:
        return []
    old = {one.id: one for one in before.steps} if before.state not in _UNSEEN else {}
    actions = []
    for step in after.steps:
        was = old.get(step.id)
        if was is not None and was.unit != step.unit:
            actions.append(table.delete_action(f"RELAYSTEPS#{was.unit}", f"{before.id}#{was.id}"))
        row = rules.unit_step(after, step)
        if was is None or rules.unit_step(before, was) != row:
            actions.append(table.put_action(_row(after, row)))
    return actions


def _row(relay: Relay, row: UnitStep) -> table.Item:
    step = relay.step(row.step)
    turn = step is not None and step.turn_at is not None and step.open
    return {
        "pk": f"RELAYSTEPS#{row.unit}",
        "sk": f"{row.relay}#{row.step}",
        "doc": row.model_dump_json(),
        "state": row.state.value,
        "turn": "yes" if turn and relay.state is RelayState.RUNNING else "",
        "urged": row.urged.value,
        "version": relay.version,
    }


def _line_action(relay: Relay) -> table.Action:
    line = rules.line_of(relay)
    return table.put_action(
        {
            "pk": f"RELAYS#{relay.unit}",
            "sk": relay.id,
            "doc": line.model_dump_json(),
            "state": relay.state.value,
            "version": relay.version,
        }
    )


def _write_action(before: Relay, after: Relay, now: datetime) -> table.Action:
    key, at = _key(after.id), rules.look_at(after, now)
    return table.update_action(
        key["pk"],
        key["sk"],
        "SET doc = :doc, version = :version, #state = :state"
        + (", gsi1pk = :due, gsi1sk = :at" if at else " REMOVE gsi1pk, gsi1sk"),
        {
            ":doc": after.model_dump_json(),
            ":version": after.version,
            ":state": after.state.value,
            ":before": before.version,
            **({":due": DUE, ":at": stamp(at)} if at else {}),
        },
        condition="version = :before",
        names={"#state": "state"},
    )


def _key(relay_id: str) -> dict[str, str]:
    return {"pk": f"RELAY#{relay_id}", "sk": "RELAY"}
