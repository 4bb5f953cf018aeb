"""The AWS identity of this process (command line only)."""

from __future__ import annotations

from chalicelib.cloud.clients import sts


def arn() -> str:
    """The ARN that AWS knows these credentials by, such as ``arn:aws:sts::123456789012:assumed-role/Ops/li``."""
    return str(sts().get_caller_identity()["Arn"])
