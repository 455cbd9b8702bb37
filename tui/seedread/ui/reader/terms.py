"""What the keys for conversions and names do."""

from typing import TYPE_CHECKING

from seedread.text.passage import Passage
from seedread.ui.reader.names import show

if TYPE_CHECKING:
    from seedread.ui.reader.screen import Reader


class Terms:
    """Settling what a term becomes, and going through the names."""

    def __init__(self, reader: "Reader") -> None:
        self.reader = reader

    def convert(self) -> None:
        """Ask what the passage shall become in the other script, here and everywhere."""
        self.reader.tagging.when_ready(self._convert)

    def names(self) -> None:
        """Show every name, and where it is said."""
        show(self.reader)

    def _convert(self) -> None:
        from seedread.ui.ask import Ask

        reader = self.reader
        term, now = self._both(reader.cursor.passage)
        if not reader.config or len(term) < 2 or "\n" in term:
            reader.say("to settle a conversion stand on a word of two characters or more")
            return

        def answered(text: str | None) -> None:
            if text is not None:
                reader.tagging.told(reader.reading.settle(term, reader.config, text.strip()))

        question = f"Convert “{term}” ({reader.config}) everywhere as; empty: as OpenCC does"
        reader.app.push_screen(Ask(question, now), answered)

    def _both(self, passage: Passage) -> tuple[str, str]:
        """Return the passage without its noise, and what it is now in the other pane."""
        facing = self.reader.rows.facing(self.reader.seed.block(passage.start))
        inside = facing.clean.across(passage.shift(-facing.block.start))
        there = facing.to_twin(passage)
        now = facing.twin.text[there.start : there.end] if facing.twin else ""
        return facing.clean.text[inside.start : inside.end], now
