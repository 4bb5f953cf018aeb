"""Chinese names of the values of this package."""

from __future__ import annotations

from typing import Final

from chalicelib.takedown.models import (
    ClueKind,
    Match,
    PlaceState,
    Remains,
    SpotKind,
    TakedownState,
)

CLUES: Final = {
    ClueKind.ARTICLE: "稿件",
    ClueKind.TEXT: "文字",
    ClueKind.PICTURE: "图片",
    ClueKind.LINK: "链接",
}
STATES: Final = {
    TakedownState.SEARCHING: "查找中",
    TakedownState.PREVIEW: "待批准",
    TakedownState.RUNNING: "撤稿中",
    TakedownState.CHECKING: "复查中",
    TakedownState.CLOSED: "已办结",
    TakedownState.REJECTED: "不予撤稿",
}
PLACES: Final = {
    SpotKind.ARTICLE: "稿件",
    SpotKind.DRAFT: "草稿",
    SpotKind.OFFER: "矩阵分发",
    SpotKind.SCHEDULED: "待发推送",
    SpotKind.MASS: "群发",
    SpotKind.PUBLICATION: "发布",
    SpotKind.BY_HAND: "手工发布",
    SpotKind.RULE: "自动回复",
    SpotKind.FAQ: "知识库问答",
    SpotKind.POLICY: "政策文件",
    SpotKind.MENU: "菜单",
    SpotKind.SERVICE: "服务目录",
}
MATCHES: Final = {
    Match.SAME: "同一稿件",
    Match.TEXT: "文字相似",
    Match.PICTURE: "同一图片",
    Match.LINK: "同一链接",
}
PLACE_STATES: Final = {
    PlaceState.FOUND: "待勾选",
    PlaceState.KEPT: "保留",
    PlaceState.WAITING: "待办理",
    PlaceState.BEGUN: "办理中",
    PlaceState.AWAITING: "等微信结果",
    PlaceState.DONE: "已撤下",
    PlaceState.FAILED: "未成功",
    PlaceState.BY_PERSON: "需人工",
    PlaceState.RESTORING: "恢复中",
    PlaceState.RESTORED: "已恢复",
}
ACTIONS: Final = {
    SpotKind.ARTICLE: "退回草稿，不能再排期",
    SpotKind.DRAFT: "没有送审，粉丝看不到；如已送审，退回草稿",
    SpotKind.OFFER: "撤回分发，下级不能再采用",
    SpotKind.SCHEDULED: "取消推送",
    SpotKind.MASS: "删除群发的页面",
    SpotKind.PUBLICATION: "删除发布的文章",
    SpotKind.BY_HAND: "删除发布的文章",
    SpotKind.RULE: "发布不含这条回复的新版本",
    SpotKind.FAQ: "停用这条问答并发布",
    SpotKind.POLICY: "发布不含这份文件的版本",
    SpotKind.MENU: "发布不含这一项的菜单",
    SpotKind.SERVICE: "让这项服务下线",
}
"""What is done at a place of each kind."""
REMAINS: Final = {
    Remains.CARD: "粉丝已收到的群发卡片（标题、封面）留在手机上，点开显示已删除",
    Remains.FORWARDED: "粉丝已保存、截图或转发的内容收不回",
    Remains.FOREVER: "微信的删除不能恢复，需要时只能重新发布",
    Remains.BY_HAND_MASS: "在微信公众平台手工群发的内容，微信没有接口可查可删，须登录平台的“发表记录”核对删除",
    Remains.AUDIO: "音频群发后微信不提供删除接口，须登录平台处理",
    Remains.SAID: "已经回复给粉丝的内容留在对话里",
}
REVERSIBLE: Final = frozenset(
    {SpotKind.RULE, SpotKind.FAQ, SpotKind.POLICY, SpotKind.MENU, SpotKind.SERVICE}
)
"""Kinds of places that can be put back."""
