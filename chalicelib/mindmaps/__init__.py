"""Mind maps: an outline is laid out, and drawn as SVG for a page or as PNG for a message. The same outline always alike."""

from chalicelib.mindmaps.layout import Box, Drawing, Joint, Node, lay_out
from chalicelib.mindmaps.svg import svg

__all__ = ["Box", "Drawing", "Joint", "Node", "lay_out", "svg"]
