"""From anybody's HTML to the house's: cleaned, its links and pictures settled, dressed in inline styles."""

from chalicelib.newsroom.layout.lay_out import LaidOut, lay_out
from chalicelib.newsroom.layout.links import Link

__all__ = ["LaidOut", "Link", "lay_out"]
