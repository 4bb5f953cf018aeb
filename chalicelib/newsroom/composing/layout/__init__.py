"""From anybody's HTML to the house's: cleaned, its links and pictures settled, dressed in inline styles."""

from chalicelib.newsroom.composing.layout.lay_out import LaidOut, lay_out

__all__ = ["LaidOut", "lay_out"]
