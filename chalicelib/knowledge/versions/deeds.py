"""The deeds that the present state of each version allows, and why it forbids the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import takewhile
from typing import NamedTuple

from chalicelib.knowledge.errors import NotReleasable
from chalicelib.knowledge.models import KnowledgeVersion, VersionState
from chalicelib.knowledge.versions import rules, store


def refusals(
    account_id: str, listed: Sequence[KnowledgeVersion], person: str
) -> Mapping[int, Mapping[str, str]]:
    """By version: deed (``submit``, ``send_back``, ``release``, ``restore``, ``drop``) → why ``person`` cannot do it now.

    ``listed`` are all versions of the account. A deed that the state allows is missing; permissions are not asked.
    """
    head = store.head(account_id)
    known = {one.version: one for one in listed}
    return {one.version: _of(account_id, one, known, head, person) for one in listed}


def since_in_force(
    account_id: str, listed: Sequence[KnowledgeVersion]
) -> tuple[KnowledgeVersion, ...]:
    """The versions from which edits go on, down to the one in force, newest first; empty where nothing is unreleased."""
    head = store.head(account_id)
    known = {one.version: one for one in listed}
    return rules.lineage(known, head.working, head.in_force) or ()


class Unreleased(NamedTuple):
    """A version that waits for its release."""

    version: KnowledgeVersion
    hands: tuple[str, ...]
    """Who made and handed in what is in it: none of them may release it."""
    again: bool
    """Whether its release broke off: anybody may end it."""


def unreleased(account_id: str) -> Unreleased | None:
    """The newest version of an account that waits for its release; two calls of the table, and one where nothing does."""
    head = store.head(account_id)
    if head.working == head.in_force and not head.pending:
        return None
    # A version comes after the one that it was made from: what is older than the one in force is of no use.
    newer = takewhile(lambda one: one.version > head.in_force, store.versions(account_id))
    known = {one.version: one for one in newer}
    if head.pending in known:
        return Unreleased(known[head.pending], (), again=True)
    steps = rules.lineage(known, head.working, head.in_force) or ()
    for at, one in enumerate(steps):
        if one.state is VersionState.IN_REVIEW:
            return Unreleased(one, rules.hands(one, steps[at:]), again=False)
    return None


def _of(
    account_id: str,
    version: KnowledgeVersion,
    known: Mapping[int, KnowledgeVersion],
    head: store.Head,
    person: str,
) -> dict[str, str]:
    number = version.version
    steps = rules.lineage(known, number, head.in_force)
    # A release that broke off was checked when it was claimed; anybody may end it.
    ending = number == head.pending
    asked: dict[str, Callable[[], None]] = {
        "submit": lambda: rules.check_submit(account_id, version, steps),
        "send_back": lambda: rules.check_send_back(version),
        "release": lambda: (
            None if ending else rules.check_release(account_id, version, steps, person)
        ),
    }
    found = {name: why for name, check in asked.items() if (why := _refusal(check))}
    if number == head.in_force:
        found["restore"] = "这就是现行版本"
    if number != head.working or head.working == head.in_force:
        found["drop"] = (
            "没有未发布的修改" if head.working == head.in_force else "请在最新的草稿上操作"
        )
    elif head.pending:
        found["drop"] = f"版本 {head.pending} 的发布没有做完，请先再发布它一次"
    return found


def _refusal(check: Callable[[], None]) -> str:
    try:
        check()
    except NotReleasable as error:
        return str(error)
    return ""
