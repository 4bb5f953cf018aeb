"""docs/hotline.yaml says what the code does: its fields are the models', its paths those that are called."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
import yaml
from pydantic import BaseModel

from chalicelib.hotline import contract, signing
from chalicelib.hotline.models import Call, Closed, Event, Fate, HandOver, Message, TranscriptLine
from chalicelib.triggers import hotline as trigger
from dev.places import ROOT
from wechat_simulator.hotline import Hotline, build

SPEC: dict[str, Any] = yaml.safe_load((ROOT / "docs/hotline.yaml").read_text())
MODELS = {
    "Line": TranscriptLine,
    "HandOver": HandOver,
    "Message": Message,
    "Fate": Fate,
    "Closed": Closed,
    "Event": Event,
}
AT = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
HANDED = HandOver(
    account="city",
    account_name="青溪市税务局",
    follower="x",
    ticket="T1201-AAAAA",
    reason="asked",
    skill="",
    opened_at=AT,
    summary="",
    transcript=(TranscriptLine(at=AT, who="follower", text="要退税"),),
)
CALLS = {
    "handOver": contract.hand_over("s-1", HANDED),
    "followerWrote": contract.message("s-1", "M#1", "在吗", AT),
    "fate": contract.fate("s-1", "e:1", "waiting", "等群众再来消息"),
    "closed": contract.closed("s-1", "坐席已结束会话"),
}


def resolved(node: dict[str, Any]) -> dict[str, Any]:
    """A node, or what it points to."""
    if "$ref" not in node:
        return node
    found: Any = SPEC
    for part in node["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    return dict(found)


def references(node: object) -> list[str]:
    if isinstance(node, dict):
        own = [node["$ref"]] if "$ref" in node else []
        return own + [one for value in node.values() for one in references(value)]
    if isinstance(node, list):
        return [one for value in node for one in references(value)]
    return []


def operations() -> dict[str, tuple[str, str, dict[str, Any]]]:
    return {
        what["operationId"]: (path, method, what)
        for path, methods in SPEC["paths"].items()
        for method, what in methods.items()
    }


def test_it_is_an_openapi_document_whose_references_lead_somewhere() -> None:
    assert SPEC["openapi"].startswith("3.1")
    assert {"title", "version"} <= set(SPEC["info"])
    for reference in references(SPEC):
        assert resolved({"$ref": reference})
    for path, _, what in operations().values():
        named = [resolved(one)["name"] for one in what["parameters"]]
        assert named == re.findall(r"{(\w+)}", path)
        assert what["responses"]
        assert what["security"] == [{"signature": []}]
    header = SPEC["components"]["securitySchemes"]["signature"]["name"]
    assert header.lower() == signing.SIGNATURE


def test_every_schema_is_a_model() -> None:
    assert set(SPEC["components"]["schemas"]) == set(MODELS)


@pytest.mark.parametrize("name", MODELS)
def test_fields_are_those_of_the_model(name: str) -> None:
    schema, model = SPEC["components"]["schemas"][name], MODELS[name]
    ours = model.model_json_schema(mode="validation")["properties"]
    assert set(schema["properties"]) == set(model.model_fields)
    # What has a default here is left out by the other side, or is always the same.
    constant = {field for field, is_ in schema["properties"].items() if "const" in is_}
    needed = {field for field, info in model.model_fields.items() if info.is_required()}
    assert set(schema["required"]) == needed | constant
    for field, said in schema["properties"].items():
        for limit in ("maxLength", "pattern", "format"):
            assert said.get(limit) == ours[field].get(limit), (field, limit)
        if "enum" in said:
            assert set(said["enum"]) == set(ours[field]["enum"]) - {""}


@pytest.mark.parametrize("operation", CALLS)
def test_every_call_is_one_of_the_document(operation: str) -> None:
    call: Call = CALLS[operation]
    path, method, what = operations()[operation]
    assert call.method.lower() == method
    pattern = path
    for parameter in map(resolved, what["parameters"]):
        inner = parameter["schema"]["pattern"].removeprefix("^").removesuffix("$")
        pattern = pattern.replace(f"{{{parameter['name']}}}", inner)
    assert re.fullmatch(pattern, call.path)
    schema = what["requestBody"]["content"]["application/json"]["schema"]["$ref"]
    model: type[BaseModel] = MODELS[schema.rsplit("/", 1)[1]]
    assert model.model_validate_json(call.body).model_dump_json() == call.body


def test_our_own_path_and_answers_are_those_of_the_document() -> None:
    path, method, what = operations()["event"]
    assert method == "post"
    assert path.format(account="city") == contract.events_path("city")
    assert {str(code) for code in trigger.STATUS.values()} == set(what["responses"]) - {"202"}


def test_the_reference_hotline_answers_on_every_path_of_its_side() -> None:
    theirs = {path for path, _, what in operations().values() if what["operationId"] in CALLS}
    served = {
        re.sub(r"{session}", "{session_id}", str(route.path)).replace("{event}", "{event_id}")
        for route in build(Hotline("secret")).routes
        if not str(getattr(route, "path", "")).startswith("/_")
    }
    assert served == theirs
