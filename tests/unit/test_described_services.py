"""What a function knows of AWS: less than botocore, and nothing else than botocore."""

from __future__ import annotations

import ast
import re

import pytest
from botocore.hooks import HierarchicalEmitter
from botocore.loaders import Loader
from botocore.session import Session

from chalicelib.cloud.descriptions import Descriptions
from chalicelib.cloud.session import session
from dev.places import ROOT
from dev.tables.descriptions import ENDPOINTS, OPERATIONS, short, with_endpoints_of

SERVICES = [service.partition("/")[0] for service in OPERATIONS]
CALLS = re.compile(r"\b(dynamodb|s3|ssm)\(\)\.(\w+)(?:\(\s*\"(\w+)\")?")


def _called() -> set[tuple[str, str]]:
    """Service and method, as ``chalicelib/cloud`` writes them."""
    found = set()
    for file in (ROOT / "chalicelib/cloud").rglob("*.py"):
        for service, method, first in CALLS.findall(file.read_text("utf-8")):
            asked = first if method in {"get_paginator", "generate_presigned_url"} else method
            found.add((service, asked))
    return found


def test_a_function_knows_every_operation_that_the_code_calls(monkeypatch):
    monkeypatch.setenv("_HANDLER", "app.app")
    made = session()
    clients = {name: made.create_client(name, region_name="cn-north-1") for name in SERVICES}
    called = _called() - {("s3", "generate_presigned_post")}
    assert len(called) > 12
    for service, method in called:
        assert method in clients[service].meta.method_to_api_mapping, (service, method)


def test_a_function_signs_what_a_browser_stores_and_reads(monkeypatch):
    """An upload's form is signed for the address of an operation that nobody calls: a bucket's making."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    whole = Session().create_client("s3", region_name="cn-north-1")
    monkeypatch.setenv("_HANDLER", "app.app")
    ours = session().create_client("s3", region_name="cn-north-1")
    of = {"Bucket": "rongmei", "Key": "files/封面.png"}
    form, wanted = ours.generate_presigned_post(**of), whole.generate_presigned_post(**of)
    assert (form["url"], form["fields"].keys()) == (wanted["url"], wanted["fields"].keys())
    links = [one.generate_presigned_url("get_object", Params=of) for one in (ours, whole)]
    assert len({link.partition("?")[0] for link in links}) == 1


def test_only_the_cloud_package_calls_these_services():
    # The test above reads no other: a client that is called elsewhere would lack its operation on AWS alone.
    strangers = [
        str(file.relative_to(ROOT))
        for file in (ROOT / "chalicelib").rglob("*.py")
        if file.parent.name != "cloud" and "clients" in (text := file.read_text("utf-8"))
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith("chalicelib.cloud")
        and ((node.module or "").endswith(".clients") or "clients" in {a.name for a in node.names})
    ]
    assert set(strangers) <= {"chalicelib/triggers/wechat_callback.py"}


@pytest.mark.parametrize("service", OPERATIONS)
def test_operations_are_botocore_s_without_their_documentation(service):
    name = service.partition("/")[0]
    ours = Descriptions(short=True).load_service_model(name, "service-2")
    whole = Loader().load_service_model(name, "service-2")
    expected = short(whole, OPERATIONS[service])
    # botocore merges extras of its own into what it loads: shapes that nothing here reaches are of no effect.
    assert ours["operations"] == expected["operations"]
    assert ours["metadata"] == whole["metadata"]
    assert {shape: ours["shapes"][shape] for shape in expected["shapes"]} == expected["shapes"]


def test_a_shape_that_an_operation_reaches_is_kept_and_no_other():
    shapes = {
        "In": {
            "type": "structure",
            "members": {"documentation": {"shape": "Text", "documentation": "words"}},
        },
        "Text": {"type": "string", "documentation": "words"},
        "Other": {"type": "string"},
    }
    described = {
        "metadata": {},
        "documentation": "words",
        "operations": {"Put": {"input": {"shape": "In"}}, "Get": {"input": {"shape": "Other"}}},
        "shapes": shapes,
    }
    kept = short(described, ("Put",))
    assert kept["operations"] == {"Put": {"input": {"shape": "In"}}}
    members = {"documentation": {"shape": "Text"}}
    assert kept["shapes"] == {
        "In": {"type": "structure", "members": members},
        "Text": {"type": "string"},
    }


def test_endpoints_are_botocore_s_in_every_partition():
    loaded = Descriptions(short=True).load_data("endpoints")
    assert loaded == with_endpoints_of(Loader().load_data("endpoints"), ENDPOINTS)


@pytest.mark.parametrize("region", ["cn-north-1", "ap-southeast-1", "us-gov-west-1"])
@pytest.mark.parametrize("service", [*SERVICES, "sqs", "cloudwatch", "athena", "sts"])
def test_a_client_of_a_function_calls_where_botocore_s_own_would(monkeypatch, service, region):
    own = Session().create_client(service, region_name=region)
    monkeypatch.setenv("_HANDLER", "app.app")
    ours = session().create_client(service, region_name=region)
    assert ours.meta.endpoint_url == own.meta.endpoint_url
    assert ours.meta.config.signature_version == own.meta.config.signature_version


def _names(emitter: HierarchicalEmitter, event: str) -> list[str]:
    """botocore's handlers of an event, in their order."""
    found = emitter._handlers.prefix_search(event)
    # Powertools adds its name to every session of a process that has imported it.
    return [one.__name__ for one in found if one.__module__.startswith("botocore.")]


@pytest.mark.parametrize(
    "service,operation",
    [
        ("dynamodb", "PutItem"),
        ("s3", "PutObject"),
        ("s3", "GetObject"),
        ("s3", "ListObjectsV2"),
        ("s3", "DeleteObjects"),
        ("sqs", "SendMessage"),
        ("ssm", "GetParameter"),
        ("cloudwatch", "GetMetricData"),
    ],
)
def test_what_botocore_does_around_a_call_is_done_in_a_function_too(
    monkeypatch, service, operation
):
    own = Session().get_component("event_emitter")
    monkeypatch.setenv("_HANDLER", "app.app")
    ours = session().get_component("event_emitter")
    for kind in (
        "creating-client-class",
        "before-parameter-build",
        "before-endpoint-resolution",
        "before-call",
        "request-created",
        "choose-signer",
        "before-sign",
        "before-send",
        "before-parse",
        "after-call",
        "needs-retry",
    ):
        event = f"{kind}.{service}.{operation}"
        assert _names(ours._emitter, event) == _names(own._emitter, event), event


def test_a_function_takes_the_credentials_that_lambda_hands_it(monkeypatch):
    monkeypatch.setenv("_HANDLER", "app.app")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKID")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "key")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "session")
    found = session().get_credentials()
    assert (found.access_key, found.secret_key, found.token) == ("AKID", "key", "session")


def test_a_restored_function_asks_for_its_credentials(monkeypatch):
    # Lambda hands none to a snapshot, but an address where they are to be had (docs/decisions/0363).
    monkeypatch.setenv("_HANDLER", "app.app")
    monkeypatch.delenv("AWS_ACCESS_KEY_ID", raising=False)
    providers = session().get_component("credential_provider").providers
    assert "container-role" in {one.METHOD for one in providers}
