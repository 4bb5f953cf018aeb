"""Lists of rules, questions and policy documents from files: every fault at its place, mended there, then taken as a whole.

A short file is taken by the request that brings it, a long one by a job (``list.import``).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, NamedTuple

from pydantic import TypeAdapter

from chalicelib import accounts, conversation, jobs, knowledge
from chalicelib.actor import Actor
from chalicelib.application import reply_rules
from chalicelib.application.account_reach import account_for
from chalicelib.application.knowledge_base import EDIT
from chalicelib.application.version_difference import Counts, Difference, differences
from chalicelib.conversation import ReplyRules, RulesFileErrors
from chalicelib.errors import Field, Invalid
from chalicelib.knowledge import FaqEntry, PolicyDocument
from chalicelib.sheets.grid import Grid
from chalicelib.sheets.lists import Fix
from chalicelib.sheets.problems import Problem, Severity

KIND: Final = "list.import"
MOST_BYTES: Final = 4 * 1024 * 1024
"""Of a file that comes with a request (docs/decisions/0190)."""
LARGE: Final = 400 * 1024
LARGE_PACKED: Final = 64 * 1024
"""Bytes of a file, and of a workbook, from which nobody tries to take it within the request: some thousand rows."""
MOST_SHOWN: Final = 200
"""Problems, changes and pairs that somebody looks through."""


class What(StrEnum):
    """Lists that come as files."""

    RULES = "rules"
    ENTRIES = "entries"
    POLICIES = "policies"


NAMES: Final = {What.RULES: "规则", What.ENTRIES: "问答", What.POLICIES: "政策文件"}
MAY: Final = {What.RULES: reply_rules.EDIT, What.ENTRIES: EDIT, What.POLICIES: EDIT}
"""The permission that each takes."""


class File(NamedTuple):
    """A file as a browser sends it, and the cells that were mended since."""

    name: str
    body: bytes
    fixes: Sequence[Fix]

    @property
    def packed(self) -> bool:
        """Whether it holds far more text than bytes."""
        return self.name.lower().endswith((".xlsx", ".docx"))

    def given(self, by: Actor) -> dict[str, Any]:
        """The file as an argument of a job."""
        fixes = [one._asdict() for one in self.fixes]
        return {"name": self.name, "key": jobs.give(self.body, by=by), "fixes": fixes}

    @classmethod
    def taken(cls, given: Mapping[str, Any]) -> File:
        """The file that ``given`` kept."""
        return cls(given["name"], jobs.given(given["key"]), [Fix(**one) for one in given["fixes"]])


class Wish(NamedTuple):
    """What is to be done with a file."""

    what: What
    file: File
    dry_run: bool
    replace: bool = False
    """Whether the file is all there is; rules always are."""
    note: str = ""


class Outcome(NamedTuple):
    """What a file holds and what is wrong with it, and the version that it became."""

    problems: Sequence[Problem]
    """Errors first, ``MOST_SHOWN`` at most."""
    errors: int
    grids: list[Grid]
    fits: bool
    """Whether it can be taken."""
    counts: Counts
    changes: list[Difference]
    """The first ``MOST_SHOWN`` of them."""
    alike: Sequence[knowledge.quality.SimilarPair]
    version: int
    """The version that was made; 0 for a trial, and where nothing changed."""
    before: int = 0
    """Of rules: the version that was in force, to go back to."""


_KEPT: Final = TypeAdapter(Outcome)


def import_or_start(account_id: str, wish: Wish, *, by: Actor, now: datetime) -> Outcome | jobs.Job:
    """Take a file, or try it; the job that goes on with it where that is long.

    Raises ``Invalid`` for a file that is too large, ``UnknownAccount``, ``PermissionDenied``, ``TooManyJobs``,
    ``BookConflict`` and like ``versions.edit``.
    """
    account = account_for(by, MAY[wish.what], account_id)
    require_small(wish.file)

    def start() -> jobs.Job:
        arguments = {
            "account": account_id,
            "what": wish.what,
            "file": wish.file.given(by),
            "dry_run": wish.dry_run,
            "replace": wish.replace,
            "note": wish.note,
        }
        title = f"{'检查' if wish.dry_run else '导入'}{NAMES[wish.what]}：{wish.file.name}"
        return jobs.start(KIND, title, by=by, unit=account.unit, arguments=arguments, now=now)

    return jobs.here_or_later(
        lambda progress: take(account_id, wish, by=by, now=now, progress=progress),
        start,
        large=len(wish.file.body) > (LARGE_PACKED if wish.file.packed else LARGE),
    )


def import_job(job: jobs.Job, progress: jobs.Progress) -> jobs.Result:
    """The function of ``list.import``. A list that was taken is not taken again: it is what is there."""
    given = job.arguments
    wish = Wish(
        What(given["what"]),
        File.taken(given["file"]),
        given["dry_run"],
        given["replace"],
        given["note"],
    )
    done = take(given["account"], wish, by=job.by, now=job.made_at, progress=progress)
    page = f"/import/{wish.what}?account={given['account']}&job={job.id}"
    return jobs.Result(said(done, wish), page=page, outcome=_KEPT.dump_json(done).decode())


def outcome_for(job_id: str, *, by: Actor) -> Outcome:
    """What came of an import that went on as a job. Raises ``UnknownJob``, ``JobNotDone`` or ``PermissionDenied``."""
    job, kept = jobs.outcome(job_id, KIND, by=by)
    account_for(by, MAY[What(job.arguments["what"])], job.arguments["account"])
    return _KEPT.validate_json(kept)


def said(done: Outcome, wish: Wish) -> str:
    """An outcome in a sentence."""
    if not done.fits:
        return f"文件有 {done.errors} 处错误，什么都没有导入"
    sum_ = f"新增 {done.counts.new}，修改 {done.counts.changed}，移除 {done.counts.removed}"
    if wish.dry_run:
        return f"可以导入：{sum_}"
    return f"{sum_}，成为版本 {done.version}" if done.version else "与现有内容相同，没有新的版本"


def take(account_id: str, wish: Wish, *, by: Actor, now: datetime, progress: jobs.Tells) -> Outcome:
    """Take a file, or try it. Raises like ``import_or_start``."""
    account_for(by, MAY[wish.what], account_id)
    way = _rules if wish.what is What.RULES else _knowledge
    return way(account_id, wish, by=by, now=now, progress=progress)


def rules_in(file: File) -> tuple[ReplyRules | None, Sequence[Problem]]:
    """The rules in a file (None where it has errors), and everything that is to be said of it. Raises ``Invalid``."""
    require_small(file)
    try:
        read = conversation.rules_file.read(file.name, file.body, fixes=file.fixes)
    except RulesFileErrors as error:
        return None, error.problems
    return read.rules, read.warnings


def require_small(file: File) -> None:
    """Raises ``Invalid`` for a file that no request can bring."""
    if len(file.body) > MOST_BYTES:
        limit = MOST_BYTES // 1024 // 1024
        raise Invalid(
            f"文件超过 {limit} MB。请拆成几个文件，或请运维人员用命令行导入。",
            fields=[Field("file", f"超过 {limit} MB")],
        )


def _rules(
    account_id: str, wish: Wish, *, by: Actor, now: datetime, progress: jobs.Tells
) -> Outcome:
    file = wish.file
    rules, problems = rules_in(file)
    progress(1, 4, "正在比较")
    grids = conversation.rules_file.grid(file.name, file.body, file.fixes)
    if rules is None:
        return refused(problems, grids)
    found = reply_rules.differences(conversation.rules_in_force(account_id), rules)
    version = before = 0
    if not wish.dry_run:
        progress.last("正在保存")
        before = accounts.state(account_id, consistent=True).book_version
        made = conversation.import_rules(
            account_id, rules, source=file.name, by=by, now=now, note=wish.note
        )
        version = made.version if made.version != before else 0
    return fits(problems, grids, found, Counts.of(found), version=version, before=before)


def _knowledge(
    account_id: str, wish: Wish, *, by: Actor, now: datetime, progress: jobs.Tells
) -> Outcome:
    file, policies = wish.file, wish.what is What.POLICIES
    files = knowledge.files
    model = PolicyDocument if policies else FaqEntry
    grids = files.grid(model, file.name, file.body, file.fixes)
    progress(1, 10, "正在读文件")
    try:
        read = (files.read_policies if policies else files.read_faq)(
            file.name, file.body, fixes=file.fixes
        )
    except files.KnowledgeFileErrors as error:
        return refused(error.problems, grids)
    progress(2, 10, "正在比较")
    known = knowledge.versions.working(account_id)
    how: dict[str, Any] = {
        "by": None if wish.dry_run else by,
        "now": now,
        "source": file.name,
        "note": wish.note,
        "replace": wish.replace,
        "ready": lambda: progress.last("正在保存"),
    }
    made = (
        knowledge.versions.import_policies(account_id, read.kept, **how)  # type: ignore[arg-type]
        if policies
        else knowledge.versions.import_entries(
            account_id,
            read.kept,  # type: ignore[arg-type]
            **how,
            progress=lambda done, of: progress(done, of, "正在查找近似的问答"),
        )
    )
    found, counts = differences(
        getattr(known.knowledge, wish.what),  # the lists are called as their fields
        getattr(made.after, wish.what),
        most=MOST_SHOWN,
    )
    # A job that broke off after it had made the draft finds it there.
    again = known.version is not None and known.version.at == now and not wish.dry_run
    version = made.version.version if made.version else known.number if again else 0
    return fits(read.problems, grids, found, counts, made.duplicates, version=version)


def fits(
    problems: Collection[Problem],
    grids: list[Grid],
    found: list[Difference],
    counts: Counts,
    alike: Sequence[knowledge.quality.SimilarPair] = (),
    *,
    version: int,
    before: int = 0,
) -> Outcome:
    """The outcome of a file that can be taken."""
    shown = [*problems][:MOST_SHOWN]
    return Outcome(
        shown,
        0,
        _around(grids, problems),
        True,
        counts,
        found[:MOST_SHOWN],
        alike[:MOST_SHOWN],
        version,
        before,
    )


def refused(problems: Collection[Problem], grids: list[Grid]) -> Outcome:
    """The outcome of a file with errors."""
    listed = sorted(problems, key=lambda one: one.severity is not Severity.ERROR)
    errors = sum(one.severity is Severity.ERROR for one in listed)
    return Outcome(
        listed[:MOST_SHOWN], errors, _around(grids, listed), False, Counts(0, 0, 0), [], (), 0
    )


def _around(grids: list[Grid], problems: Collection[Problem]) -> list[Grid]:
    return [one.around(problems) for one in grids]
