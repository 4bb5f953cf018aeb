"""Chinese names of what this package's models hold."""

from __future__ import annotations

from typing import Final

from chalicelib.inspection.models import (
    Ended,
    FindingAction,
    FindingSeverity,
    FindingState,
    IndicatorGroup,
    Method,
    PlaceKind,
    RunKind,
)

GROUPS: Final = {
    IndicatorGroup.SAFETY: "安全",
    IndicatorGroup.UPDATE: "信息更新",
    IndicatorGroup.INTERACTION: "互动功能",
    IndicatorGroup.FUNCTION: "功能可用",
    IndicatorGroup.WORDING: "错敏信息",
    IndicatorGroup.ANSWERING: "互动回应",
    IndicatorGroup.REPRINT: "重要信息转载",
    IndicatorGroup.REGISTER: "备案管理",
    IndicatorGroup.ORIGINAL: "原创率",
}
SEVERITIES: Final = {FindingSeverity.VETO: "单项否决", FindingSeverity.DEDUCTION: "扣分"}
METHODS: Final = {Method.AUTOMATIC: "自动", Method.PERSON: "人工"}
STATES: Final = {
    FindingState.OPEN: "待整改",
    FindingState.RECTIFIED: "已整改待复查",
    FindingState.RETURNED: "退回重改",
    FindingState.APPEALED: "申诉中",
    FindingState.CLOSED: "已关闭",
    FindingState.REVOKED: "已撤销",
    FindingState.GONE: "已消失",
}
ACTIONS: Final = {
    FindingAction.RECTIFY: "报告整改",
    FindingAction.CLOSE: "复查通过",
    FindingAction.SEND_BACK: "退回重改",
    FindingAction.APPEAL: "申诉",
    FindingAction.UPHOLD: "申诉成立",
    FindingAction.REFUSE: "申诉不成立",
    FindingAction.VANISH: "复查未再发现",
    FindingAction.REAPPEAR: "再次发现",
}
PLACES: Final = {
    PlaceKind.ARTICLE: "文章",
    PlaceKind.ATTACHMENT: "附件",
    PlaceKind.MENU: "菜单",
    PlaceKind.REPLY: "自动回复",
    PlaceKind.FAQ: "知识库",
    PlaceKind.SERVICE: "服务目录",
    PlaceKind.ACCOUNT: "公众号",
}
RUNS: Final = {RunKind.NIGHT: "每日巡检", RunKind.FULL: "全面检查", RunKind.SAMPLE: "抽查"}
ENDINGS: Final = {Ended.WHOLE: "完成", Ended.PART: "未查完", Ended.FAILED: "未能检查"}
PERMITTED: Final = {"number": "号码", "word": "词语", "address": "网址"}
WORDS: Final = {
    "wrong": "错词",
    "banned": "禁用词",
    "leader": "领导人姓名和职务",
    "host": "有害网站的域名",
}
