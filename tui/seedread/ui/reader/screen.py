"""The reader screen: it wires a reading, a cursor and the spread; what they do is theirs."""

import re
from collections.abc import Callable
from typing import Any, ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import BindingsMap
from textual.message import Message
from textual.screen import Screen

from seedread.reading import Reading
from seedread.settings import Places, Settings
from seedread.text import cursor as go
from seedread.text import script
from seedread.text.passage import Passage
from seedread.text.rows import Layout, Top
from seedread.text.seed import Seed
from seedread.text.units import Units
from seedread.ui import keys
from seedread.ui.bar import Bar
from seedread.ui.reader import status
from seedread.ui.reader.gutter import LANE
from seedread.ui.reader.looks import Looks
from seedread.ui.reader.motions import Motions
from seedread.ui.reader.spread import RULE, Spread, View
from seedread.ui.reader.tagging import Tagging

NARROW = 100  # cells below which rows are interleaved
POLL = 0.5  # seconds between two looks at the annotation files


class Reader(Screen[None]):
    """One document. The cursor, the top and the margin change; the spread shows them."""

    AUTO_FOCUS: ClassVar[str] = "#spread"

    class Leaving(Message):
        """The person wants something that is not this document."""

        def __init__(self, where: str) -> None:
            super().__init__()
            self.where = where

    def __init__(
        self, reading: Reading, settings: Settings, places: Places, table: tuple[keys.Key, ...]
    ) -> None:
        super().__init__()
        self.reading, self.settings, self.places = reading, settings, places
        self.table = table
        self._acts = {key.id: key for key in table}
        self.message, self.alert = "", False
        self._bindings = BindingsMap(keys.bindings(table))
        self.motions, self.tagging, self.looks = Motions(self), Tagging(self), Looks(self)
        self.cursor = go.Cursor(Passage(0, 0))
        self.top = Top(0, 0)
        self.mode = ""  # as the width wants it, until the person says otherwise
        preferred = settings.panes.get(reading.script, "")
        fits = preferred in reading.configs
        self.config = preferred if fits else (reading.configs or ("",))[0]
        self.search: re.Pattern[str] | None = None
        self.pins: dict[int, str] = {}
        self.rows = Layout(reading.seed, 40)
        self._warm = False

    @property
    def seed(self) -> Seed:
        """The document."""
        return self.reading.seed

    @property
    def units(self) -> Units:
        """Its sentences, clauses, words and paragraphs."""
        return self.reading.units

    @property
    def height(self) -> int:
        """Lines of text on the screen."""
        return max(1, self.query_one(Spread).size.height)

    def compose(self) -> ComposeResult:
        """A title, the spread, three lines at the foot."""
        yield Bar("title")
        yield Spread()
        yield Bar("foot", 3)

    def on_resize(self, event: events.Resize) -> None:
        """Lay the text out for the new width; the first time, begin."""
        if event.size.width and event.size.height:
            self.call_after_refresh(self.lay_out)

    # ------------------------------------------------------------- what is shown

    def begin(self) -> None:
        """After the first frame: the other script, everybody's tags, and a watch on the files."""
        self._warm = True
        self.reading.gather()
        self.learn_pins()
        self.lay_out()
        self._count()
        self.set_interval(POLL, self._look)

    def lay_out(self) -> None:
        """Lay the document out for the width there is and the panes one wants."""
        spread = self.query_one(Spread)
        if not spread.size.width:
            return
        first = self._wanted_place() if self.cursor.here.end == 0 else None
        mode = self.mode or ("two" if spread.size.width >= NARROW else "mixed")
        room = spread.size.width - LANE * self._lanes - 2
        twin = None
        widths = (room, 0)
        if self.config and mode != "one" and self._warm:
            config = self.config
            twin = lambda text: script.convert(text, config)  # noqa: E731
        if mode == "two" and self.config:
            half = (room - len(RULE)) // 2
            widths = (half, half if twin else 0)
        elif twin:
            widths = (room, room)
        self.rows = Layout(self.seed, *widths, mode, twin)
        if first is not None:
            self.cursor = go.at(self.units, first)
            self.top = self.rows.top(self.cursor.here.start)
        else:
            self.top = self.rows.top(min(self.top.block, self.seed.block(self.top.block).start))
        self.stand(self.cursor)
        if not self._warm:
            self.call_after_refresh(self.begin)

    def stand(self, cursor: go.Cursor, follow: bool = True) -> None:
        """Move the cursor, and the text with it if the passage would be out of view."""
        self.cursor = cursor
        if follow:
            self.top = self.rows.reveal(self.top, cursor.here, self.height)
        self.say("")
        self.show()

    def roll(self, lines: int) -> None:
        """Scroll by lines; the cursor stays where it is."""
        self.top = self.rows.clamp(self.rows.move(self.top, lines), self.height)
        self.show()

    @property
    def at_end(self) -> bool:
        """Whether the last line of the document is on the screen."""
        window = self.rows.window(self.top, self.height)
        last = self.rows.move(self.top, len(window))
        return self.rows.move(last, 1) == last

    def show(self) -> None:
        """Show everything as it now is."""
        reading = self.reading
        view = View(
            self.rows,
            self.top,
            self.cursor.passage,
            reading.margin,
            reading.codebook,
            reading.file,
            self._lanes,
            self.search,
        )
        self.query_one(Spread).show(view)
        status.tell(self)

    def say(self, message: str, alert: bool = False) -> None:
        """Say something on the status line until the next key."""
        self.message, self.alert = message, alert
        status.tell(self)

    # ------------------------------------------------------------------- acting

    def action_do(self, id: str) -> None:
        """Do what a key of the table stands for."""
        key = self._acts[id]
        for hand in (self.motions, self.tagging, self.looks, self):
            act: Callable[..., Any] | None = getattr(hand, key.act, None)
            if act is not None:
                act(*key.args)
                return

    def escape(self) -> None:
        """Leave the innermost mode."""
        if self.cursor.extending:
            self.stand(go.Cursor(self.cursor.here, self.cursor.unit, self.cursor.anchor))
        elif self.search is not None:
            self.search = None
            self.stand(self.cursor)
        else:
            self.say("q leaves")

    def help(self) -> None:
        """Show all keys."""
        from seedread.ui.help import Help

        self.app.push_screen(Help(self.table))

    def palette(self) -> None:
        """Offer every act by name."""
        from seedread.ui.chooser import Choice, Chooser

        choices = [Choice(k.id, f"{k.help}  ·  {' '.join(k.keys)}", k.group) for k in self.table]

        def chosen(id: object) -> None:
            if isinstance(id, str):
                self.action_do(id)

        self.app.push_screen(Chooser("Do what?", choices), chosen)

    def leave(self) -> None:
        """Leave the program."""
        self.post_message(self.Leaving("quit"))

    def be(self, name: str) -> None:
        """Tag as `name` from now on."""
        self.reading.by = name
        self.show()

    def learn_pins(self) -> None:
        """Read again which topics the digits tag with."""
        self.pins = self.reading.codebook.pinned(self.settings.pins)

    def remember(self) -> None:
        """Keep where this document is left."""
        self.places.last = self.seed.id
        self.places.offsets[self.seed.id] = self.cursor.passage.start
        self.places.save()

    @work(thread=True, exclusive=True, group="wait")
    def wait_for(self, what: Callable[[], Any], message: str, then: Callable[..., None]) -> None:
        """Do something slow beside the screen, then `then` with its result, if any."""
        self.app.call_from_thread(self.say, message)
        result = what()
        self.app.call_from_thread(then, *(() if result is None else (result,)))

    def on_spread_pointed(self, event: Spread.Pointed) -> None:
        """Stand where the mouse is, or on what it has drawn."""
        if event.drawn is None or event.drawn == event.offset:
            self.stand(go.at(self.units, event.offset), follow=False)
            return
        start, end = sorted((event.drawn, event.offset))
        self.stand(go.on(self.cursor, Passage(start, end + 1)), follow=False)

    def on_spread_wheeled(self, event: Spread.Wheeled) -> None:
        """Scroll with the wheel."""
        self.roll(event.by)

    # ------------------------------------------------------------------ private

    @property
    def _lanes(self) -> int:
        return 3 if self.size.width >= 120 else 2

    def _wanted_place(self) -> int:
        offset = self.places.offsets.get(self.seed.id, 0)
        return offset if self.seed[offset : offset + 1] else 0

    def _look(self) -> None:
        """Notice what others wrote."""
        if self.reading.notice():
            self.learn_pins()
            self.show()
            self.say("taken in: the annotation files have changed on disk")

    @work(thread=True, group="count")
    def _count(self) -> None:
        """Count a long document beside the screen, so that no later key has to."""
        len(self.seed)
        self.app.call_from_thread(status.tell, self)
