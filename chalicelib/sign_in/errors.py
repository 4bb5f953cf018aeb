"""Errors of this package."""

from __future__ import annotations

from chalicelib.errors import DomainError, Invalid, NotPermitted, Unavailable


class SignInError(DomainError):
    """The base of this package's errors."""


class NotSetUp(SignInError, Unavailable):
    """No provider is set for this stage."""

    def __init__(self) -> None:
        super().__init__("本环境还没有设置登录系统（OpenID Connect）。请联系运维人员。")


class ProviderDown(SignInError, Unavailable):
    """The provider did not answer, or not as the standard says."""

    def __init__(self) -> None:
        super().__init__("登录系统暂时没有应答，请稍后再试。")


class SignInFailed(SignInError, Invalid):
    """The provider's answer does not belong to a sign-in that this browser began, or its token does not hold."""

    def __init__(self, reason: str) -> None:
        super().__init__("登录没有完成，请重新登录。")
        self.reason = reason
        """Why, for the log: a word without any value of the token."""


class FactorMissing(SignInError, NotPermitted):
    """The person signed in without the second factor that this stage asks for."""

    def __init__(self) -> None:
        super().__init__(
            "本系统要求用两种方式证明身份（如口令加动态码）。请在登录系统里开通后重新登录。"
        )


class NobodyHere(SignInError, NotPermitted):
    """The provider knows the person, this system does not."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"“{name}”还没有登记为本系统的人员。请联系本单位的运维人员，告诉他您的登录名。"
        )
        self.name = name
