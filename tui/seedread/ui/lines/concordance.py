"""Every passage that answers to a question, in all documents, aligned on the hit."""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, cast
from weakref import WeakKeyDictionary

from textual.app import ComposeResult
from textual.timer import Timer
from textual.worker import get_current_worker

from seedread.concordance.gather import Gathering, Place, place
from seedread.concordance.question import Question, parse
from seedread.text.safe import safe
from seedread.text.wrap import wrap
from seedread.ui import keys
from seedread.ui.bar import Bar, Part
from seedread.ui.lines.bulk import Bulk
from seedread.ui.lines.heading import heading
from seedread.ui.lines.kwic import Frame, Kwic, heads
from seedread.ui.lines.state import HEADS, State
from seedread.ui.lines.turn import SCRIPTS, Turn
from seedread.ui.page import Page
from seedread.ui.roll import Roll

if TYPE_CHECKING:
    from seedread.tags.topic import Codebook
    from seedread.ui.app import SeedreadApp
    from seedread.ui.reader.screen import Reader

BEAT = 0.04  # seconds between two looks at what has been found meanwhile
REST = 0.25  # seconds without a key after which rows in view are looked up in their documents
ABOUT = 3  # lines for the passage one stands on

_scripts: "WeakKeyDictionary[object, str]" = WeakKeyDictionary()


def show(reader: "Reader", topic: str = "", asked: str = "", name: str = "", doc: str = "") -> None:
    """Open a concordance of topics (as one types them), of a text or a name; else ask of what."""
    if not topic and not asked and not name:
        from seedread.ui.lines.asking import ask

        ask(reader, lambda question: visit(reader, question))
    elif topic:
        found = parse(topic, reader.reading.codebook, sure=True)
        visit(reader, found.only(doc=doc) if doc else found)
    else:
        visit(reader, Question(f"text:{asked}" if asked else "", text=asked, name=name, doc=doc))


def visit(reader: "Reader", question: Question) -> None:
    """Open the concordance of a question."""
    app = cast("SeedreadApp", reader.app)
    own = reader.reading.script
    script = _scripts.get(app, own if own in SCRIPTS else "")
    app.visit(Concordance(State(question, script)))


class Concordance(Page):
    """The passages, as they are found; they are placed when they come into view."""

    table: ClassVar[tuple[keys.Key, ...]] = tuple(
        keys.group(
            "Concordance",
            ("lines-ask", "/", "turn ask", "!ask", "another question: topics, a text, filters"),
            ("lines-order", "o", "turn order", "!sort", "sort by place, by what follows, …"),
            ("lines-mark", "v", "mark", "!mark", "mark the row, or take its mark away"),
            ("lines-all", "V", "mark all", "", "mark all rows that are shown, or none"),
            ("lines-tag", "t", "bulk tag", "!tag", "tag the marked passages with topics"),
            ("lines-untag", "x delete", "bulk untag", "!untag", "take the topic off marked tags"),
            ("lines-retag", "r", "bulk retag", "!retag", "another topic for the marked tags"),
            ("lines-undo", "u", "bulk undo", "", "undo your latest act"),
            ("lines-script", "s", "turn script", "!script", "as written, 简体, 繁體"),
            ("lines-write", "w", "bulk write", "!write", "write what is shown: Markdown or CSV"),
            ("lines-who", "a", "turn who", "!who", "only one annotator's tags"),
            ("lines-claims", "#", "turn claims", "!claims", "what the tags claim, as a table"),
            ("lines-untagged", "n", "turn untagged", "", "only hits nobody has tagged"),
        )
    )
    DEFAULT_CSS: ClassVar[str] = """
    Concordance #about { height: 3; border-top: none; background: $surface; }
    """

    def __init__(self, state: State) -> None:
        super().__init__(state)
        self.state: State = state
        self.turns, self.hands = Turn(self), Bulk(self)
        self.kwic: Kwic
        self.book: Codebook
        self._places: dict[object, Place] = {}
        self._titles = cache(lambda doc: self.seedread.workspace.title_of(doc))
        self._found: Gathering | None = None
        self._resting: Timer | None = None

    def compose(self) -> ComposeResult:
        """A title, the rows, the passage one stands on, two lines at the foot."""
        yield Bar("title")
        yield Roll(self.moved)
        yield Bar("about", ABOUT)
        yield Bar("foot", 2)

    def on_mount(self) -> None:
        """Show what there is already, and gather."""
        self.book = self.reader.reading.codebook
        self.kwic = Kwic(_configs(self.reader), self.reader.reading.glossary)
        self.kwic.script = self.state.script
        self.set_interval(BEAT, self._beat)
        self._resting = self.set_interval(REST, self._rested)
        self.say("")
        self.gather()

    def on_unmount(self) -> None:
        """Stop what nobody waits for any more."""
        _scripts[self.app] = self.state.script
        if self._found:
            self._found.stopped.set()

    def moved(self, at: int) -> None:
        """Remember the line; look it up in its document when one rests on it."""
        if at < len(self.state.rows):
            self.state.at, self.state.here = at, self.state.key(at)
        self._about()
        if self._resting:
            self._resting.reset()
            self._resting.resume()

    def on_roll_chosen(self, event: Roll.Chosen) -> None:
        """Go to the passage where it stands today."""
        line = self.state.line(event.at)
        found = place(self.seedread.corpus, line) if line else None
        if line and found and found.passage:
            self.dismiss((line.doc, found.passage))
        else:
            self.say("this passage is not in today's text any more", alert=True)

    def turn(self, what: str) -> None:
        """Do what asks something else."""
        getattr(self.turns, what)()

    def bulk(self, what: str) -> None:
        """Do something to what is marked."""
        getattr(self.hands, what)()

    def mark(self, all: str = "") -> None:
        """Mark the row and go on, or take its mark away; all rows, or none."""
        state = self.state
        if all:
            every: set[object] = {line.key for line in state.lines}
            state.marked = set() if every <= state.marked else every
        elif key := state.key(state.at):
            state.marked ^= {key}
            self.roll.action_step(1)
        self.roll.refresh()
        self.head(*heading(self.state, self.book, self._found))
        self.say(f"{len(state.marked):,} marked: t tags, x untags, r retags them")

    def gather(self) -> None:
        """Answer the question anew; what is shown stays until that is done."""
        state = self.state
        if self._found:
            self._found.stopped.set()
        self.book = self.reader.reading.codebook
        self._found = found = Gathering(state.question)
        if state.shown is None:
            state.shown = found
        app = self.seedread
        corpus, keeper = app.corpus, app.keeper
        self.run_worker(lambda: found.run(corpus, keeper), thread=True, group="gather")
        self.fill(arrange=True)

    def fill(self, arrange: bool = False) -> None:
        """Show the rows as they are now."""
        state = self.state
        if arrange:
            state.arrange(self.seedread.corpus)
        self.roll.fill(len(state.rows), self._row, state.able, state.at, ahead=True)
        self.head(*heading(self.state, self.book, self._found))

    def beside(self, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        """Do something slow in a thread, then show what came of it."""

        def run() -> None:
            result = work()
            if not get_current_worker().is_cancelled and self.app.is_running:
                self.app.call_from_thread(then, result)

        self.say("a moment…")
        self.run_worker(run, thread=True, group="beside", exclusive=True)

    @property
    def reader(self) -> "Reader":
        """The reader screen below."""
        return cast("Reader", self.seedread.reader)

    def _beat(self) -> None:
        """Take in what has been found since the last look."""
        found, state = self._found, self.state
        if found is None:
            return
        if found.over:
            self._found, state.shown = None, found
            self._places.clear()
            self.kwic.forget()
            self.fill(arrange=True)
            if not found.lines or found.problem or found.question.doubt:
                self.say(_advice(found), alert=bool(found.problem or found.question.doubt))
        elif state.shown is found and len(found.lines) != state.taken:
            self.fill(arrange=state.taken < 2000 or len(found.lines) > 2 * state.taken)
        else:
            self.head(*heading(self.state, self.book, self._found))

    def _row(self, n: int, width: int) -> list[Part]:
        row, state = self.state.rows[n], self.state
        if row == HEADS:
            return heads(width)
        if isinstance(row, str):
            return [(self._titles(row), "roll--head"), (f"  {row}", "roll--dim")]
        line = state.line(n)
        if line is None:
            return []
        marked = line.key in state.marked
        if state.claims:
            return self.kwic.claim(line, width, marked)
        grouped = state.order == "place"
        frame = Frame.of(width, state.question.kind == "tags", grouped)
        return self.kwic.row(line, self._places.get(line.key), frame, marked, self.book)

    def _rested(self) -> None:
        """Look up, beside the screen, where the rows in view stand today."""
        if self._resting:
            self._resting.pause()
        roll, state, corpus = self.roll, self.state, self.seedread.corpus
        view = range(roll.top, min(roll.top + roll.size.height, len(state.rows)))
        lines = [line for line in map(state.line, view) if line and line.key not in self._places]

        def work() -> None:
            found = {line.key: place(corpus, line) for line in lines}
            if found and self.app.is_running:
                self.app.call_from_thread(placed, found)

        def placed(found: dict[object, Place]) -> None:
            self._places |= found
            roll.refresh()
            self._about()

        if lines:
            self.run_worker(work, thread=True, group="place", exclusive=True)

    def _about(self) -> None:
        """Show the whole passage one stands on, where it is and what is noted on it."""
        bar, state = self.query_one("#about", Bar), self.state
        line = state.line(state.at)
        told: list[str] = [""] * ABOUT
        if line:
            where = [self._titles(line.doc), f"{line.passage.start:,}"]
            where += [", ".join(line.topics), line.by, line.claim.short, line.note]
            texts = self.kwic.texts(line, self._places.get(line.key))
            quote = safe(" ".join((texts[1] if line.tag else "".join(texts)).split()))
            rows = wrap(quote, max(10, self.app.size.width - 2))[: ABOUT - 1]
            told = [" · ".join(part for part in where if part)]
            told += [quote[row.start : row.end] for row in rows] + [""] * ABOUT
        bar.say(0, (f" {told[0]}", "bar--dim"))
        for n in range(1, ABOUT):
            bar.say(n, (f" {told[n]}", ""))


def _configs(reader: "Reader") -> dict[str, str]:
    """Return by which conversion each script is reached: the one the reader shows, if it fits."""
    panes = reader.settings.panes
    given = (reader.config, panes.get("hans", ""), panes.get("hant", ""), "s2tw", "tw2s")
    return {
        "hant": next(config for config in given if config.startswith("s2")),
        "hans": next(config for config in given if config and not config.startswith("s2")),
    }


def _advice(found: Gathering) -> str:
    """Say what to do when nothing was found, or not all was understood."""
    asked = found.question
    if found.problem:
        return found.problem
    if found.lines:
        return asked.doubt
    if asked.kind == "tags":
        return "no tag answers to this: / asks something else; t in the reader tags a passage"
    return (asked.doubt + "; " if asked.doubt else "") + "no hit: / asks something else"
