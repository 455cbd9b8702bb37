"""How far annotators agree, and the passages behind every number."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.app import ComposeResult

from seedread.coded import ADJUDICATOR, UNITS
from seedread.ui import keys
from seedread.ui.bar import Bar
from seedread.ui.charts.apart import OfCell, Passages
from seedread.ui.charts.confusion import Confusion
from seedread.ui.charts.figures import many
from seedread.ui.charts.level import Level, Measured, Names, Place
from seedread.ui.charts.measured import Measures
from seedread.ui.chooser import Choice, Chooser
from seedread.ui.coders.comparing import gather, measure
from seedread.ui.page import Page
from seedread.ui.roll import Roll

if TYPE_CHECKING:
    from seedread.ui.app import SeedreadApp
    from seedread.ui.reader.screen import Reader


class Decisions(Measures):
    """The measures; over all topics decisions are counted: a topic for a unit, or not."""

    def units(self, n: int) -> str:
        """Return a number of what the row one stands on counts."""
        return many(n, "decision") if self.topics[self.place.at] is None else super().units(n)


LEVELS: dict[str, type[Level]] = {
    "measures": Decisions,
    "apart": Passages,
    "table": Confusion,
    "behind": OfCell,
}
FEW = 4  # groups of annotators up to which a key goes to the next one
EMPTY = (
    "Nobody to compare yet.",
    "",
    "Agreement takes two people's tags of one document: pull a colleague's files,",
    "or tag as somebody else (seedread --as NAME). Unread is not disagreement: a",
    "sentence counts once two have tagged it, or marked it as seen with Z in the",
    "text. A counts whoever tagged anything in a document as having read it all.",
)


@dataclass
class State:
    """What is measured, and the lists one has opened, one from the other; it outlives the page."""

    without: Names
    unit: int = 0
    everything: bool = False
    group: Names = ()
    measured: Measured | None = None
    places: list[Place] = field(default_factory=lambda: [Place("measures")])

    @property
    def at(self) -> int:
        """The row one stands on."""
        return self.places[-1].at

    @at.setter
    def at(self, at: int) -> None:
        self.places[-1].at = at


class Agreeing(Page):
    """The measures of each topic; Enter opens what is behind a number, Esc leads back."""

    state: State
    table: ClassVar[tuple[keys.Key, ...]] = tuple(
        keys.group(
            "Agreement",
            (
                "agree-unit",
                "v",
                "change unit",
                "!unit",
                "count sentences, paragraphs or characters",
            ),
            ("agree-who", "a", "who", "!who", "all annotators, or two of them"),
            ("agree-table", "t", "confuse", "!table", "which topic stood against which, of two"),
            ("agree-all", "A", "change read", "!all read", "who tagged in it has read all of it"),
            ("agree-again", "r", "gather", "", "measure again"),
            ("agree-left", "h left", "step -1", "", "table: one column to the left"),
            ("agree-right", "l right", "step 1", "", "table: one column to the right"),
        )
    )

    def __init__(self, state: State) -> None:
        super().__init__(state)
        self._level: Level | None = None

    def compose(self) -> ComposeResult:
        """A title and the heads of the columns, the rows, three lines at the foot."""
        for bar, lines in (("title", 2), ("foot", 3)):
            made = Bar(bar, lines)
            made.styles.height = lines
            yield made
            if bar == "title":
                yield Roll(self.moved)

    def on_mount(self) -> None:
        """Measure beside the screen, unless that has been done."""
        if self.state.measured:
            self._open()
        else:
            self.gather()

    def on_resize(self) -> None:
        """Draw for the new width."""
        self.draw()

    def say(self, message: str, alert: bool = False, more: str = "") -> None:
        """Say something, in two lines, above the keys."""
        foot = self.query_one("#foot", Bar)
        foot.say(0, (f" {message}", "bar--alert" if alert else "bar--strong"))
        foot.say(1, (f" {more}", ""))
        foot.say(2, *self._keys())

    async def action_dismiss(self, result: Any | None = None) -> None:
        """Go back to the list one came from; from the first, leave."""
        if result is None and len(self.state.places) > 1:
            self.state.places.pop()
            self._open()
        else:
            await super().action_dismiss(result)

    def moved(self, at: int) -> None:
        """Say what one stands on now."""
        super().moved(at)
        self._tell()

    def on_roll_chosen(self) -> None:
        """Open what is behind the number, or go there."""
        level = self._level
        if level and (into := level.into()):
            self.state.places.append(into)
            self._open()
        elif level and (there := level.there()):
            self.dismiss(there)
        elif level:
            self.say("nothing lies behind this", more=level.told()[1])

    # --------------------------------------------------------------------- keys

    def change(self, what: str) -> None:
        """Count in another unit, or who tagged anything as having read all of the document."""
        if what == "unit":
            self.state.unit = (self.state.unit + 1) % len(UNITS)
        else:
            self.state.everything = not self.state.everything
        self.gather()

    def who(self) -> None:
        """Hold others against each other."""
        measured = self.state.measured
        groups = measured.agreement.groups() if measured else []
        if self.state.places[0].kind == "table":
            groups = [group for group in groups if len(group) == 2]
        if len(groups) > FEW:
            choices = [Choice(group, " & ".join(group)) for group in groups]
            self.app.push_screen(Chooser("Who?", choices), lambda group: self._of(group))
        elif groups:
            at = groups.index(self.state.group) if self.state.group in groups else -1
            self._of(groups[(at + 1) % len(groups)])

    def confuse(self) -> None:
        """Show which topic stood against which, or the measures again."""
        state, measured = self.state, self.state.measured
        if measured is None:
            return
        kind = "measures" if state.places[0].kind == "table" else "table"
        state.places = [Place(kind)]
        if kind == "table" and len(state.group) > 2:
            self._of(state.group[:2])
        else:
            self._open()

    def step(self, by: float) -> None:
        """Go to another column."""
        if self._level and self._level.WIDE:
            self._level.step(int(by))
            self.draw()

    def gather(self) -> None:
        """Measure, in a thread."""
        self.head((" Agreement", "bar--strong"))
        self.say("reading what everybody said …")
        self.run_worker(lambda: gather(self), thread=True, exclusive=True, group="measure")

    # ------------------------------------------------------------------ private

    def _of(self, group: Names | None) -> None:
        """Measure another group, of what has been gathered."""
        if group and self.state.measured:
            self.state.group = group
            agreement = self.state.measured.agreement
            work = lambda: measure(self, agreement)  # noqa: E731
            self.run_worker(work, thread=True, exclusive=True, group="measure")

    def take(self, measured: Measured) -> None:
        """Show what is being measured."""
        if self.is_mounted:
            self.state.measured = measured
            self._open()

    def _open(self) -> None:
        """Show the list one has opened last."""
        state, reader = self.state, self.seedread.reader
        if state.measured is None or reader is None:
            return
        place, reading = state.places[-1], reader.reading
        if not state.measured.group:
            self.query_one("#title", Bar).say(1)
            self.head((" Agreement", "bar--strong"), ("  nobody to compare", "bar--dim"))
            self.roll.fill(len(EMPTY), lambda n, _: [(f" {EMPTY[n]}", "")], lambda _: False)
            self.say("")
            self._level = None
            return
        self._level = LEVELS[place.kind](state.measured, place, reading.codebook, reading.script)
        self.draw()

    def draw(self) -> None:
        """Draw the list anew."""
        level = self._level
        if level and self.is_mounted:
            self.query_one("#title", Bar).say(1, *level.heading(self.size.width - 2))
            self.roll.fill(level.count, level.row, level.able, level.place.at)
            self._tell()

    def _tell(self) -> None:
        level, state = self._level, self.state
        if level is None or state.measured is None:
            return
        agreement = state.measured.agreement
        said = [level.about(), f"by {agreement.unit}", "all read" if state.everything else ""]
        said.append(many(len(agreement.documents), "document"))
        told = " · ".join(part for part in said if part)
        self.head((f" {level.NAME}", "bar--strong"), (f"  {told}", "bar--dim"))
        what, more = level.told()
        self.say(what, more=more)


def show(reader: "Reader") -> None:
    """Open the measures of all annotators."""
    adjudicators = {ADJUDICATOR, reader.places.answers.get("adjudicator", ADJUDICATOR)}
    cast("SeedreadApp", reader.app).visit(Agreeing(State(tuple(sorted(adjudicators)))))
