"""MiniStack's REST API and layers in a stack that is deployed again; imported by ``local_cloud.py``, so it imports nothing of ours.

There an API whose routes change is made anew, and its old address is gone. On AWS it keeps its id (CloudFormation imports over it),
so what WeChat was told once goes on working. And there a layer's version goes with the deployment that replaces it; on AWS it stays (SAM
retains it), for functions that still have it.
"""

from __future__ import annotations

from typing import Any

from ministack.services import apigateway_v1
from ministack.services.cloudformation import provisioners

_KIND = "AWS::ApiGateway::RestApi"
_LAYER = "AWS::Lambda::LayerVersion"
_update = provisioners._RESOURCE_HANDLERS[_KIND]["update"]
_ROUTES = (
    "_resources",
    "_authorizers_v1",
    "_models",
    "_gateway_responses",
    "_documentation_parts",
    "_request_validators",
)
"""What an import makes, each by the API's id."""


def install() -> None:
    """Put it in the place of MiniStack's own."""
    provisioners._RESOURCE_HANDLERS[_KIND]["update"] = updated
    provisioners._RESOURCE_HANDLERS[_LAYER]["delete"] = retained


def updated(
    api: str,
    before: dict[str, Any],
    now: dict[str, Any],
    stack: str,
    logical_id: str | None = None,
) -> Any:
    """Give an API other routes under its own id; stages and deployments stay."""
    if before.get("Body") == now.get("Body") or not isinstance(now.get("Body"), dict):
        return _update(api, before, now, stack, logical_id)
    made, _ = provisioners._apigw_rest_api_create(logical_id or api, now, stack)
    for name in _ROUTES:
        held = getattr(apigateway_v1, name)
        held.pop(api, None)
        if made in held:
            held[api] = held.pop(made)
    apigateway_v1._rest_apis[api] = apigateway_v1._rest_apis[made] | {"id": api}
    apigateway_v1._delete_rest_api(made)
    return api, provisioners._apigw_rest_api_attrs(api)


def retained(_layer: str, _properties: dict[str, Any]) -> None:
    """Leave a layer's version where it is."""
