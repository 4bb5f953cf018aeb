"""Items of this package.

| pk | sk | attributes |
|---|---|---|
| ``MENU#{account}`` | ``STATE`` | ``doc`` (MenuState: what is shown, wanted, waiting), ``edition``; ``holder`` and ``lease`` (epoch s) of the function that speaks with WeChat; in ``GSI1`` under ``MENUS`` by due time |
| ``MENU#{account}`` | ``DRAFT`` | ``doc`` (Draft), ``edition`` |
| ``MENU#{account}`` | ``FOUND`` | ``doc`` (what WeChat showed when it was not ours), ``page`` (whether made on WeChat's page) |
| ``MENU#{account}`` | ``V#{number:06d}`` | ``doc`` (MenuVersion), ``digest`` |
| ``MENU#{account}`` | ``P#{id}`` | ``doc`` (Publication that is closed) |
| ``MENU-RULES`` | unit | ``two`` (whether a second person releases menus), there and below |
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from chalicelib.clock import stamp
from chalicelib.cloud import batches, table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.menus.course import due as due_at
from chalicelib.menus.errors import MenuChanged, UnknownMenuVersion
from chalicelib.menus.models import Draft, MenuDocument, MenuState, MenuVersion, Publication
from chalicelib.menus.transitions import CLOSED
from chalicelib.menus.wire import digest

LEASE: Final = timedelta(seconds=90)
"""One call of WeChat takes a few seconds at most; each lengthens it."""
_DUE: Final = "MENUS"
_RULES: Final = "MENU-RULES"


def read(account_id: str) -> MenuState:
    """The state of an account's menu, as of now."""
    item = table.get(_pk(account_id), "STATE", consistent=True)
    return MenuState.model_validate_json(str(item["doc"])) if item else MenuState()


def read_each(account_ids: Sequence[str]) -> dict[str, MenuState]:
    """The states of up to a hundred accounts that have one, in one call."""
    ids = {_pk(one): one for one in account_ids}
    found = batches.get_all([(pk, "STATE") for pk in ids])
    return {
        ids[pk]: MenuState.model_validate_json(str(item["doc"])) for (pk, _), item in found.items()
    }


def write(
    account_id: str,
    after: MenuState,
    *,
    before: MenuState,
    by: str,
    also: Sequence[table.Action] = (),
) -> MenuState:
    """Put a state in the place of the one that was read, together with other writes; closed publications leave it.

    Raises ``MenuChanged``, which names who was faster.
    """
    closed = [one for one in after.open if one.state in CLOSED]
    kept = after.model_copy(
        update={
            "edition": before.edition + 1,
            "last_by": by,
            "open": tuple(one for one in after.open if one.state not in CLOSED),
        }
    )
    due = due_at(kept)
    values: table.Item = {":doc": kept.model_dump_json(), ":new": kept.edition}
    update = "SET doc = :doc, edition = :new"
    if due is None:
        update += " REMOVE gsi1pk, gsi1sk"
    else:
        update += ", gsi1pk = :list, gsi1sk = :due"
        values |= {":list": _DUE, ":due": stamp(due)}
    if before.edition:
        values[":old"] = before.edition
    actions = [
        table.update_action(
            _pk(account_id),
            "STATE",
            update,
            values,
            condition="edition = :old" if before.edition else "attribute_not_exists(edition)",
        ),
        *(table.put_action(_publication(account_id, one)) for one in closed),
        *also,
    ]
    try:
        table.transact(actions)
    except ConditionFailed as error:
        raise MenuChanged(read(account_id).last_by) from error
    return kept


def claim(account_id: str, mark: str, now: datetime) -> bool:
    """Be the one function that speaks with WeChat about an account's menu; False where another one is."""
    return _updated(
        account_id,
        "SET holder = :mark, lease = :until",
        {":mark": mark, ":until": _lease(now), ":now": int(now.timestamp())},
        "attribute_exists(pk) AND (attribute_not_exists(lease) OR lease < :now)",
    )


def hold(account_id: str, mark: str, edition: int, now: datetime) -> bool:
    """Stay it for one more call; False where the state is another one by now, or another function took over."""
    return _updated(
        account_id,
        "SET lease = :until",
        {":mark": mark, ":edition": edition, ":until": _lease(now)},
        "holder = :mark AND edition = :edition",
    )


def release(account_id: str, mark: str) -> None:
    """Let the next function speak."""
    _updated(account_id, "REMOVE holder, lease", {":mark": mark}, "holder = :mark")


def due(now: datetime) -> Iterator[str]:
    """Accounts at whose menu something is to be done."""
    for item in table.due(_DUE, stamp(now)):
        yield str(item["pk"]).removeprefix("MENU#")


def draft(account_id: str) -> Draft:
    """What is being worked on; an empty one where nothing was saved yet."""
    item = table.get(_pk(account_id), "DRAFT", consistent=True)
    return Draft.model_validate_json(str(item["doc"])) if item else Draft()


def draft_action(account_id: str, new: Draft, *, before: Draft) -> table.Action:
    """The write of a draft in the place of the one that was read."""
    values: table.Item = {":doc": new.model_dump_json(), ":new": new.edition}
    if before.edition:
        values[":old"] = before.edition
    return table.update_action(
        _pk(account_id),
        "DRAFT",
        "SET doc = :doc, edition = :new",
        values,
        condition="edition = :old" if before.edition else "attribute_not_exists(edition)",
    )


def write_draft(
    account_id: str, new: Draft, *, before: Draft, also: Sequence[table.Action] = ()
) -> None:
    """Keep a draft. Raises ``MenuChanged``."""
    try:
        table.transact([draft_action(account_id, new, before=before), *also])
    except ConditionFailed as error:
        raise MenuChanged(draft(account_id).by) from error


def version_action(account_id: str, version: MenuVersion) -> table.Action:
    """The write of a new version."""
    item: table.Item = {
        "pk": _pk(account_id),
        "sk": f"V#{version.number:06d}",
        "doc": version.model_dump_json(),
        "digest": digest(version.document),
    }
    return table.put_action(item, only_new=True)


def version(account_id: str, number: int) -> MenuVersion:
    """One version. Raises ``UnknownMenuVersion``."""
    item = table.get(_pk(account_id), f"V#{number:06d}") if number > 0 else None
    if item is None:
        raise UnknownMenuVersion(account_id, number)
    return MenuVersion.model_validate_json(str(item["doc"]))


def versions(account_id: str, *, after: int = 0) -> Iterator[MenuVersion]:
    """Every version, the newest first; ``after`` is the number that the first one follows."""
    found = table.query(
        _pk(account_id), "V#", newest_first=True, after=f"V#{after:06d}" if after else ""
    )
    return (MenuVersion.model_validate_json(str(item["doc"])) for item in found)


def latest_version(account_id: str) -> MenuVersion | None:
    """The newest version; None where there is none."""
    found = table.query(_pk(account_id), "V#", newest_first=True, limit=1, consistent=True)
    return next((MenuVersion.model_validate_json(str(item["doc"])) for item in found), None)


def document(account_id: str, number: int) -> MenuDocument:
    """The menus of a version; those of 0 are none."""
    return version(account_id, number).document if number else MenuDocument()


def closed(account_id: str) -> Iterator[Publication]:
    """Publications that can change no more, the newest first."""
    found = table.query(_pk(account_id), "P#", newest_first=True)
    return (Publication.model_validate_json(str(item["doc"])) for item in found)


def closed_one(account_id: str, publication_id: str) -> Publication | None:
    """One of them; None where there is none."""
    item = table.get(_pk(account_id), f"P#{publication_id}", consistent=True)
    return Publication.model_validate_json(str(item["doc"])) if item else None


def keep_found(account_id: str, found: MenuDocument, *, on_page: bool) -> None:
    """Keep what WeChat shows, for the difference."""
    table.put(
        {"pk": _pk(account_id), "sk": "FOUND", "doc": found.model_dump_json(), "page": on_page}
    )


def found(account_id: str) -> MenuDocument | None:
    """What WeChat showed when it was last not ours."""
    item = table.get(_pk(account_id), "FOUND", consistent=True)
    return MenuDocument.model_validate_json(str(item["doc"])) if item else None


def forget(account_id: str) -> None:
    """Delete everything about an account's menu. Running it twice is harmless."""
    # The state first: without it no sweep finds the account.
    table.delete(_pk(account_id), "STATE")
    for item in list(table.query(_pk(account_id), consistent=True)):
        table.delete(str(item["pk"]), str(item["sk"]))


def two_people(unit: str) -> bool | None:
    """Whether a unit itself asks for two people; None where it says nothing."""
    item = table.get(_RULES, unit, consistent=True)
    return bool(item["two"]) if item else None


def two_people_action(unit: str, two: bool) -> table.Action:
    """The write of this setting."""
    return table.put_action({"pk": _RULES, "sk": unit, "two": two})


def _publication(account_id: str, one: Publication) -> table.Item:
    return {"pk": _pk(account_id), "sk": f"P#{one.id}", "doc": one.model_dump_json()}


def _updated(account_id: str, update: str, values: table.Item, condition: str) -> bool:
    try:
        table.update(_pk(account_id), "STATE", update, values, condition=condition)
    except ConditionFailed:
        return False
    return True


def _lease(now: datetime) -> int:
    return int((now + LEASE).timestamp())


def _pk(account_id: str) -> str:
    return f"MENU#{account_id}"
