"""Whose hand does what: an act of the key table is a room's name and what it does there."""

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from seedread.ui.reader.screen import Reader


class Hands:
    """The rooms of one reader screen, each loaded when its first key is pressed.

    The act `passages.copy` is the method `copy` of the class `Passages` in `passages.py`.
    """

    def __init__(self, reader: "Reader") -> None:
        self._reader = reader
        self._rooms: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        """Return the room called `name`."""
        if name not in self._rooms:
            module = import_module(f"seedread.ui.reader.{name}")
            self._rooms[name] = getattr(module, name.title())(self._reader)
        return self._rooms[name]

    def act(self, act: str) -> Callable[..., Any]:
        """Return what the act does."""
        room, _, what = act.partition(".")
        found: Callable[..., Any] = getattr(self[room], what)
        return found
