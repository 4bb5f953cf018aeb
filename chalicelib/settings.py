"""What the surroundings tell the bundle, read once."""

from functools import lru_cache

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Environment variables ``RONGMEI_…``; the template sets them on every function."""

    model_config = SettingsConfigDict(env_prefix="RONGMEI_", frozen=True)

    stage: str = "local"
    table: str = "rongmei-local"
    """Name of the ``State`` table."""
    bucket: str = "rongmei-local"
    """Name of the private bucket."""
    delivery_queue_url: str = ""
    callback_url: str = ""
    """Where WeChat pushes to, with ``{account}`` in it; known to the command line, not to the functions."""
    wechat_api_url: str = "https://api.weixin.qq.com"
    """Where WeChat's server API answers; the simulator's address on a developer's machine."""


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process."""
    return Settings()
