"""The passages of other documents that are most like one, and the words that say so."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, cast

from textual.worker import get_current_worker

from seedread.kept import StoppedError
from seedread.search import Search
from seedread.similar import Alike, similar
from seedread.text.passage import Passage
from seedread.text.seed import Seed
from seedread.ui import keys
from seedread.ui.bar import Part, fit
from seedread.ui.page import Page
from seedread.ui.pairs.compare import Compare, Comparison, linked
from seedread.ui.reader.links import Taken, line
from seedread.ui.roll import Roll

if TYPE_CHECKING:
    from seedread.ui.app import SeedreadApp

STEP = 0.02  # of the work between two reports
EMPTY = (
    "Nothing in the other documents is like this passage.",
    "A longer one has more to go by: esc, then ] takes the whole sentence or paragraph.",
)


@dataclass
class Found:
    """The passage, and what is like it as far as that is known."""

    seed: Seed
    passage: Passage
    alike: list[Alike] = field(default_factory=list)
    done: bool = False
    at: int = 0


class Alikes(Page):
    """Two rows a passage: what it says; where, and which words it shares."""

    state: Found
    table: ClassVar[tuple[keys.Key, ...]] = tuple(
        keys.group(
            "Similar passages",
            ("alike-link", "L", "link", "!link", "link the passage with this one"),
            ("alike-open", "o", "open", "!open", "go there in the reader"),
        )
    )

    def on_mount(self) -> None:
        """Look for them beside the screen, unless that has been done."""
        self._told = 0.0
        self._fill()
        if not self.state.done:
            self.run_worker(self._look, thread=True, exclusive=True)

    def on_roll_chosen(self, event: Roll.Chosen) -> None:
        """Show both passages side by side."""
        one = self._one

        def back(place: object) -> None:
            if place:
                self.dismiss(place)

        if one:
            here = self.state.seed.id, self.state.passage
            self.app.push_screen(Compare(Comparison(here, (one.doc, one.passage), at=1)), back)

    def link(self) -> None:
        """Link the two passages."""
        one = self._one
        seed = self.seedread.corpus.seed(one.doc) if one else None
        if one and seed:
            here = Taken(self.state.seed, self.state.passage)
            linked(self, here, Taken(seed, one.passage))

    def open(self) -> None:
        """Go to the passage."""
        if self._one:
            self.dismiss((self._one.doc, self._one.passage))

    @property
    def _one(self) -> Alike | None:
        return self.state.alike[self.roll.at // 2] if self.state.alike else None

    def _look(self) -> None:
        """Find them, in a thread; what nobody waits for any more is given up."""
        worker, app, state = get_current_worker(), cast("SeedreadApp", self.app), self.state
        stop = lambda: worker.is_cancelled  # noqa: E731
        search = Search(app.workspace, app.keeper)
        try:
            found = similar(
                search, app.workspace.names, state.seed, state.passage, self._progress, stop
            )
        except StoppedError:
            return
        state.alike, state.done = found, True
        if not worker.is_cancelled and app.is_running:
            app.call_from_thread(self._fill)

    def _progress(self, share: float) -> None:
        if share >= self._told + STEP:
            self._told = share
            self.call_later(self._fill)

    def _fill(self) -> None:
        if not self.is_attached:  # it was told too late
            return
        state = self.state
        quote = line(state.seed[state.passage.start : state.passage.end])
        self.head((" Like ", "bar--dim"), (f"“{quote}”", "bar--strong"))
        if state.alike:
            self.roll.fill(2 * len(state.alike), self._row, lambda n: n % 2 == 0, state.at)
        elif state.done:
            self.roll.fill(len(EMPTY), lambda n, _: [(f" {EMPTY[n]}", "")], lambda _: False)
        self.say("" if state.done else f"reading the other documents… {self._told:.0%}")

    def _row(self, n: int, width: int) -> list[Part]:
        one = self.state.alike[n // 2]
        if n % 2:
            title = self.seedread.corpus.title(one.doc)
            shared = " · ".join(one.shared)
            where = f"      {fit(one.doc, 12)} {fit(title, max(12, width // 3))}"
            return [(f"{where}  both say ", "roll--dim"), (shared, "roll--head")]
        seed = self.seedread.corpus.seed(one.doc)
        text = line(seed[one.passage.start : one.passage.end]) if seed else "?"
        return [(f" {n // 2 + 1:>3}  ", "roll--dim"), (text, "")]
