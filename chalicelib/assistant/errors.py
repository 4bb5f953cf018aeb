"""What can be wrong with an account's language model; each says what to do."""


class AssistantError(Exception):
    """The root of this package's errors."""


class BadEndpoint(AssistantError):
    """Settings that can't be used."""


class NoAnswer(AssistantError):
    """The endpoint gave nothing that can be used: too late, refused, unreadable."""
