"""Items and objects of the versions of an account's knowledge.

| pk | sk | attributes |
|---|---|---|
| ``KNOW#{account}`` | ``HEAD`` | ``working`` (version that edits go on from), ``in_force``, ``pending`` (being put in force) |
| ``KNOW#{account}`` | ``V#{version:08d}`` | ``doc`` (KnowledgeVersion), ``moves``; without them: a number whose taker broke off; in ``GSI1`` by ``KNOWREVIEW`` and time while it waits for a release |

| key | body |
|---|---|
| ``knowledge/{account}/{version:08d}.json`` | the content of a version (``Knowledge``); never changes |
| ``reply-books/{account}/knowledge/{sha256}`` | compiled knowledge (questions, policy documents, index), named by its content, never changes: what functions read |

A version takes its number first, as reply books do (docs/decisions/0032).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import Final

from chalicelib.clock import stamp
from chalicelib.cloud import objects, table
from chalicelib.cloud.errors import CloudNotFound, ConditionFailed
from chalicelib.errors import Remedy, remedy
from chalicelib.knowledge.errors import NoSuchVersion, VersionConflict
from chalicelib.knowledge.models import Knowledge, KnowledgeVersion, VersionState
from chalicelib.values import LateValue

_PARTITION: Final = "KNOW#"
_WAITING: Final = "KNOWREVIEW"


class Head(LateValue):
    """Where an account's knowledge stands; 0 is the empty one of before the first import."""

    working: int = 0
    in_force: int = 0
    pending: int = 0


def head(account_id: str) -> Head:
    """Read consistently; all 0 where nothing was ever imported."""
    item = table.get(_partition(account_id), "HEAD", consistent=True) or {}
    return Head.model_validate({name: item[name] for name in Head.model_fields if name in item})


def take_number(account_id: str) -> int:
    """A number that no other version has or will have."""
    newest = next(table.query(_partition(account_id), "V#", newest_first=True, limit=1), None)
    number = int(str(newest["sk"])[2:]) if newest else 0
    while True:  # ends: every refusal is somebody else's number, and those are finite
        number += 1
        try:
            table.put(_key(account_id, number), only_new=True)
        except ConditionFailed:
            continue
        return number


def keep(account_id: str, number: int, knowledge: Knowledge) -> None:
    """Write the content of a version."""
    objects.write(_object(account_id, number), knowledge.model_dump_json().encode(), _JSON)


def add(
    account_id: str, version: KnowledgeVersion, *, seen: Head, also: Sequence[table.Action] = ()
) -> None:
    """List a version and let edits go on from it, with the writes ``also`` in the same transaction.

    Raises ``VersionConflict`` if somebody edited since ``seen``.
    """
    try:
        table.transact(
            [
                table.put_action(
                    {**_key(account_id, version.version), "doc": _doc(version), "moves": 0}
                ),
                table.update_action(
                    _partition(account_id),
                    "HEAD",
                    "SET working = :new",
                    {":new": version.version, ":seen": seen.working},
                    condition="attribute_not_exists(working) OR working = :seen",
                ),
                *also,
            ]
        )
    except ConditionFailed as error:
        raise VersionConflict(
            f"公众号“{account_id}”的知识库刚被别人修改，这次的修改没有保存，请重新操作一次。"
        ) from error


def version(account_id: str, number: int) -> KnowledgeVersion:
    """One listed version. Raises ``NoSuchVersion``."""
    return _listed(account_id, number)[0]


def versions(account_id: str) -> Iterator[KnowledgeVersion]:
    """Every version, newest first."""
    for item in table.query(_partition(account_id), "V#", newest_first=True):
        if "doc" in item:
            yield KnowledgeVersion.model_validate_json(str(item["doc"]))


def waiting() -> dict[str, list[KnowledgeVersion]]:
    """The versions of all accounts that wait for a release, by account."""
    found: dict[str, list[KnowledgeVersion]] = {}
    for item in table.due(_WAITING, "9"):
        version = KnowledgeVersion.model_validate_json(str(item["doc"]))
        found.setdefault(str(item["pk"]).removeprefix(_PARTITION), []).append(version)
    return found


def read(account_id: str, number: int) -> Knowledge:
    """The content of a version; that of 0 is empty. Raises ``NoSuchVersion``."""
    if number == 0:
        return Knowledge()
    try:
        return Knowledge.model_validate_json(objects.read(_object(account_id, number)))
    except CloudNotFound as error:
        raise NoSuchVersion(account_id, number) from error


def move(
    account_id: str,
    before: KnowledgeVersion,
    after: KnowledgeVersion,
    *,
    also: Sequence[table.Action] = (),
) -> None:
    """Replace the description of a version, with the writes ``also`` in the same transaction.

    Raises ``VersionConflict`` if it is no longer as in ``before``.
    """
    now, moves = _listed(account_id, before.version)
    if now == before:
        waits = after.state is VersionState.IN_REVIEW
        indexed = ", gsi1pk = :waiting, gsi1sk = :since" if waits else " REMOVE gsi1pk, gsi1sk"
        replaced = table.update_action(
            _partition(account_id),
            _key(account_id, before.version)["sk"],
            "SET doc = :doc, moves = :next" + indexed,
            {
                ":doc": _doc(after),
                ":next": moves + 1,
                ":moves": moves,
                **({":waiting": _WAITING, ":since": stamp(after.at)} if waits else {}),
            },
            condition="moves = :moves",
        )
        try:
            table.transact([replaced, *also])
        except ConditionFailed:
            pass
        else:
            return
    raise VersionConflict(
        f"版本 {before.version} 刚被别人处理过，请查看后再操作。", remedies=[_look(account_id)]
    )


def go_on_from(account_id: str, number: int, *, also: Sequence[table.Action] = ()) -> None:
    """Let edits go on from another version, with the writes ``also`` in the same transaction."""
    changed = table.update_action(
        _partition(account_id), "HEAD", "SET working = :new", {":new": number}
    )
    table.transact([changed, *also])


def claim(account_id: str, number: int, *, seen: Head) -> None:
    """Say that a version is being put in force. Raises ``VersionConflict`` while another one is, or was since ``seen``."""
    try:
        table.update(
            _partition(account_id),
            "HEAD",
            "SET pending = :new",
            {":new": number, ":none": 0, ":seen": seen.in_force},
            condition="(attribute_not_exists(pending) OR pending = :none OR pending = :new)"
            " AND (attribute_not_exists(in_force) OR in_force = :seen)",
        )
    except ConditionFailed as error:
        pending = int((error.old or {}).get("pending", 0))
        if pending:
            raise VersionConflict(
                f"版本 {pending} 正在生效或上次没有做完，请先再发布它一次。",
                remedies=[release_again(account_id, pending)],
            ) from error
        raise VersionConflict(
            "刚有另一个版本生效，请查看后再操作。", remedies=[_look(account_id)]
        ) from error


def settle(account_id: str, number: int) -> None:
    """Say that the claimed version is in force. Twice does no harm."""
    table.update(
        _partition(account_id),
        "HEAD",
        "SET in_force = :new, pending = :none",
        {":new": number, ":none": 0},
    )


def keep_compiled(account_id: str, body: bytes) -> str:
    """Store a compiled object and return its key; the same content has the same key."""
    key = f"reply-books/{account_id}/knowledge/{hashlib.sha256(body).hexdigest()}"
    objects.write(key, body, "application/octet-stream")
    return key


def release_again(account_id: str, number: int) -> Remedy:
    """The remedy of a release that broke off."""
    return remedy("faq.release", "把它发布完", version=number, account=account_id)


_JSON = "application/json"


def _look(account_id: str) -> Remedy:
    return remedy("faq.history", "查看各个版本", account=account_id)


def _listed(account_id: str, number: int) -> tuple[KnowledgeVersion, int]:
    item = table.get(**_key(account_id, number), consistent=True)
    if item is None or "doc" not in item:
        raise NoSuchVersion(account_id, number)
    return KnowledgeVersion.model_validate_json(str(item["doc"])), int(item["moves"])


def _doc(version: KnowledgeVersion) -> str:
    return version.model_dump_json()


def _object(account_id: str, number: int) -> str:
    return f"knowledge/{account_id}/{number:08d}.json"


def _partition(account_id: str) -> str:
    return _PARTITION + account_id


def _key(account_id: str, number: int) -> dict[str, str]:
    return {"pk": _partition(account_id), "sk": f"V#{number:08d}"}
