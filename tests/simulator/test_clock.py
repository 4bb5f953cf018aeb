"""The platform's clock over HTTP: days, quotas and tokens follow it."""

import pytest

from tests.simulator.conftest import NINE_O_CLOCK


def test_the_clock_is_moved_and_set_back(wechat):
    assert wechat.sim("GET", "/clock")["local"] == "2026-11-23T09:00:00+08:00"
    moved = wechat.sim("POST", "/clock", {"move": 3600})
    assert (moved["local"], moved["offset"]) == ("2026-11-23T10:00:00+08:00", 3600)
    set_to = wechat.sim("POST", "/clock", {"to": "2026-12-01T00:00"})
    assert set_to["local"] == "2026-12-01T00:00:00+08:00"
    assert wechat.sim("POST", "/clock", {"real": True})["now"] == NINE_O_CLOCK


@pytest.mark.parametrize("body", [{}, {"move": "x"}, {"to": "tomorrow"}])
def test_a_moment_that_is_none_is_refused(wechat, body):
    assert wechat.http.post("/_sim/clock", json=body).status_code == 422


def test_a_new_day_in_shanghai_brings_new_quotas_and_not_a_minute_earlier(served):
    served.sim("POST", "/clock", {"to": "2026-11-23T23:58"})
    served.token = served.fetch_token()["access_token"]
    served.get("draft/count")
    asked = {"cgi_path": "/cgi-bin/draft/count"}
    served.sim("POST", "/clock", {"move": 119})
    assert served.post("openapi/quota/get", asked)["quota"]["used"] == 1
    served.sim("POST", "/clock", {"move": 1})
    assert served.post("openapi/quota/get", asked)["quota"]["used"] == 0


def test_the_clock_decides_when_a_token_ends_and_what_time_a_message_has(served, account_server):
    served.sim("POST", "/clock", {"move": 7200})
    assert served.get("draft/count")["errcode"] == 42001
    served.user()
    assert account_server.pushed[-1].fields["CreateTime"] == str(int(NINE_O_CLOCK) + 7200)


def test_a_moved_clock_outlives_a_restart(open_wechat, tmp_path):
    with open_wechat(state_file=tmp_path / "state.json") as wechat:
        wechat.sim("POST", "/clock", {"move": 60})
    with open_wechat(state_file=tmp_path / "state.json") as wechat:
        assert wechat.sim("GET", "/clock")["offset"] == 60
