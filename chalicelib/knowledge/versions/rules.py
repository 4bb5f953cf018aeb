"""Who may put what in force: two persons, and only what was made from the version in force. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from chalicelib.knowledge.errors import NotReleasable
from chalicelib.knowledge.models import (
    FaqEntry,
    FaqStatus,
    KnowledgeVersion,
    Standing,
    VersionState,
)

STATE_NAMES: Mapping[VersionState, str] = {
    VersionState.DRAFT: "草稿",
    VersionState.IN_REVIEW: "待审",
    VersionState.RELEASED: "已发布",
    VersionState.DROPPED: "已放弃",
}
STATUS_NAMES: Mapping[FaqStatus, str] = {
    FaqStatus.DRAFT: "草稿",
    FaqStatus.IN_REVIEW: "待审",
    FaqStatus.RELEASED: "已发布",
    FaqStatus.RETIRED: "停用",
}


def lineage(
    versions: Mapping[int, KnowledgeVersion], number: int, in_force: int
) -> tuple[KnowledgeVersion, ...] | None:
    """What leads from the version in force to ``number``, newest first; None if it does not come from there."""
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


def check_submit(version: KnowledgeVersion, steps: Sequence[KnowledgeVersion] | None) -> None:
    """Raises ``NotReleasable`` unless the version is a draft made from what is in force."""
    _check_made_from(version, steps)
    if version.state is not VersionState.DRAFT:
        raise NotReleasable(
            f"版本 {version.version} 是{STATE_NAMES[version.state]}，只有草稿可以提交审核。"
        )


def check_release(
    version: KnowledgeVersion, steps: Sequence[KnowledgeVersion] | None, by: str
) -> None:
    """Raises ``NotReleasable`` unless the version is in review, and ``by`` had no hand in it."""
    _check_made_from(version, steps)
    if version.state is not VersionState.IN_REVIEW:
        raise NotReleasable(
            f"版本 {version.version} 是{STATE_NAMES[version.state]}，"
            f"发布前要先提交审核：`./rongmei faq submit {version.version} --account …`。"
        )
    hands = {_person(version.submitted_by), *(_person(step.by) for step in steps or ())}
    if _person(by) in hands:
        raise NotReleasable(
            f"“{by}”修改或提交过版本 {version.version}，不能自己发布；请另一位同事执行 "
            f"`./rongmei faq release {version.version} --account … --by 姓名`。"
        )


def _person(name: str) -> str:
    """A name as people are told apart: ``Wang`` and ``wang`` are one."""
    return name.strip().casefold()


def _check_made_from(version: KnowledgeVersion, steps: Sequence[KnowledgeVersion] | None) -> None:
    if steps is None or not steps:
        raise NotReleasable(
            f"版本 {version.version} 不是在现行版本上修改的，发布它会撤销后来生效的修改；"
            "需要旧内容时请用 `faq restore`，需要其中的修改时请重新导入。"
        )


def status(
    entry: FaqEntry, released: FaqEntry | None, version: KnowledgeVersion | None
) -> FaqStatus:
    """The state of an entry of ``version``; ``released`` is the same entry in the version in force."""
    if entry.standing is Standing.RETIRED:
        return FaqStatus.RETIRED
    if entry.standing is Standing.DRAFT:
        return FaqStatus.DRAFT
    if entry == released:
        return FaqStatus.RELEASED
    reviewed = version is not None and version.state is VersionState.IN_REVIEW
    return FaqStatus.IN_REVIEW if reviewed else FaqStatus.DRAFT
