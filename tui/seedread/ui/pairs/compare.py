"""Two passages side by side, each in its document, each in the script one likes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import BindingsMap
from textual.containers import Container
from textual.worker import Worker, get_current_worker

from seedread.folder import Entry
from seedread.tags.edit import Edit
from seedread.tags.links import Ends, Links
from seedread.tags.margin import Margin
from seedread.tags.tag import file_of
from seedread.text import cursor as go
from seedread.text.passage import Passage
from seedread.text.seed import Seed
from seedread.ui import keys
from seedread.ui.ask import Ask
from seedread.ui.bar import Bar, fit
from seedread.ui.page import Page, when_ready
from seedread.ui.pairs.kinds import Kinds
from seedread.ui.pairs.pane import Pane
from seedread.ui.reader.links import QUOTED, Taken, join

if TYPE_CHECKING:
    from seedread.corpus import Corpus
    from seedread.reading import Reading

Place = tuple[str, Passage]
Asked = tuple[str, Passage | None]  # a document, and where to stand in it if not at its start
NARROW = 100  # cells below which the panes lie one above the other
SIDES = ("left", "right")


class Looked(NamedTuple):
    """A document as it is today, None if it cannot be read, and what was said about it."""

    seed: Seed | None
    title: str
    margin: Margin
    links: Ends


def _looked(corpus: "Corpus", doc: str) -> Looked:
    """Read a document and what was said about it; for a thread."""
    seed = corpus.seed(doc)
    if seed is None:
        return Looked(None, doc, Margin(), Ends())
    links = Links(corpus.workspace.shelf).ends(seed, corpus.anchorer(doc))
    return Looked(seed, corpus.title(doc), corpus.margin(doc), links)


@dataclass
class Comparison:
    """Which two passages, and how they are looked at. `at` is the active pane."""

    left: Place
    right: Place
    at: int = 0
    locked: bool = False


class Compare(Page):
    """Two panes; keys act on the active one. Dismissed with the place to read on at, or None."""

    AUTO_FOCUS: ClassVar[str] = ""
    state: Comparison
    table: ClassVar[tuple[keys.Key, ...]] = tuple(
        keys.group(
            "Compare",
            ("compare-turn", "tab", "turn", "!other pane", "the other pane"),
            ("compare-link", "L", "link", "!link", "link the two passages"),
            ("compare-script", "s", "script", "!script", "this pane: next script"),
            ("compare-lock", "=", "lock", "!lock", "scroll both panes together, or each alone"),
            ("compare-next", "l right", "move 1", "!next", "next sentence, or stretch to it"),
            ("compare-previous", "h left", "move -1", "", "previous sentence"),
            ("compare-extend", "v", "extend", "!extend", "start or stop stretching the passage"),
            ("compare-open", "o enter", "open", "read on", "read on here"),
            ("compare-document", "d", "document", "!document", "another document in this pane"),
            ("compare-down", "j down", "scroll 1", "", "scroll down"),
            ("compare-up", "k up", "scroll -1", "", "scroll up"),
            ("compare-page", "space pagedown", "page 1", "", "one page down"),
            ("compare-page-up", "b pageup", "page -1", "", "one page up"),
            ("compare-half", "ctrl+d", "page 0.5", "", "half a page down"),
            ("compare-half-up", "ctrl+u", "page -0.5", "", "half a page up"),
            ("compare-start", "g home", "edge -1", "", "start of the document"),
            ("compare-end", "G end", "edge 1", "", "end of the document"),
        )
    )

    def __init__(self, state: Comparison) -> None:
        super().__init__(state)
        self.hand = Hand(self)
        self.ready = False  # whether there is something in both panes
        # Screens bind tab themselves, to go from widget to widget.
        self._bindings.key_to_bindings.update(
            BindingsMap(keys.bindings(self.table)).key_to_bindings
        )

    def compose(self) -> ComposeResult:
        """Two panes, two lines at the foot."""
        with Container(id="panes"):
            for side in SIDES:
                yield Pane(side, self.reading.glossary)
        yield Bar("foot", 2)

    def on_mount(self) -> None:
        """Read both documents."""
        self.say("reading both documents… esc gives up")
        self.read(self.both, lambda: self.say(""))
        self.on_resize()

    def on_resize(self) -> None:
        """Lay out both panes, side by side where there is room."""
        narrow = self.app.size.width < NARROW
        self.query_one("#panes").styles.layout = "vertical" if narrow else "horizontal"
        self.call_after_refresh(self.lay_out)

    def on_pane_touched(self, event: Pane.Touched) -> None:
        """Make the pane the mouse is in the active one; scroll if it asks for that."""
        self.state.at = self.panes.index(event.pane)
        self.hand.scroll(event.by)
        self.tell()

    @property
    def reading(self) -> "Reading":
        """Through which everything is written."""
        assert self.seedread.reader is not None
        return self.seedread.reader.reading

    @property
    def panes(self) -> list[Pane]:
        """Both panes."""
        return [self.query_one(f"#{side}", Pane) for side in SIDES]

    @property
    def pane(self) -> Pane:
        """The active one."""
        return self.panes[self.state.at]

    @property
    def both(self) -> dict[int, Asked]:
        """Both documents, and where one stands in them."""
        return {0: self.state.left, 1: self.state.right}

    def action_do(self, id: str) -> None:
        """Do what a key of the table stands for; when it is done, say how things are."""
        key = self._acts[id]
        self.say("")
        getattr(self.hand, key.act)(*key.args)
        self.tell()

    def action_help(self) -> None:
        """Show the keys of this screen, which has no list."""
        from seedread.ui.teaching.help import Help

        self.app.push_screen(Help(self.table))

    def read(self, asked: Mapping[int, Asked], then: Callable[[], None] = lambda: None) -> None:
        """Read documents, by the number of the pane, beside the screen; then show them.

        Keys wait meanwhile; escape leaves.
        """
        corpus = self.seedread.corpus

        def work() -> None:
            found = {n: _looked(corpus, doc) for n, (doc, _) in asked.items()}
            self.call_later(back, get_current_worker(), found)

        def back(worker: Worker[None], found: dict[int, Looked]) -> None:
            release()
            if worker.is_cancelled or not self.is_attached:
                return
            then()
            for n, looked in found.items():
                self._show(self.panes[n], *asked[n], looked)
            self.ready = True
            self.lay_out()

        def leave() -> None:
            release()
            self.dismiss(None)

        release = self.seedread.turns.hold(leave)
        self.run_worker(work, thread=True, exclusive=True, group="read")

    def _show(self, pane: Pane, doc: str, passage: Passage | None, looked: Looked) -> None:
        """Show a document in a pane."""
        if looked.seed is None:
            self.say(f"{doc} cannot be read", True)
            pane.read(Seed.of(b"\n", doc), doc, None)
            return
        pane.read(looked.seed, looked.title, passage)
        own = file_of(doc, self.reading.by) if self.reading.by else ""
        pane.said(looked.margin, self.reading.codebook, own, looked.links)

    def lay_out(self) -> None:
        """Lay out both panes anew, once there is something in them."""
        for pane in self.panes if self.ready else ():
            pane.lay_out()
        self.tell()

    def tell(self) -> None:
        """Say in the titles which document is where, and which pane is the active one."""
        if not self.ready:
            return
        for n, pane in enumerate(self.panes):
            active = n == self.state.at
            kind = "bar--strong" if active else "bar--dim"
            state = [pane.script, *(["extending"] if pane.cursor.extending else [])]
            state += ["locked"] if self.state.locked else []
            said = f" {'▶' if active else ' '} {' · '.join(state)} │ "
            pane.query_one(Bar).say(
                0, (said, kind), (pane.title, kind), (f"  {pane.seed.id}", "bar--dim")
            )
        left, right = (pane.cursor.passage for pane in self.panes)
        self.state.left = self.panes[0].seed.id, left
        self.state.right = self.panes[1].seed.id, right


class Hand:
    """What the keys of a comparison do."""

    def __init__(self, screen: Compare) -> None:
        self.screen = screen

    def turn(self) -> None:
        """Make the other pane the active one."""
        self.screen.state.at = 1 - self.screen.state.at

    def lock(self) -> None:
        """Scroll both together from now on, or each alone."""
        state = self.screen.state
        state.locked = not state.locked
        self.screen.say("both scroll together" if state.locked else "each scrolls alone")

    def script(self) -> None:
        """Show the next script in the active pane."""
        self.screen.say(f"this pane: {self.screen.pane.turn_script()}")

    def scroll(self, lines: float) -> None:
        """Scroll the active pane, the other one too if they are locked."""
        for pane in self.screen.panes if self.screen.state.locked else [self.screen.pane]:
            pane.scroll_rows(int(lines))

    def page(self, by: float) -> None:
        """Scroll by a page, or half of one."""
        lines = max(1, int(abs(by) * (self.screen.pane.height - 1)))
        self.scroll(lines if by > 0 else -lines)

    def edge(self, by: float) -> None:
        """Scroll to the beginning or the end."""
        for pane in self.screen.panes if self.screen.state.locked else [self.screen.pane]:
            pane.edge(int(by))

    def move(self, by: float) -> None:
        """Light the next or previous sentence, or stretch to it."""
        pane = self.screen.pane
        before = pane.cursor
        pane.stand(go.move(pane.units, before, "sentence", int(by)))
        if pane.cursor == before:
            self.screen.say("no sentence further on" if by > 0 else "no sentence before this")

    def extend(self) -> None:
        """Start or stop stretching the passage."""
        pane = self.screen.pane
        pane.stand(go.extend(pane.cursor))

    def open(self) -> None:
        """Read on in the reader, at the passage of the active pane."""
        pane = self.screen.pane
        self.screen.dismiss((pane.seed.id, pane.cursor.passage))

    def document(self) -> None:
        """Choose another document for the active pane."""
        from seedread.ui.library import Library

        screen, pane = self.screen, self.screen.pane

        def chosen(entry: Entry | None) -> None:
            if entry:
                other = entry.id, None
                screen.say(f"reading {entry.id}… esc goes back")
                screen.read({screen.panes.index(pane): other}, lambda: screen.say(""))

        screen.app.push_screen(Library(screen.seedread.workspace, pane.seed.id), chosen)

    def link(self) -> None:
        """Link the two passages: ask of what kind, and for a note."""
        screen = self.screen
        left, right = (Taken(pane.seed, pane.cursor.passage) for pane in screen.panes)

        def done() -> None:
            screen.read(screen.both)

        linked(screen, left, right, done)


def linked(page: Page, left: Taken, right: Taken, then: Callable[[], None] = lambda: None) -> None:
    """Ask what the left passage is to the right one, then for a note; link them, and say so."""
    reader = page.seedread.reader
    if reader is None:
        return
    reading = reader.reading

    def chosen(kind: str, more: Edit | None) -> None:
        def noted(note: str | None) -> None:
            if note is None:
                page.say("not linked")
                return
            outcome = join(reading, left, right, kind, note.strip(), more)
            saved = outcome.saved
            then()
            page.say(outcome.message, bool(saved and (saved.error or saved.left)))

        page.app.push_screen(Ask(f"{kind}: a note? Enter without one is fine"), noted)

    def ask() -> None:
        title = f"“{fit(left.quote, QUOTED)}” … “{fit(right.quote, QUOTED)}”:"
        Kinds.ask(page.app, title, reading.linking.kinds(), chosen)

    if (left.seed.id, left.passage) == (right.seed.id, right.passage):
        page.say("these are one passage: l and h move it")
    else:
        when_ready(page, ask)
