"""One document in one half of the screen: where one stands in it, and the script it is shown in."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from seedread.text import cursor as go
from seedread.text import script
from seedread.text.glossary import Glossary
from seedread.text.passage import Passage
from seedread.text.rows import ALONE, Layout, Top
from seedread.text.script import CONFIG_NAMES
from seedread.text.seed import Seed
from seedread.text.units import Units
from seedread.ui.bar import Bar
from seedread.ui.reader.spread import Spread
from seedread.ui.reader.view import LANE, View
from seedread.workspace import script_of

if TYPE_CHECKING:
    from seedread.tags.links import Ends
    from seedread.tags.margin import Margin
    from seedread.tags.topic import Codebook

LANES = 1
WRITTEN = "as written"


class Pane(Vertical):
    """A title and a spread of one document, which scrolls by itself."""

    class Touched(Message):
        """The mouse is at work in a pane; `by` is the lines it asks to scroll."""

        def __init__(self, pane: "Pane", by: int = 0) -> None:
            super().__init__()
            self.pane, self.by = pane, by

    def __init__(self, id: str, glossary: Glossary) -> None:
        super().__init__(id=id)
        self.glossary = glossary
        self.config = ""  # the conversion shown; "" is the text as it is written
        self.seed: Seed
        self.title = ""
        self.cursor: go.Cursor
        self.rows: Layout
        self.top = Top(0, 0)
        self._said: tuple[Margin, Codebook, str, Ends] | None = None

    def compose(self) -> ComposeResult:
        """A title, the text."""
        yield Bar(f"{self.id}-title")
        yield Spread(f"{self.id}-text")

    def on_spread_pointed(self, event: Spread.Pointed) -> None:
        """Stand where the mouse is, or on what it has drawn."""
        event.stop()
        if event.drawn is None or event.drawn == event.offset:
            self.stand(go.at(self.units, event.offset))
        else:
            start, end = sorted((event.drawn, event.offset))
            self.stand(go.on(self.cursor, Passage(start, end + 1)))
        self.post_message(self.Touched(self))

    def on_spread_wheeled(self, event: Spread.Wheeled) -> None:
        """Ask to scroll."""
        event.stop()
        self.post_message(self.Touched(self, event.by))

    @property
    def spread(self) -> Spread:
        """The text."""
        return self.query_one(Spread)

    @property
    def height(self) -> int:
        """Lines of text in view."""
        return max(1, self.spread.size.height)

    def read(self, seed: Seed, title: str, passage: Passage | None) -> None:
        """Show a document at a passage; without one at its beginning."""
        self.seed, self.title, self.config = seed, title, ""
        self.units = Units(seed)
        start = go.at(self.units, 0)
        self.cursor = go.on(start, passage) if passage else start
        self.top = Top(0, 0)

    def said(self, margin: "Margin", book: "Codebook", own: str, links: "Ends") -> None:
        """Draw what was said about the document beside it."""
        self._said = margin, book, own, links

    def lay_out(self) -> None:
        """Lay the text out for the width there is, and show the passage."""
        width = self.spread.size.width - LANE * LANES - 1
        if width < 1:
            return
        config, glossary = self.config, self.glossary
        twin = (lambda text: script.convert(text, config, glossary)) if config else None
        widths, mode = (width, width if twin else 0), ALONE if twin else "one"
        self.rows = Layout(self.seed, *widths, mode, twin, self.units)
        self.top = self.rows.reveal(Top(0, 0), self.cursor.here, self.height)
        self.show()

    def show(self) -> None:
        """Show everything as it now is."""
        margin, book, own, links = self._said or (None, None, "", None)
        told = (self.cursor.passage, margin, book, own, LANES)
        self.spread.show(View(self.rows, self.top, *told, links=links))

    def turn_script(self) -> str:
        """Show the next script; returns what it is called."""
        configs = ("", *script.CONFIGS[script_of(self.seed)])
        self.config = configs[(configs.index(self.config) + 1) % len(configs)]
        self.lay_out()
        return self.script

    @property
    def script(self) -> str:
        """The script that is shown."""
        return CONFIG_NAMES[self.config] if self.config else WRITTEN

    def scroll_rows(self, lines: int) -> None:
        """Scroll; the passage stays."""
        self.top = self.rows.clamp(self.rows.move(self.top, lines), self.height)
        self.show()

    def edge(self, by: int) -> None:
        """Scroll to the beginning or the end."""
        at = Top(0, 0) if by < 0 else self.rows.top(max(0, len(self.seed) - 1))
        self.top = self.rows.clamp(at, self.height)
        self.show()

    def stand(self, cursor: go.Cursor) -> None:
        """Light another passage, and bring it into view."""
        self.cursor = cursor
        self.top = self.rows.reveal(self.top, cursor.here, self.height)
        self.show()
