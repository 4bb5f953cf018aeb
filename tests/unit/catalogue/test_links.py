"""How an address of a service answers, and what colleagues are told of it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from chalicelib.catalogue import EntranceKind, Service
from chalicelib.catalogue.links import LinkResult, looked_at
from chalicelib.catalogue.models import Paused
from chalicelib.foreign_http import Page
from chalicelib.web_address import InnerAddress

NOW = datetime(2026, 11, 30, tzinfo=UTC)
ADDRESS = "https://tax.gov.cn/deed/apply"


def looked(page: Page | Exception, **fields: object) -> list[LinkResult]:
    def look(address: str, seconds: float) -> Page:
        if isinstance(page, Exception):
            raise page
        return page

    one = Service.model_validate(
        {"id": "a", "name": "契税", "category": "报税", "web": ADDRESS, **fields}
    )
    return looked_at([one], look, NOW, {})


@pytest.mark.parametrize(
    ("page", "problem"),
    [
        (Page(200, ADDRESS, "<h1>契税申报</h1>"), ""),
        (Page(200, "http://tax.gov.cn/deed/apply/", "办理"), ""),
        (Page(404, ADDRESS, ""), "已经没有了"),
        (Page(503, ADDRESS, ""), "服务器出错"),
        (OSError("证书有问题"), "证书有问题"),
        (OSError("域名查不到"), "域名查不到"),
        (InnerAddress("tax.gov.cn", "10.0.0.1"), "内部网络"),
        (Page(200, ADDRESS, "<title>页面不存在</title>"), "页面不存在"),
        (Page(200, ADDRESS, "The page you want Has Moved."), "has moved"),
        (Page(200, "https://tax.gov.cn/", "欢迎"), "首页"),
    ],
)
def test_the_answer_of_an_address_is_told(page: Page | Exception, problem: str) -> None:
    [one] = looked(page)
    assert one.good is not bool(problem)
    assert problem in one.problem


def test_a_redirect_to_another_page_is_named_though_it_opens() -> None:
    [one] = looked(Page(200, "https://new.tax.gov.cn/deed", "办理"))
    assert (one.good, one.leads_to) == (True, "https://new.tax.gov.cn/deed")


def test_words_in_a_script_are_not_what_a_reader_sees() -> None:
    [one] = looked(Page(200, ADDRESS, "<script>var t='页面不存在'</script><p>办理</p>"))
    assert one.good


def test_a_closed_entrance_and_a_made_up_address_are_not_asked() -> None:
    closed = (Paused(kind=EntranceKind.WEB, note="升级"),)
    assert looked(OSError("x"), paused=closed) == []
    assert looked(OSError("x"), web="https://etax.yunling.example/a") == []
