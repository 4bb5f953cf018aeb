"""The file of a Word document: a zip archive of XML parts that refer to each other by relations."""

from __future__ import annotations

import io
import posixpath
import zipfile
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple
from urllib.parse import unquote

from chalicelib.foreign_files.archives import Damaged, survey
from chalicelib.foreign_files.elements import Limits
from chalicelib.foreign_files.opening import NAMED_BYTES
from chalicelib.foreign_files.refusal import FileRefused, megabytes
from chalicelib.word_files.names import STRICT, q

_OLE: Final = b"\xd0\xcf\x11\xe0"
_ZIP: Final = b"PK"
_STRICT: Final = b"http://purl.oclc.org/ooxml/"


class Relation(NamedTuple):
    """What a part refers to."""

    kind: str
    """The last word of its type: ``image``, ``hyperlink``, ``styles``."""
    target: str
    """An address if ``outside``, else the name of a part."""
    outside: bool


@dataclass(slots=True)
class Part:
    """An XML part and its relations, by their ids."""

    root: Any
    relations: dict[str, Relation] = field(default_factory=dict)

    def named(self, kind: str) -> list[str]:
        """The names of the parts to which it has relations of a kind."""
        return [
            one.target for one in self.relations.values() if one.kind == kind and not one.outside
        ]


class Package:
    """An opened document. Raises ``FileRefused`` if it is none, is damaged, or exceeds ``limits``."""

    def __init__(self, body: bytes, limits: Limits) -> None:
        if body.startswith(_OLE):
            raise FileRefused(
                "这是旧版 .doc 或加了密码的文件；请去掉密码，并用 Word 另存为 .docx 再试"
            )
        if not body.startswith(_ZIP):
            raise FileRefused("这不是 .docx 文件；旧的 .doc 请先用 Word 另存为 .docx")
        if "[Content_Types].xml" not in survey(body, limits).names:
            raise FileRefused("这不是 .docx 文件：里面没有 Word 文档")
        self._archive = zipfile.ZipFile(io.BytesIO(body))
        # Names of parts are compared without case.
        self._names = {name.lower().lstrip("/"): name for name in self._archive.namelist()}

    def main(self) -> Part:
        """The part with the text. Raises ``Damaged``."""
        for relation in self._relations("").values():
            if relation.kind == "officeDocument":
                found = self.part(relation.target)
                if found is not None and found.root.tag == q("w:document"):
                    return found
        raise Damaged("内容已损坏或不完整，里面没有正文")

    def part(self, name: str) -> Part | None:
        """A part by its name; None if the archive has none, or it is no XML."""
        root = self._xml(name)
        return None if root is None else Part(root, self._relations(name))

    def related(self, part: Part, kind: str) -> Part | None:
        """The first part to which ``part`` has a relation of a kind."""
        found = (self.part(name) for name in part.named(kind))
        return next((one for one in found if one is not None), None)

    def has(self, name: str) -> bool:
        """Whether the archive holds a part."""
        return name.lower() in self._names

    def content(self, name: str) -> bytes | None:
        """The bytes of a picture; None if the archive has none of this name. Raises ``FileRefused`` for a large one."""
        stored = self._names.get(name.lower())
        if stored is None:
            return None
        with self._archive.open(stored) as opened:
            content = opened.read(NAMED_BYTES + 1)
        if len(content) > NAMED_BYTES:
            raise FileRefused(f"里面有一张图片超过 {megabytes(NAMED_BYTES)}；请压缩后再放进文档")
        return content

    def _xml(self, name: str) -> Any:
        from lxml import etree

        stored = self._names.get(name.lower())
        if stored is None:
            return None
        content = self._archive.read(stored)
        try:
            if _STRICT in content[:20_000]:
                content = _usual(content)
            return etree.fromstring(content, _parser())
        except (etree.LxmlError, ValueError):
            return None

    def _relations(self, name: str) -> dict[str, Relation]:
        folder, _, file = name.rpartition("/")
        listed = self._xml(f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels")
        if listed is None:
            return {}
        return {
            one.get("Id", ""): _relation(one, folder) for one in listed.iter(q("pr:Relationship"))
        }


def _relation(element: Any, folder: str) -> Relation:
    kind = element.get("Type", "").rpartition("/")[2]
    target = element.get("Target", "")
    if element.get("TargetMode", "").lower() == "external":
        return Relation(kind, target, True)
    name = posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip("/")
    return Relation(kind, name, False)


def _usual(content: bytes) -> bytes:
    """Strict namespaces as the usual ones."""
    for strict, usual in sorted(STRICT.items(), key=lambda pair: -len(pair[0])):
        for mark in (b'"', b"'"):
            content = content.replace(mark + strict.encode() + mark, mark + usual.encode() + mark)
    return content


def _parser() -> Any:
    from lxml import etree

    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
