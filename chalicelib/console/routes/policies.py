"""政策库: policy documents and their interpretations."""

from __future__ import annotations

import base64
from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import BaseModel

from chalicelib import knowledge
from chalicelib.application import knowledge_base
from chalicelib.application import policy_library as library
from chalicelib.application.account_reach import account_for
from chalicelib.application.policy_library import PolicyText
from chalicelib.clock import utc_now
from chalicelib.console import cursors
from chalicelib.console.caller import actor
from chalicelib.console.choice import Choice
from chalicelib.console.cursors import Cursor, Limit
from chalicelib.console.download import File
from chalicelib.console.once import once
from chalicelib.console.versions import expected, tagged
from chalicelib.knowledge import FaqEntry, PolicyDocument, PolicyStatus
from chalicelib.transitions import Deed

router = Router()
Word = Annotated[str, Query(max_length=100)]
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class PolicyRow(BaseModel):
    """A document in a list."""

    id: str
    number: str
    title: str
    issuer: str
    issued: str
    status: str
    status_name: str
    holds: bool
    interpretations: int
    link: str
    changed: bool
    """Whether it is not what followers get now."""


class Policies(BaseModel):
    """One page of a list."""

    policies: list[PolicyRow]
    next: str
    found: int
    version: int
    statuses: dict[str, int]
    status_names: list[Choice]
    topics: list[str]
    actions: list[Deed]


class ServiceOnPolicy(BaseModel):
    """A service that rests on a document."""

    unit: str
    """Whose catalogue has it."""
    id: str
    name: str


class PolicySeen(BaseModel):
    """One document."""

    id: str
    text: PolicyText
    changed: bool
    said: str
    """As a follower reads it."""
    services: list[ServiceOnPolicy]
    actions: list[Deed]


class PolicyTyped(BaseModel):
    """A document as it stands in a form."""

    text: PolicyText


class PolicyPreview(BaseModel):
    """How a follower reads it."""

    said: str


@router.get("/knowledge/<account>/policies", tags=["policies"], summary="政策库")
def policies(
    account: str,
    q: Word = "",
    status: Word = "",
    topic: Word = "",
    cursor: Cursor = "",
    limit: Limit = cursors.LIMIT,
) -> Policies:
    """The documents of the newest draft, or of the version in force; ``q`` may be a number in any spelling."""
    wanted = next((one for one in PolicyStatus if one.value == status), None)
    found = library.policies_for(account, by=actor(), words=q, status=wanted, topic=topic)
    rows = found.documents
    if cursor:
        last = cursors.after(cursor)
        ids = [one.id for one in rows]
        rows = rows[ids.index(last) + 1 :] if last in ids else []
    shown, following = cursors.page(rows, limit, lambda one: one.id)
    names = knowledge.labels.POLICY_STATUS_NAMES
    return Policies(
        policies=[
            PolicyRow(
                id=one.id,
                number=one.number,
                title=one.title,
                issuer=one.issuer,
                issued=one.issued.isoformat() if one.issued else "",
                status=one.status,
                status_name=names[one.status],
                holds=one.status.holds,
                interpretations=len(one.interpretations),
                link=one.link,
                changed=one.id in found.changed,
            )
            for one in shown
        ],
        next=following,
        found=len(found.documents),
        version=found.version,
        statuses={one.value: found.statuses[one] for one in PolicyStatus},
        status_names=[Choice(value=one.value, label=name) for one, name in names.items()],
        topics=found.topics,
        actions=list(found.deeds),
    )


@router.get("/knowledge/<account>/policies/<document_id>", tags=["policies"], summary="一份文件")
def policy(account: str, document_id: str) -> Response[PolicySeen]:
    """A document, and how a follower reads it."""
    return _seen(account, document_id)


@router.post("/knowledge/<account>/policies", tags=["policies"], summary="新增文件")
def add(account: str, typed: PolicyTyped) -> PolicySeen:
    """One more document, as a draft of the knowledge base."""

    def make() -> PolicySeen:
        made = library.add_policy(account, typed.text, by=actor(), now=utc_now())
        return _view(account, made.id)[0]

    return once(PolicySeen, make)


@router.put("/knowledge/<account>/policies/<document_id>", tags=["policies"], summary="修改文件")
def save(account: str, document_id: str, typed: PolicyTyped) -> Response[PolicySeen]:
    """A document as it was typed, as a draft; ``If-Match`` is the content that it was typed over."""
    library.save_policy(
        account, document_id, typed.text, seen=expected(), by=actor(), now=utc_now()
    )
    return _seen(account, document_id)


@router.post("/knowledge/<account>/policy-preview", tags=["policies"], summary="手机上的样子")
def preview(account: str, typed: PolicyTyped) -> PolicyPreview:
    """A document that is not saved, as a follower reads it."""
    return PolicyPreview(said=library.preview_policy(account, typed.text, by=actor()))


@router.get("/knowledge/<account>/file", tags=["knowledge"], summary="导出问答、政策文件或模板")
def file(
    account: str,
    policies: Annotated[bool, Query()] = False,
    template: Annotated[bool, Query()] = False,
) -> File:
    """The newest draft as a workbook that can be imported again, or an empty one."""
    account_for(actor(), knowledge_base.READ, account)
    shown = knowledge.versions.working(account)
    what = "政策" if policies else "问答"
    if template:
        body = knowledge.files.template(PolicyDocument if policies else FaqEntry)
    elif policies:
        body = knowledge.files.write_policies("政策.xlsx", shown.knowledge.policies)
    else:
        body = knowledge.files.write_faq("问答.xlsx", shown.knowledge.entries)
    return File(
        name=f"{what}模板.xlsx" if template else f"{what}-{account}-{shown.number}.xlsx",
        content_type=_SHEET,
        base64=base64.b64encode(body).decode(),
    )


def _seen(account: str, document_id: str) -> Response[PolicySeen]:
    view, mark = _view(account, document_id)
    return tagged(view, mark)


def _view(account: str, document_id: str) -> tuple[PolicySeen, int]:
    one = library.policy_for(account, document_id, by=actor())
    seen = PolicySeen(
        id=one.document.id,
        text=one.text,
        changed=one.changed,
        said=one.said,
        services=[ServiceOnPolicy(unit=unit, id=it.id, name=it.name) for unit, it in one.services],
        actions=list(one.deeds),
    )
    return seen, one.mark
