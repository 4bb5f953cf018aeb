"""A hotline (12366 热线) for tests of the bridge: a second implementation of docs/hotline.yaml, with faults on demand."""

from wechat_simulator.hotline.app import Hotline, build

__all__ = ["Hotline", "build"]
