"""The inside of a paragraph: every word that Word shows, once and in order, and nothing that it hides."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from chalicelib.word_files import graphics
from chalicelib.word_files.fields import UNCARRIED, Field, Fields, drawn
from chalicelib.word_files.formulas import letters, linear
from chalicelib.word_files.known import Known
from chalicelib.word_files.model import Look, Mark, Picture, Remark
from chalicelib.word_files.names import inner, on, q
from chalicelib.word_files.package import Part
from chalicelib.word_files.styles import RunLook
from chalicelib.word_files.symbols import symbol, symbols
from chalicelib.word_files.taken import Taken, pale

_BLANKS: Final = re.compile(r"[ \t\r\n]+")
_ENDS: Final = " \t\r\n"
_PRESERVED: Final = "{http://www.w3.org/XML/1998/namespace}space"
_SHOWN_CHARS: Final = 20
_SIGNS: Final = {"w:tab": "\t", "w:ptab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-"}
_TOC: Final = Remark("文中有目录，页码和跳转在手机上没有意义；不需要请在 Word 里删去目录")


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a paragraph."""

    style: str = ""
    table_style: str = ""
    coloured: bool = False
    """White words may be read here: on a shading, in a shape, in a table that has a style."""


class Inline:
    """Reads the paragraphs of one story: the body, a note, a text box. Fields go on from paragraph to paragraph."""

    def __init__(self, known: Known, part: Part) -> None:
        self._known = known
        self._part = part
        self._fields = Fields()
        self._around = Around()
        self._taken = Taken()
        self._link = ""
        self._deleted = 0
        self._walks: dict[str, Callable[[Any], None]] = {
            q("w:pPr"): self._properties,
            q("w:r"): self._run,
            q("w:hyperlink"): self._hyperlink,
            q("w:ins"): self._inserted,
            q("w:moveTo"): self._inserted,
            q("w:del"): self._left_out,
            q("w:moveFrom"): self._left_out,
            q("w:fldSimple"): self._simple_field,
            q("w:sdt"): self._control,
            q("w:sdtPr"): lambda _: None,
            q("w:sdtEndPr"): lambda _: None,
            q("w:customXmlPr"): lambda _: None,
            q("w:smartTagPr"): lambda _: None,
            q("m:oMath"): self._formula,
            q("mc:AlternateContent"): self._alternative,
            q("w:subDoc"): lambda _: self._uncarried(
                "插入的子文档不能带入；请把它的内容复制到正文里"
            ),
        }
        self._in_run: dict[str, Callable[[Any, RunLook], None]] = {
            q("w:t"): self._text,
            q("w:sym"): self._symbol,
            q("w:fldChar"): self._field_sign,
            q("w:instrText"): lambda one, _: self._fields.instruct(one.text or ""),
            q("w:delInstrText"): lambda one, _: self._fields.instruct(one.text or ""),
            q("w:drawing"): self._drawing,
            q("w:pict"): self._drawing,
            q("w:object"): self._drawing,
            q("w:ruby"): self._ruby,
            q("w:footnoteReference"): lambda one, look: self._mark("footnote", one, look),
            q("w:endnoteReference"): lambda one, look: self._mark("endnote", one, look),
            q("mc:AlternateContent"): self._alternative_in_run,
            **{q(tag): self._sign(sign) for tag, sign in _SIGNS.items()},
        }

    def read(self, paragraph: Any, around: Around) -> Taken:
        """Take a paragraph."""
        self._around, self._taken, self._link = around, Taken(), ""
        self._children(paragraph)
        self._taken.close(self._known.waiting)
        self._known.waiting.clear()
        return self._taken

    # Containers.

    def _children(self, element: Any) -> None:
        for child in element:
            walk = self._walks.get(child.tag)
            if walk is not None:
                walk(child)
            elif len(child):
                self._children(child)

    def _properties(self, ppr: Any) -> None:
        mark = inner(ppr, "w:rPr")
        for kind in ("w:ins", "w:del", "w:moveFrom", "w:moveTo", "w:rPrChange"):
            self._known.revisions += inner(mark, kind) is not None
        self._known.revisions += inner(ppr, "w:pPrChange") is not None

    def _inserted(self, element: Any) -> None:
        self._known.revisions += 1
        self._children(element)

    def _left_out(self, element: Any) -> None:
        """Deleted content: its fields begin and end all the same."""
        self._known.revisions += 1
        self._deleted += 1
        self._children(element)
        self._deleted -= 1

    def _hyperlink(self, element: Any) -> None:
        relation = self._part.relations.get(element.get(q("r:id")) or "")
        before = self._link
        if relation is not None and relation.outside:
            place = element.get(q("w:anchor"))
            self._link = f"{relation.target}#{place}" if place else relation.target
        self._children(element)
        self._link = before

    def _simple_field(self, element: Any) -> None:
        self._fields.begin()
        self._fields.instruct(element.get(q("w:instr")) or "")
        self._separated(self._fields.separate())
        self._children(element)
        self._ended(self._fields.end(), RunLook(Look(), False, False, False, ""))

    def _control(self, element: Any) -> None:
        """A content control: what it holds is what Word shows."""
        properties, content = inner(element, "w:sdtPr"), inner(element, "w:sdtContent")
        before = self._taken.length
        if content is not None:
            self._children(content)
        if on(properties, "w:showingPlcHdr"):
            self._remark(Remark("有一个内容控件还没有填写，带入的是它的提示文字；请填写或删去"))
        box = inner(properties, "w14:checkbox")
        if box is not None and self._taken.length == before and not self._silent:
            checked = inner(box, "w14:checked")
            ticked = checked is not None and checked.get(q("w14:val")) not in ("0", "false", "off")
            self._put("☒" if ticked else "☐", Look())

    def _alternative(self, element: Any) -> None:
        branch = graphics.chosen(element)
        if branch is not None:
            self._children(branch)

    # Runs.

    @property
    def _silent(self) -> bool:
        return bool(self._deleted) or self._fields.hidden

    def _run(self, element: Any) -> None:
        properties = inner(element, "w:rPr")
        self._known.revisions += inner(properties, "w:rPrChange") is not None
        # Word writes an inserted or deleted run's own mark here in formulas only.
        deleted = (
            inner(properties, "w:del") is not None or inner(properties, "w:moveFrom") is not None
        )
        look = self._known.styles.run(properties, self._around.style, self._around.table_style)
        self._deleted += deleted
        self._run_children(element, look)
        self._deleted -= deleted

    def _run_children(self, element: Any, look: RunLook) -> None:
        for child in element:
            take = self._in_run.get(child.tag)
            if take is not None:
                take(child, look)

    def _alternative_in_run(self, element: Any, look: RunLook) -> None:
        branch = graphics.chosen(element)
        if branch is not None:
            self._run_children(branch, look)

    def _text(self, element: Any, look: RunLook) -> None:
        text = element.text or ""
        if element.get(_PRESERVED) != "preserve":
            text = text.strip(_ENDS)
        text = symbols(_BLANKS.sub(_blanks, text), look.symbol_font)
        self._say(text.upper() if look.capitals else text, look)

    def _sign(self, sign: str) -> Callable[[Any, RunLook], None]:
        return lambda _, look: self._say(sign, look)

    def _symbol(self, element: Any, look: RunLook) -> None:
        font, code = element.get(q("w:font")) or "", element.get(q("w:char")) or ""
        try:
            value = int(code, 16)
        except ValueError:
            return
        found = symbol(font, value)
        if found is None and 0x20 <= value < 0xD800:
            found = chr(value)
        if found is not None:
            self._say(found, look)
        elif not self._silent and not look.hidden:
            self._uncarried(f"字体“{font}”的一个符号不能带入；请换成普通文字或图片")

    def _say(self, text: str, look: RunLook) -> None:
        if self._silent or look.not_on_pages or not text:
            return
        if look.hidden or self._unseen(look.look):
            self._taken.hidden.append(text)
        else:
            self._put(text, look.look)

    def _unseen(self, look: Look) -> bool:
        """Whether words are white on white."""
        return pale(look) and not (look.ground or self._around.coloured or self._known.ground)

    def _put(self, text: str, look: Look) -> None:
        self._taken.put(text, look, self._link or self._fields.link)

    def _mark(self, kind: str, element: Any, look: RunLook) -> None:
        if self._silent or look.hidden:
            return
        key = f"{kind}-{element.get(q('w:id'))}"
        self._known.marks[key] = None
        self._taken.add(Mark(key))

    def _ruby(self, element: Any, look: RunLook) -> None:
        """The words are taken, the reading above them is named."""
        reading = "".join(one.text or "" for one in element.iterfind(f".//{q('w:rt')}//{q('w:t')}"))
        base = inner(element, "w:rubyBase")
        if base is not None:
            self._children(base)
        if reading and not self._silent and not look.hidden:
            self._remark(Remark(f"文字上方的注音“{reading}”没有带入；需要请写在括号里"))

    # Fields.

    def _field_sign(self, element: Any, look: RunLook) -> None:
        kind = element.get(q("w:fldCharType"))
        if kind == "begin":
            self._fields.begin(inner(element, "w:ffData"))
        elif kind == "separate":
            self._separated(self._fields.separate())
        elif kind == "end":
            self._ended(self._fields.end(), look)

    def _separated(self, begun: Field | None) -> None:
        if begun is not None and begun.name == "TOC" and not self._deleted:
            self._known.say_once(_TOC)

    def _ended(self, ended: Field | None, look: RunLook) -> None:
        if ended is None or self._silent or look.hidden:
            return
        if ended.name in UNCARRIED:
            self._uncarried(f"{UNCARRIED[ended.name]}不能带入；请改成普通文字，或截图作为图片插入")
        elif text := drawn(ended):
            self._say(text, look)

    # What is no text.

    def _drawing(self, element: Any, look: RunLook) -> None:
        if self._silent:
            return
        if look.hidden or graphics.hidden(element):
            self._taken.hidden.append("（图片）")
            return
        found = list(graphics.drawn(element))
        for one in found:
            if isinstance(one, graphics.Box):
                self._taken.boxes.append(one.content)
            elif isinstance(one, graphics.Drawn):
                self._put(one.text, Look())
            elif isinstance(one, graphics.Uncarried):
                self._uncarried(one.what)
            elif not any(isinstance(other, graphics.Uncarried) for other in found):
                self._picture(one)

    def _picture(self, shown: graphics.Shown) -> None:
        outer = self._part.relations.get(shown.outside or shown.relation)
        name = self._known.picture(self._part, shown.relation)
        if name is not None:
            self._taken.add(Picture(name, shown.described, self._link or self._fields.link))
            if shown.cropped:
                self._uncarried(
                    "图片在 Word 里裁剪过，裁掉的部分还在文件里、会一起发布；"
                    "请选中图片，用“压缩图片”并勾选“删除图片的裁剪区域”"
                )
        elif outer is not None and outer.outside:
            self._uncarried("图片不在文档里，只是一个外部链接；请把图片插入到文档中再试")
        else:
            self._uncarried("图片缺失或已损坏；请在 Word 里重新插入")

    def _formula(self, element: Any) -> None:
        if self._silent:
            return
        text = linear(element)
        if text is not None:
            if text:
                self._put(text, Look())
            return
        shown = letters(element)[:_SHOWN_CHARS]
        self._uncarried(f"公式“{shown}”不能带入；请改写成一行文字，或截图作为图片插入")

    def _uncarried(self, what: str) -> None:
        if not self._silent:
            self._taken.remarks.append(Remark(what, serious=True))

    def _remark(self, remark: Remark) -> None:
        if not self._silent:
            self._taken.remarks.append(remark)


def _blanks(found: re.Match[str]) -> str:
    """Line breaks and tabs that stand in the text itself show as blanks."""
    return found[0].translate({9: " ", 10: " ", 13: " "})
