"""The fonts: whole, of both weights, and honest about what they lack."""

from __future__ import annotations

from pathlib import Path

import pytest

from chalicelib.printing import FontsMissing, Weight, fonts, lacking, path_of, substituted


@pytest.mark.usefixtures("with_fonts")
def test_both_weights_have_what_tax_documents_are_written_with() -> None:
    text = "减税降费，小规模纳税人：①②③⑩→★※℃㎡□〔2026〕12号“《》”—…〇煊堃镕 ABC abc 0123 ￥100.50"
    assert lacking([text]) == ""
    assert path_of(Weight.REGULAR) != path_of(Weight.BOLD)


@pytest.mark.usefixtures("with_fonts")
def test_what_the_font_lacks_is_named_once_and_in_order() -> None:
    assert lacking(["甲😀乙α", "😀"]) == "😀α"


@pytest.mark.usefixtures("with_fonts")
def test_roman_numbers_are_printed_as_letters_that_mean_the_same() -> None:
    assert substituted("第Ⅱ条\u200b第⑳项") == "第II条第20项"
    assert lacking(["Ⅱ⑳"]) == ""


def test_without_fonts_one_is_told_how_to_get_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(fonts, "_DEVELOPMENT", tmp_path)
    monkeypatch.setattr(fonts.sys, "path", [str(tmp_path)])
    with pytest.raises(FontsMissing, match=r"dev\.fonts"):
        path_of(Weight.BOLD)
