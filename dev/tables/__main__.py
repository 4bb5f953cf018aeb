"""``make tables``: bring the template's alarms and the tables of docs up to date with the code."""

from __future__ import annotations

from dev.places import ROOT
from dev.problem import run
from dev.tables.files import FILES, filled


def main() -> None:
    for name in FILES:
        file = ROOT / name
        before = file.read_text("utf-8") if file.is_file() else ""
        after = filled(name, before)
        if after != before:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(after, "utf-8")
        print(f"✓ {name}: {'up to date' if after == before else 'written'}")


if __name__ == "__main__":
    run(main)
