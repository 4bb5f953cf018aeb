"""The demo's questions and documents, released as the product asks for: by two persons."""

from __future__ import annotations

from typing import Final

from chalicelib import knowledge
from chalicelib.actor import local
from chalicelib.application.release_knowledge import release_knowledge
from chalicelib.clock import utc_now
from chalicelib.knowledge import Knowledge, KnowledgeVersion, VersionState
from demo.accounts import Demo

EDITOR: Final = local("demo-editor")
REVIEWER: Final = local("demo-reviewer")


def release(demo: Demo) -> str:
    """Put the files of an authority in force; those in force already, and changes of a person since, stay."""
    if not demo.faq.is_file():
        return "no questions"
    version = knowledge.versions.edit(
        demo.id, lambda known: _joined(demo, known), by=EDITOR, source="demo", now=utc_now()
    )
    version = version or _left_over(demo)
    if version is None:
        return "questions unchanged"
    if version.state is VersionState.DRAFT:
        knowledge.versions.submit(demo.id, version.version, by=EDITOR, now=utc_now())
    made = release_knowledge(demo.id, version.version, by=REVIEWER, now=utc_now())
    return f"{made.entries} questions and {made.policies} documents released"


def _joined(demo: Demo, known: Knowledge) -> Knowledge:
    read = knowledge.files.read_faq(demo.faq.name, demo.faq.read_bytes())
    papers = knowledge.files.read_policies(demo.policies.name, demo.policies.read_bytes())
    known = knowledge.versions.with_entries(known, read.kept, replace=False)
    return knowledge.versions.with_policies(known, papers.kept, replace=False)


def _left_over(demo: Demo) -> KnowledgeVersion | None:
    """The version of a seeding that was stopped half-way."""
    working = knowledge.versions.working(demo.id).version
    if working is None or working.version == knowledge.versions.in_force(demo.id).number:
        return None
    return working if working.by == EDITOR.person else None
