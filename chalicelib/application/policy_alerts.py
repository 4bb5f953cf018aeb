"""政策提醒: whoever asked for them is told of a new policy document, once, after a person confirmed it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from chalicelib import accounts, knowledge, notices, people
from chalicelib.actor import Actor
from chalicelib.application import notice_lists
from chalicelib.application.account_reach import account_for
from chalicelib.application.notice_lists import SEND, Draft
from chalicelib.knowledge import PolicyDocument
from chalicelib.notices import NoticeList, Purpose, Said, Template

_MOST: Final = 5
"""Documents of one release that alerts are prepared of; an import of a whole library tells nobody of a hundred."""


def draft_of(account_id: str, document_id: str, *, by: Actor, now: datetime) -> Draft:
    """What an alert of a document in force says, to be looked over.

    Raises ``NotSetUp``, ``NoSuchDocument``, ``PermissionDenied`` or ``UnknownAccount``.
    """
    account_for(by, SEND, account_id)
    _wired(account_id)
    documents = knowledge.versions.in_force(account_id).knowledge.policies
    return _draft(account_id, knowledge.policies.document(documents, document_id), now)


def prepare(account_id: str, document_id: str, *, by: Actor, now: datetime) -> NoticeList:
    """Keep the alert of a document, which waits for its confirmation. Raises like ``draft_of`` and ``notice_lists.prepare``."""
    draft = draft_of(account_id, document_id, by=by, now=now)
    return notice_lists.prepare(account_id, draft, by=by, now=now)


def known(account_id: str) -> frozenset[str] | None:
    """Ids of the documents in force; None where the account alerts nobody, so that nothing need be compared."""
    if notices.wired(account_id, Purpose.POLICY_ALERT) is None:
        return None
    return frozenset(one.id for one in knowledge.versions.in_force(account_id).knowledge.policies)


def released(account_id: str, before: frozenset[str] | None, *, by: Actor, now: datetime) -> int:
    """Prepare alerts of documents that a release brought; a person confirms each. Returns how many.

    Twice is once: one document is told by one list. Whoever released them may not send: then somebody else prepares them.
    """
    account = accounts.state(account_id).account
    if before is None or not people.may(by, SEND, account.unit):
        return 0
    number = 0
    for one in knowledge.versions.in_force(account_id).knowledge.policies:
        if one.id in before or number == _MOST:
            continue
        try:
            draft = _draft(account_id, one, now)
            notice_lists.prepared(account_id, account.unit, draft, by=by, now=now)
        except notices.NoticeError:
            continue  # nobody consents, or its words do not fit: a person may still do it by hand
        number += 1
    return number


def _draft(account_id: str, document: PolicyDocument, now: datetime) -> Draft:
    template, lines, page = _wired(account_id)
    return Draft(
        template=template.id,
        data=notices.fields.filled(template, lines, _values(document, now)),
        page=document.link or page,
        purpose=Purpose.POLICY_ALERT,
        about=f"policy {document.id}",
        note=document.title[:200],
    )


def _values(document: PolicyDocument, now: datetime) -> Mapping[str, Said]:
    issued: date | datetime = document.issued or now
    return {
        "title": document.title,
        "number": document.number,
        "office": document.issuer,
        "time": issued,
        "summary": document.interpretations[0].title
        if document.interpretations
        else document.title,
    }


def _wired(account_id: str) -> tuple[Template, dict[str, str], str]:
    wired = notices.wired(account_id, Purpose.POLICY_ALERT)
    if wired is None:
        named = notices.PURPOSES[Purpose.POLICY_ALERT].label
        raise notices.NotSetUp(account_id, Purpose.POLICY_ALERT, named)
    return wired
