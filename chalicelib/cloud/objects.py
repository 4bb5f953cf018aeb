"""The one bucket, for large objects and those that are rarely read."""

from __future__ import annotations

from botocore.exceptions import ClientError

from chalicelib.cloud.clients import s3
from chalicelib.cloud.errors import CloudNotFound
from chalicelib.settings import settings


def read(key: str) -> bytes:
    """The bytes of one object. Raises ``CloudNotFound``."""
    try:
        return s3().get_object(Bucket=settings().bucket, Key=key)["Body"].read()
    except ClientError as error:
        if error.response["Error"]["Code"] in ("NoSuchKey", "404"):
            raise CloudNotFound(f"存储桶 {settings().bucket} 中没有 {key}。") from error
        raise


def write(key: str, body: bytes, content_type: str) -> None:
    """Store an object; the same key and body twice does no harm."""
    s3().put_object(Bucket=settings().bucket, Key=key, Body=body, ContentType=content_type)
