"""botocore's own errors as sentences for the person at the command line."""

from __future__ import annotations

from typing import Final

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    HTTPClientError,
    NoCredentialsError,
    NoRegionError,
    PartialCredentialsError,
    ProfileNotFound,
    TokenRetrievalError,
)
from botocore.exceptions import (
    ConnectionError as NoConnection,
)

_DENIED: Final = {"AccessDenied", "AccessDeniedException", "UnauthorizedOperation"}
_BAD_LOGIN: Final = {
    "ExpiredToken",
    "ExpiredTokenException",
    "InvalidClientTokenId",
    "UnrecognizedClientException",
    "SignatureDoesNotMatch",
}


def explain(error: BaseException) -> str | None:
    """The sentence for ``error``, or None when it is not the cloud's."""
    if isinstance(
        error, (NoCredentialsError, PartialCredentialsError, ProfileNotFound, TokenRetrievalError)
    ):
        return "没有可用的云凭证。请先登录（如 `aws sso login`），或设置 AWS_PROFILE。"
    if isinstance(error, NoRegionError):
        return "没有指定区域。请设置 AWS_DEFAULT_REGION。"
    if isinstance(error, (NoConnection, HTTPClientError)):
        return "连不上云服务。本地环境请先运行 `make up`；云上环境请检查网络。"
    if isinstance(error, ClientError):
        return _refusal(error)
    return f"云服务出错：{error}" if isinstance(error, BotoCoreError) else None


def _refusal(error: ClientError) -> str:
    code = error.response["Error"].get("Code", "")
    if code in _DENIED:
        return f"当前云凭证没有权限执行 {error.operation_name}。"
    if code in _BAD_LOGIN:
        return "云凭证已过期或无效，请重新登录。"
    if code == "ResourceNotFoundException":
        return "找不到数据表。本地环境请先运行 `make up`；云上环境请用 --stage 指定已部署的环境。"
    return f"云服务拒绝了 {error.operation_name}:{code}。"
