"""Secrets in SSM Parameter Store, as SecureStrings."""

from __future__ import annotations

from botocore.exceptions import ClientError

from chalicelib.cloud.clients import ssm
from chalicelib.cloud.errors import CloudNotFound


def read(name: str) -> str:
    """The decrypted value. Raises ``CloudNotFound``."""
    try:
        return ssm().get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"]
    except ClientError as error:
        if error.response["Error"]["Code"] == "ParameterNotFound":
            raise CloudNotFound(f"参数库中没有 {name}。") from error
        raise


def write(name: str, value: str) -> None:
    """Store a SecureString, over an older one if there is one."""
    ssm().put_parameter(Name=name, Value=value, Type="SecureString", Overwrite=True)


def write_new(name: str, value: str) -> None:
    """Store a SecureString where there is none yet; one that is there stays."""
    try:
        ssm().put_parameter(Name=name, Value=value, Type="SecureString", Overwrite=False)
    except ClientError as error:
        if error.response["Error"]["Code"] != "ParameterAlreadyExists":
            raise


def delete(name: str) -> None:
    """Remove a parameter; one that is not there is no error."""
    try:
        ssm().delete_parameter(Name=name)
    except ClientError as error:
        if error.response["Error"]["Code"] != "ParameterNotFound":
            raise
