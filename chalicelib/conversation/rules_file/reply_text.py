"""What followers would see of a reply's text that its operator did not mean."""

from __future__ import annotations

from chalicelib.sheets.literal_breaks import as_meant, literal_break
from chalicelib.sheets.problems import Cell, Notes
from chalicelib.web_address import faults_in
from chalicelib.wechat.replies import TEXT_BYTES


def read_through(cell: Cell, notes: Notes) -> None:
    """Note addresses that are not for followers, spelled-out line breaks, and a text that will be cut."""
    _weigh(cell, notes)
    for wrong in faults_in(cell.value):
        notes.error(cell.place, wrong)
    written = literal_break(cell.value)
    if written is not None:
        meant = " ⏎ ".join(as_meant(cell.value).split("\n"))[:60]
        notes.warn(
            cell.place,
            f"里面的 {written} 不会换行，粉丝会看到原样的 {written}；要换行请直接换行（表格里按 Alt+Enter）："
            f"{meant}",
        )


def _weigh(cell: Cell, notes: Notes) -> None:
    size = len(cell.value.encode())
    if size > TEXT_BYTES:
        notes.warn(
            cell.place,
            f"正文有 {size} 字节，超过 {TEXT_BYTES}，会分页发送，后几页要粉丝点开；建议写短，或改用图文",
        )
