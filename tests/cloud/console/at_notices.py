"""An account's subscription notices: templates, two followers who consent, and a list in each state."""

from __future__ import annotations

from datetime import timedelta

from chalicelib import notices
from chalicelib.actor import local
from chalicelib.application import notice_lists
from chalicelib.clock import utc_now
from chalicelib.cloud import table
from chalicelib.notices import Template, TemplateKind

OPS = local("ops")
CONTENT = "政策名称:{{thing1.DATA}}\n发布时间:{{time2.DATA}}"


def fill(account: str, mark: str) -> dict[str, str]:
    """Make it; returns the ids of its things by the names that routes give them."""
    now = utc_now()
    template = Template(
        id=f"tpl{account}",
        title=f"{mark}政策提醒",
        kind=TemplateKind.LONG_TERM,
        fields=notices.fields.read_fields(CONTENT),
        content=CONTENT,
        fetched_at=now,
    )
    table.transact([notices.setup_store.template_action(account, template)])
    for openid in ("oNoticeA", "oNoticeB"):
        change = {template.id: lambda one: one.model_copy(update={"left": 1, "accepted_at": 1})}
        notices.consent_store.change(account, openid, change)
    draft = notice_lists.Draft(template.id, {"thing1": f"{mark}通知", "time2": "2026年12月1日"})
    made = {}
    for n, name in enumerate(("prepared_notice", "other_notice", "going_notice", "stopped_notice")):
        at = now + timedelta(seconds=n)
        made[name] = notice_lists.prepare(account, draft, by=OPS, now=at).id
    for name in ("going_notice", "stopped_notice"):
        notice_lists.confirm(account, made[name], receivers=2, by=OPS, now=now)
    notice_lists.stop(account, made["stopped_notice"], by=OPS, now=now)
    return {
        **made,
        "notice_template": template.id,
        "notice_purpose": "policy_alert",
        "notice_title": "1001",
    }
