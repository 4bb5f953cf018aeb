"""Errors as ``application/problem+json`` (RFC 9457): kind, Chinese sentence, fields, remedies."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any, Final

from pydantic import BaseModel

from chalicelib.errors import Conflict, DomainError, IllegalNow, Invalid, NotPermitted

STATUS: Final = {
    "not_found": HTTPStatus.NOT_FOUND,
    "invalid": HTTPStatus.UNPROCESSABLE_ENTITY,
    "not_permitted": HTTPStatus.FORBIDDEN,
    "illegal_now": HTTPStatus.CONFLICT,
    "conflict": HTTPStatus.CONFLICT,
    "unavailable": HTTPStatus.SERVICE_UNAVAILABLE,
}
"""By the kind of a domain's error."""
CONTENT_TYPE: Final = "application/problem+json"


class ProblemField(BaseModel):
    """One field that cannot be as it is."""

    name: str
    problem: str


class ProblemRemedy(BaseModel):
    """One thing that the person can do; a page shows it as a button."""

    action: str
    label: str
    arguments: dict[str, str] = {}


class Problem(BaseModel):
    """An answer that is an error."""

    type: str
    """The kind: ``not_found``, ``invalid``, ``not_permitted``, ``illegal_now``, ``conflict``, ``unavailable``, and
    ``signed_out``, ``too_many``, ``broken`` of this API."""
    title: str
    """A Chinese sentence for the person."""
    status: int
    request: str = ""
    """Id of the request, as the log has it."""
    fields: list[ProblemField] = []
    remedies: list[ProblemRemedy] = []
    possible: list[str] = []
    """The actions that the present state allows."""
    by: str = ""
    """Who was first."""
    permission: str = ""


def of_domain(error: DomainError, request: str) -> Problem:
    """The problem that a domain's error is."""
    return Problem(
        type=error.kind,
        title=str(error),
        status=STATUS.get(error.kind, HTTPStatus.INTERNAL_SERVER_ERROR),
        request=request,
        fields=[
            ProblemField(name=one.name, problem=one.problem)
            for one in (error.fields if isinstance(error, Invalid) else ())
        ],
        remedies=[
            ProblemRemedy(action=one.action, label=one.label, arguments=dict(one.arguments))
            for one in error.remedies
        ],
        possible=list(error.possible) if isinstance(error, IllegalNow) else [],
        by=error.by if isinstance(error, Conflict) else "",
        permission=error.permission if isinstance(error, NotPermitted) else "",
    )


def of_validation(errors: Iterable[dict[str, Any]], request: str) -> Problem:
    """The problem of a body or query that its model refuses."""
    return Problem(
        type="invalid",
        title="提交的内容不符合要求。",
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
        request=request,
        fields=[
            ProblemField(
                name=".".join(str(part) for part in one.get("loc", ())[1:]),
                problem=_CHINESE.get(str(one.get("type")), "格式不对"),
            )
            for one in errors
        ],
    )


_CHINESE: Final = {
    "missing": "没有填写",
    "string_too_short": "太短",
    "string_too_long": "太长",
    "string_pattern_mismatch": "格式不对",
    "enum": "不是可选的值",
    "int_parsing": "应为整数",
    "greater_than_equal": "太小",
    "less_than_equal": "太大",
    "too_long": "太多",
    "too_short": "太少",
    "datetime_parsing": "应为日期和时间",
    "datetime_from_date_parsing": "应为日期和时间",
    "date_from_datetime_parsing": "应为日期",
    "timezone_aware": "时间要带时区",
    "json_invalid": "不是 JSON",
}
"""pydantic's types of errors, as phrases."""
