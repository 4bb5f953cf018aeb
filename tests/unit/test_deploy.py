"""``make deploy``: what it makes beside the stack."""

from __future__ import annotations

import json

from dev.aws import Target, over_tls_only


def test_the_artifacts_bucket_takes_nothing_without_tls_in_china_too() -> None:
    target = Target("prod", "123456789012", "cn-north-1", partition="aws-cn")
    [statement] = json.loads(over_tls_only(target))["Statement"]
    bucket = "arn:aws-cn:s3:::rongmei-artifacts-123456789012-cn-north-1"
    assert statement["Resource"] == [bucket, f"{bucket}/*"]
    assert (statement["Effect"], statement["Principal"]) == ("Deny", "*")
    assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
