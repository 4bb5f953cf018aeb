"""The file and folder that keep state and media between two runs."""

import json
from pathlib import Path

from wechat_simulator.world.records import dump, revive
from wechat_simulator.world.state import State


class Storage:
    """A JSON file and, beside it, a folder of media; without a file all of it stays in memory."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._folder = file.with_name(file.name + ".media") if file else None
        self._memory: dict[str, bytes] = {}

    def load(self) -> State:
        if self._file is None or not self._file.exists():
            return State()
        return revive(State, json.loads(self._file.read_text("utf-8")))

    def save(self, state: State) -> None:
        """Write a new file and rename it: a process that is killed meanwhile leaves the old state whole."""
        if self._file is None:
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        draft = self._file.with_name(self._file.name + ".new")
        draft.write_text(json.dumps(dump(state), ensure_ascii=False), "utf-8")
        draft.replace(self._file)

    def put(self, name: str, content: bytes) -> None:
        if self._folder is None:
            self._memory[name] = content
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / name).write_bytes(content)

    def get(self, name: str) -> bytes:
        if self._folder is None:
            return self._memory[name]
        return (self._folder / name).read_bytes()

    def clear(self) -> None:
        self._memory.clear()
        if self._folder and self._folder.exists():
            for file in self._folder.iterdir():
                file.unlink()
