"""``make deploy``: what it makes beside the stack."""

from __future__ import annotations

import json

import pytest

from chalicelib.shapes import NEWEST
from dev.aws import Target, over_tls_only, overrides


def test_the_artifacts_bucket_takes_nothing_without_tls_in_china_too() -> None:
    target = Target("prod", "123456789012", "cn-north-1", partition="aws-cn")
    [statement] = json.loads(over_tls_only(target))["Statement"]
    bucket = "arn:aws-cn:s3:::rongmei-artifacts-123456789012-cn-north-1"
    assert statement["Resource"] == [bucket, f"{bucket}/*"]
    assert (statement["Effect"], statement["Principal"]) == ("Deny", "*")
    assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_a_new_stage_writes_the_newest_shapes_and_an_upgrade_goes_on_with_the_old_ones(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("WRITES", raising=False)
    target = Target("prod", "123456789012", "cn-north-1", partition="aws-cn")
    assert f"Writes={NEWEST}" in overrides(target, is_new=True)
    assert not [one for one in overrides(target, is_new=False) if one.startswith("Writes")]
    monkeypatch.setenv("WRITES", "1")
    assert "Writes=1" in overrides(target, is_new=False)
