"""The shape of it all: topics × documents, topics together, where they lie, how far one is."""

from collections.abc import Callable
from importlib import import_module
from inspect import signature
from typing import TYPE_CHECKING, ClassVar
from weakref import WeakKeyDictionary

from textual.app import ComposeResult

from seedread.stats import Measured, Survey, annotators
from seedread.ui import keys
from seedread.ui.bar import Bar, Part
from seedread.ui.charts.chart import Chart, Facts, State
from seedread.ui.charts.heat import Heat
from seedread.ui.charts.measuring import measure, titles
from seedread.ui.charts.pairs import Pairs
from seedread.ui.charts.progress import Progress
from seedread.ui.charts.strips import Strips
from seedread.ui.chooser import Choice, Chooser
from seedread.ui.page import Page
from seedread.ui.roll import Roll

if TYPE_CHECKING:
    from seedread.ui.reader.screen import Reader

CHARTS: tuple[type[Chart], ...] = (Heat, Pairs, Strips, Progress)
EMPTY = (
    "nothing is tagged yet",
    "esc leads to the text: 1–9 or t tags a sentence there, Z marks what is seen",
)

# How it was left, as long as the program runs: `m` leads back there.
_kept: "WeakKeyDictionary[object, State]" = WeakKeyDictionary()


def show(reader: "Reader") -> None:
    """Open the matrix as it was left, or on the document one reads if it is another one now."""
    from seedread.ui.app import SeedreadApp

    app = reader.app
    assert isinstance(app, SeedreadApp)
    state = _kept.setdefault(app, State())
    here = reader.seed.id
    moved, state.home = state.home != here, here
    if moved:
        state.topic, state.doc = "", here
    app.visit(Matrix(state, here if moved else ""))


class Matrix(Page):
    """Four pictures of the numbers; they fill as documents are measured beside the screen."""

    table: ClassVar[tuple[keys.Key, ...]] = (
        *keys.group(
            "Matrix",
            ("matrix-heat", "1", "view 0", "!heat", "topics × documents"),
            ("matrix-pairs", "2", "view 1", "!pairs", "topics that stand in one sentence"),
            ("matrix-strips", "3", "view 2", "!strips", "where in a document its topics lie"),
            ("matrix-progress", "4", "view 3", "!progress", "tagged, seen, unseen, boilerplate"),
            ("matrix-next", "tab", "view -1", "", "the next of the four"),
            (
                "matrix-unit",
                "v",
                "change unit",
                "!unit",
                "another unit: per 10,000 characters, tags, …",
            ),
            (
                "matrix-order",
                "o",
                "change order",
                "!order",
                "as in the codebook, or the most first",
            ),
            ("matrix-who", "a", "who", "!who", "only what one annotator tagged and saw"),
            ("matrix-turn", "t", "turn", "", "strips: all documents of the topic, and back"),
            ("matrix-left", "h left", "step -1", "", "one column to the left"),
            ("matrix-right", "l right", "step 1", "", "one column to the right"),
            ("matrix-filled", "n", "step 1 filled", "", "next column with something in it"),
            (
                "matrix-filled-back",
                "N",
                "step -1 filled",
                "",
                "previous column with something in it",
            ),
        ),
    )

    def __init__(self, state: State, doc: str = "") -> None:
        super().__init__(state)
        self._doc = doc  # the document to stand on first, if not where one left
        self._documents: list[str] = []
        self._left = 0  # documents that are still to be measured
        self._title: Callable[[str], str] = str
        self._chart: Chart | None = None

    def compose(self) -> ComposeResult:
        """A title and the heads of the columns, the rows, three lines at the foot."""
        title = Bar("title", 2)
        title.styles.height = 2
        yield title
        yield Roll(self.moved)
        foot = Bar("foot", 3)
        foot.styles.height = 3
        yield foot

    def on_mount(self) -> None:
        """Measure the documents, beside the screen."""
        self.say("looking what there is …")
        self._title = titles(self.seedread.workspace)
        self.run_worker(lambda: measure(self), thread=True, exclusive=True, group="measure")

    def on_resize(self) -> None:
        """Draw for the new width."""
        self._draw()

    def say(self, message: str, alert: bool = False, more: str = "") -> None:
        """Say something, in two lines, above the keys."""
        foot = self.query_one("#foot", Bar)
        foot.say(0, (f" {message}", "bar--alert" if alert else "bar--strong"))
        foot.say(1, (f" {more}", ""))
        foot.say(2, *self._keys())

    # -------------------------------------------------------------------- keys

    def view(self, n: float) -> None:
        """Show one of the four pictures; -1: the next one."""
        state, chart = self.state, self._chart
        target = int(n) if n >= 0 else (state.view + 1) % len(CHARTS)
        topic, doc = chart.subject() if chart else ("", "")
        state.places[state.view] = state.column
        state.view, state.column = target, state.places.get(target, 0)
        state.doc = doc or state.doc
        state.topic = state.topic and (topic or state.topic)
        self._rebuild(topic, doc or state.doc)

    def change(self, what: str) -> None:
        """Count in another unit, or put the most first and back."""
        state, chart = self.state, self._chart
        if what == "order":
            state.by_total = not state.by_total
            if state.by_total:  # what is the most is what one wants to see
                self._chart, state.at = None, 0
        elif chart and len(chart.UNITS) > 1:
            state.units[state.view] = state.units.get(state.view, 0) + 1
        else:
            self.say("shares of the text: there is no other unit here")
            return
        self._rebuild()

    def who(self) -> None:
        """Ask whose tags and marks to count."""
        names = annotators(self.seedread.corpus)
        choices = [Choice("", "everybody"), *(Choice(name, name) for name in names)]

        def chosen(name: str | None) -> None:
            if name is not None:
                self.state.by = name
                self.on_mount()

        self.app.push_screen(Chooser("Whose tags and marks?", choices), chosen)

    def turn(self) -> None:
        """In strips: from the topics of a document to the documents of a topic, and back."""
        if self._chart and isinstance(self._chart, Strips):
            topic, doc = self._chart.subject()
            if topic and doc:
                self.state.topic, self.state.doc = ("" if self.state.topic else topic), doc
                self._rebuild(topic, doc)
        else:
            self.view(2)

    def step(self, by: float, to: str = "") -> None:
        """Go to another column, or to the nearest one with something in it."""
        chart, column = self._chart, self.state.column + int(by)
        while chart and 0 <= column < chart.width:
            if not to or chart.filled(column):
                self.state.column = column
                self._draw()
                return
            column += int(by)

    def moved(self, at: int) -> None:
        """Say what one stands on now."""
        super().moved(at)
        self._tell()

    def on_roll_chosen(self) -> None:
        """Go to the place, or open the passages of the cell."""
        chart = self._chart
        place, target = (chart.place(), chart.target()) if chart else (None, None)
        if place:
            self.dismiss(place)
        elif target:
            who = f" by:{self.state.by}" if self.state.by else ""
            _passages(self, target[0] + who, target[1])
        else:
            self.say("no passages here: n leads to the next column that has some")

    def take(self, survey: Survey, documents: list[str], found: list[Measured], left: int) -> None:
        """Count in what has been measured, and show it."""
        self.state.survey, self._documents, self._left = survey, documents, left
        for one in found:
            survey.add(one)
        self._rebuild("", "" if self._chart else self._doc)

    # ------------------------------------------------------------------- drawing

    def _rebuild(self, topic: str = "", doc: str = "") -> None:
        """Make the picture anew and stand on a topic and a document, or on the same cell."""
        reader, chart = self.seedread.reader, self._chart
        if self.state.survey is None or reader is None:
            return
        space, survey = self.seedread.workspace, self.state.survey
        facts = Facts(survey, space.codebook, reader.reading.script, self._documents, self._title)
        self._chart = CHARTS[self.state.view](facts, self.state)
        self._chart.stand(
            self._chart.find(topic, doc) if topic or doc or not chart else chart.key()
        )
        self._draw()

    def _keys(self) -> list[Part]:
        """Return the four pictures and what else fits, how to leave always."""
        own = [(key.shown, key.label) for key in self.table if key.label]
        parts: list[Part] = [(" ", "")]
        for name, label in [*own, ("?", "keys"), ("esc", "back")]:
            parts += [(name, "bar--key"), (f" {label}  ", "bar--dim")]
        return [*parts[:-1], (" back", "bar--dim")]  # just fits a window of 80 cells

    def _draw(self) -> None:
        chart = self._chart
        if chart:
            heading = chart.heading(self.size.width - 1)
            self.query_one("#title", Bar).say(1, *heading)
            self.roll.fill(len(chart.rows), chart.row, chart.able, self.state.at)
            self.state.at = self.roll.at
            self._tell()

    def _tell(self) -> None:
        """Say what this is, and what one stands on."""
        chart, state = self._chart, self.state
        if chart is None:
            return
        parts = [
            chart.about(),
            state.by and f"only {state.by}",
            "most first" if state.by_total else "",
        ]
        if self._left:
            parts.append(f"reading: {self._left:,} documents to go")
        said = " · ".join(part for part in parts if part)
        self.head((f" {chart.NAME}", "bar--strong"), (f"  {said}", "bar--dim"))
        if not self._left and state.survey and not state.survey.totals and state.view < 3:
            self.say(EMPTY[0], more=EMPTY[1])
        else:
            what, numbers = chart.told()
            self.say(what, more=numbers)


def _passages(page: Matrix, topic: str, doc: str) -> None:
    """Leave the matrix for the concordance of a cell."""
    show = import_module("seedread.ui.lines.concordance").show
    reader = page.seedread.reader
    # It may be about the topic in all documents only.
    more = {"doc": doc} if "doc" in signature(show).parameters else {}

    def then() -> None:
        if reader:
            show(reader, topic=topic, **more)

    page.dismiss(None)
    page.app.call_later(then)
