"""What the keys for conversions, names and the document itself do."""

from typing import TYPE_CHECKING

from seedread import shared
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

    def describe(self) -> None:
        """Offer to keep what the text says of itself: its date, author and source."""
        self.reader.tagging.when_ready(self._describe)

    def _describe(self) -> None:
        from seedread.ui.ask import Confirm

        reader = self.reader
        workspace = reader.reading.workspace
        found = shared.unnoted(workspace, reader.seed)
        if not found:
            reader.say("the text says nothing of its date, author or source that is not noted")
            return

        def answered(yes: bool | None) -> None:
            if yes:
                label = "noted " + ", ".join(f"{key} {value}" for key, value in found.items())
                edit = shared.noted(workspace, reader.seed.id, found)
                reader.tagging.told(reader.reading.act(label, edit))

        said = ", ".join(f"{key} {value}" for key, value in found.items())
        reader.app.push_screen(
            Confirm(f"The text says: {said}. Note it for the document?"), answered
        )

    def _convert(self) -> None:
        from seedread.ui.ask import Ask

        reader = self.reader
        term, now = self._both(reader.cursor.passage)
        if not reader.config or len(term) < 2 or "\n" in term:
            reader.say("to settle a conversion stand on a word of two characters or more")
            return

        workspace = reader.reading.workspace

        def answered(text: str | None) -> None:
            if text is not None:
                edit = shared.settled(workspace, reader.config, term, text.strip())
                label = f"{term} becomes {text.strip() or 'what OpenCC makes of it'}"
                reader.tagging.told(reader.reading.act(label, edit))

        question = f"Convert “{term}” ({reader.config}) everywhere as; empty: as OpenCC does"
        reader.app.push_screen(Ask(question, now, over=True), answered)

    def _both(self, passage: Passage) -> tuple[str, str]:
        """Return the passage without its noise, and what it is now in the other pane."""
        facing = self.reader.rows.facing(self.reader.seed.block(passage.start))
        inside = facing.clean.across(passage.shift(-facing.block.start))
        there = facing.to_twin(passage)
        now = facing.twin.text[there.start : there.end] if facing.twin else ""
        return facing.clean.text[inside.start : inside.end], now
