"""What printed and drawn things share: the fonts, and which characters they lack."""

from chalicelib.printing.fonts import FontsMissing, Weight, lacking, path_of, substituted

__all__ = ["FontsMissing", "Weight", "lacking", "path_of", "substituted"]
