"""Permissions as data: ``domain:object:verb`` → the roles that hold it. Pure.

A role holds in its unit and in all units below. A row names the deed in Chinese, for the sentence that refuses it and
for the page that shows a person's permissions.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from chalicelib.roles import NEWSROOM, Role


class Permission(NamedTuple):
    """One row."""

    label: str
    """The deed, as a Chinese phrase."""
    roles: frozenset[Role]


def _to(label: str, *roles: Role) -> Permission:
    return Permission(label, frozenset(roles))


_OPERATOR: Final = (Role.OPERATOR,)
_SECURITY: Final = (Role.OPERATOR, Role.SECURITY)
_KNOWLEDGE: Final = (Role.KNOWLEDGE_EDITOR, Role.CHIEF, Role.OPERATOR)
_SERVICE: Final = (Role.SERVICE_MANAGER, Role.CHIEF, Role.OPERATOR)
_REPLIES: Final = (Role.KNOWLEDGE_EDITOR, Role.SERVICE_MANAGER, Role.CHIEF, Role.OPERATOR)
_DESK: Final = (Role.AGENT, Role.OPERATOR)
_CALENDAR: Final = (Role.EDITOR, Role.CHIEF)
_SEES_DESK: Final = (Role.AGENT, Role.CHIEF, Role.OPERATOR)
_WINDOW: Final = (Role.AGENT, Role.SERVICE_MANAGER, Role.CHIEF, Role.OPERATOR)
_READERS: Final = (*NEWSROOM, Role.CONTROLLER, Role.OPERATOR)

PERMISSIONS: Final[dict[str, Permission]] = {
    # Units, people, accounts
    "units:unit:read": _to("查看单位", *Role),
    "units:unit:add": _to("新建单位", *_OPERATOR),
    "people:staff:read": _to("查看人员", Role.CHIEF, Role.CONTROLLER, *_SECURITY, Role.AUDITOR),
    "people:staff:add": _to("登记人员", Role.CHIEF, *_SECURITY),
    "people:staff:add_outside_newsroom": _to("登记采编以外的角色", *_SECURITY),
    "people:staff:remove": _to("注销人员", Role.CHIEF, *_SECURITY),
    "people:identity:link": _to("关联登录身份", *_SECURITY),
    "people:separation:set": _to("设置三员分立", *_SECURITY),
    "accounts:account:read": _to("查看公众号的设置", Role.CHIEF, Role.CONTROLLER, *_OPERATOR),
    "accounts:account:check": _to("检查公众号", Role.CHIEF, *_OPERATOR),
    "accounts:account:add": _to("登记公众号", *_OPERATOR),
    "accounts:account:set": _to("修改公众号", *_OPERATOR),
    "accounts:account:remove": _to("移除公众号", *_OPERATOR),
    "accounts:secret:rotate": _to("更换密钥", *_OPERATOR),
    "accounts:allowance:read": _to("查看配额", *_READERS),
    "accounts:allowance:correct": _to("校正配额", Role.CHIEF, *_OPERATOR),
    "accounts:allowance:clear": _to("请微信清零接口次数", Role.CHIEF, *_OPERATOR),
    # The stage itself
    # The wall: totals of a unit and below, for a screen that many see
    "wall:wall:read": _to("查看大屏", Role.CHIEF, Role.CONTROLLER, *_OPERATOR),
    "audit:log:read": _to("查看操作日志", Role.CHIEF, Role.CONTROLLER, *_OPERATOR, Role.AUDITOR),
    "audit:log:export": _to("导出操作日志", Role.CHIEF, *_OPERATOR, Role.AUDITOR),
    "audit:chain:verify": _to("验证操作日志", Role.CHIEF, *_OPERATOR, Role.AUDITOR),
    "audit:chain:take_in": _to("把旧的操作日志收入审计链", *_SECURITY),
    "console:health:read": _to("查看系统健康", Role.CONTROLLER, *_OPERATOR),
    # Other systems
    "service_tokens:token:read": _to("查看接口令牌", Role.CHIEF, *_SECURITY),
    "service_tokens:token:make": _to("建立接口令牌", Role.CHIEF, *_OPERATOR),
    "service_tokens:token:revoke": _to("吊销接口令牌", Role.CHIEF, *_SECURITY),
    "webhooks:subscription:read": _to("查看事件推送", Role.CHIEF, *_OPERATOR),
    "webhooks:subscription:set": _to("设置事件推送", Role.CHIEF, *_OPERATOR),
    # Newsroom: the stages of the workflow decide further who may approve
    "newsroom:article:read": _to("查看稿件", *_READERS),
    "newsroom:article:write": _to("写稿", *NEWSROOM),
    "newsroom:article:comment": _to("批注稿件", *NEWSROOM),
    "newsroom:article:submit": _to("送审稿件", *NEWSROOM),
    "newsroom:article:decide": _to("审核稿件", *NEWSROOM),
    "newsroom:article:emergency": _to("应急签发", Role.CHIEF),
    "newsroom:article:preview": _to("发送预览", *NEWSROOM, *_OPERATOR),
    "newsroom:workflow:read": _to("查看审核流程", *_READERS),
    "newsroom:workflow:set": _to("设置审核流程", Role.CHIEF, *_OPERATOR),
    "newsroom:theme:set": _to("设置稿件主题", Role.CHIEF, *_OPERATOR),
    # The board of topics: a department's person further needs to be of the department that is asked
    "topics:topic:read": _to("查看选题", *_READERS, Role.KNOWLEDGE_EDITOR),
    "topics:topic:edit": _to("安排选题", *NEWSROOM),
    "topics:inquiry:answer": _to("答复交给本部门的选题", Role.DEPARTMENT),
    "topics:effect:export": _to("导出选题成效", *_READERS),
    "topics:duty:set": _to("设置责任分工", Role.CHIEF, *_OPERATOR),
    "topics:set:edit": _to("设置成套产品", *_CALENDAR),
    "topics:plan:export": _to("打印和导出生产计划", *_READERS),
    "topics:production:oversee": _to("督促超期的产品", Role.CHIEF),
    # Products beside articles: the stages of the workflow decide further who may approve
    "products:product:read": _to("查看产品", *_READERS),
    "products:product:edit": _to("制作产品", *NEWSROOM),
    "products:product:decide": _to("审核产品", *NEWSROOM),
    "products:product:publish": _to("产品上线和下线", *_CALENDAR),
    # Materials: a unit sees its own, what units above share downwards, and what is for everybody
    "materials:material:read": _to(
        "查看素材库", *_READERS, Role.KNOWLEDGE_EDITOR, Role.SERVICE_MANAGER
    ),
    "materials:material:edit": _to("管理素材", *NEWSROOM),
    "materials:material:retire": _to("停用或恢复素材", *_CALENDAR),
    # Contributions: who sends holds a role in the sending unit, who decides one in the receiving unit
    "contributions:contribution:read": _to("查看报送", *_READERS),
    "contributions:contribution:send": _to("向上级报送", *NEWSROOM),
    "contributions:contribution:decide": _to("处理下级的报送", *_CALENDAR),
    "contributions:call:make": _to("约稿", *_CALENDAR),
    "contributions:settings:set": _to("设置报送和采用积分", Role.CHIEF, *_OPERATOR),
    "contributions:ranking:export": _to("导出采用排行", *_CALENDAR, Role.CONTROLLER, *_OPERATOR),
    # Columns, series and collections: what of a unit is seen by those below it too
    "columns:column:read": _to("查看栏目和系列", *_READERS),
    "columns:column:edit": _to("设置栏目", *_CALENDAR),
    "columns:series:edit": _to("编排系列和合集", *NEWSROOM),
    # Publishing
    "publishing:calendar:read": _to("查看排期", *_READERS),
    "publishing:issue:edit": _to("安排推送", *_CALENDAR),
    "publishing:push:plan": _to("不经审核直接群发", Role.CHIEF),
    "publishing:push:cancel": _to("取消推送", *_CALENDAR),
    "publishing:push:retry": _to("重试推送", *_CALENDAR),
    "publishing:push:recall": _to("撤回推送", *_CALENDAR),
    "publishing:push:export": _to("导出推送记录", *_READERS),
    "publishing:push:restore": _to("恢复被放弃的推送", *_CALENDAR, *_OPERATOR),
    "distribution:offer:read": _to("查看矩阵分发", *_READERS),
    "distribution:offer:make": _to("向下级分发稿件", *_CALENDAR),
    "distribution:offer:change": _to("更正或撤回分发的稿件", *_CALENDAR),
    "distribution:offer:answer": _to("答复上级分发的稿件", *_CALENDAR),
    "distribution:dressing:set": _to("设置转载的页眉页脚", *_CALENDAR),
    # Inspection: who reported something as put right, or appealed, does not decide about it
    "inspection:finding:read": _to("查看巡检", *_READERS),
    "inspection:finding:add": _to("登记巡检问题", Role.CHIEF, Role.CONTROLLER, *_OPERATOR),
    "inspection:finding:assign": _to("分派巡检问题", Role.CHIEF, Role.CONTROLLER),
    "inspection:finding:rectify": _to("报告整改", *_CALENDAR, *_OPERATOR),
    "inspection:finding:appeal": _to("对巡检问题申诉", *_CALENDAR),
    "inspection:finding:decide": _to("复查整改、裁定申诉", Role.CHIEF, Role.CONTROLLER),
    "inspection:indicator:set": _to("设置巡检指标", Role.CHIEF, *_OPERATOR),
    "inspection:notice:make": _to("制作通报和自查报告", Role.CHIEF, Role.CONTROLLER, *_OPERATOR),
    "inspection:run:start": _to("开始巡检", Role.CHIEF, Role.CONTROLLER, *_OPERATOR),
    # Orders: receivers are people of the unit addressed, or above it
    "orders:order:read": _to("查看指令", *_READERS),
    "orders:order:draft": _to("起草指令", Role.EDITOR, Role.CHIEF, Role.CONTROLLER),
    "orders:order:issue": _to("签发、补充、撤销指令", Role.CHIEF, Role.CONTROLLER),
    "orders:order:answer": _to("签收、办理、反馈指令", Role.EDITOR, Role.CHIEF, Role.CONTROLLER),
    "orders:order:close": _to("办结或退回指令的反馈", Role.CHIEF, Role.CONTROLLER),
    # Relays: who writes a step is of its account's unit, or above it
    "relays:relay:read": _to("查看接龙", *_READERS),
    "relays:relay:edit": _to("编排接龙", Role.EDITOR, Role.CHIEF, Role.CONTROLLER),
    "relays:relay:run": _to("开始和调度接龙", Role.CHIEF, Role.CONTROLLER),
    "relays:step:make": _to("写接龙的一棒", *NEWSROOM),
    # Replies and knowledge
    "conversation:rules:read": _to("查看自动回复", *_REPLIES, Role.CONTROLLER),
    "conversation:answer:try": _to("试答", *_REPLIES, Role.AGENT),
    "insight:question:read": _to("查看粉丝的提问", *_REPLIES),
    "insight:topic:read": _to(
        "查看问题话题",
        *NEWSROOM,
        Role.KNOWLEDGE_EDITOR,
        Role.SERVICE_MANAGER,
        Role.CONTROLLER,
        *_OPERATOR,
    ),
    "insight:topic:decide": _to(
        "整理问题话题", Role.EDITOR, Role.KNOWLEDGE_EDITOR, Role.CHIEF, *_OPERATOR
    ),
    "insight:numbers:read": _to("查看统计数据", *_READERS),
    "insight:numbers:export": _to("导出统计数据", *_READERS),
    "insight:archive:ask": _to("深入查询数据档案", *_READERS),
    "insight:report:read": _to("查看报告", *_READERS),
    "insight:report:make": _to("制作报告", *_READERS),
    "insight:report:take": _to("下载报告", *_READERS),
    "insight:report:schedule": _to("设置定期报告", Role.CHIEF, Role.CONTROLLER, *_OPERATOR),
    "insight:mark:add": _to("标记特殊的日子", *_CALENDAR, Role.CONTROLLER, *_OPERATOR),
    "insight:mark:remove": _to("取消标记", *_CALENDAR, Role.CONTROLLER, *_OPERATOR),
    "insight:numbers:fetch": _to("向微信取统计数据", Role.CHIEF, *_OPERATOR),
    "knowledge:entry:read": _to("查看知识库", *_REPLIES, Role.AGENT, Role.CONTROLLER),
    "conversation:rules:import": _to("修改自动回复", *_SERVICE),
    "conversation:rules:restore": _to("恢复自动回复的旧版本", *_SERVICE),
    "catalogue:service:read": _to("查看服务目录", *_REPLIES, *_READERS, Role.AGENT),
    "catalogue:service:edit": _to("修改服务目录", *_SERVICE),
    "catalogue:service:maintain": _to("设置服务的维护", *_SERVICE),
    "catalogue:service:retire": _to("让服务下线或恢复", *_SERVICE),
    "catalogue:version:submit": _to("提交服务目录审核", *_SERVICE),
    "catalogue:version:release": _to("发布服务目录", *_SERVICE),
    "catalogue:version:reject": _to("退回服务目录版本", *_SERVICE),
    "catalogue:version:restore": _to("恢复服务目录的旧版本", *_SERVICE),
    "menus:menu:read": _to("查看自定义菜单", *_REPLIES, Role.CONTROLLER),
    "menus:draft:edit": _to("修改自定义菜单的草稿", *_SERVICE),
    "menus:menu:publish": _to("发布自定义菜单", *_SERVICE),
    "menus:menu:approve": _to("审核自定义菜单", *_SERVICE),
    "menus:rule:set": _to("设置菜单是否由两人发布", Role.CHIEF, *_OPERATOR),
    "notices:notice:read": _to("查看订阅通知", *_REPLIES, Role.CONTROLLER),
    "notices:notice:send": _to("发送订阅通知", *_SERVICE),
    "notices:template:set_up": _to("设置订阅通知的模板", *_SERVICE),
    "knowledge:entry:edit": _to("修改知识库", *_KNOWLEDGE),
    "knowledge:version:submit": _to("提交知识库审核", *_KNOWLEDGE),
    "knowledge:version:release": _to("发布知识库", *_KNOWLEDGE),
    "knowledge:version:reject": _to("退回知识库版本", *_KNOWLEDGE),
    "knowledge:version:drop": _to("放弃知识库草稿", *_KNOWLEDGE),
    "knowledge:version:restore": _to("恢复知识库的旧版本", *_KNOWLEDGE),
    "assistant:settings:read": _to("查看语言模型", *_KNOWLEDGE),
    "assistant:settings:set": _to("设置语言模型", *_OPERATOR),
    "assistant:model:try": _to("试用语言模型", *_KNOWLEDGE),
    # Takedown: begun by one person, approved by another
    "takedown:case:read": _to("查看撤稿", Role.CONTROLLER, Role.CHIEF, *_OPERATOR),
    "takedown:case:begin": _to("发起撤稿", Role.CONTROLLER, Role.CHIEF),
    "takedown:case:approve": _to("批准撤稿", Role.CONTROLLER, Role.CHIEF),
    # Appointments: a hall belongs to a unit
    "appointments:hall:read": _to("查看办税厅和预约", *_READERS, Role.AGENT, Role.SERVICE_MANAGER),
    "appointments:hall:edit": _to("设置办税厅", *_SERVICE),
    "appointments:day:close": _to("让办税厅停办一天", *_SERVICE),
    "appointments:window:work": _to("在窗口办理预约", *_WINDOW),
    "appointments:identity:read": _to("查看预约人的实名信息", *_WINDOW),
    # Followers
    "followers:person:erase": _to("删除粉丝的个人信息", Role.CHIEF, *_OPERATOR),
    "followers:person:export": _to("查阅、复制粉丝的个人信息", Role.CHIEF, *_OPERATOR),
    "followers:roll:read": _to("查看粉丝", *_READERS, *_REPLIES),
    "followers:roll:sync": _to("同步粉丝名单", Role.CHIEF, *_OPERATOR),
    "followers:tag:edit": _to("管理粉丝标签", *_SERVICE),
    "followers:blacklist:edit": _to("拉黑或解除拉黑粉丝", *_SERVICE),
    "followers:qr:edit": _to("管理二维码", *_SERVICE),
    # The control centre
    "matrix:account:read": _to("查看矩阵", *_READERS),
    "matrix:account:set": _to("登记矩阵的公众号", Role.CHIEF, Role.CONTROLLER, *_OPERATOR),
    "matrix:account:export": _to("导出矩阵", Role.CHIEF, Role.CONTROLLER, *_OPERATOR),
    "matrix:person:hand_over": _to("移交离岗人员的工作", Role.CHIEF, Role.CONTROLLER, *_OPERATOR),
    # Desk and hotline
    "desk:session:read": _to("查看会话", *_SEES_DESK),
    "desk:session:supervise": _to("督导会话", Role.CHIEF),
    "desk:presence:set": _to("上线或离线", *_DESK),
    "desk:session:take": _to("接入会话", *_DESK),
    "desk:session:reply": _to("回复粉丝", *_DESK),
    "desk:session:note": _to("写内部备注", *_SEES_DESK),
    "desk:session:transfer": _to("转接会话", *_SEES_DESK),
    "desk:session:resolve": _to("结束会话", *_SEES_DESK),
    "desk:canned:edit": _to("修改快捷回复", *_SEES_DESK),
    "desk:quality:score": _to("质检评分", Role.CHIEF, *_OPERATOR),
    "desk:quality:set": _to("设置评分表", Role.CHIEF, *_OPERATOR),
    "desk:transcripts:fetch": _to("取回微信客服的聊天记录", *_DESK),
    "desk:setup:edit": _to("设置坐席台", Role.CHIEF, *_OPERATOR),
    "hotline:case:read": _to("查看热线", *_SEES_DESK),
    "hotline:settings:set": _to("设置热线", *_OPERATOR),
    "hotline:session:give": _to("把会话移交热线", *_DESK),
}

WITHDRAWN: Final = frozenset(
    {
        "people:staff:add",
        "people:staff:add_outside_newsroom",
        "people:staff:remove",
        "people:identity:link",
        "service_tokens:token:read",
        "service_tokens:token:make",
        "service_tokens:token:revoke",
        "audit:log:export",
        "audit:chain:verify",
        "audit:chain:take_in",
    }
)
"""What an operator no longer may where 系统管理员, 安全管理员 and 审计员 are separated (三员分立)."""


def granted_to(permission: str, *, separated: bool) -> frozenset[Role]:
    """The roles that hold a permission."""
    roles = PERMISSIONS[permission].roles
    return roles - {Role.OPERATOR} if separated and permission in WITHDRAWN else roles


OPEN_UNTIL_STAFFED: Final = frozenset(
    name for name in PERMISSIONS if name.startswith(("publishing:", "distribution:"))
)
"""Permissions that anybody at a shell has for a unit until somebody is registered there (docs/decisions/0073)."""

PERSONS_ONLY: Final = frozenset(
    {
        # A person answers for these, or two do, each other than the author.
        "newsroom:article:decide",
        "newsroom:article:emergency",
        "publishing:push:plan",
        "knowledge:version:release",
        "knowledge:version:reject",
        "catalogue:version:release",
        "catalogue:version:reject",
        "menus:menu:approve",
        "topics:inquiry:answer",
        "topics:duty:set",
        "inspection:finding:assign",
        "inspection:finding:decide",
        "inspection:indicator:set",
        "takedown:case:begin",
        "takedown:case:approve",
        # Who may do these could give itself everything else.
        "units:unit:add",
        "people:staff:add",
        "people:staff:add_outside_newsroom",
        "people:staff:remove",
        "people:identity:link",
        "people:separation:set",
        # Who says that nobody tampered is a person.
        "audit:chain:verify",
        "audit:chain:take_in",
        "newsroom:workflow:set",
        "menus:rule:set",
        # What reaches everybody who subscribed is confirmed by a person.
        "notices:notice:send",
        "accounts:account:add",
        "accounts:account:set",
        "accounts:account:remove",
        "accounts:secret:rotate",
        "assistant:settings:set",
        "hotline:settings:set",
        # What is made by itself is made in a person's name, and waits in their bell.
        "insight:report:schedule",
        # Who stands at the window, and who looks at a name and an identity number.
        "appointments:window:work",
        "appointments:identity:read",
        # Who answers for an account is a person's decision.
        "matrix:person:hand_over",
        # Units act on an order in the name of the person who issued it.
        "orders:order:issue",
        "orders:order:close",
        # The data of one follower leaves the system, or is gone, for good.
        "followers:person:erase",
        "followers:person:export",
    }
    | {name for name in PERMISSIONS if name.startswith(("service_tokens:", "webhooks:", "desk:"))}
    | {"hotline:session:give"}
)
"""Permissions that no service token has: somebody has to be there (docs/decisions/0180)."""
