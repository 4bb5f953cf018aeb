"""A hotline (12366 热线) to test the bridge with: a second reading of docs/hotline.yaml, with faults on demand."""

from wechat_simulator.hotline.app import Hotline, build

__all__ = ["Hotline", "build"]
