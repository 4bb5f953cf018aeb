"""HTML of any origin → the house style: cleaned, links and pictures settled, inline styles."""

from chalicelib.newsroom.composing.layout.lay_out import LaidOut, lay_out

__all__ = ["LaidOut", "lay_out"]
