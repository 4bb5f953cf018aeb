"""What a deployment over a stage leaves in the local cloud as AWS does: an API's address, and the layer that it replaces."""

from __future__ import annotations

from typing import Final

from tests.unit.in_local_cloud import answered, needs_cloud

ASKED: Final = """
import json, sys
sys.path.insert(0, "dev")
import local_rest_api
from ministack.services import apigateway_v1
from ministack.services.cloudformation import provisioners
local_rest_api.install()
handler = provisioners._RESOURCE_HANDLERS["AWS::ApiGateway::RestApi"]
def body(*paths):
    return {"Body": {"openapi": "3.0.1", "info": {"title": "t"}, "paths": {path: {"get": {}} for path in paths}}}
api, _ = handler["create"]("RestAPI", body("/before", "/both"), "s")
apigateway_v1._create_stage(api, {"stageName": "api"})
for now in (body("/both", "/after"), body("/both", "/after") | {"Description": "d"}):
    before = now if "Description" not in now else body("/both", "/after")
    same, attributes = handler["update"](api, body("/before", "/both") if "Description" not in now else before, now, "s", "RestAPI")
    assert same == api == attributes["RestApiId"]
print(json.dumps({
    "apis": [one["description"] for one in apigateway_v1._rest_apis.values()],
    "paths": sorted(one["path"] for one in apigateway_v1._resources[api].values()),
    "root": apigateway_v1._resources[api][attributes["RootResourceId"]]["path"],
    "stages": list(apigateway_v1._stages_v1[api]),
}))
"""
REPLACED: Final = """
import io, json, sys, zipfile
sys.path.insert(0, "dev")
import local_rest_api
from ministack.services import lambda_svc
from ministack.services.cloudformation import provisioners
local_rest_api.install()
packed = io.BytesIO()
with zipfile.ZipFile(packed, "w") as made:
    made.writestr("python/it.py", "")
provisioners._s3._get_object_data = lambda bucket, key: packed.getvalue()
handler = provisioners._RESOURCE_HANDLERS["AWS::Lambda::LayerVersion"]
wanted = {"LayerName": "archive", "Content": {"S3Bucket": "code", "S3Key": "archive.zip"}}
before, _ = handler["create"]("Layer", wanted, "s")
now, _ = handler["create"]("Layer", wanted, "s")
handler["delete"](before, wanted)
attached, refused = lambda_svc._normalize_layer_attachments([before])
print(json.dumps({
    "another": before != now,
    "attached": [one["Arn"] == before for one in attached or []],
    "refused": refused and str(refused),
    "whole": lambda_svc._resolve_layer_zip(before) == packed.getvalue(),
}))
"""

pytestmark = needs_cloud


def test_other_routes_leave_the_address_and_its_stage() -> None:
    assert answered(ASKED, None) == {
        "apis": ["d"],
        "paths": ["/", "/after", "/both"],
        "root": "/",
        "stages": ["api"],
    }


def test_a_layer_that_a_deployment_replaced_can_still_be_attached() -> None:
    assert answered(REPLACED, None) == {
        "another": True,
        "attached": [True],
        "refused": None,
        "whole": True,
    }
