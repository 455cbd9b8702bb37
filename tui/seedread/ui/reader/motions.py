"""What the motion keys do: each takes the reader's cursor to another one."""

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from seedread.text import cursor as go
from seedread.text import words
from seedread.text.passage import Passage

if TYPE_CHECKING:
    from textual.timer import Timer

    from seedread.ui.app import SeedreadApp
    from seedread.ui.reader.screen import Reader

DRAWN = 0.02  # seconds after which a page is on its way to the terminal


class Motions:
    """Moving about the document and stretching the passage."""

    def __init__(self, reader: "Reader") -> None:
        self.reader = reader
        self._ahead: Timer | None = None

    def move(self, unit: str, by: float) -> None:
        """Go to the next or previous sentence, clause or word."""
        reader = self.reader
        if unit == "word" and not words.ready():
            self._load_words(lambda: self.move(unit, by))
            return
        before = reader.cursor
        reader.stand(go.move(reader.units, before, unit, int(by)))
        if reader.cursor == before:
            reader.say(f"no {'next' if by > 0 else 'previous'} {unit} here")

    def paragraph(self, by: float) -> None:
        """Go to the next or previous paragraph."""
        self.reader.stand(go.paragraph(self.reader.units, self.reader.cursor, int(by)))

    def take(self, what: str) -> None:
        """Take the quotation or the speaker's turn around the cursor."""
        reader = self.reader
        units, at = reader.units, reader.cursor.anchor
        found = units.quotation(at) if what == "quotation" else units.turn(at)
        reader.stand(go.reach(reader.cursor, found))
        if found is None:
            reader.say("no quotation around here" if what == "quotation" else "nobody speaks here")

    def page(self, by: float) -> None:
        """Go a page, or half of one, on or back; the cursor comes along."""
        reader = self.reader
        before = reader.top
        lines = max(1, int(abs(by) * (reader.height - 2)))
        reader.top = reader.rows.clamp(
            reader.rows.move(reader.top, lines if by > 0 else -lines), reader.height
        )
        window = reader.rows.window(reader.top, reader.height)
        if not window:
            return
        at = 0 if by > 0 else len(window) - 1
        if reader.top == before:  # nowhere to scroll to: go to the very end
            at = len(window) - 1 - at
        offset = reader.rows.offset_at(window[at], 0, window[at].sides == "twin")
        place = go.at(reader.units, offset)
        if not reader.cursor.extending:
            reader.stand(place, follow=False)
        else:
            reader.stand(go.Cursor(place.here, "sentence", place.anchor, reader.cursor.mark))
        self._read_ahead(lines if by > 0 else -lines)

    def _read_ahead(self, lines: int) -> None:
        """Lay out the page that the same key would show next, once this one is drawn."""
        reader = self.reader
        rows = reader.rows
        if self._ahead:
            self._ahead.stop()

        def lay_out() -> None:
            rows.window(rows.move(reader.top, lines), reader.height)

        self._ahead = reader.set_timer(DRAWN, lay_out)

    def edge(self, by: float) -> None:
        """Go to the beginning or the end of the document."""
        reader = self.reader
        reader.depart(reader.cursor.passage)
        offset = 0 if by < 0 else max(0, len(reader.seed) - 1)
        place = go.at(reader.units, offset)
        mark = reader.cursor.mark
        reader.stand(go.Cursor(place.here, place.unit, place.anchor, mark))

    def resize(self, by: float) -> None:
        """Take the next larger or smaller unit."""
        reader = self.reader
        if not words.ready():
            self._load_words(lambda: self.resize(by))
            return
        change = go.grow if by > 0 else go.shrink
        reader.stand(change(reader.units, reader.cursor))

    def extend(self) -> None:
        """Start or stop stretching."""
        reader = self.reader
        reader.hands["passages"].forget()
        reader.stand(go.extend(reader.cursor))
        if reader.cursor.extending:
            reader.say("extending: o swaps the end, v stops")

    def swap(self) -> None:
        """Let the other end move."""
        reader = self.reader
        if reader.hands["passages"].reshaping:
            reader.hands["passages"].swap()
        elif reader.cursor.extending:
            reader.stand(go.swap(reader.cursor))
        else:
            reader.say("v begins to extend, r reshapes a tag: then o takes the other edge")

    def next(self, by: float) -> None:
        """Go to the next or previous hit while a search is on, else tag."""
        reader = self.reader
        if reader.search is not None:
            reader.looks.step(int(by))
            return
        found = reader.reading.margin.step(reader.cursor.passage, int(by))
        if found:
            reader.stand(go.on(reader.cursor, found.passage))
        else:
            reader.say("no tag further on" if by > 0 else "no tag before this")

    def overlapping(self) -> None:
        """Go to the next among the tags that overlap where one stands."""
        reader = self.reader
        anchor = reader.cursor.anchor
        found = reader.reading.margin.meeting(Passage(anchor, anchor + 1))
        places = list(dict.fromkeys(p.passage for p in found))
        if not places:
            reader.say("no tag here")
            return
        here = reader.cursor.passage
        n = (places.index(here) + 1) % len(places) if here in places else 0
        reader.stand(go.Cursor(places[n], "free", anchor))

    def point(self, offset: int, drawn: int | None) -> None:
        """Stand at the sentence under the mouse, or on what it has drawn since `drawn`."""
        reader = self.reader
        if drawn is None or drawn == offset:
            reader.stand(go.at(reader.units, offset), follow=False)
            return
        start, end = sorted((drawn, offset))
        reader.stand(go.on(reader.cursor, Passage(start, end + 1)), follow=False)

    def _load_words(self, then: Callable[[], None]) -> None:
        """Load the word list, then do `then`; the keys that come meanwhile come after it."""
        beside = self.reader.beside
        release = cast("SeedreadApp", self.reader.app).turns.hold()

        def loaded() -> None:
            then()
            release()

        beside.wait_for(beside.load_words, "loading the word list…", loaded)
