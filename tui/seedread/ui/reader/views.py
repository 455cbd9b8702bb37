"""What the keys for the whole workspace do: they open its lists, and lead back and forth."""

from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from seedread.ui.app import SeedreadApp
    from seedread.ui.reader.screen import Reader


class Views:
    """Opening what is about more than one document; each is loaded when it is first asked for."""

    def __init__(self, reader: "Reader") -> None:
        self.reader = reader

    def concordance(self) -> None:
        """Show every passage with a topic, a name or a text."""
        self._show("lines.concordance")

    def matrix(self) -> None:
        """Show topics × documents."""
        self._show("charts.matrix")

    def links(self) -> None:
        """Show all links."""
        self._show("pairs.links")

    def memos(self) -> None:
        """Show all memos."""
        self._show("writing.memos")

    def agreement(self) -> None:
        """Show how far annotators agree."""
        self._show("coders.agreement")

    def adjudication(self) -> None:
        """Settle where annotators differ."""
        self._show("coders.adjudication")

    def changes(self) -> None:
        """Show what was said since the last commit, or between two."""
        self._show("upkeep.changes")

    def conflicts(self) -> None:
        """Show what a merge left open."""
        self._show("upkeep.conflicts")

    def orphans(self) -> None:
        """Show the tags whose passage has changed or is gone."""
        self._show("upkeep.orphans")

    def tutorial(self) -> None:
        """Learn by doing."""
        self._show("teaching.tutorial")

    def back(self) -> None:
        """Open the list again that one came from, where one left it."""
        if not self._app.revisit():
            self.reader.say("no list to go back to: f opens a concordance, m the matrix")

    def jump(self, by: float) -> None:
        """Go back to where one jumped from, or forward again."""
        reader = self.reader
        place = self._app.jumps.step(int(by), (reader.seed.id, reader.cursor.passage))
        if place:
            reader.go(*place)
        else:
            reader.say("no place further back" if by < 0 else "no place further on")

    def _show(self, room: str) -> None:
        import_module(f"seedread.ui.{room}").show(self.reader)

    @property
    def _app(self) -> "SeedreadApp":
        return cast("SeedreadApp", self.reader.app)
