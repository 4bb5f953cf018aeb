"""The one bucket, for large objects and those that are rarely read."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import quote

from botocore.exceptions import (
    ClientError,
    IncompleteReadError,
    ReadTimeoutError,
    ResponseStreamingError,
)

from chalicelib.cloud import deadline
from chalicelib.cloud.clients import s3
from chalicelib.cloud.errors import CloudError, CloudNotFound, ConditionFailed
from chalicelib.settings import settings

if TYPE_CHECKING:
    from botocore.response import StreamingBody

_PART: Final = 256 * 1024
_BROKEN_OFF: Final = (IncompleteReadError, ReadTimeoutError, ResponseStreamingError)


def read(key: str) -> bytes:
    """The bytes of one object. Raises ``CloudNotFound``."""
    tries = 1
    while True:
        body = _get(key)
        try:
            return _whole(body)
        except _BROKEN_OFF:  # botocore's own tries end where the body begins
            body.close()
            if not deadline.pause(tries):
                raise
        tries += 1


def _get(key: str) -> StreamingBody:
    try:
        return s3().get_object(Bucket=settings().bucket, Key=key)["Body"]
    except ClientError as error:
        if error.response["Error"]["Code"] in ("NoSuchKey", "404"):
            raise CloudNotFound(f"存储桶 {settings().bucket} 中没有 {key}。") from error
        raise


def _whole(body: StreamingBody) -> bytes:
    """All of a body. The socket's time-out holds for each wait, so the deadline is looked at between the parts."""
    parts = []
    while part := body.read(_PART):
        parts.append(part)
        left = deadline.left()
        if left is not None and left <= 0:
            raise ReadTimeoutError(endpoint_url="the body of an object")
    return b"".join(parts)


def write(key: str, body: bytes, content_type: str) -> None:
    """Store an object; the same key and body twice does no harm."""
    s3().put_object(Bucket=settings().bucket, Key=key, Body=body, ContentType=content_type)


class Stamped(NamedTuple):
    """An object as it was read, so that a write can tell whether it still is that."""

    body: bytes
    etag: str
    generation: int
    """How often it was written over, as ``write_over`` counts."""


def read_stamped(key: str) -> Stamped | None:
    """One object with its mark; None where there is none."""
    try:
        found = s3().get_object(Bucket=settings().bucket, Key=key)
    except ClientError as error:
        if error.response["Error"]["Code"] in ("NoSuchKey", "404"):
            return None
        raise
    generation = int(found.get("Metadata", {}).get("generation", 0))
    return Stamped(_whole(found["Body"]), found["ETag"], generation)


def write_over(key: str, body: bytes, before: Stamped | None) -> int:
    """Store an object in the place of ``before``, or where there was none; returns its generation.

    Raises ``ConditionFailed`` where somebody else wrote it meanwhile.
    """
    generation = (before.generation if before else 0) + 1
    request: dict[str, Any] = {"IfMatch": before.etag} if before else {"IfNoneMatch": "*"}
    try:
        s3().put_object(
            Bucket=settings().bucket,
            Key=key,
            Body=body,
            ContentType="application/octet-stream",
            Metadata={"generation": str(generation)},
            **request,
        )
    except ClientError as error:
        if error.response["Error"]["Code"] in _OVERTAKEN:
            raise ConditionFailed(f"{key} was written meanwhile") from error
        raise
    return generation


_OVERTAKEN: Final = ("PreconditionFailed", "ConditionalRequestConflict", "412", "409", "NoSuchKey")


def keys(prefix: str, most: int) -> list[str]:
    """The first keys that begin with ``prefix``, in order, at most so many."""
    found: list[str] = []
    request: dict[str, Any] = {"Bucket": settings().bucket, "Prefix": prefix}
    while len(found) < most:
        page = s3().list_objects_v2(**request, MaxKeys=min(1000, most - len(found)))
        found += [one["Key"] for one in page.get("Contents", [])]
        if not page.get("IsTruncated"):
            break
        request["ContinuationToken"] = page["NextContinuationToken"]
    return found


class Listed(NamedTuple):
    """An object as a list names it."""

    key: str
    size: int
    """Bytes."""
    etag: str


def listed(prefix: str, first: str = "") -> Iterator[Listed]:
    """The objects whose keys begin with ``prefix``, from ``first`` on, in order; a call for a thousand."""
    request: dict[str, Any] = {"Bucket": settings().bucket, "Prefix": prefix}
    if first:
        # The list begins after a key: one that ends a little earlier in the alphabet lets ``first`` itself in.
        request["StartAfter"] = first[:-1] + chr(ord(first[-1]) - 1)
    while True:
        page = s3().list_objects_v2(**request)
        for one in page.get("Contents", []):
            if one["Key"] >= first:
                yield Listed(one["Key"], one["Size"], one["ETag"])
        if not page.get("IsTruncated"):
            return
        request["ContinuationToken"] = page["NextContinuationToken"]


def delete(key: str) -> None:
    """Delete one object; one that is not there is no error."""
    s3().delete_object(Bucket=settings().bucket, Key=key)


def delete_many(keys: Sequence[str]) -> None:
    """Delete up to a thousand objects in one call; those that are not there are no error. Raises ``CloudError``."""
    wanted = [{"Key": key} for key in keys]
    told = s3().delete_objects(Bucket=settings().bucket, Delete={"Objects": wanted, "Quiet": True})  # type: ignore[typeddict-item]
    if told.get("Errors"):
        raise CloudError(f"存储桶 {settings().bucket} 有 {len(told['Errors'])} 个对象没能删除。")


class UploadForm(NamedTuple):
    """The form by which a browser stores one object."""

    url: str
    fields: dict[str, str]


def upload_form(key: str, *, most: int, seconds: int) -> UploadForm:
    """A form that stores one object of at most ``most`` bytes under ``key``, within so many seconds."""
    made = s3().generate_presigned_post(
        Bucket=settings().bucket,
        Key=key,
        Conditions=[["content-length-range", 1, most]],
        ExpiresIn=seconds,
    )
    return UploadForm(
        str(made["url"]), {name: str(value) for name, value in made["fields"].items()}
    )


def link(key: str, *, save_as: str = "") -> str:
    """An address under which a browser reads one object, for ten to twenty minutes; or saves it under this name.

    The same one for ten minutes, so that a browser fetches a picture once.
    """
    return _link(settings().bucket, key, save_as, int(time.time() // _LINKED))


_LINKED: Final = 600


@lru_cache(maxsize=512)
def _link(bucket: str, key: str, save_as: str, period: int) -> str:
    wanted = {"Bucket": bucket, "Key": key}
    if save_as:
        wanted["ResponseContentDisposition"] = f"attachment; filename*=UTF-8''{quote(save_as)}"
    address: str = s3().generate_presigned_url("get_object", Params=wanted, ExpiresIn=2 * _LINKED)
    return address
