"""moto's bucket without what surrounds it: no request of HTTP, no signature, no XML (docs/decisions/0356).

Four calls of a plain bucket. Whatever is refused but for a key that is not there, and whatever asks for more, goes the long way, which says why.
``test_quick_moto.py`` holds both ways against each other.
"""

from __future__ import annotations

import base64
import re
import zlib
from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO
from typing import Any, Final

from botocore.response import StreamingBody
from moto.core import DEFAULT_ACCOUNT_ID
from moto.s3.exceptions import MissingKey
from moto.s3.models import FakeBucket, FakeKey, S3Backend, s3_backends

_PLAIN_KEY: Final = re.compile(r"[^/]+(/[^/]+)*")
"""One that moto reads from an address as it was."""
_META: Final = "x-amz-meta-"
_PAGE: Final = 1000
"""Keys of a page, where nobody says how many."""


def answer(operation: str, asked: dict[str, Any]) -> dict[str, Any] | None:
    """What the bucket says as botocore reads it; None where the long way has to say it. Raises ``MissingKey``."""
    taken = _CALLS.get(operation)
    if taken is None or not asked.keys() <= taken[1]:
        return None
    backend = s3_backends[DEFAULT_ACCOUNT_ID]["aws"]
    bucket = backend.buckets.get(asked["Bucket"])
    if (
        bucket is None
        or not _is_plain(bucket)
        or not _PLAIN_KEY.fullmatch(asked.get("Key", "plain"))
    ):
        return None
    said: dict[str, Any] | None = taken[0](backend, bucket, asked)
    return said


def _is_plain(bucket: FakeBucket) -> bool:
    """Whether it keeps one version of each object, for whoever asks."""
    return not (bucket.is_versioned or bucket.policy or bucket.encryption)


def _put(backend: S3Backend, bucket: FakeBucket, asked: dict[str, Any]) -> dict[str, Any] | None:
    there = backend.get_object(bucket.name, asked["Key"])
    metadata, body = asked.get("Metadata", {}), asked.get("Body", b"")
    if (
        type(body) is not bytes
        or ("IfMatch" in asked and (there is None or there.etag != asked["IfMatch"]))
        or ("IfNoneMatch" in asked and (there is not None or asked["IfNoneMatch"] != "*"))
        or not all((name + value).isascii() for name, value in metadata.items())
    ):
        return None
    checksum = base64.b64encode(zlib.crc32(body).to_bytes(4, "big")).decode()
    made = backend.put_object(bucket.name, asked["Key"], body, "STANDARD", checksum_value=checksum)
    of_it = {f"{_META}{name}": value for name, value in metadata.items()}
    if "ContentType" in asked:
        of_it["Content-Type"] = asked["ContentType"]
    made.set_metadata(of_it)
    made.set_acl(bucket.acl)
    made.checksum_algorithm = "CRC32"
    return _ok(ETag=made.etag, ChecksumCRC32=checksum)


def _get(backend: S3Backend, bucket: FakeBucket, asked: dict[str, Any]) -> dict[str, Any]:
    there = backend.get_object(bucket.name, asked["Key"])
    if there is None:
        raise MissingKey(key=asked["Key"])
    body, metadata = there.value, there.metadata
    said = _ok(
        Body=StreamingBody(BytesIO(body), len(body)),  # type: ignore[arg-type]
        AcceptRanges="bytes",
        ContentLength=len(body),
        ContentType=metadata["content-type"],
        ETag=there.etag,
        LastModified=_changed(there),
        Metadata={
            name.removeprefix(_META): value
            for name, value in metadata.items()
            if name.startswith(_META)
        },
    )
    if there.checksum_algorithm == "CRC32":
        said["ChecksumCRC32"] = there.checksum_value
    return said


def _list(backend: S3Backend, bucket: FakeBucket, asked: dict[str, Any]) -> dict[str, Any]:
    prefix, most = asked.get("Prefix", ""), asked.get("MaxKeys", _PAGE)
    token, after = asked.get("ContinuationToken"), asked.get("StartAfter")
    found, is_more, further = backend.list_objects_v2(bucket, prefix, None, token, after, most)
    contents = [_listed(one) for one in found if isinstance(one, FakeKey)]
    said = _ok(
        Name=bucket.name,
        Prefix=prefix,
        MaxKeys=most,
        KeyCount=len(contents),
        IsTruncated=is_more,
        EncodingType="url",
    )
    if contents:
        said["Contents"] = contents
    if further:
        said["NextContinuationToken"] = further
    if after and not token:
        said["StartAfter"] = after
    return said


def _listed(one: FakeKey) -> dict[str, Any]:
    said = {
        "Key": one.name,
        "LastModified": _changed(one),
        "ETag": one.etag,
        "Size": one.size,
        "StorageClass": one.storage_class,
    }
    return said | (
        {"ChecksumAlgorithm": [one.checksum_algorithm]} if one.checksum_algorithm else {}
    )


def _delete(backend: S3Backend, bucket: FakeBucket, asked: dict[str, Any]) -> dict[str, Any]:
    backend.delete_object(bucket.name, asked["Key"])
    return {"ResponseMetadata": {"HTTPStatusCode": HTTPStatus.NO_CONTENT}}


def _ok(**said: Any) -> dict[str, Any]:
    return said | {"ResponseMetadata": {"HTTPStatusCode": HTTPStatus.OK}}


def _changed(one: FakeKey) -> datetime:
    """To the second, as it is told."""
    return one.last_modified.replace(microsecond=0, tzinfo=UTC)


_CALLS: Final = {
    "PutObject": (
        _put,
        {"Bucket", "Key", "Body", "ContentType", "Metadata", "IfMatch", "IfNoneMatch"},
    ),
    "GetObject": (_get, {"Bucket", "Key"}),
    "ListObjectsV2": (_list, {"Bucket", "Prefix", "MaxKeys", "ContinuationToken", "StartAfter"}),
    "DeleteObject": (_delete, {"Bucket", "Key"}),
}
"""Operation → who answers it, and what may be asked."""
