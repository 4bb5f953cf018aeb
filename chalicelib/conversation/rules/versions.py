"""The versions of an account's reply book: imported, listed, restored.

| pk | sk | attributes |
|---|---|---|
| ``BOOK#{account}`` | ``V#{version:08d}`` | ``doc`` (BookVersion); without it: a number taken by an import that broke off |

| key | body |
|---|---|
| ``reply-books/{account}/{version:08d}.json`` | a version of an account's reply book: a line of what every reply may need, then a rule a line (docs/decisions/0090); never changes |

The content of a version lies in S3 (``reply_book.book_key``) and never changes. The account names the version in
force (``accounts.put_book_in_force``).

An import takes its number, writes the object, completes the item, and only then puts the version in force. So
two importers never write the same object, and one that dies at any line leaves the old book in force and at
most a number that is skipped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from pydantic import AwareDatetime

from chalicelib import accounts, audit, people
from chalicelib.actor import Actor
from chalicelib.audit import changes_between
from chalicelib.cloud import objects, table
from chalicelib.cloud.errors import CloudNotFound, ConditionFailed
from chalicelib.conversation.errors import NoSuchVersion
from chalicelib.conversation.models import ReplyRules
from chalicelib.conversation.rules.reply_book import BookFile, book_key, read_file, to_bytes
from chalicelib.values import Value


class RuleCounts(Value):
    """The size of a version."""

    rules: int = 0
    keywords: int = 0
    scenes: int = 0
    menu: int = 0
    types: int = 0


class BookVersion(Value):
    """One version of an account's reply book, and how it came about."""

    version: int
    at: AwareDatetime
    by: str
    """Who imported or restored it."""
    source: str
    """The file it came from."""
    counts: RuleCounts
    note: str = ""
    restored_from: int | None = None
    knowledge: str | None = None
    """The compiled knowledge that goes with it."""


def import_rules(
    account_id: str,
    rules: ReplyRules,
    *,
    source: str,
    by: Actor,
    now: datetime,
    note: str = "",
) -> BookVersion:
    """Make ``rules`` the account's next version and put it in force; ``now`` is aware.

    Rules that are in force already make no new version, so running it twice does no harm: the version in force
    is returned. Raises ``UnknownAccount``, ``PermissionDenied``, or ``BookConflict`` when somebody else's import
    came between; theirs stays in force then, and this one stands in the history.
    """
    return _change_rules(
        "conversation:rules:import", account_id, rules, source=source, by=by, now=now, note=note
    )


def put_knowledge_in_force(
    account_id: str, key: str | None, by: str, now: datetime, note: str = ""
) -> BookVersion:
    """Let the account answer from the compiled knowledge under ``key`` too; its rules stay as they are.

    The caller has checked that ``by`` may release knowledge, and writes the entry of the log. None takes the knowledge away. Knowledge that is in force already makes no new version. Raises
    ``UnknownAccount``, ``NoSuchVersion``, or ``BookConflict`` when somebody else's edit came between.
    """
    in_force = accounts.state(account_id, consistent=True).book_version
    before = _listed(account_id, in_force) if in_force else None
    if before is not None and before.knowledge == key:
        return before
    rules = rules_of(account_id, in_force) if in_force else ReplyRules()
    made = BookVersion(
        version=_take_number(account_id, in_force),
        at=now.astimezone(UTC),
        by=by,
        source=before.source if before else "",
        counts=_counts(rules),
        note=note,
        knowledge=key,
    )
    return _put_in_force(account_id, made, rules, instead_of=in_force)


def restore_rules(account_id: str, version: int, *, by: Actor, now: datetime) -> BookVersion:
    """Put the content of an earlier version in force, as a new version: history only grows.

    Version 0 is the empty book of before the first import. Raises ``NoSuchVersion``, and what ``import_rules``
    raises.
    """
    return _change_rules(
        "conversation:rules:restore",
        account_id,
        rules_of(account_id, version) if version else ReplyRules(),
        source=_listed(account_id, version).source if version else "",
        by=by,
        now=now,
        restored_from=version,
    )


def rule_versions(account_id: str) -> Iterator[BookVersion]:
    """Every version, newest first."""
    for item in table.query(_partition(account_id), "V#", newest_first=True):
        if "doc" in item:
            yield BookVersion.model_validate_json(str(item["doc"]))


def rules_in_force(account_id: str) -> ReplyRules:
    """The rules that decide the account's replies now; empty while nothing was imported. Raises ``UnknownAccount``."""
    in_force = accounts.state(account_id, consistent=True).book_version
    return rules_of(account_id, in_force) if in_force else ReplyRules()


def knowledge_of(account_id: str, version: int, *, consistent: bool = False) -> str | None:
    """The compiled knowledge that goes with a version, without opening the version; None without any."""
    item = table.get(**_key(account_id, version), consistent=consistent) if version else None
    if item is None or "doc" not in item:
        return None
    return BookVersion.model_validate_json(str(item["doc"])).knowledge


def rules_of(account_id: str, version: int) -> ReplyRules:
    """The rules of one version. Raises ``NoSuchVersion``."""
    try:
        body = objects.read(book_key(account_id, version))
    except CloudNotFound as error:
        raise NoSuchVersion(account_id, version) from error
    return read_file(body).rules


def _change_rules(
    permission: str,
    account_id: str,
    rules: ReplyRules,
    *,
    source: str,
    by: Actor,
    now: datetime,
    note: str = "",
    restored_from: int | None = None,
) -> BookVersion:
    state = accounts.state(account_id, consistent=True)
    in_force, unit = state.book_version, state.account.unit
    people.require(by, permission, unit)
    if in_force and _says(account_id, in_force, rules):
        return _listed(account_id, in_force)
    made = BookVersion(
        version=_take_number(account_id, in_force),
        at=now.astimezone(UTC),
        by=by.person,
        source=source,
        counts=_counts(rules),
        note=note,
        restored_from=restored_from,
        knowledge=knowledge_of(account_id, in_force, consistent=True),
    )
    before = _size(account_id, in_force) | {"version": in_force or ""}
    entry = audit.entry_of(
        by,
        permission,
        unit=unit,
        at=now,
        object=f"reply_book:{account_id}",
        changes=changes_between(before, made.counts.model_dump() | {"version": made.version}),
        note=note or source,
    )
    return _put_in_force(
        account_id, made, rules, instead_of=in_force, also=[audit.write_action(entry)]
    )


def _size(account_id: str, version: int) -> dict[str, int]:
    """The counts of a version; none for one that nobody listed."""
    try:
        return _listed(account_id, version).counts.model_dump() if version else {}
    except NoSuchVersion:
        return {}


def _put_in_force(
    account_id: str,
    made: BookVersion,
    rules: ReplyRules,
    *,
    instead_of: int,
    also: Sequence[table.Action] = (),
) -> BookVersion:
    """Write the object, complete the item, and only then point the account at the version, together with ``also``."""
    file = BookFile(version=made.version, rules=rules, knowledge=made.knowledge)
    objects.write(book_key(account_id, made.version), to_bytes(file), "application/json")
    table.put({**_key(account_id, made.version), "doc": made.model_dump_json()})
    accounts.put_book_in_force(account_id, made.version, instead_of=instead_of, also=also)
    return made


def _says(account_id: str, version: int, rules: ReplyRules) -> bool:
    """Whether a version says just this; one that can't be read says something else, and may be replaced."""
    try:
        return rules_of(account_id, version) == rules
    except (NoSuchVersion, ValueError):
        return False


def _take_number(account_id: str, in_force: int) -> int:
    """A number that no other import has or will have."""
    newest = next(table.query(_partition(account_id), "V#", newest_first=True, limit=1), None)
    number = max(in_force, int(str(newest["sk"])[2:]) if newest else 0)
    while True:  # ends: every refusal is another import's number, and those are finite
        number += 1
        try:
            table.put(_key(account_id, number), only_new=True)
        except ConditionFailed:
            continue
        return number


def _listed(account_id: str, version: int) -> BookVersion:
    item = table.get(**_key(account_id, version), consistent=True)
    if item is None or "doc" not in item:
        raise NoSuchVersion(account_id, version)
    return BookVersion.model_validate_json(str(item["doc"]))


def _counts(rules: ReplyRules) -> RuleCounts:
    return RuleCounts(
        rules=len(rules.rules),
        keywords=sum(len(rule.exact) + len(rule.contains) for rule in rules.rules),
        scenes=len(rules.scenes),
        menu=len(rules.menu),
        types=len(rules.types),
    )


def _partition(account_id: str) -> str:
    return f"BOOK#{account_id}"


def _key(account_id: str, version: int) -> dict[str, str]:
    return {"pk": _partition(account_id), "sk": f"V#{version:08d}"}
