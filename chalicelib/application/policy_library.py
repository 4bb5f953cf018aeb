"""政策库: policy documents, looked for, looked at and changed. What is changed is released with the knowledge."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import datetime
from typing import Final, NamedTuple

from pydantic import Field

from chalicelib import knowledge, people
from chalicelib.actor import Actor
from chalicelib.application import service_basis
from chalicelib.application.account_reach import account_for
from chalicelib.application.deeds import deeds
from chalicelib.application.entry_text import EntryLink
from chalicelib.application.knowledge_base import EDIT, READ
from chalicelib.catalogue import Service
from chalicelib.errors import Conflict
from chalicelib.knowledge import Knowledge, KnowledgeVersion, PolicyDocument, PolicyStatus
from chalicelib.sheets.cells import join
from chalicelib.transitions import Deed
from chalicelib.values import LateValue

_DEEDS: Final = {"edit": ("修改", EDIT), "retire": ("标为废止或失效", EDIT)}


class PolicyText(LateValue):
    """What a person fills in."""

    number: str = Field(default="", max_length=100)
    title: str = Field(max_length=400)
    issuer: str = Field(default="", max_length=100)
    issued: str = Field(default="", max_length=40)
    status: PolicyStatus = PolicyStatus.EFFECTIVE
    replaced_by: str = Field(default="", max_length=400)
    link: str = Field(default="", max_length=1100)
    interpretations: tuple[EntryLink, ...] = Field(default=(), max_length=50)
    topics: tuple[str, ...] = Field(default=(), max_length=200)
    questions: tuple[str, ...] = Field(default=(), max_length=200)

    def cells(self) -> dict[str, str]:
        """As the cells of a sheet, which are read and refused in one place."""
        plain = ("number", "title", "issuer", "issued", "replaced_by", "link")
        links = (f"{one.title} {one.url}" for one in self.interpretations)
        return {
            **{name: getattr(self, name) for name in plain},
            "status": knowledge.labels.POLICY_STATUS_NAMES[self.status],
            "interpretations": "\n".join(line for one in links if (line := " ".join(one.split()))),
            "topics": _joined(self.topics),
            "questions": _joined(self.questions),
        }


class PolicyView(NamedTuple):
    """One document with what is known of it."""

    document: PolicyDocument
    text: PolicyText
    mark: int
    changed: bool
    """Whether it is not what followers get now."""
    said: str
    """As a follower reads it."""
    services: tuple[tuple[str, Service], ...]
    """Those that rest on it, each with the unit of its catalogue."""
    deeds: tuple[Deed, ...]


class Library(NamedTuple):
    """The documents that were looked for, and what there is to choose among."""

    documents: list[PolicyDocument]
    changed: frozenset[str]
    statuses: Counter[PolicyStatus]
    topics: list[str]
    version: int
    deeds: tuple[Deed, ...]


def text_of(document: PolicyDocument) -> PolicyText:
    """A stored document as the form shows it."""
    return PolicyText(
        issued=document.issued.isoformat() if document.issued else "",
        interpretations=tuple(
            EntryLink(title=one.title, url=one.url) for one in document.interpretations
        ),
        **document.model_dump(exclude={"id", "issued", "interpretations"}),
    )


def mark_of(document: PolicyDocument) -> int:
    """Tells one content of a document from another. For ``If-Match``."""
    return int(hashlib.sha256(document.model_dump_json().encode()).hexdigest()[:12], 16)


def policies_for(
    account_id: str,
    *,
    by: Actor,
    words: str = "",
    status: PolicyStatus | None = None,
    topic: str = "",
) -> Library:
    """The documents of the working version; ``words`` may be a number in any spelling. Raises ``PermissionDenied``."""
    account = account_for(by, READ, account_id)
    shown = knowledge.versions.working(account_id)
    kept = shown.knowledge.policies
    in_force = set(knowledge.versions.in_force(account_id).knowledge.policies)
    found = [
        one
        for one in kept
        if (status is None or one.status is status) and (not topic or topic in one.topics)
    ]
    if words.strip():
        plain = [one for one in found if words.strip().casefold() in _searched(one)]
        found = plain or list(knowledge.policies.find(found, words))
    held = people.permissions_of(by, account.unit)
    return Library(
        found,
        frozenset(one.id for one in kept if one not in in_force),
        Counter(one.status for one in kept),
        sorted({topic for one in kept for topic in one.topics}),
        shown.number,
        deeds(held, {"add": ("新增文件", EDIT), "import": ("导入", EDIT)}),
    )


def policy_for(account_id: str, document_id: str, *, by: Actor) -> PolicyView:
    """One document of the working version. Raises ``NoSuchDocument``, ``UnknownAccount`` or ``PermissionDenied``."""
    account = account_for(by, READ, account_id)
    shown = knowledge.versions.working(account_id).knowledge.policies
    document = knowledge.policies.document(shown, document_id)
    return PolicyView(
        document,
        text_of(document),
        mark_of(document),
        document not in knowledge.versions.in_force(account_id).knowledge.policies,
        service_basis.told(document, account_id),
        tuple(service_basis.services_on(document, account_id)),
        deeds(people.permissions_of(by, account.unit), _DEEDS),
    )


def preview_policy(account_id: str, text: PolicyText, *, by: Actor) -> str:
    """A document that is not saved, as a follower reads it. Raises ``BadEntry`` and like ``policy_for``."""
    account_for(by, READ, account_id)
    return service_basis.told(knowledge.files.document_of(text.cells()), account_id)


def add_policy(account_id: str, text: PolicyText, *, by: Actor, now: datetime) -> PolicyDocument:
    """Make a draft version with one more document. Raises ``BadEntry``, ``Conflict`` and like ``versions.edit``."""
    account_for(by, EDIT, account_id)
    new = knowledge.files.document_of(text.cells())

    def change(known: Knowledge) -> Knowledge:
        if any(one.id == new.id for one in known.policies):
            raise Conflict(f"已有政策文件“{new.number or new.title}”，没有保存。请修改那一份。")
        return knowledge.versions.with_policies(known, [new], replace=False)

    knowledge.versions.edit(account_id, change, by=by, source="policy add", now=now)
    return new


def save_policy(
    account_id: str, document_id: str, text: PolicyText, *, seen: int, by: Actor, now: datetime
) -> KnowledgeVersion | None:
    """Make a draft version with a document as it was typed; ``seen`` is the mark of what was edited.

    Raises ``Conflict``, ``NoSuchDocument``, ``BadEntry`` and like ``versions.edit``.
    """
    account_for(by, EDIT, account_id)

    def change(known: Knowledge) -> Knowledge:
        before = knowledge.policies.document(known.policies, document_id)
        if mark_of(before) != seen:
            raise Conflict("刚刚有人改过这份文件，您的修改还没有保存。请对照后再保存。")
        after = knowledge.files.document_of(text.cells(), before)
        return knowledge.versions.with_policies(known, [after], replace=False)

    retired = not text.status.holds
    source = "policy retire" if retired else "policy edit"
    return knowledge.versions.edit(account_id, change, by=by, source=source, now=now)


def _joined(several: tuple[str, ...]) -> str:
    return join(line for one in several if (line := " ".join(one.split())))


def _searched(document: PolicyDocument) -> str:
    parts = (
        document.number,
        document.title,
        document.issuer,
        *document.topics,
        *document.questions,
    )
    return "\n".join(parts).casefold()
