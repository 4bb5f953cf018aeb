"""Digests of the chain: of the standards, and of one spelling."""

from __future__ import annotations

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.audit.chain.digests import Algorithm, canonical, digest, holds

ITEMS = st.dictionaries(st.text(), st.one_of(st.text(), st.integers(), st.booleans()), max_size=6)


def test_sm3_is_that_of_the_standard() -> None:
    # GB/T 32905-2016, appendix A.1 and A.2.
    assert digest(Algorithm.SM3, b"abc") == (
        "sm3:66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    )
    assert digest(Algorithm.SM3, b"abcd" * 16) == (
        "sm3:debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"
    )


def test_sha_256_is_that_of_the_library() -> None:
    assert digest(Algorithm.SHA256, b"abc") == f"sha256:{hashlib.sha256(b'abc').hexdigest()}"


@given(ITEMS)
def test_the_order_of_attributes_makes_no_difference(item: dict[str, str | int | bool]) -> None:
    assert canonical(dict(reversed(item.items()))) == canonical(item)


@given(ITEMS, ITEMS, st.sampled_from(Algorithm))
def test_a_digest_holds_for_its_content_alone(
    one: dict[str, str | int | bool], other: dict[str, str | int | bool], how: Algorithm
) -> None:
    made = digest(how, canonical(one))
    assert holds(made, canonical(one))
    assert holds(made, canonical(other)) == (canonical(one) == canonical(other))


def test_a_digest_of_no_known_function_does_not_hold() -> None:
    assert not holds("md5:900150983cd24fb0d6963f7d28e17f72", b"abc")
    assert not holds("", b"")
