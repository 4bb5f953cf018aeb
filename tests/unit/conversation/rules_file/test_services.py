"""Services in a rules file: in YAML, in a sheet, and what is wrong with them."""

from __future__ import annotations

import pytest

from chalicelib.conversation import rules_file
from chalicelib.conversation.models import Service
from chalicelib.sheets.problems import FileErrors

YAML = """
services:
  - name: 预约办税
    aliases: [取号, 预约取号]
    appid: wx0000000000000001
    path: pages/book
  - 名称: 办税厅
    菜单项: HALL
菜单:
  HALL: 地址在此
"""
CSV = "触发,规则名称,关键词,链接,回复内容\n服务,预约办税,取号|预约取号,https://example.org/b,先取号再来\n"


def test_services_are_read_from_yaml() -> None:
    assert rules_file.read("a.yaml", YAML.encode()).rules.services == (
        Service(
            name="预约办税",
            aliases=("取号", "预约取号"),
            appid="wx0000000000000001",
            path="pages/book",
        ),
        Service(name="办税厅", menu="HALL"),
    )


def test_services_are_read_from_a_sheet() -> None:
    assert rules_file.read("a.csv", CSV.encode()).rules.services == (
        Service(
            name="预约办税",
            aliases=("取号", "预约取号"),
            link="https://example.org/b",
            text="先取号再来",
        ),
    )


@pytest.mark.parametrize(
    ("yaml", "reason"),
    [
        ("services: [{name: 甲}]", "要有链接"),
        ("services: [{name: 甲, link: https://a.cn}, {name: 甲, text: 乙}]", "已有名为“甲”的服务"),
        ("services: [{name: 甲, link: a.cn}]", "http"),
        ("services: [{name: 甲, colour: red}]", "没有“colour”"),
        ("services: [{link: https://a.cn}]", "缺少服务的名称"),
        ("services: [{name: 甲, path: a}]", "要有链接"),
    ],
)
def test_what_is_wrong_with_a_service_is_said(yaml: str, reason: str) -> None:
    with pytest.raises(FileErrors) as refused:
        rules_file.read("a.yaml", yaml.encode())
    assert reason in "".join(one.reason for one in refused.value.problems)


def test_a_service_that_leads_nowhere_is_warned_of() -> None:
    [warning] = rules_file.read("a.yaml", "services: [{name: 甲, menu: X}]".encode()).warnings
    assert "没有设置回复" in warning.reason
