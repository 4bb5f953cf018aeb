"""The rules of a release: two persons, and a version made from the one in force. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from chalicelib.errors import remedy
from chalicelib.knowledge.errors import NotReleasable
from chalicelib.knowledge.labels import VERSION_STATE_NAMES
from chalicelib.knowledge.models import (
    FaqEntry,
    FaqStatus,
    KnowledgeVersion,
    Standing,
    VersionState,
)


def lineage(
    versions: Mapping[int, KnowledgeVersion], number: int, in_force: int
) -> tuple[KnowledgeVersion, ...] | None:
    """The versions from the one in force to ``number``, newest first; None if it does not come from there."""
    steps: list[KnowledgeVersion] = []
    at = number
    while at != in_force:
        if at not in versions:
            return None
        steps.append(versions[at])
        at = versions[at].base
    return tuple(steps)


def merged(versions: Iterable[KnowledgeVersion]) -> set[int]:
    """The versions that went into a released one."""
    listed = {one.version: one for one in versions}
    found: set[int] = set()
    for one in listed.values():
        at = one.base if one.state is VersionState.RELEASED else 0
        while at in listed and at not in found:
            found.add(at)
            at = listed[at].base
    return found


def state_name(version: KnowledgeVersion, in_force: int, merged_in: Collection[int]) -> str:
    """The state of a version as people call it; ``merged_in`` as ``merged`` gives it."""
    if version.version == in_force:
        return "现行"
    if version.version in merged_in and version.state is not VersionState.RELEASED:
        return "已并入"
    return VERSION_STATE_NAMES[version.state]


def check_submit(
    account_id: str, version: KnowledgeVersion, steps: Sequence[KnowledgeVersion] | None
) -> None:
    """Raises ``NotReleasable`` unless the version is a draft made from the one in force.

    ``steps`` is its ``lineage``.
    """
    _check_made_from(account_id, version, steps)
    if version.state is not VersionState.DRAFT:
        raise _not_now(version, "只有草稿可以提交审核")


def check_send_back(version: KnowledgeVersion) -> None:
    """Raises ``NotReleasable`` unless the version is in review."""
    if version.state is not VersionState.IN_REVIEW:
        raise _not_now(version, "只有待审的版本可以退回")


def check_release(
    account_id: str,
    version: KnowledgeVersion,
    steps: Sequence[KnowledgeVersion] | None,
    by: str,
) -> None:
    """Raises ``NotReleasable`` unless the version is in review, and ``by`` had no hand in it."""
    _check_made_from(account_id, version, steps)
    if version.state is not VersionState.IN_REVIEW:
        raise NotReleasable(
            f"版本 {version.version} 是{VERSION_STATE_NAMES[version.state]}，发布前要先提交审核。",
            state=version.state,
            possible=POSSIBLE[version.state],
            remedies=[
                remedy("faq.submit", "提交审核", version=version.version, account=account_id)
            ],
        )
    if had_a_hand(by, hands(version, steps or ())):
        raise NotReleasable(
            f"“{by}”修改或提交过版本 {version.version}，不能自己发布。",
            state=version.state,
            possible=POSSIBLE[version.state],
            remedies=[
                remedy(
                    "faq.release.another",
                    "由另一位同事发布",
                    version=version.version,
                    account=account_id,
                )
            ],
        )


def hands(version: KnowledgeVersion, steps: Iterable[KnowledgeVersion]) -> tuple[str, ...]:
    """Who handed a version in, and who made it and those before it; ``steps`` is its ``lineage``."""
    return tuple(dict.fromkeys((version.submitted_by, *(step.by for step in steps))))


def had_a_hand(by: str, people: Iterable[str]) -> bool:
    """Whether a person is one of these."""
    return _person(by) in map(_person, people)


POSSIBLE: Mapping[VersionState, tuple[str, ...]] = {
    VersionState.DRAFT: ("submit", "drop"),
    VersionState.IN_REVIEW: ("release", "send_back", "drop"),
    VersionState.RELEASED: ("restore",),
    VersionState.DROPPED: ("restore",),
}
"""State → the actions that it allows."""


def _person(name: str) -> str:
    """A name as people are told apart: ``Wang`` and ``wang`` are one."""
    return name.strip().casefold()


def _not_now(version: KnowledgeVersion, rule: str) -> NotReleasable:
    return NotReleasable(
        f"版本 {version.version} 是{VERSION_STATE_NAMES[version.state]}，{rule}。",
        state=version.state,
        possible=POSSIBLE[version.state],
    )


def _check_made_from(
    account_id: str, version: KnowledgeVersion, steps: Sequence[KnowledgeVersion] | None
) -> None:
    if steps is None or not steps:
        raise NotReleasable(
            f"版本 {version.version} 不是在现行版本上修改的，发布它会撤销后来生效的修改；"
            "需要其中的修改时请重新导入。",
            state=version.state,
            remedies=[
                remedy("faq.restore", "恢复其中的内容", version=version.version, account=account_id)
            ],
        )


def status(
    entry: FaqEntry, released: FaqEntry | None, version: KnowledgeVersion | None
) -> FaqStatus:
    """The state of an entry of ``version``; ``released`` is the same entry in the version in force."""
    if entry.standing is Standing.RETIRED:
        return FaqStatus.RETIRED
    if entry.standing is Standing.DRAFT:
        return FaqStatus.DRAFT
    if entry is released or entry == released:
        return FaqStatus.RELEASED
    reviewed = version is not None and version.state is VersionState.IN_REVIEW
    return FaqStatus.IN_REVIEW if reviewed else FaqStatus.DRAFT
