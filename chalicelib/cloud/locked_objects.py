"""The bucket of anchors: every object in it is under S3 Object Lock from the moment it is written.

The lock is the bucket's own default (``.chalice/resources.json``): who writes needs no right to set one, and nobody can
leave it out.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from botocore.exceptions import ClientError

from chalicelib.cloud.clients import s3
from chalicelib.cloud.errors import CloudNotFound, ConditionFailed
from chalicelib.settings import settings

_OVERTAKEN = ("PreconditionFailed", "ConditionalRequestConflict", "412", "409")


class Version(NamedTuple):
    """One version of an object, as the bucket lists it."""

    key: str
    version: str
    made_at: datetime
    removal: bool
    """Whether it is a delete marker: it hides what stands below it, which is still there."""


class Locked(NamedTuple):
    """One version, read."""

    body: bytes
    mode: str
    """``COMPLIANCE``, ``GOVERNANCE`` or empty."""
    until: datetime | None


def write(key: str, body: bytes) -> None:
    """Write a new object. Raises ``ConditionFailed`` where there is one of that name."""
    try:
        s3().put_object(
            Bucket=settings().anchors,
            Key=key,
            Body=body,
            ContentType="application/json",
            IfNoneMatch="*",
            ChecksumAlgorithm="SHA256",
        )
    except ClientError as error:
        if error.response["Error"]["Code"] in _OVERTAKEN:
            raise ConditionFailed(f"{key} is written already") from error
        raise


def versions(prefix: str, first: str = "") -> Iterator[Version]:
    """Every version of the objects whose keys begin with ``prefix``, from ``first`` on: by key, the newest first."""
    pages = s3().get_paginator("list_object_versions")
    for page in pages.paginate(Bucket=settings().anchors, Prefix=prefix):
        found = [
            Version(one["Key"], one["VersionId"], one["LastModified"], removal=False)
            for one in page.get("Versions", [])
        ]
        found += [
            Version(one["Key"], one["VersionId"], one["LastModified"], removal=True)
            for one in page.get("DeleteMarkers", [])
        ]
        yield from (one for one in found if one.key >= first)


def read(key: str, version: str = "") -> Locked:
    """One version of an object, the newest without a name. Raises ``CloudNotFound``."""
    named: dict[str, Any] = {"VersionId": version} if version else {}
    try:
        found = s3().get_object(Bucket=settings().anchors, Key=key, **named)
    except ClientError as error:
        if error.response["Error"]["Code"] in ("NoSuchKey", "NoSuchVersion", "404"):
            raise CloudNotFound(f"存储桶 {settings().anchors} 中没有 {key}。") from error
        raise
    return Locked(
        found["Body"].read(),
        found.get("ObjectLockMode", ""),
        found.get("ObjectLockRetainUntilDate"),
    )
