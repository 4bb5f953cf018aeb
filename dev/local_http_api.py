"""MiniStack's HTTP API with payload format 1.0; imported by ``local_cloud.py``, so it imports nothing of ours.

There an integration that asks for 1.0 is sent 2.0 all the same. Here it gets the fields that AWS documents for 1.0, and
its answer may have headers with several values.
"""

from __future__ import annotations

import base64
import time
import uuid
from typing import Any

from ministack.services import apigateway, lambda_svc

_invoke = apigateway._invoke_lambda_proxy


def install() -> None:
    """Put it in the place of MiniStack's own."""
    apigateway._invoke_lambda_proxy = invoked


async def invoked(
    integration: dict[str, Any],
    api_id: str,
    stage: str,
    path: str,
    method: str,
    headers: dict[str, str],
    body: bytes,
    query: dict[str, list[str]],
    route_key: str = "$default",
    path_params: dict[str, str] | None = None,
    **more: Any,
) -> tuple[int, dict[str, Any], bytes]:
    """Send a request to the function of a route; in the format that the integration asks for."""
    given = (integration, api_id, stage, path, method, headers, body, query, route_key, path_params)
    if integration.get("payloadFormatVersion") != "1.0":
        answer: tuple[int, dict[str, Any], bytes] = await _invoke(*given, **more)
        return answer
    reference = apigateway._extract_lambda_ref_from_integration_uri(integration["integrationUri"])
    data, config, _ = lambda_svc._get_func_record_for_ref_in_scope(
        reference, account_id=more.get("owner_account_id"), region=more.get("owner_region")
    )
    event = event_of(api_id, stage, path, method, headers, body, query, route_key, path_params)
    said = await apigateway.run_reentrant(
        lambda_svc._execute_function_with_config_scope,
        lambda_svc._execution_record_for_config(data, config),
        event,
        thread_name="ministack-apigw-invoke",
    )
    return answered(lambda_svc.lambda_execute_result_to_api_proxy_response(said)[0])


def event_of(
    api_id: str,
    stage: str,
    path: str,
    method: str,
    headers: dict[str, str],
    body: bytes,
    query: dict[str, list[str]],
    route_key: str,
    path_params: dict[str, str] | None,
) -> dict[str, Any]:
    """The event of format 1.0. A stage that the address names is told in the context's path, as on AWS."""
    text = apigateway._v2_request_body_is_text(headers.get("content-type"))
    resource = route_key.partition(" ")[2] or path
    return {
        "version": "1.0",
        "resource": resource,
        "path": path,
        "httpMethod": method,
        "headers": dict(headers),
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": {name: values[-1] for name, values in query.items()} or None,
        "multiValueQueryStringParameters": {k: list(v) for k, v in query.items()} or None,
        "pathParameters": path_params or None,
        "stageVariables": None,
        "requestContext": {
            "apiId": api_id,
            "stage": stage,
            "path": f"/{stage}{path}",
            "resourcePath": resource,
            "httpMethod": method,
            "requestId": str(uuid.uuid4()),
            "requestTimeEpoch": int(time.time() * 1000),
            "identity": {"sourceIp": "127.0.0.1", "userAgent": headers.get("user-agent", "")},
        },
        "body": (body.decode("utf-8", "replace") if text else base64.b64encode(body).decode())
        if body
        else None,
        "isBase64Encoded": bool(body) and not text,
    }


def answered(said: dict[str, Any]) -> tuple[int, dict[str, Any], bytes]:
    """A function's answer as the response: of a header in both lists, the one with several values counts."""
    headers: dict[str, Any] = {"content-type": "application/json"}
    headers |= {name.lower(): value for name, value in (said.get("headers") or {}).items()}
    several = said.get("multiValueHeaders") or {}
    headers |= {name.lower(): list(values) for name, values in several.items() if values}
    body = said.get("body") or ""
    raw = base64.b64decode(body) if said.get("isBase64Encoded") else str(body).encode()
    return int(said.get("statusCode", 200)), headers, raw
