"""Versions of the knowledge as people look at them, hand them in, release and restore them: two persons, always."""

from __future__ import annotations

from datetime import datetime
from typing import Final, NamedTuple

from chalicelib import jobs, knowledge, people
from chalicelib.accounts import OfficialAccount
from chalicelib.actor import Actor
from chalicelib.application.account_reach import account_for
from chalicelib.application.deeds import deeds
from chalicelib.application.knowledge_base import MANY, READ
from chalicelib.application.release_knowledge import release_knowledge
from chalicelib.application.version_difference import Counts, Difference, differences
from chalicelib.clock import utc_now
from chalicelib.errors import Field, Invalid
from chalicelib.knowledge import KnowledgeVersion
from chalicelib.transitions import Deed

RELEASE: Final = "knowledge:version:release"
RELEASE_KIND: Final = "knowledge.release"
MOST_COMPARED: Final = 100
"""Differences of two versions that somebody looks at together."""
_DEEDS: Final = {
    "submit": ("提交审核", "knowledge:version:submit"),
    "release": ("发布", RELEASE),
    "send_back": ("退回", "knowledge:version:reject"),
    "drop": ("放弃未发布的修改", "knowledge:version:drop"),
    "restore": ("恢复这一版", "knowledge:version:restore"),
}


class VersionView(NamedTuple):
    """One version, its state as people call it, and what this person may do with it."""

    version: KnowledgeVersion
    state_name: str
    in_force: bool
    deeds: tuple[Deed, ...]


class Standing(NamedTuple):
    """What followers get, and what was changed since."""

    in_force: int
    working: VersionView | None
    """The newest version with unreleased changes; None where there are none."""
    hands: list[str]
    """Who made the changes since the version in force."""


class Waiting(NamedTuple):
    """A version that waits for somebody to release it."""

    version: int
    submitted_by: str
    since: datetime
    note: str
    entries: int
    policies: int
    hands: tuple[str, ...]
    """Who made and handed in what is in it."""
    again: bool
    """Whether its release broke off, and only has to be ended."""


class Comparison(NamedTuple):
    """How two versions differ."""

    older: int
    newer: int
    entries: list[Difference]
    policies: list[Difference]
    entries_in_all: Counts
    policies_in_all: Counts
    refitted: bool
    more: bool
    """Whether there are more than these."""


def versions_for(account_id: str, *, by: Actor) -> list[VersionView]:
    """Every version, the newest first. Raises ``UnknownAccount`` or ``PermissionDenied``."""
    account = account_for(by, READ, account_id)
    return _views(account_id, account.unit, by)


def standing_for(account_id: str, *, by: Actor) -> Standing:
    """Where the knowledge stands. Raises ``UnknownAccount`` or ``PermissionDenied``."""
    account = account_for(by, READ, account_id)
    listed = knowledge.versions.history(account_id)
    since = knowledge.versions.since_in_force(account_id, listed)
    views = {one.version.version: one for one in _views(account_id, account.unit, by, listed)}
    return Standing(
        in_force=knowledge.versions.number_in_force(account_id),
        working=views[since[0].version] if since else None,
        hands=list(dict.fromkeys(one.by for one in since)),
    )


def release_waiting(account: OfficialAccount, *, by: Actor) -> Waiting | None:
    """What waits at an account for its release by this person; None where nothing does, or it waits for others.

    Two calls of the table, and one where nothing is unreleased. Nobody is refused: who may not release has no task.
    """
    if not people.may(by, RELEASE, account.unit):
        return None
    found = knowledge.versions.unreleased(account.id)
    if found is None or knowledge.versions.had_a_hand(by.person, found.hands):
        return None
    one = found.version
    return Waiting(
        version=one.version,
        submitted_by=one.submitted_by,
        since=one.submitted_at or one.at,  # versions of before do not say when
        note=one.note,
        entries=one.entries,
        policies=one.policies,
        hands=found.hands,
        again=found.again,
    )


def compare_for(
    account_id: str,
    older: int | None,
    newer: int | None,
    *,
    by: Actor,
    skip: int = 0,
    most: int = MOST_COMPARED,
) -> Comparison:
    """The difference from ``older`` (None: the one in force) to ``newer`` (None: the working one).

    ``most`` are told after those that are skipped, entries first. Raises ``NoSuchVersion``, ``UnknownAccount`` or
    ``PermissionDenied``.
    """
    account_for(by, READ, account_id)
    versions = knowledge.versions
    old = versions.in_force(account_id) if older is None else versions.edition(account_id, older)
    new = versions.working(account_id) if newer is None else versions.edition(account_id, newer)
    entries, all_entries = differences(
        old.knowledge.entries, new.knowledge.entries, skip=skip, most=most
    )
    policies, all_policies = differences(
        old.knowledge.policies,
        new.knowledge.policies,
        skip=max(skip - sum(all_entries), 0),
        most=most - len(entries),
    )
    return Comparison(
        older=old.number,
        newer=new.number,
        entries=entries,
        policies=policies,
        entries_in_all=all_entries,
        policies_in_all=all_policies,
        refitted=old.knowledge.confidence != new.knowledge.confidence,
        more=skip + len(entries) + len(policies) < sum(all_entries) + sum(all_policies),
    )


def release_or_start(
    account_id: str, number: int, *, by: Actor, now: datetime
) -> KnowledgeVersion | jobs.Job:
    """Put a reviewed version in force; the job that goes on with it where compiling it takes long.

    Who may not release it is refused at once. Raises what ``release_knowledge`` raises, and ``TooManyJobs``.
    """
    account = account_for(by, RELEASE, account_id)
    version = knowledge.versions.check(account_id, number, by=by)

    def start() -> jobs.Job:
        title = f"发布{account.name}的知识库版本 {number}"
        arguments = {"account": account_id, "number": number}
        return jobs.start(
            RELEASE_KIND, title, by=by, unit=account.unit, arguments=arguments, now=now
        )

    return jobs.here_or_later(
        lambda progress: _release(account_id, number, by, now, progress),
        start,
        large=version.entries > MANY,
    )


def release_job(job: jobs.Job, progress: jobs.Progress) -> jobs.Result:
    """The function of ``knowledge.release``. A version in force stays as it is."""
    account_id, number = job.arguments["account"], job.arguments["number"]
    done = _release(account_id, number, job.by, utc_now(), progress)
    said = f"版本 {number} 已发布：{done.entries} 条问答，{done.policies} 份政策文件。最多 10 秒后生效。"
    return jobs.Result(said, page=f"/knowledge/versions?account={account_id}")


def _release(
    account_id: str, number: int, by: Actor, now: datetime, progress: jobs.Tells
) -> KnowledgeVersion:
    progress(0, 1, "正在编译")
    return release_knowledge(
        account_id,
        number,
        by=by,
        now=now,
        progress=lambda done, of: progress(done, of, f"算语义向量 {done:,}/{of:,}"),
        ready=lambda: progress.last("正在生效"),
    )


def send_back(
    account_id: str, number: int, reason: str, *, by: Actor, now: datetime
) -> KnowledgeVersion:
    """Return a version to its makers. Raises ``Invalid`` without a reason, and like ``versions.send_back``."""
    if not reason.strip():
        raise Invalid("请写明退回的原因。", fields=[Field("reason", "没有填写")])
    return knowledge.versions.send_back(account_id, number, by=by, now=now, remark=reason.strip())


def _views(
    account_id: str, unit: str, by: Actor, listed: list[KnowledgeVersion] | None = None
) -> list[VersionView]:
    listed = knowledge.versions.history(account_id) if listed is None else listed
    in_force = knowledge.versions.number_in_force(account_id)
    merged = knowledge.versions.merged(listed)
    refusals = knowledge.versions.refusals(account_id, listed, by.person)
    held = people.permissions_of(by, unit)
    return [
        VersionView(
            one,
            knowledge.versions.state_name(one, in_force, merged),
            one.version == in_force,
            deeds(held, _DEEDS, refusals[one.version]),
        )
        for one in listed
    ]
