"""The topics of the codebook as a tree: how often each is used, and every way to change it."""

from collections import Counter
from dataclasses import dataclass, field
from importlib import import_module
from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.app import ComposeResult
from textual.worker import get_current_worker

from seedread.tags.topic import Topic
from seedread.ui import keys
from seedread.ui.bar import Bar
from seedread.ui.codebook.tree import Counts, Line, Tree, answers, rows, tally
from seedread.ui.codebook.tree import row as row
from seedread.ui.codebook.tree import words as words
from seedread.ui.page import Page
from seedread.ui.roll import Roll

if TYPE_CHECKING:
    from seedread.tags.history import Outcome
    from seedread.ui.app import SeedreadApp
    from seedread.ui.reader.screen import Reader

BEAT = 0.3  # seconds between two looks at what has been counted meanwhile


@dataclass
class Shown:
    """What the page shows: the words asked for, the row and the topic one stands on."""

    at: int = 0
    id: str = ""
    typed: str = ""
    rows: list[Line] = field(default_factory=list)


def show(reader: "Reader") -> None:
    """Show the topics, standing on that of the tag one comes from."""
    around = reader.reading.margin.meeting(reader.cursor.passage)
    near = min(around, key=lambda p: p.passage.end - p.passage.start, default=None)
    id = next(iter(near.tag.topics), "") if near else ""
    cast("SeedreadApp", reader.app).visit(Topics(Shown(id=id)))


class Topics(Page):
    """Groups and their topics, then those of no group, the retired ones at the end."""

    table: ClassVar[tuple[keys.Key, ...]] = tuple(
        keys.group(
            "Topics",
            ("topic-passages", "f", "passages", "passages", "every passage with the topic"),
            ("topic-new", "a", "change create", "add", "a new topic, in the group one stands in"),
            ("topic-new-out", "A", "change found", "", "a new topic of no group, or a group to be"),
            ("topic-rename", "r", "change rename", "rename", "other names; the id stays"),
            ("topic-move", "m", "change move", "move", "into another group, or out of it"),
            ("topic-describe", "e", "change describe", "describe", "what it means; its keywords"),
            ("topic-merge", "M", "change merge", "merge", "merge into another topic"),
            ("topic-split", "S", "change split", "split", "send its tags to new topics"),
            ("topic-retire", "x", "change retire", "retire", "offer it no more, or again"),
            ("topic-undo", "u", "turn undo", "undo", "undo your latest act"),
            ("topic-filter", "/", "filter", "filter", "only topics with these words"),
            ("topic-redo", "ctrl+r U", "turn redo", "", "redo"),
            ("topic-colour", "c", "change colour", "colour", "another colour"),
            ("topic-mark", "i", "change mark", "", "another mark for the margin"),
            ("topic-pin", "P", "change pin", "pin", "pin to a digit, for everybody (P1)"),
            *(
                (
                    f"topic-pin-{n}",
                    str(n),
                    f"change own {n}",
                    "",
                    f"pin to {n}, for you alone; again: no longer",
                )
                for n in range(1, 10)
            ),
        )
    )

    def __init__(self, state: Any) -> None:
        super().__init__(state)
        self.counts = Counts()

    def compose(self) -> ComposeResult:
        """A title, the rows; at the foot what was done, what the topic means, the keys."""
        yield Bar("title")
        yield Roll(self.moved)
        foot = Bar("foot", 3)
        foot.styles.height = 3
        yield foot

    def on_mount(self) -> None:
        """Show the rows; what all documents say of them comes later."""
        self.fill()
        self.say("" if self.state.rows else "no topics yet: a makes the first one")
        self.call_after_refresh(self._centre)

    def on_resize(self) -> None:
        """Draw for the new width."""
        self.list()

    def say(self, message: str, alert: bool = False, rest: str = "") -> None:
        """Say something, with `rest` below it, or else what the topic means."""
        foot, topic = self.query_one("#foot", Bar), self.current
        meaning = " ".join((topic.definition if topic else "").split())
        foot.say(0, (f" {message}", "bar--alert" if alert else "bar--strong"))
        foot.say(1, (f" {rest}", "bar--strong") if rest else (f" {meaning}", "bar--dim"))
        foot.say(2, *self._keys())

    def moved(self, at: int) -> None:
        """Remember the row, and what stands there."""
        super().moved(at)
        state = self.state
        if state.at < len(state.rows) and state.id != state.rows[state.at].id:
            state.id = state.rows[state.at].id
            self.say("")

    def on_roll_chosen(self) -> None:
        """Go to the next passage of this document with the topic, or one of the group."""
        reader, id = self.reader, self.state.id
        inside = (t.id for t in reader.reading.codebook.topics if t.parent == id)
        wanted = {id, *inside}
        tags = [p for p in reader.reading.margin.tags if wanted & {*p.tag.topics}]
        later = [p for p in tags if p.passage.start > reader.cursor.passage.start]
        if tags:
            self.dismiss((reader.seed.id, (later or tags)[0].passage))
        else:
            self.say("no passage of this document has it: f shows those of all documents")

    @property
    def reader(self) -> "Reader":
        """The reader screen below."""
        reader = self.seedread.reader
        assert reader is not None
        return reader

    @property
    def current(self) -> Topic | None:
        """The topic or group under the cursor; None for one the codebook does not hold."""
        return self.reader.reading.codebook.all.get(self.state.id)

    def passages(self) -> None:
        """Open the concordance of the topic."""
        if self.state.id:
            reader, id = self.reader, self.state.id
            self.dismiss(None)
            room = import_module("seedread.ui.lines.concordance")
            self.app.call_later(lambda: room.show(reader, topic=id))

    def change(self, what: str, *more: float) -> None:
        """Change the codebook, and the tags that follow."""
        from seedread.ui.codebook.resorting import Resorting
        from seedread.ui.codebook.revising import Revising

        room = Resorting(self) if hasattr(Resorting, what) else Revising(self)
        getattr(room, what)(*map(int, more))

    def turn(self, way: str) -> None:
        """Undo or redo."""

        def told(outcome: "Outcome") -> None:
            self.reader.learn_pins()
            self.reader.tagging.told(outcome)
            self.fill()
            saved = outcome.saved
            self.say(outcome.message, alert=bool(saved and (saved.error or saved.left)))

        self.reader.beside.turn(way, told, self.say)

    def filter(self) -> None:
        """Ask for words; empty: all topics again."""
        from seedread.ui.ask import Ask

        def answered(text: str | None) -> None:
            if text is None:
                return
            state, book = self.state, self.reader.reading.codebook
            state.typed = text.strip()
            self.fill()
            none = "no topic has these words: / and an empty line show all again"
            self.say("" if state.rows else none)
            ids = [line.id for line in state.rows]
            if state.typed:  # on what was asked for, not on the group it is shown in
                able = (n for n, id in enumerate(ids) if id and answers(book.get(id), state.typed))
                self.roll.stand(next(able, 0))

        question = "Topics with these words in any language or script; empty: all"
        self.app.push_screen(Ask(question, self.state.typed), answered)

    def fill(self) -> None:
        """Show the codebook as it is now, standing where one stood, and count again."""
        reading = self.reader.reading
        topics = (p.tag.topics for p in reading.margin.tags)
        self.counts.here = tally(topics, reading.codebook)
        self.list()
        self.run_worker(lambda: count(self), thread=True, exclusive=True, group="count")

    def list(self) -> None:
        """Draw the rows."""
        state, reader, counts = self.state, self.reader, self.counts
        book, id = reader.reading.codebook, state.id
        state.rows = [*rows(book, {*counts.here, *(counts.every or ())}, state.typed)]
        pins = reader.pins, reader.settings.pins
        tree = Tree(book, state.rows, counts, reader.reading.script, *pins)
        at = next((n for n, line in enumerate(state.rows) if line.id == id and id), state.at)
        self.head(*tree.title(state.typed, self.app.size.width - 1))
        self.roll.fill(len(state.rows), tree.row, lambda n: bool(tree.rows[n].id), at)

    def _centre(self) -> None:
        """Show as much before the row one begins at as behind it."""
        roll, height = self.roll, self.roll.size.height
        roll.top = max(0, min(roll.at - height // 2, roll.count - height))
        roll.refresh()


def count(page: Topics) -> None:
    """In a thread: count the tags of all documents, until nobody waits for it any more."""
    worker, app, corpus = get_current_worker(), page.app, page.seedread.corpus
    codebook, counts = page.reader.reading.codebook, page.counts
    every: Counter[str] = Counter()
    docs: Counter[str] = Counter()

    def back(every: Counter[str], docs: Counter[str]) -> None:
        if not worker.is_cancelled and page.is_mounted:
            counts.every, counts.docs = every, docs
            page.list()

    told = monotonic()
    for doc in corpus.annotated():
        found = tally((said.tag.topics for said in corpus.tags(doc)), codebook)
        every.update(found)
        docs.update(found.keys())
        if worker.is_cancelled or not app.is_running:
            return
        if counts.every is None and monotonic() - told > BEAT:
            told = monotonic()
            app.call_from_thread(back, every.copy(), docs.copy())
    app.call_from_thread(back, every, docs)
