"""Chinese names of the values of this package."""

from __future__ import annotations

from typing import Final

from chalicelib.topics.agreements import AgreementState
from chalicelib.topics.models import (
    BoardAction,
    InquiryAction,
    InquiryState,
    Origin,
    ProductForm,
    Telling,
    TopicState,
)

STATES: Final = {
    TopicState.LEAD: "线索",
    TopicState.TOPIC: "选题",
    TopicState.ASSIGNED: "已派发",
    TopicState.MAKING: "制作中",
    TopicState.REVIEWED: "已审核",
    TopicState.PUBLISHED: "已发布",
    TopicState.DROPPED: "已放弃",
}
ORIGINS: Final = {
    Origin.QUESTIONS: "粉丝提问",
    Origin.POLICY: "政策文件",
    Origin.DIRECTIVE: "上级指令",
    Origin.IDEA: "自拟",
    Origin.CONTRIBUTION: "下级报送",
}
FORMS: Final = {
    ProductForm.ARTICLE: "图文",
    ProductForm.PICTURE: "图解",
    ProductForm.COURSE: "微课",
    ProductForm.ANSWERS: "问答",
    ProductForm.POSTER: "海报",
    ProductForm.H5: "H5",
    ProductForm.VIDEO: "短视频",
    ProductForm.EBOOK: "电子书",
    ProductForm.MINDMAP: "思维导图",
    ProductForm.QUIZ: "答题",
    ProductForm.LIVE: "直播",
}
BOARD_ACTIONS: Final = {
    BoardAction.ADOPT: "立项",
    BoardAction.ASSIGN: "派发",
    BoardAction.START: "开始制作",
    BoardAction.REVIEWED: "标为已审核",
    BoardAction.PUBLISHED: "标为已发布",
    BoardAction.BACK: "退回上一步",
    BoardAction.DROP: "放弃",
    BoardAction.TAKE_UP: "重新拾起",
}
INQUIRY_STATES: Final = {
    InquiryState.ASKED: "待接收",
    InquiryState.ACCEPTED: "待答复",
    InquiryState.RETURNED: "部门已退回",
    InquiryState.ANSWERED: "已答复，待采用",
    InquiryState.SENT_BACK: "退回补充",
    InquiryState.SETTLED: "已采用",
}
INQUIRY_ACTIONS: Final = {
    InquiryAction.ASK: "请部门答复",
    InquiryAction.ACCEPT: "接收",
    InquiryAction.RETURN: "退回（不属本部门）",
    InquiryAction.FORWARD: "转给其他部门",
    InquiryAction.ANSWER: "提交答复",
    InquiryAction.TAKE: "采用答复",
    InquiryAction.SEND_BACK: "退回补充",
}
AGREEMENTS: Final = {
    AgreementState.WAITING: "等待答复",
    AgreementState.MESSAGE: "已发客服消息",
    AgreementState.NOTICE: "已发订阅通知",
    AgreementState.NEXT_WORD: "下次来信时告知",
    AgreementState.GIVEN: "已在回复中告知",
    AgreementState.COVERED: "已随同一选题告知",
    AgreementState.LEFT: "已取消关注，不再告知",
}
TELLINGS: Final = {
    Telling.NOT_YET: "尚未告知",
    Telling.GOING_ON: "正在告知",
    Telling.DONE: "已告知",
}
OTHER_STEPS: Final = {
    "new": "新建",
    "edit": "修改",
    "made": "生成问答和稿件",
    "released": "问答已发布",
    "approved": "稿件已审定",
    "published": "稿件已发布",
    "reminded": "到期提醒",
    "escalated": "超期上报",
    "told": "告知提问人",
    "done": "完成派发",
    "urged": "提醒完成",
    "attached": "开始制作产品",
}


def step_name(what: str) -> str:
    """The name of a step of a topic's way."""
    named = {one.value: name for one, name in (*BOARD_ACTIONS.items(), *INQUIRY_ACTIONS.items())}
    return {**named, **OTHER_STEPS}.get(what, what)
