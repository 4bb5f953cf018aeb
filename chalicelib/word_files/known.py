"""What is known of a document while it is read, and what is counted on the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from chalicelib.foreign_files.refusal import FileRefused
from chalicelib.word_files.model import Remark
from chalicelib.word_files.numbering import Numbering
from chalicelib.word_files.package import Package, Part, Relation
from chalicelib.word_files.styles import Styles

MOST_PICTURES: Final = 200


@dataclass
class Known:
    """One document in reading."""

    package: Package
    styles: Styles
    numbering: Numbering
    keeps_pictures: bool = True
    ground: bool = False
    """Its pages have a colour of their own."""
    revisions: int = 0
    """Changes that nobody has accepted or declined."""
    marks: dict[str, None] = field(default_factory=dict)
    """Keys of the notes that were met, in their order."""
    pictures: dict[str, bytes] = field(default_factory=dict)
    waiting: list[Remark] = field(default_factory=list)
    """Remarks for the next paragraph."""
    remarks: list[Remark] = field(default_factory=list)
    """About the document as a whole."""
    _names: dict[bytes, str] = field(default_factory=dict)
    _shown: int = 0

    def say_once(self, remark: Remark) -> None:
        """Remember a remark about the whole document."""
        if remark not in self.remarks:
            self.remarks.append(remark)

    def picture(self, part: Part, relation: str) -> str | None:
        """The name of a picture that a part shows; None if the file lacks it. Raises ``FileRefused`` for too many.

        All have the name ``docx`` if pictures are not kept.
        """
        found = part.relations.get(relation, Relation("", "", True))
        if not self.keeps_pictures:
            return None if found.outside or not self.package.has(found.target) else "docx"
        content = None if found.outside else self.package.content(found.target)
        if content is None:
            return None
        # A document may show one picture ten thousand times: each showing is read anew.
        self._shown += 1
        if self._shown > MOST_PICTURES:
            raise FileRefused(f"里面的图片超过 {MOST_PICTURES} 张；请分成几篇")
        name = self._names.setdefault(content, f"docx-{len(self._names) + 1}")
        self.pictures[name] = content
        return name
