"""What a merge left open: both sides of each difference, choosing, writing what is settled."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, cast

from seedread.settling import Chosen, Torn, Unsettled, left_open
from seedread.tags.repair import BOTH, OURS, THEIRS
from seedread.text.passage import Passage
from seedread.text.safe import safe
from seedread.text.wrap import cells
from seedread.ui import keys
from seedread.ui.bar import Bar, Part, fit
from seedread.ui.page import Page
from seedread.ui.roll import Roll
from seedread.ui.upkeep.choosing import Choosing
from seedread.ui.upkeep.sides import Drawn, Row

if TYPE_CHECKING:
    from seedread.ui.app import SeedreadApp
    from seedread.ui.reader.screen import Reader

HEADS = 3  # rows from which on the first file need not be named any more
ALWAYS = 6  # parts of the keys that every page has: three, and what each does
NARROW = 12  # cells a reading has where the keys are named, at the least
EMPTY = (
    "No merge left anything open here.",
    "",
    "Where two branches set one field of a line to two values, both are kept and listed here.",
    "A file that git merged line by line (without seedread git-setup) may have conflict",
    "markers: each difference between its sides is listed here, to take ours, theirs or both.",
    "Esc goes back.",
)


@dataclass
class Open:
    """What is open, and what was done about it here: the latest last, with the way back."""

    torn: list[Torn] = field(default_factory=list)
    unsettled: list[Unsettled] = field(default_factory=list)
    done: list[Callable[[], str]] = field(default_factory=list)
    at: int = 0
    kept: bool = True  # whether what is chosen outlives the program


def show(reader: "Reader") -> None:
    """Look through all files for what a merge left open, and show it."""
    app = cast("SeedreadApp", reader.app)
    space = reader.reading.workspace

    def work() -> Open:
        state = Open(*left_open(space))
        Chosen(space.root).into(state.torn)
        return state

    reader.beside.wait_for(
        work,
        "looking for what a merge left open…",
        lambda state: app.visit(Conflicts(state)),
    )


class Conflicts(Page):
    """A row a difference, what each side says below it; or a row a field, its readings below."""

    state: Open
    table: ClassVar[tuple[keys.Key, ...]] = tuple(
        keys.group(
            "Conflicts",
            ("conflicts-ours", "1 o", "take 1", "!ours", "take ours; of readings the first"),
            ("conflicts-theirs", "2 t", "take 2", "!theirs", "take theirs; the second reading"),
            *(
                (f"conflicts-{n}", str(n), f"take {n}", "", f"take the reading with number {n}")
                for n in range(3, 10)
            ),
            (
                "conflicts-both",
                "+ 0",
                "both",
                "!both",
                "both: by field, two values are two readings",
            ),
            ("conflicts-rest", "a", "rest", "!all: both", "both for all that is open in this file"),
            ("conflicts-undo", "u", "undo", "!undo", "take the latest choice back"),
        )
    )

    def on_mount(self) -> None:
        """Show what is open."""
        self._rows: list[Row] = []
        self._hand = Choosing(self)
        self.refill()

    def on_resize(self) -> None:
        """Side by side when it is wide."""
        self.call_after_refresh(self.refill)

    def on_unmount(self) -> None:
        """Say what was chosen and not written."""
        app, chosen = self.seedread, [torn for torn in self.state.torn if torn.choices]
        if chosen and app.reader:
            left, files = sum(len(torn.open) for torn in chosen), {torn.file for torn in chosen}
            where = files.pop() if len(files) == 1 else f"{len(files)} files"
            kept = "is kept" if self.state.kept else "could NOT be kept"
            told = f"not written yet: {left} still to choose in {where}; what you chose {kept}"
            app.call_later(app.reader.say, told, not self.state.kept)

    def moved(self, at: int) -> None:
        """Name the keys for the row one stands on now."""
        super().moved(at)
        self.query_one("#foot", Bar).say(1, *self._keys())

    def refill(self, message: str = "", alert: bool = False) -> None:
        """Show everything as it now is."""
        state, width = self.state, self.app.size.width
        drawn = Drawn(width, self._hand.asked)
        self._rows = [row for torn in state.torn for row in drawn.file(torn)]
        self._rows += drawn.lines(state.unsettled)
        self.head((f" What a merge left open: {self._count()}", "bar--strong"))
        if self._rows:
            rows = self._rows
            self.roll.fill(len(rows), lambda n, _: rows[n].parts, lambda n: rows[n].able, state.at)
            if self.roll.at < HEADS:
                self.roll.top = 0
        else:
            self.roll.fill(len(EMPTY), lambda n, _: [(f" {EMPTY[n]}", "")], lambda _: False)
        self.say(message, alert)

    # ------------------------------------------------------------------- choosing

    def take(self, number: float) -> None:
        """Take a side of a difference, or a reading of a field."""
        row, n = self._row, int(number) - 1
        if row and isinstance(row.torn, Torn) and n < 2:
            self._hand.choose(row.torn, {row.id: (OURS, THEIRS)[n]})
        elif row and row.line and row.question and n < len(row.question.readings):
            self._hand.settle(row.line, row.question, n)
        elif row:
            self.say("there is nothing here with that number")

    def both(self) -> None:
        """Take both sides of a difference."""
        row = self._row
        if row and row.torn:
            self._hand.choose(row.torn, {row.id: BOTH} if row.id else {})
        elif row:
            self.say("a field holds one value: 1, 2 … choose which")

    def rest(self) -> None:
        """Take both sides of all that is open in the file one stands in."""
        row = self._row
        if row and row.torn:
            self._hand.choose(row.torn, dict.fromkeys(row.torn.open, BOTH))
        elif row:
            self.say("which reading is right is chosen line by line: 1, 2 …")

    def undo(self) -> None:
        """Take the latest choice back, and what was written after it."""
        self._hand.undo()

    def onward(self, torn: Torn) -> None:
        """Go on to the next difference of a file that is open."""
        rows = range(len(self._rows))
        open = [n for n in rows if self._rows[n].torn is torn and self._rows[n].id in torn.open]
        if open:
            self.roll.stand(next((n for n in open if n > self.roll.at), open[0]))

    def on_roll_chosen(self, event: Roll.Chosen) -> None:
        """Go to the passage a row is about."""
        row = self._rows[event.at]
        doc = row.file.rpartition("/")[0]
        start, end = (row.fields.get(name) for name in ("start", "end"))
        if doc and not doc.startswith("_") and type(start) is int and type(end) is int:
            self.dismiss((doc, Passage(start, end)))
        else:
            self.say("this line is about no passage")

    def _count(self) -> str:
        torn, lines = self.state.torn, len(self.state.unsettled)
        left = sum(len(one.open) for one in torn)
        files = f"{len(torn)} {'file' if len(torn) == 1 else 'files'} in conflict, {left} to choose"
        readings = f"{lines} {'line' if lines == 1 else 'lines'} with two readings"
        return " · ".join([files] * bool(torn) + [readings] * bool(lines)) or "nothing"

    def _keys(self) -> list[Part]:
        """Return the keys; those of readings by what each takes, and none that is refused."""
        keys, choices = super()._keys(), self._row.choices if self._row else []
        if not choices:
            return keys
        always = keys[-ALWAYS:]
        room = self.app.size.width - 2 - sum(cells(text) for text, _ in always)
        each = max(NARROW, room // len(choices) - 4)
        parts: list[Part] = [(" ", "")]
        for n, text in enumerate(choices[: max(1, room // (each + 4))], 1):
            parts += [(str(n), "bar--key"), (f" {fit(safe(text), each)}  ", "bar--dim")]
        return [*parts, *always]

    @property
    def _row(self) -> Row | None:
        row = self._rows[self.roll.at] if self._rows else None
        return row if row and row.able else None
