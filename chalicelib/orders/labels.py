"""Chinese names of the values of this package."""

from __future__ import annotations

from typing import Final

from chalicelib.orders.models import (
    AddressWay,
    OrderAction,
    OrderEvidence,
    OrderKind,
    OrderState,
    ReceiptAction,
    ReceiptState,
    Urgency,
    Urging,
)

KINDS: Final = {
    OrderKind.REPRINT: "转载",
    OrderKind.TOPIC: "选题",
    OrderKind.TAKEDOWN: "删除/撤稿",
    OrderKind.CORRECTION: "更正",
    OrderKind.RECTIFICATION: "整改",
    OrderKind.SUBMISSION: "报送",
    OrderKind.RESPONSE: "舆情应对",
}
URGENCIES: Final = {Urgency.EXTRA: "特急", Urgency.URGENT: "加急", Urgency.PLAIN: "平急"}
EVIDENCE: Final = {
    OrderEvidence.LINK: "链接",
    OrderEvidence.PICTURE: "截图",
    OrderEvidence.TEXT: "文字说明",
}
STATES: Final = {
    OrderState.DRAFT: "起草",
    OrderState.WAITING: "待复核签发",
    OrderState.ISSUED: "办理中",
    OrderState.CLOSED: "已办结",
    OrderState.WITHDRAWN: "已撤销",
    OrderState.DROPPED: "已作废",
}
ACTIONS: Final = {
    OrderAction.EDIT: "修改",
    OrderAction.DROP: "作废",
    OrderAction.ISSUE: "签发",
    OrderAction.APPROVE: "复核签发",
    OrderAction.REFUSE: "退回修改",
    OrderAction.AMEND: "补充",
    OrderAction.APPROVE_AMENDMENT: "同意补充",
    OrderAction.REFUSE_AMENDMENT: "不同意补充",
    OrderAction.REMIND: "批量催办",
    OrderAction.WITHDRAW: "撤销",
    OrderAction.CLOSE: "办结",
}
RECEIPTS: Final = {
    ReceiptState.SENT: "待签收",
    ReceiptState.SIGNED: "已签收",
    ReceiptState.WORKING: "办理中",
    ReceiptState.REPORTED: "已反馈",
    ReceiptState.RETURNED: "退回重办",
    ReceiptState.DONE: "已办结",
    ReceiptState.WITHDRAWN: "已撤销",
}
RECEIPT_ACTIONS: Final = {
    ReceiptAction.SIGN: "签收",
    ReceiptAction.START: "开始办理",
    ReceiptAction.FORWARD: "转办",
    ReceiptAction.REPORT: "反馈",
    ReceiptAction.ACKNOWLEDGE: "知悉补充",
    ReceiptAction.CLOSE: "办结",
    ReceiptAction.RETURN: "退回重办",
    ReceiptAction.REMIND: "催办",
    ReceiptAction.ADOPTED: "采用稿件",
    ReceiptAction.PUBLISHED: "稿件已发布",
    ReceiptAction.WITHDRAW: "撤销",
}
URGINGS: Final = {
    Urging.NONE: "",
    Urging.REMINDED: "提醒",
    Urging.SUPERVISED: "督办",
    Urging.CIRCULATED: "通报",
}
WAYS: Final = {AddressWay.TREE: "按层级", AddressWay.TAG: "按标签", AddressWay.LIST: "按名单"}
FIELDS: Final = {
    "state": "状态",
    "number": "文号",
    "first": "先签发的人",
    "receivers": "下达单位数",
    "amendments": "补充次数",
    "amended": "收到的补充",
    "known": "知悉的补充",
    "urged": "催办",
    "forwarded": "转办单位数",
    "returned": "退回次数",
    "copies": "采用的稿件",
    "out": "已发布的公众号",
    "title": "标题",
    "text": "正文",
    "urgency": "紧急程度",
    "attachments": "附件",
    "address": "下达范围",
    "sign_by": "签收期限",
    "done_by": "办结期限",
    "wants": "须反馈",
    "article": "稿件",
    "clues": "撤稿线索",
    "tag": "单位标签",
}
"""Fields that the log names."""
_OTHER: Final = {
    "draft": "起草",
    "deliver": "送达",
    "offer": "分发稿件",
    "takedown": "开始撤稿",
    "closed": "全部办结",
    "publish": "已发布",
}


def step_name(action: str) -> str:
    """The name of a step of an order's or a receipt's way."""
    named = {
        **_OTHER,
        **{one.value: name for one, name in URGINGS.items() if name},
        **{one.value: name for one, name in RECEIPT_ACTIONS.items()},
        **{one.value: name for one, name in ACTIONS.items()},
    }
    return named.get(action, action)
