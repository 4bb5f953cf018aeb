"""The API's description (OpenAPI 3.1), made from the routes' models.

It is written to ``openapi.json`` beside this module by ``make tables``: the page's client is made from the file, other
systems read it, and a test holds it against the routes.
"""

from __future__ import annotations

import inspect
import json
from typing import Any, Final

from chalicelib.console.api import VERSION, WRITE_HEADER, app
from chalicelib.console.entrance import SESSION
from chalicelib.console.problems import CONTENT_TYPE, Problem

FILE: Final = "chalicelib/console/openapi.json"
_PROBLEM: Final = "#/components/schemas/Problem"
TAGS: Final = {
    "me": "本人与登录",
    "workbench": "工作台与搜索",
    "jobs": "任务",
    "live": "实时通知",
    "board": "选题",
    "articles": "稿件",
    "writing": "写稿",
    "review": "审核",
    "products": "产品",
    "calendar": "排期",
    "issues": "期",
    "deliveries": "群发与发布",
    "allowances": "配额",
    "offers": "矩阵分发",
    "relays": "接龙",
    "columns": "栏目与系列",
    "materials": "素材",
    "production": "生产进度",
    "inspection": "巡检",
    "questions": "没答好的问题",
    "question-topics": "大家在问",
    "knowledge": "知识库",
    "policies": "政策库",
    "services": "服务目录",
    "rules": "自动回复",
    "menus": "自定义菜单",
    "appointments": "预约",
    "notices": "订阅通知",
    "followers": "粉丝",
    "follower-tags": "标签与黑名单",
    "qr-codes": "二维码",
    "tryouts": "试答",
    "desk": "坐席台",
    "desk-setup": "坐席设置",
    "records": "会话记录与质检",
    "hotline": "热线",
    "numbers": "数据",
    "assistant": "语言模型",
    "matrix": "矩阵",
    "orders": "指令",
    "contributions": "报送",
    "takedowns": "一键撤稿",
    "wall": "大屏",
    "units": "单位",
    "accounts": "公众号",
    "people": "人员与角色",
    "workflows": "审核流程",
    "audit": "操作日志",
    "health": "健康",
    "integrations": "对外接口",
}
"""Sections of the API, in the order of the page."""
_GOOD: Final = {"200": "成功", "202": "已开始，进度在 Location 的地址"}
_ERRORS: Final = {
    "401": "登录已过期",
    "403": "没有权限",
    "404": "没有找到",
    "409": "现在不能这样做，或别人先做了",
    "422": "提交的内容不符合要求",
    "429": "太频繁",
    "500": "系统出错，请告知请求编号",
    "503": "后面的服务没有应答",
}
"""What every route may answer instead, as ``application/problem+json``."""


def document() -> dict[str, Any]:
    """The description; its paths lie below ``/console/api/v1``."""
    made: dict[str, Any] = json.loads(
        app.get_openapi_json_schema(
            title="融媒 Rongmei 控制台接口", version="1", openapi_version="3.1.0"
        )
    )
    said = {
        (route.method.lower(), route.openapi_path): inspect.getdoc(route.func) or ""
        for route in app._static_routes + app._dynamic_routes
    }
    made["tags"] = [{"name": name, "description": title} for name, title in TAGS.items()]
    made["security"] = [{"token": []}, {"session": []}]
    made["servers"] = [{"url": "./", "description": "…/console/api/v1/"}]
    made["paths"] = {
        path.removeprefix(VERSION): {
            method: _described(method, operation, said.get((method, path), ""))
            for method, operation in operations.items()
        }
        for path, operations in made["paths"].items()
    }
    made.setdefault("components", {})["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer", "description": "接口令牌"},
        "session": {
            "type": "apiKey",
            "in": "cookie",
            "name": f"__Host-{SESSION}",
            "description": f"控制台的登录；写操作还要请求头 {WRITE_HEADER}",
        },
    }
    schemas = made["components"].setdefault("schemas", {})
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= problem.pop("$defs", {})
    schemas["Problem"] = problem
    for unused in ("HTTPValidationError", "ResponseValidationError", "ValidationError"):
        schemas.pop(unused, None)
    made["components"]["schemas"] = dict(sorted(schemas.items()))
    return made


def text() -> str:
    """The description as the file has it."""
    return json.dumps(document(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _described(method: str, operation: dict[str, Any], said: str) -> dict[str, Any]:
    operation.setdefault("description", said)
    answers = operation.setdefault("responses", {})
    for status, answer in answers.items():
        if status in _GOOD:
            answer["description"] = _GOOD[status]
    for status, meaning in _ERRORS.items():
        answers[status] = {
            "description": meaning,
            "content": {CONTENT_TYPE: {"schema": {"$ref": _PROBLEM}}},
        }
    if method != "get":
        header = {
            "name": WRITE_HEADER,
            "in": "header",
            "required": False,
            "description": "登录的浏览器写操作要带，任意值；用令牌时不需要",
        }
        operation.setdefault("parameters", []).append(header | {"schema": {"type": "string"}})
    return operation
