"""A file that another file names: inside its folder, a regular file, no larger than is read."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from chalicelib.foreign_files.opening import read_given, read_named
from chalicelib.foreign_files.refusal import FileRefused


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "稿件"
    (made / "图").mkdir(parents=True)
    (made / "图" / "甲.png").write_bytes(b"inside")
    (tmp_path / "secret.png").write_bytes(b"outside")
    return made


def test_a_file_below_the_folder_is_read(folder: Path) -> None:
    assert read_named(folder, "图/甲.png") == b"inside"
    assert read_named(folder, "图/../图/甲.png") == b"inside"
    assert read_named(folder, str(folder / "图" / "甲.png")) == b"inside"


def test_a_file_that_is_not_there_is_none(folder: Path) -> None:
    assert read_named(folder, "乙.png") is None
    assert read_named(folder, "图/甲.png/乙.png") is None
    assert read_named(folder / "无", "甲.png") is None


@pytest.mark.parametrize(
    "name", ["../secret.png", "图/../../secret.png", "/dev/zero", "/etc/hosts"]
)
def test_a_file_outside_the_folder_is_refused(folder: Path, name: str) -> None:
    with pytest.raises(FileRefused, match="文件夹里"):
        read_named(folder, name)


def test_a_link_is_judged_by_where_it_leads(folder: Path) -> None:
    (folder / "里.png").symlink_to(folder / "图" / "甲.png")
    (folder / "外.png").symlink_to(folder.parent / "secret.png")
    (folder / "夹").symlink_to(folder.parent)
    assert read_named(folder, "里.png") == b"inside"
    for name in ("外.png", "夹/secret.png"):
        with pytest.raises(FileRefused, match="文件夹里"):
            read_named(folder, name)


def test_a_folder_that_is_a_link_itself_has_its_files(folder: Path) -> None:
    (folder.parent / "别名").symlink_to(folder)
    assert read_named(folder.parent / "别名", "图/甲.png") == b"inside"


def test_links_in_a_circle_are_refused(folder: Path) -> None:
    (folder / "甲").symlink_to(folder / "乙")
    (folder / "乙").symlink_to(folder / "甲")
    with pytest.raises(FileRefused, match=r"打不开|普通文件"):
        read_named(folder, "甲")


def test_what_is_no_regular_file_is_refused_and_not_opened(folder: Path) -> None:
    os.mkfifo(folder / "管.png")
    with socket.socket(socket.AF_UNIX) as end:
        # A socket's name has 107 bytes at most, and the folder of a test may be longer.
        here = os.open(folder, os.O_RDONLY)
        end.bind(f"/proc/self/fd/{here}/s.png")
        os.close(here)
        for name in ("管.png", "s.png", "图", "."):
            with pytest.raises(FileRefused, match="普通文件"):
                read_named(folder, name)


def test_no_more_is_read_than_the_limit(folder: Path) -> None:
    assert read_named(folder, "图/甲.png", most=6) == b"inside"
    with pytest.raises(FileRefused, match="超过"):
        read_named(folder, "图/甲.png", most=5)


def test_a_name_that_no_file_can_have_is_refused(folder: Path) -> None:
    for name in ("a\0b", "长" * 400):
        with pytest.raises(FileRefused, match="打不开"):
            read_named(folder, name)


def test_a_file_without_end_that_the_person_named_is_read_up_to_the_limit() -> None:
    with pytest.raises(FileRefused, match="超过"):
        read_given(Path("/dev/zero"), 1000)
