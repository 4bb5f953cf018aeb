"""The demo's inspection: two texts that were published by hand have faults, and the accounts are inspected once."""

from __future__ import annotations

from typing import Final

from chalicelib import inspection
from chalicelib.actor import local
from chalicelib.application import inspection_night, inspection_runs
from chalicelib.clock import utc_now
from demo import phone
from demo.accounts import ALL, CITY, COUNTY, PROVINCE

TEXTS: Final = {
    CITY: (
        "一季度行政处罚公示",
        "<p>当事人张某，身份证号<b>110105</b>19491231002X，未按期申报。</p><p>特此公示。</p>",
    ),
    COUNTY: (
        "本月申报提醒",
        "<p>请纳税人登陆电子税务局申报，截止目前已有三千户完成。</p><p>联系人：小王，13800138000。</p>",
    ),
}
"""The numbers are those that standards print as examples."""


def fill() -> str:
    """Publish the texts and inspect every account of the demo, once."""
    if any(inspection.last_of(one.id) for one in ALL):
        return "inspected before"
    for demo, (title, content) in TEXTS.items():
        body = {"articles": [{"title": title, "content": content}]}
        phone.call("POST", f"/accounts/{demo.appid}/published", body)
    now = utc_now()
    inspection_runs.start(PROVINCE.id, by=local("demo"), now=now)
    for demo in ALL:
        inspection_night.inspect(demo.id, utc_now)
    found = sum(len(inspection.of_account(one.id)) for one in ALL)
    return f"{len(ALL)} accounts, {found} findings"
