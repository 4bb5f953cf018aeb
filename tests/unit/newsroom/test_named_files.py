"""Files that an article or a unit's settings name: beside it, or refused with the place."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from chalicelib.newsroom.composing.checks.house_file import read_house
from chalicelib.newsroom.composing.from_disk import read_file
from chalicelib.newsroom.errors import ArticleRefused, UnreadableFile
from tests.unit.newsroom.images import image

PNG = image()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "稿件"
    made.mkdir()
    (made / "封面.png").write_bytes(PNG)
    (tmp_path / "secret.png").write_bytes(PNG)
    (made / "链接.png").symlink_to(tmp_path / "secret.png")
    os.mkfifo(made / "管.png")
    return made


def _findings(path: Path) -> list[tuple[str, str]]:
    with pytest.raises(ArticleRefused) as refused:
        read_file(path)
    return [(one.where, one.what) for one in refused.value.findings]


def _markdown(folder: Path, cover: str, body: str = "正文。") -> Path:
    path = folder / "稿.md"
    path.write_text(f"---\ntitle: 题目\ncover: {cover}\n---\n{body}\n", "utf-8")
    return path


@pytest.mark.parametrize("name", ["../secret.png", "链接.png", "/dev/zero", "{outside}/secret.png"])
def test_a_cover_outside_the_folder_is_a_finding(folder: Path, name: str) -> None:
    name = name.format(outside=folder.parent)
    [(where, what)] = _findings(_markdown(folder, name))
    assert where == "cover"
    assert what.startswith(f"图片 {name} 不在引用它的文件所在的文件夹里")


@pytest.mark.parametrize("name", ["../secret.png", "链接.png", "/dev/zero"])
def test_a_picture_outside_the_folder_is_a_finding_with_its_line(folder: Path, name: str) -> None:
    [(where, what)] = _findings(_markdown(folder, "封面.png", f"甲\n\n![]({name})"))
    assert where == "第 7 行"
    assert "文件夹里" in what
    page = folder / "稿.html"
    head = "---\ntitle: 题目\ncover: 封面.png\n---\n"
    page.write_text(f'{head}<p>甲</p>\n<p><img src="{name}"></p>\n', "utf-8")
    [(where, what)] = _findings(page)
    assert where == "第 6 行"
    assert "文件夹里" in what


def test_a_pipe_is_refused_and_does_not_hang(folder: Path) -> None:
    [(where, what)] = _findings(_markdown(folder, "管.png"))
    assert (where, "不是普通文件" in what) == ("cover", True)


def test_a_picture_of_a_newspic_and_a_video_stay_in_the_folder(folder: Path) -> None:
    path = folder / "稿.md"
    path.write_text("---\ntitle: 题目\nkind: newspic\nimages: [../secret.png]\n---\n字\n", "utf-8")
    assert "文件夹里" in _findings(path)[0][1]
    path.write_text("---\ntitle: 题目\nkind: video\nmedia: ../a.mp4\n---\n字\n", "utf-8")
    assert _findings(path)[0][0] == "media"


def test_what_the_person_gives_at_the_command_may_lie_elsewhere(folder: Path) -> None:
    path = _markdown(folder, "无.png")
    made = read_file(path, given={"cover": "../secret.png"})
    assert made.article.cover is not None


def test_a_file_beside_the_article_that_leads_elsewhere_is_refused(folder: Path) -> None:
    path = _markdown(folder, "封面.png")
    (folder.parent / "other.yaml").write_text("title: 别处\n", "utf-8")
    (folder / "稿.yaml").symlink_to(folder.parent / "other.yaml")
    with pytest.raises(UnreadableFile, match="文件夹里"):
        read_file(path)


def test_a_units_settings_name_word_lists_beside_them_only(folder: Path) -> None:
    (folder.parent / "词.csv").write_text("甲,乙\n", "utf-8")
    (folder / "单位.yaml").write_text("词表: [../词.csv]\n", "utf-8")
    with pytest.raises(UnreadableFile, match="文件夹里"):
        read_house(folder / "单位.yaml")
    (folder / "单位.yaml").write_text("词表: [无.csv]\n", "utf-8")
    with pytest.raises(UnreadableFile, match="没有这个文件"):
        read_house(folder / "单位.yaml")


def test_an_article_in_gbk_is_read_like_a_page_or_a_table(folder: Path) -> None:
    path = _markdown(folder, "封面.png", "发票丢了怎么办？")
    for encoding in ("gb18030", "utf-16", "utf-8-sig"):
        path.write_bytes(path.read_text("utf-8").encode(encoding))
        assert "发票丢了怎么办？" in read_file(path).article.html
        path.write_text(path.read_bytes().decode(encoding), "utf-8")


def test_what_is_no_text_says_what_to_do(folder: Path) -> None:
    path = folder / "稿.md"
    path.write_bytes(b"---\ntitle: \xff\xff\xff\n---\n")
    with pytest.raises(UnreadableFile, match="另存为 UTF-8"):
        read_file(path)
