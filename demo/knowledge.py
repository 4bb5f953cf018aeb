"""The demo's questions and documents, released as the product asks for: by two persons."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from chalicelib.conversation.rules import versions
from chalicelib.knowledge import Knowledge, files
from chalicelib.knowledge.models import KnowledgeVersion, VersionState
from chalicelib.knowledge.versions import changes, service
from demo.accounts import Demo

EDITOR: Final = "demo-editor"
REVIEWER: Final = "demo-reviewer"


def release(demo: Demo) -> str:
    """Put the files of an authority in force; what is so already, or was changed since by a person, stays."""
    if not demo.faq.is_file():
        return "no questions"
    version = service.edit(
        demo.id, lambda known: _joined(demo, known), by=EDITOR, source="demo", now=_now()
    )
    version = version or _left_over(demo)
    if version is None:
        return "questions unchanged"
    if version.state is VersionState.DRAFT:
        service.submit(demo.id, version.version, by=EDITOR)
    made = service.release(
        demo.id,
        version.version,
        by=REVIEWER,
        now=_now(),
        put_in_force=lambda key: versions.put_knowledge_in_force(demo.id, key, REVIEWER, _now()),
    )
    return f"{made.entries} questions and {made.policies} documents released"


def _joined(demo: Demo, known: Knowledge) -> Knowledge:
    read = files.read_faq(demo.faq.name, demo.faq.read_bytes())
    papers = files.read_policies(demo.policies.name, demo.policies.read_bytes())
    known = changes.with_entries(known, read.kept, replace=False)
    return changes.with_policies(known, papers.kept, replace=False)


def _left_over(demo: Demo) -> KnowledgeVersion | None:
    """The version of a seeding that was stopped half-way."""
    working = service.working(demo.id).version
    if working is None or working.version == service.in_force(demo.id).number:
        return None
    return working if working.by == EDITOR else None


def _now() -> datetime:
    return datetime.now(UTC)
