"""The reader screen: it wires a reading, a cursor and the spread; what they do is theirs."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import BindingsMap
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from seedread.settings import Places, Settings
from seedread.text import script
from seedread.text.passage import Passage
from seedread.text.rows import NOISE, Layout, Top
from seedread.text.seed import Seed
from seedread.ui import keys
from seedread.ui.bar import Bar
from seedread.ui.reader.beside import Beside
from seedread.ui.reader.spread import Spread
from seedread.ui.reader.view import LANE, RULE, View

if TYPE_CHECKING:
    from seedread.reading import Reading
    from seedread.text.cursor import Cursor
    from seedread.text.find import Query
    from seedread.text.units import Units
    from seedread.ui.app import SeedreadApp
    from seedread.ui.reader.hands import Hands
    from seedread.ui.reader.looks import Looks
    from seedread.ui.reader.motions import Motions
    from seedread.ui.reader.tagging import Tagging

LEAST = (40, 10)  # cells of a window one can read in
NARROW = 100  # cells below which rows are interleaved
BARS = 4  # lines of the screen that are not text
LESSON = 3  # and those above it while the tutorial runs
MOMENT = 0.08  # seconds in which the first frame reaches the terminal
IDLE = 2.0  # seconds without a key after which there is time for other things
POLL = 0.5  # seconds between two looks at the annotation files


class Reader(Screen[None]):
    """One document. The cursor, the top and the margin change; the spread shows them."""

    AUTO_FOCUS: ClassVar[str] = "#spread"

    class Leaving(Message):
        """The person wants something that is not this document."""

        def __init__(self, where: str) -> None:
            super().__init__()
            self.where = where

    class Sought(Message):
        """The person wants to see a passage of some document, with a search on if one is."""

        def __init__(self, doc: str, passage: Passage, asked: str = "") -> None:
            super().__init__()
            self.doc, self.passage, self.asked = doc, passage, asked

    class Named(Message):
        """The person has said who is annotating."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def __init__(
        self,
        seed: Seed,
        opened: "Callable[[], Reading]",
        whole: bool,
        settings: Settings,
        places: Places,
        table: tuple[keys.Key, ...],
    ) -> None:
        super().__init__()
        self.seed, self._opened, self._whole = seed, opened, whole
        self.settings, self.places, self.table = settings, places, table
        self.beside = Beside(self)
        self._acts = {key.id: key for key in table}
        self._bindings = BindingsMap(keys.bindings(table))
        self.message, self.alert = "", False
        self.reading: Reading
        self.hands: Hands
        self.motions: Motions
        self.tagging: Tagging
        self.looks: Looks
        self.cursor: Cursor
        self.rows: Layout
        self.top = Top(0, 0)
        self.mode = ""  # as the width wants it, until the person says otherwise
        self.config = ""
        self.noise = NOISE[0]
        self.search: Query | None = None
        self.pins: dict[int, str] = {}
        self.typing = False
        self.sought: Passage | None = None  # where to stand first, if not where one left
        self.asked = ""  # what has been searched for in all documents
        self.begun = self._opening = False
        self._early: list[str] = []  # keys pressed before the document was open

    @property
    def units(self) -> "Units":
        """Its sentences, clauses, words and paragraphs."""
        return self.reading.units

    @property
    def height(self) -> int:
        """Lines of text on the screen."""
        lesson = LESSON if cast("SeedreadApp", self.app).lesson else 0
        return max(1, self.app.size.height - BARS - self.typing - lesson)

    def compose(self) -> ComposeResult:
        """A title, the spread, three lines at the foot."""
        yield Static(f"seedread needs a window of {LEAST[0]}×{LEAST[1]} or more", id="small")
        yield Bar("title")
        yield Spread()
        yield Bar("foot", 3)

    def on_mount(self) -> None:
        """Show the document's own text at once; all else may take a moment longer."""
        self.lay_out()

    def on_spread_appeared(self) -> None:
        """Begin when the first frame has had a moment to reach the terminal."""
        self.set_timer(MOMENT, self.begin)

    def on_resize(self) -> None:
        """Lay the text out for the new width."""
        self.lay_out()

    # ------------------------------------------------------------- what is shown

    def begin(self) -> None:
        """After the first frame: open the document for work, beside the screen if it is long."""
        if self.begun or self._opening:
            return
        self._opening = True
        if self._whole:
            self._work_with(self._opened())
        else:
            self.beside.open(self._opened, self._work_with)

    def _work_with(self, reading: "Reading") -> None:
        """Show the cursor, the other script and the tags, and watch the files.

        What all this needs is imported here, because the first frame does not need it.
        """
        from seedread.text import cursor
        from seedread.ui.reader.hands import Hands

        self.begun = True
        self.reading, self.seed = reading, reading.seed
        self._glossary = reading.glossary
        self.hands = Hands(self)
        self.motions, self.tagging = self.hands["motions"], self.hands["tagging"]
        self.looks = self.hands["looks"]
        preferred, fitting = self.settings.panes.get(self.reading.script), self.reading.configs
        self.config = preferred if preferred in fitting else (*fitting, "")[0]
        self.cursor = cursor.at(self.units, self._wanted_place())
        if self.sought:
            self.cursor = cursor.on(self.cursor, self.sought)
        self.reading.gather()
        self.learn_pins()
        message = self.message, self.alert
        self.lay_out()
        self.say(*message)
        self.beside.count()
        self.set_interval(POLL, self._look)
        self._idle = self.set_interval(IDLE, self.beside.rest)
        if self.asked:
            self.looks.sought(self.asked)
        early, self._early = self._early, []
        for id in early:
            self.action_do(id)

    def lay_out(self) -> None:
        """Lay the document out for the width there is and the panes one wants."""
        width, height = self.app.size
        self.set_class(width < LEAST[0] or height < LEAST[1], "small")
        mode = self.mode or ("two" if width >= NARROW else "mixed")
        room = width - LANE * self._lanes - 2
        twin = None
        widths = (room, 0)
        if self.config and mode != "one":
            config, glossary = self.config, self.reading.glossary
            twin = lambda text: script.convert(text, config, glossary)  # noqa: E731
        if mode == "two" and (self.config or not self.begun):
            half = (room - len(RULE)) // 2
            widths = (half, half if twin else 0)
        elif twin:
            widths = (room, room)
        units = self.units if self.begun else None
        self.rows = Layout(self.seed, *widths, mode, twin, units, self.noise)
        self.top = self.rows.top(self.top.block if self.begun else self._wanted_place())
        if self.begun:
            self.top = self.rows.clamp(self.top, self.height)
            self.stand(self.cursor)
        else:
            self.query_one(Spread).show(View(self.rows, self.top, lanes=self._lanes))

    def stand(self, cursor: "Cursor", follow: bool = True) -> None:
        """Move the cursor, and the text with it if the passage would be out of view."""
        self.cursor = cursor
        if follow:
            self.top = self.rows.reveal(self.top, cursor.here, self.height)
        self.message, self.alert = "", False
        self.show()

    def roll(self, lines: int) -> None:
        """Scroll by lines; the cursor stays where it is."""
        self.top = self.rows.clamp(self.rows.move(self.top, lines), self.height)
        self.show()

    def seek(self, doc: str, passage: Passage, asked: str = "") -> None:
        """Jump to a passage: `go` there, so that one can come back."""
        self.depart(self.cursor.passage)
        self.go(doc, passage, asked)

    def depart(self, passage: Passage) -> None:
        """Remember a passage of this document as a place one can jump back to."""
        cast("SeedreadApp", self.app).jumps.leave((self.seed.id, passage))

    def go(self, doc: str, passage: Passage, asked: str = "") -> None:
        """Go to a passage, of this document or another; with `asked` the search for it is on."""
        from seedread.text import cursor

        if doc != self.seed.id:
            self.post_message(self.Sought(doc, passage, asked))
            return
        self.stand(cursor.on(self.cursor, passage))
        if asked:
            self.looks.sought(asked)

    def show(self) -> None:
        """Show everything as it now is."""
        from seedread.ui.reader import status

        reading, passage = self.reading, self.cursor.passage
        if reading.glossary != self._glossary:
            self._glossary = reading.glossary
            self.lay_out()
            return
        told = (reading.margin, reading.codebook, reading.file)
        self.query_one(Spread).show(
            View(self.rows, self.top, passage, *told, self._lanes, self.search, reading.links)
        )
        status.tell(self)

    def say(self, message: str, alert: bool = False) -> None:
        """Say something on the status line until the next key."""
        from seedread.ui.reader import status

        self.message, self.alert = message, alert
        if self.begun:
            status.tell(self)

    # ------------------------------------------------------------------- acting

    def action_do(self, id: str) -> None:
        """Do what a key of the table stands for."""
        self.begin()
        if not self.begun:
            self._early.append(id)
            return
        if self.has_class("small") and id != "leave":
            return
        self._idle.reset()
        key = self._acts[id]
        self.hands.act(key.act)(*key.args)

    def learn_pins(self) -> None:
        """Read again which topics the digits tag with."""
        self.pins = self.reading.codebook.pinned(self.settings.pins)

    def remember(self) -> None:
        """Keep where this document is left."""
        if not self.begun:
            return
        self.places.last = self.seed.id
        self.places.offsets[self.seed.id] = self.cursor.passage.start
        self.places.save()

    def on_spread_pointed(self, event: Spread.Pointed) -> None:
        """Stand where the mouse is, or on what it has drawn."""
        if self.begun:
            self.motions.point(event.offset, event.drawn)

    def on_spread_wheeled(self, event: Spread.Wheeled) -> None:
        """Scroll with the wheel."""
        if self.begun:
            self.roll(event.by)

    # ------------------------------------------------------------------ private

    @property
    def _lanes(self) -> int:
        return 3 if self.app.size.width >= 120 else 2

    def _wanted_place(self) -> int:
        offset = self.places.offsets.get(self.seed.id, 0)
        offset = self.sought.start if self.sought else offset
        return offset if self.seed[offset : offset + 1] else 0

    def _look(self) -> None:
        """Notice what others wrote, and whether the text itself is another one now."""
        if self.beside.acting:
            return  # half of what one does oneself is no news
        if self.app.screen is self and self.reading.outdated():
            self.post_message(self.Leaving("reopen"))
        elif self.reading.notice():
            self.learn_pins()
            self.show()
            self.say("taken in: the annotation files have changed on disk")
