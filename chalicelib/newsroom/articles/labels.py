"""Chinese names of the values of this domain."""

from __future__ import annotations

from typing import Final

from chalicelib.newsroom.articles.models import ArticleAction, ArticleState
from chalicelib.newsroom.articles.workflow import AfterReturn
from chalicelib.newsroom.models import Severity

STATE_NAMES: Final = {
    ArticleState.DRAFT: "草稿",
    ArticleState.IN_REVIEW: "审核中",
    ArticleState.RETURNED: "已退回",
    ArticleState.APPROVED: "已通过",
}

ACTION_NAMES: Final = {
    ArticleAction.CREATE: "新建",
    ArticleAction.REVISE: "修改",
    ArticleAction.RESTORE: "恢复旧版",
    ArticleAction.SUBMIT: "送审",
    ArticleAction.APPROVE: "通过",
    ArticleAction.RETURN: "退回",
    ArticleAction.WITHDRAW: "撤回送审",
    ArticleAction.EMERGENCY: "应急签发",
    ArticleAction.LOCK: "锁定",
    ArticleAction.UNLOCK: "解锁",
    ArticleAction.FORCE_UNLOCK: "强制解锁",
    ArticleAction.COMMENT: "批注",
    ArticleAction.RESOLVE: "批注已处理",
}

AFTER_RETURN_NAMES: Final = {
    AfterReturn.RESUME: "从退回的那一审继续",
    AfterReturn.RESTART: "从头审起",
}

SEVERITY_NAMES: Final = {Severity.ERROR: "错误", Severity.WARNING: "提醒"}

FIELD_NAMES: Final = {
    "kind": "类型",
    "title": "标题",
    "author": "作者",
    "digest": "摘要",
    "source_url": "阅读原文",
    "source": "来源",
    "editor": "编辑",
    "reviewer": "审核",
    "supervisor": "监制",
    "theme": "主题",
    "column": "栏目",
    "series": "系列",
    "tags": "标签",
    "owner": "主管部门",
    "legal_basis": "政策依据",
    "valid_until": "有效期至",
    "cover": "封面",
    "crop_235_1": "封面裁剪 2.35:1",
    "crop_1_1": "封面裁剪 1:1",
    "images": "贴图",
    "media": "音视频文件",
}
"""Fields of an article, as a comparison of two revisions names them."""
