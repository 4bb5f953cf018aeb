"""Lists of rules, questions and policy documents from files: every fault at its place, mended there, then taken as a whole."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from chalicelib import accounts, conversation, knowledge
from chalicelib.actor import Actor
from chalicelib.application import reply_rules
from chalicelib.application.account_reach import account_for
from chalicelib.application.knowledge_base import EDIT
from chalicelib.application.knowledge_release import Difference, differences
from chalicelib.conversation import ReplyRules, RulesFileErrors
from chalicelib.errors import Field, Invalid
from chalicelib.knowledge import FaqEntry, PolicyDocument
from chalicelib.sheets.grid import Grid
from chalicelib.sheets.lists import Fix
from chalicelib.sheets.problems import Problem, Severity

MOST_BYTES: Final = 4 * 1024 * 1024
"""Of a file that comes with a request (docs/decisions/0190)."""
MANY: Final = 2000
"""Entries from which those that ask alike are looked for by the command line alone."""


class File(NamedTuple):
    """A file as a browser sends it, and the cells that were mended since."""

    name: str
    body: bytes
    fixes: Sequence[Fix]


class Outcome(NamedTuple):
    """What a file holds and what is wrong with it, and the version that it became."""

    problems: Sequence[Problem]
    grids: list[Grid]
    fits: bool
    """Whether it can be taken."""
    changes: list[Difference]
    alike: Sequence[knowledge.quality.SimilarPair]
    version: int
    """The version that was made; 0 for a trial, and where nothing changed."""
    before: int = 0
    """Of rules: the version that was in force, to go back to."""


def import_rules(
    account_id: str, file: File, *, by: Actor, now: datetime, dry_run: bool, note: str = ""
) -> Outcome:
    """Put a file's rules in force in the place of all others. Raises ``Invalid`` for a file that is too large.

    Raises ``UnknownAccount``, ``PermissionDenied`` and ``BookConflict``, too.
    """
    account_for(by, reply_rules.EDIT, account_id)
    rules, problems = rules_in(file)
    grids = conversation.rules_file.grid(file.name, file.body, file.fixes)
    if rules is None:
        return _refused(problems, grids)
    found = reply_rules.differences(conversation.rules_in_force(account_id), rules)
    version = before = 0
    if not dry_run:
        before = accounts.state(account_id, consistent=True).book_version
        made = conversation.import_rules(
            account_id, rules, source=file.name, by=by, now=now, note=note
        )
        version = made.version if made.version != before else 0
    return Outcome(problems, _around(grids, problems), True, found, (), version, before)


def rules_in(file: File) -> tuple[ReplyRules | None, Sequence[Problem]]:
    """The rules in a file (None where it has errors), and everything that is to be said of it. Raises ``Invalid``."""
    require_small(file)
    try:
        read = conversation.rules_file.read(file.name, file.body, fixes=file.fixes)
    except RulesFileErrors as error:
        return None, error.problems
    return read.rules, read.warnings


def import_entries(
    account_id: str,
    file: File,
    *,
    by: Actor,
    now: datetime,
    dry_run: bool,
    replace: bool = False,
    note: str = "",
) -> Outcome:
    """Make a draft of the knowledge with a file's questions. Raises like ``import_rules`` and ``versions.edit``."""
    account_for(by, EDIT, account_id)
    require_small(file)
    grids = knowledge.files.grid(FaqEntry, file.name, file.body, file.fixes)
    try:
        read = knowledge.files.read_faq(file.name, file.body, fixes=file.fixes)
    except knowledge.files.KnowledgeFileErrors as error:
        return _refused(error.problems, grids)
    known = knowledge.versions.working(account_id).knowledge
    after = knowledge.versions.with_entries(known, read.kept, replace=replace)
    made = knowledge.versions.import_entries(
        account_id,
        read.kept,
        by=None if dry_run else by,
        now=now,
        source=file.name,
        note=note,
        replace=replace,
        duplicates=len(after.entries) <= MANY,
    )
    return Outcome(
        read.problems,
        _around(grids, read.problems),
        True,
        differences(known.entries, after.entries),
        made.duplicates,
        made.version.version if made.version else 0,
    )


def import_policies(
    account_id: str,
    file: File,
    *,
    by: Actor,
    now: datetime,
    dry_run: bool,
    replace: bool = False,
    note: str = "",
) -> Outcome:
    """Make a draft of the knowledge with a file's policy documents. Raises like ``import_entries``."""
    account_for(by, EDIT, account_id)
    require_small(file)
    grids = knowledge.files.grid(PolicyDocument, file.name, file.body, file.fixes)
    try:
        read = knowledge.files.read_policies(file.name, file.body, fixes=file.fixes)
    except knowledge.files.KnowledgeFileErrors as error:
        return _refused(error.problems, grids)
    known = knowledge.versions.working(account_id).knowledge
    after = knowledge.versions.with_policies(known, read.kept, replace=replace)
    made = knowledge.versions.import_policies(
        account_id,
        read.kept,
        by=None if dry_run else by,
        now=now,
        source=file.name,
        note=note,
        replace=replace,
    )
    return Outcome(
        read.problems,
        _around(grids, read.problems),
        True,
        differences(known.policies, after.policies),
        (),
        made.version.version if made.version else 0,
    )


def require_small(file: File) -> None:
    """Raises ``Invalid`` for a file that no request can bring."""
    if len(file.body) > MOST_BYTES:
        limit = MOST_BYTES // 1024 // 1024
        raise Invalid(
            f"文件超过 {limit} MB。请拆成几个文件，或请运维人员用命令行导入。",
            fields=[Field("file", f"超过 {limit} MB")],
        )


def _refused(problems: Collection[Problem], grids: list[Grid]) -> Outcome:
    listed = sorted(problems, key=lambda one: one.severity is not Severity.ERROR)
    return Outcome(listed, _around(grids, listed), False, [], (), 0)


def _around(grids: list[Grid], problems: Collection[Problem]) -> list[Grid]:
    return [one.around(problems) for one in grids]
