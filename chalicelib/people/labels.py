"""Chinese names of the values of this package."""

from __future__ import annotations

from typing import Final

from chalicelib.roles import Role

ROLE_NAMES: Final = {
    Role.EDITOR: "采编",
    Role.REVIEWER1: "初审",
    Role.REVIEWER2: "复审",
    Role.REVIEWER3: "终审",
    Role.REVIEWER4: "四审",
    Role.REVIEWER5: "五审",
    Role.CHIEF: "总编",
    Role.AGENT: "坐席",
    Role.KNOWLEDGE_EDITOR: "知识编辑",
    Role.SERVICE_MANAGER: "办事管理",
    Role.DEPARTMENT: "业务处室",
    Role.CONTROLLER: "管控",
    Role.OPERATOR: "运维",
    Role.SECURITY: "安全管理",
    Role.AUDITOR: "审计",
}
