"""Settling where annotators differ, one case after another, under a name of its own."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import BindingsMap
from textual.worker import get_current_worker

from seedread import annotator
from seedread.adjudication import Adjudication
from seedread.coded import ADJUDICATOR
from seedread.stats import annotators
from seedread.text.passage import Passage
from seedread.ui import keys
from seedread.ui.bar import Bar, Part
from seedread.ui.charts.figures import many
from seedread.ui.coders.deciding import Deciding
from seedread.ui.coders.going import Going
from seedread.ui.coders.standpoints import Context, standpoints
from seedread.ui.page import Page
from seedread.ui.reader.spread import Spread
from seedread.ui.roll import Roll
from seedread.voices import Case

if TYPE_CHECKING:
    from seedread.ui.app import SeedreadApp
    from seedread.ui.reader.screen import Reader

ANSWER = "adjudicator"  # under which the name is kept
EMPTY = (
    "Nobody differs from anybody here.",
    "",
    "A case is a passage of which two people say different things. It takes the",
    "tags of two: pull a colleague's files, or tag as somebody else (seedread",
    "--as NAME). Who has read a passage and left it untagged counts too, once Z",
    "has marked it as seen in the text. A counts whoever tagged anything in a",
    "document as having read all of it.",
)


@dataclass
class Session:
    """Where one stands among the cases; it outlives the page."""

    by: str
    found: Adjudication | None = None
    at: int = 0
    everything: bool = False
    anonymous: bool = False
    border: int = 0  # which of the case's passages is lit
    note: str = ""  # for the decision to come
    acts: list[tuple[str, int]] = field(default_factory=list)  # (document, case) of what was done

    @property
    def case(self) -> Case | None:
        """The case one stands on."""
        cases = self.found.cases if self.found else []
        return cases[self.at] if self.at < len(cases) else None


class Settle(Page):
    """The passage in its context above, what each says of it below."""

    AUTO_FOCUS: ClassVar[str] = ""
    state: Session
    table: ClassVar[tuple[keys.Key, ...]] = tuple(
        keys.group(
            "Adjudication",
            *(
                (
                    f"settle-{n}",
                    str(n),
                    f"decide take {n}",
                    "take" * (n == 1),
                    f"take what number {n} says",
                )
                for n in range(1, 10)
            ),
            (
                "settle-both",
                "b",
                "decide both",
                "!both",
                "take what all say, in the longest borders",
            ),
            (
                "settle-reject",
                "x",
                "decide reject",
                "!none",
                "reject: nothing is to be tagged here",
            ),
            ("settle-own", "t", "decide own", "!topics", "topics of one's own for the lit passage"),
            ("settle-note", "e", "decide note", "!note", "a note on the decision"),
            ("settle-undo", "u", "decide undo", "!undo", "take the latest decision back"),
            ("settle-skip", "s", "go skip", "!skip", "leave it open, go to the next open case"),
            ("settle-next", "n", "go step 1", "", "next case, settled or not"),
            ("settle-previous", "N", "go step -1", "", "previous case"),
            ("settle-border", "tab", "go border", "", "light the next of the passages tagged here"),
            ("settle-hide", "a", "go anonymous", "!names", "hide who says what, and show it again"),
            ("settle-copy", "c", "decide copy", "!copy agreed", "copy the tags all agree on"),
            ("settle-all", "A", "go everything", "", "who tagged anything in it read all of it"),
            ("settle-by", "=", "go name", "", "settle under another name"),
            ("settle-again", "r", "go gather", "", "look again what everybody says"),
            ("settle-open", "o enter", "go open", "", "go there in the text"),
            ("settle-down", "j down", "go scroll 1", "", "scroll the text down"),
            ("settle-up", "k up", "go scroll -1", "", "scroll the text up"),
        )
    )

    def __init__(self, state: Session) -> None:
        super().__init__(state)
        self.context = Context(self)
        self.deciding, self.going = Deciding(self), Going(self)
        # Screens bind tab themselves, to go from widget to widget.
        own = BindingsMap(keys.bindings(self.table))
        self._bindings.key_to_bindings.update(own.key_to_bindings)

    def compose(self) -> ComposeResult:
        """A title, the text, what is said, two lines at the foot."""
        yield Bar("title")
        yield Spread()
        yield Roll(self.moved)
        yield Bar("foot", 2)

    def on_mount(self) -> None:
        """Find the cases beside the screen, or go on where one was."""
        self.roll.can_focus = self.query_one(Spread).can_focus = False
        if self.state.found:
            self.show()
            self.tell()
        else:
            self.gather()

    def on_resize(self) -> None:
        """Draw for the new size."""
        self.show()

    def moved(self, at: int) -> None:
        """Keep the number of the case: the rows below it are no choice."""

    def on_spread_wheeled(self, event: Spread.Wheeled) -> None:
        """Scroll."""
        self.context.scroll(event.by)

    def decide(self, what: str, *args: float) -> None:
        """Decide a case, or take a decision back."""
        getattr(self.deciding, what)(*args)

    def go(self, what: str, *args: float) -> None:
        """Go on, or look at a case otherwise."""
        getattr(self.going, what)(*args)

    def action_help(self) -> None:
        """Show the keys: this is no list, and has not those of one."""
        from seedread.ui.teaching.help import Help

        self.app.push_screen(Help(self.table))

    def gather(self) -> None:
        """Find the cases, in a thread."""
        self.head((" Adjudication", "bar--strong"))
        self.say("looking where people differ …")
        self.run_worker(self._gather, thread=True, exclusive=True, group="gather")

    def stand(self, at: int) -> None:
        """Show a case."""
        self.state.at, self.state.border, self.state.note = at, 0, ""
        self.show()

    @property
    def lit(self) -> Passage:
        """The passage that is lit: the whole, or one that somebody tagged."""
        case = self.state.case
        return case.passages[self.state.border] if case else Passage(0, 0)

    def show(self) -> None:
        """Show the case."""
        state, reader = self.state, self.seedread.reader
        if state.found is None or reader is None or not self.is_mounted:
            return
        rows: list[list[Part]] = [[(f" {line}", "")] for line in EMPTY]
        if state.case:
            rows = standpoints(self, reader.reading.codebook, self.size.width - 2)
        most = self.size.height - 3
        self.roll.styles.height = min(len(rows), most * 3 // 5) if state.case else "1fr"
        self.query_one(Spread).display = state.case is not None
        self.roll.fill(len(rows), lambda n, _: rows[n], lambda _: False)
        self._head()
        self.call_after_refresh(self.context.show)

    def tell(self) -> None:
        """Say how it stands."""
        state = self.state
        said = [f"the decision will say “{state.note}”"] if state.note else []
        if state.case and len(state.case.passages) > 1:
            said.append(f"tab lights another of {len(state.case.passages)} passages")
        if state.found and (count := state.found.uncopied):
            said.append(f"c copies {many(count, 'tag')} all agree on")
        self.say(" · ".join(said))

    def _head(self) -> None:
        found, state, case = self.state.found, self.state, self.state.case
        if found is None or case is None:
            self.head((" Adjudication", "bar--strong"), ("  no case", "bar--dim"))
            return
        where = f" {state.at + 1} of {len(found.cases)} · {found.settled} settled"
        facts = [f"as {state.by}", *(["names hidden"] if state.anonymous else [])]
        facts += ["all read"] if state.everything else []
        title = self.seedread.corpus.title(case.doc)
        said = f"  {' · '.join(facts)}  {title} {case.doc}"
        self.head((where, "bar--strong"), (said, "bar--dim"))

    def _gather(self) -> None:
        worker, app, state = get_current_worker(), self.app, self.state
        found = Adjudication(self.seedread.corpus, state.by, state.everything)
        for n, _ in enumerate(found.gather(), 1):
            if worker.is_cancelled or not app.is_running:
                return
            if n % 50 == 0:
                app.call_from_thread(self.say, f"{n} documents, {len(found.cases)} cases …")
        app.call_from_thread(self._take, found)

    def _take(self, found: Adjudication) -> None:
        if not self.is_mounted:
            return
        before, self.state.found = self.state.case, found
        places = [case.place for case in found.cases]
        at = places.index(before.place) if before and before.place in places else 0
        first = found.next_open(at)
        self.stand(at if first is None else first)
        self.tell()


def show(reader: "Reader") -> None:
    """Open the cases, at the first that is open; ask under which name to settle them, once."""
    app = cast("SeedreadApp", reader.app)

    def then(name: str) -> None:
        app.visit(Settle(Session(name)))

    name = reader.places.answers.get(ANSWER, "")
    if annotator.valid(name) and name != reader.reading.by:
        then(name)
    else:
        ask(reader, then)


def ask(reader: "Reader", then: Callable[[str], None]) -> None:
    """Ask under which name to settle, keep it, and go on with it."""
    from seedread.ui.ask import Ask, Confirm

    app = cast("SeedreadApp", reader.app)

    def keep(name: str) -> None:
        reader.places.answers[ANSWER] = name
        reader.places.save()
        then(name)

    def answered(name: str | None) -> None:
        name = (name or "").strip()
        if not name:
            return
        if not annotator.valid(name) or name == reader.reading.by:
            own = "that is your own name: it has a voice in this"
            complaint = own if annotator.valid(name) else annotator.MAY_BE
            cast("Page | Reader", app.screen).say(complaint, alert=True)
        elif name != ADJUDICATOR and name in annotators(app.corpus):
            question = f"{name} has tagged here: is that who settles, and no annotator?"
            app.push_screen(Confirm(question, True), lambda yes: keep(name) if yes else None)
        else:
            keep(name)

    known = reader.places.answers.get(ANSWER) or ADJUDICATOR
    app.push_screen(Ask("Settle under which name? It gets files of its own", known), answered)
