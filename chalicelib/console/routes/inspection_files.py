"""巡检: files that are evidence of a finding, or proof that it was put right."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Path, Query
from pydantic import BaseModel, Field

from chalicelib.application import inspection_files as use
from chalicelib.console.caller import actor
from chalicelib.console.routes.files import bytes_of

router = Router()
_TAG = "inspection"


class NewProof(BaseModel):
    """A picture or PDF of at most 4 MB."""

    unit: str = Field(max_length=80)
    """Of the account where the finding is."""
    name: str = Field(min_length=1, max_length=200)
    base64: str = Field(max_length=5_700_000)


class ProofKept(BaseModel):
    """How a finding names the file."""

    ref: str
    name: str


class ProofFile(BaseModel):
    """Where the browser fetches a file from, for some minutes."""

    name: str
    url: str


@router.post("/inspection/proofs", tags=[_TAG], summary="上传证据或整改证明")
def keep(new: NewProof) -> ProofKept:
    """Keep a file; the finding's next step names it."""
    kept = use.keep(new.unit, new.name, bytes_of(new.base64), by=actor())
    return ProofKept(ref=kept.ref, name=kept.name)


@router.get("/inspection/findings/<finding_id>/file", tags=[_TAG], summary="打开证据或整改证明")
def file(
    finding_id: Annotated[str, Path(max_length=80)],
    ref: Annotated[str, Query(max_length=300)],
) -> ProofFile:
    """Where the file is."""
    name, url = use.link_for(finding_id, ref, by=actor())
    return ProofFile(name=name, url=url)
