"""Addresses that strangers write: which are public, and what is wrong with one at sight."""

from __future__ import annotations

import pytest

from chalicelib.sheets.cells import url
from chalicelib.sheets.problems import BadCell
from chalicelib.web_address import fault, ip_of, is_inner, is_public


@pytest.mark.parametrize(
    "address", ["203.0.114.7", "8.8.8.8", "2606:4700::1111", "240e::1", "::ffff:8.8.8.8"]
)
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "0.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1",
        "169.254.169.254", "100.64.0.1", "192.0.0.8", "198.18.0.1", "224.0.0.1",
        "240.0.0.1", "255.255.255.255", "192.88.99.1",
        "0.0.0.0",  # noqa: S104 - nothing is bound
        "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fec0::1", "ff02::1",
        "::ffff:10.0.0.1", "::10.0.0.1", "64:ff9b::a9fe:a9fe", "64:ff9b::808:808",
        "64:ff9b:1::1", "2002:7f00:1::", "2001::1", "2001:db8::1", "fd00:ec2::254",
    ],
)  # fmt: skip
def test_every_other_address_is_not(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "host",
    [
        "localhost", "LOCALHOST.", "foo.localhost", "printer.localdomain", "nas.local", "a.lan",
        "127.0.0.1", "127.0.0.01", "0177.0.0.01", "0x7f.0.0.01", "0x7f000001", "2130706433",
        "127.1", "127.0.0.1.", "10.0.0.1", "::1", "64:ff9b::a9fe:a9fe",
    ],
)  # fmt: skip
def test_a_host_is_an_inner_one_however_it_is_spelled(host: str) -> None:
    assert is_inner(host)


@pytest.mark.parametrize(
    "host", ["example.com", "example.com.", "local.example.com", "0x7f.cn", "8.8.8.8", "12366.cn"]
)
def test_other_hosts_are_not(host: str) -> None:
    assert not is_inner(host)


def test_a_number_has_one_spelling() -> None:
    assert ip_of("0x7f.1") == "127.0.0.1"
    assert ip_of("999.1.1.1") is None
    assert ip_of("a.example") is None


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://user:pw@host.example/", "用户名或密码"),
        ("https://@host.example/", "用户名或密码"),
        ("//user@host.example/", "用户名或密码"),
        ("http://0x7f.1/", "内部网络"),
        ("https://[::1]:8080/a", "内部网络"),
        ("https://host.localdomain/a", "内部网络"),
    ],
)
def test_a_fault_is_named_and_a_cell_of_a_list_refuses_it(address: str, said: str) -> None:
    assert said in fault(address)
    if address.startswith("http"):
        with pytest.raises(BadCell, match=said):
            url(address)


@pytest.mark.parametrize(
    "address",
    ["https://host.example/@a?b=c@d", "mailto:a@b.example", "tel:12366", "https://[x", "甲"],
)
def test_other_addresses_have_no_fault(address: str) -> None:
    assert fault(address) == ""
