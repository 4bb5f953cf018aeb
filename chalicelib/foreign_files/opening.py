"""Files read with a limit; and files that another file names, which stay in that one's folder.

Whoever writes an article or a house file decides which names stand in it. The machine that reads it belongs to another
person, whose files are none of the writer's business.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Final

from chalicelib.foreign_files.refusal import FileRefused, megabytes

NAMED_BYTES: Final = 20 * 1024 * 1024
"""The largest file that another file may name. WeChat takes none above 10 MB."""

_OUTSIDE: Final = "不在引用它的文件所在的文件夹里；请复制到旁边再引用"
_NO_FILE: Final = "不是普通文件（是文件夹、管道或设备）；请换成文件"

# A pipe without a writer would block the opening; a link put there in between would lead elsewhere.
_CAREFULLY: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)


def read_named(folder: Path, name: str, most: int = NAMED_BYTES) -> bytes | None:
    """The bytes of the file that a file in ``folder`` names; None if there is none.

    Raises ``FileRefused`` for a file outside ``folder`` (links are followed first), for anything but a regular file,
    and for one above ``most`` bytes.
    """
    try:
        home = folder.resolve(strict=True)
        found = (home / name).resolve()
        if not found.is_relative_to(home):
            raise FileRefused(_OUTSIDE)
        return read_regular(found, most)
    except (FileNotFoundError, NotADirectoryError):
        return None
    # A circle of links is a RuntimeError to pathlib.
    except (OSError, ValueError, RuntimeError) as error:
        if isinstance(error, FileRefused):
            raise
        raise FileRefused(
            f"打不开（{getattr(error, 'strerror', None) or '文件名不对'}）"
        ) from error


def read_regular(path: Path, most: int) -> bytes:
    """The bytes of a regular file of at most ``most`` bytes; no link is followed.

    Raises ``FileRefused``, or ``OSError`` where it can't be read.
    """
    # A device is never opened: that alone can do something.
    if not stat.S_ISREG(os.lstat(path).st_mode):
        raise FileRefused(_NO_FILE)
    handle = os.open(path, _CAREFULLY)
    with os.fdopen(handle, "rb") as opened:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise FileRefused(_NO_FILE)
        return within(opened.read(most + 1), most)


def read_given(path: Path, most: int) -> bytes:
    """The bytes of a file that the person at this machine named, which may be a pipe. Raises like ``read_regular``."""
    with path.open("rb") as opened:
        return within(opened.read(most + 1), most)


def within(body: bytes, most: int) -> bytes:
    """``body``, if it is no larger than ``most`` bytes. Raises ``FileRefused``."""
    # The size that a file states is not asked: files of the system state none.
    if len(body) > most:
        raise FileRefused(f"超过 {megabytes(most)}；请压缩或拆分后再试")
    return body
