"""The topics of the codebook as a tree: how often each is used, and every way to change it."""

from collections import Counter
from dataclasses import dataclass, field
from importlib import import_module
from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.app import ComposeResult
from textual.worker import get_current_worker

from seedread.tags.topic import Topic
from seedread.text.safe import safe
from seedread.text.wrap import cells
from seedread.ui import keys
from seedread.ui.bar import Bar, Part, fit
from seedread.ui.page import Page
from seedread.ui.roll import Roll
from seedread.ui.tree import Line, answers, rows, tally
from seedread.ui.tree import row as row
from seedread.ui.tree import words as words

if TYPE_CHECKING:
    from seedread.ui.app import SeedreadApp
    from seedread.ui.reader.screen import Reader

BEAT = 0.3  # seconds between two looks at what has been counted meanwhile
WIDE = 110  # cells: in a wider window the numbers would stand too far from the names
COUNTS = f"{'here':>6}{'all':>7}{'docs':>6}"


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
            ("topic-passages", "f", "passages", "!passages", "every passage with the topic"),
            ("topic-new", "a", "change create", "!add", "a new topic, in the group one stands in"),
            ("topic-new-out", "A", "change found", "", "a new topic of no group, or a group to be"),
            ("topic-rename", "r", "change rename", "!rename", "other names; the id stays"),
            ("topic-move", "m", "change move", "!move", "into another group, or out of it"),
            ("topic-describe", "e", "change describe", "!describe", "what it means; its keywords"),
            ("topic-merge", "M", "resort merge", "!merge", "merge into another topic"),
            ("topic-split", "S", "resort split", "!split", "send its tags to new topics"),
            ("topic-retire", "x", "resort retire", "!retire", "offer it no more, or again"),
            ("topic-undo", "u", "turn undo", "!undo", "undo your latest act"),
            ("topic-filter", "/", "filter", "!filter", "only topics with these words"),
            ("topic-redo", "ctrl+r U", "turn redo", "", "redo"),
            ("topic-colour", "c", "change colour", "!colour", "another colour"),
            ("topic-mark", "i", "change mark", "", "another mark for the margin"),
            ("topic-pin", "P", "change pin", "!pin", "pin to a digit, for everybody (P1)"),
            *(
                (f"topic-pin-{n}", str(n), f"own {n}", "", f"pin to {n}, for you alone; again: no")
                for n in range(1, 10)
            ),
        )
    )

    def __init__(self, state: Any) -> None:
        super().__init__(state)
        self._here: Counter[str] = Counter()
        self._all: Counter[str] | None = None
        self._docs: Counter[str] = Counter()

    def compose(self) -> ComposeResult:
        """A title, the rows; at the foot what was done, what the topic means, the keys."""
        yield Bar("title")
        yield Roll()
        foot = Bar("foot", 3)
        foot.styles.height = 3
        yield foot

    def say(self, message: str, alert: bool = False, rest: str = "") -> None:
        """Say something, with `rest` below it, or else what the topic means."""
        foot, topic = self.query_one("#foot", Bar), self.current
        meaning = " ".join((topic.definition if topic else "").split())
        foot.say(0, (f" {message}", "bar--alert" if alert else "bar--strong"))
        foot.say(1, (f" {rest}", "bar--strong") if rest else (f" {meaning}", "bar--dim"))
        foot.say(2, *self._keys())

    def on_mount(self) -> None:
        """Show the rows; what all documents say of them comes later."""
        self.fill()
        if not self.state.rows:
            self.say("no topics yet: a makes the first one")
        else:
            self.say("")
        self.call_after_refresh(self._centre)

    def on_resize(self) -> None:
        """Draw the title for the new width."""
        self._head()

    def on_roll_moved(self, event: Roll.Moved) -> None:
        """Remember the row, and what stands there."""
        super().on_roll_moved(event)
        if self.state.at < len(self.state.rows):
            moved = self.state.id != self.state.rows[self.state.at].id
            self.state.id = self.state.rows[self.state.at].id
            if moved:
                self.say("")

    def on_roll_chosen(self) -> None:
        """Go to the next passage of this document with the topic."""
        reader, wanted = self.reader, self._wanted(self.state.id)
        tags = [p for p in reader.reading.margin.tags if wanted & {*p.tag.topics}]
        later = [p for p in tags if p.passage.start > reader.cursor.passage.start]
        for target in (later or tags)[:1]:
            self.dismiss((reader.seed.id, target.passage))
            return
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
            room = import_module("seedread.ui.concordance")
            self.app.call_later(lambda: room.show(reader, topic=id))

    def change(self, what: str) -> None:
        """Change the codebook."""
        from seedread.ui.revising import Revising

        getattr(Revising(self), what)()

    def resort(self, what: str) -> None:
        """Change the codebook, and the tags that follow."""
        from seedread.ui.resorting import Resorting

        getattr(Resorting(self), what)()

    def own(self, digit: float) -> None:
        """Pin the topic to a digit, for oneself."""
        from seedread.ui.revising import Revising

        Revising(self).own(int(digit))

    def turn(self, way: str) -> None:
        """Undo or redo."""
        reading = self.reader.reading
        outcome = reading.undo() if way == "undo" else reading.redo()
        self.reader.learn_pins()
        self.reader.tagging.told(outcome)
        self.fill()
        saved = outcome.saved
        self.say(outcome.message, alert=bool(saved and (saved.error or saved.left)))

    def filter(self) -> None:
        """Ask for words; empty: all topics again."""
        from seedread.ui.ask import Ask

        def answered(text: str | None) -> None:
            if text is not None:
                self.state.typed = text.strip()
                self.fill()
                self._seek()
                none = "no topic has these words: / and an empty line show all again"
                self.say("" if self.state.rows else none)

        question = "Topics with these words in any language or script; empty: all"
        self.app.push_screen(Ask(question, self.state.typed), answered)

    def fill(self) -> None:
        """Show the codebook as it is now, standing where one stood."""
        reading = self.reader.reading
        self._here = tally((p.tag.topics for p in reading.margin.tags), reading.codebook)
        self._list()
        self.run_worker(self._count, thread=True, exclusive=True, group="count")

    def _list(self) -> None:
        state, codebook = self.state, self.reader.reading.codebook
        used = {*self._here, *(self._all or ())}
        id, state.rows = state.id, list(rows(codebook, used, state.typed))
        at = next((n for n, line in enumerate(state.rows) if line.id == id and id), state.at)
        self._head()
        self.roll.fill(len(state.rows), self._row, lambda n: bool(state.rows[n].id), at)

    def _centre(self) -> None:
        """Show as much before the row one begins at as behind it."""
        roll, height = self.roll, self.roll.size.height
        roll.top = max(0, min(roll.at - height // 2, roll.count - height))
        roll.refresh()

    def _seek(self) -> None:
        """Stand on the first topic that was asked for, not on the group it is shown in."""
        book, found = self.reader.reading.codebook, self.state.rows
        if self.state.typed:
            able = (
                n
                for n, line in enumerate(found)
                if line.id and answers(book.get(line.id), self.state.typed)
            )
            self.roll.stand(next(able, 0))

    def _count(self) -> None:
        """In a thread: count the tags of all documents, until nobody waits for it any more."""
        worker, app, corpus = get_current_worker(), self.app, self.seedread.corpus
        codebook = self.reader.reading.codebook
        every: Counter[str] = Counter()
        docs: Counter[str] = Counter()

        def back(every: Counter[str], docs: Counter[str]) -> None:
            if not worker.is_cancelled and self.is_mounted:
                new = set(every) - set(self._all or ()) - set(codebook.all)
                self._all, self._docs = every, docs
                if new:
                    self._list()
                self.roll.refresh()

        told = monotonic()
        for doc in corpus.annotated():
            found = tally((said.tag.topics for said in corpus.tags(doc)), codebook)
            every.update(found)
            docs.update(found.keys())
            if worker.is_cancelled or not app.is_running:
                return
            if self._all is None and monotonic() - told > BEAT:
                told = monotonic()
                app.call_from_thread(back, every.copy(), docs.copy())
        app.call_from_thread(back, every, docs)

    def _wanted(self, id: str) -> set[str]:
        inside = self.reader.reading.codebook.topics
        return {id, *(topic.id for topic in inside if topic.parent == id)}

    def _head(self) -> None:
        book, state = self.reader.reading.codebook, self.state
        retired = sum(topic.retired for topic in book.topics)
        parts = [f"{len(book.topics) - retired} in {len(book.groups)} groups"]
        parts += [f"{retired} retired"] * bool(retired)
        parts += [f"with “{state.typed}”"] * bool(state.typed)
        told = f"  {', '.join(parts)}"
        room = min(WIDE, self.app.size.width - 1) - cells(COUNTS) - cells(" Topics")
        self.head((" Topics", "bar--strong"), (_padded(told, room), "bar--dim"), (COUNTS, ""))

    def _row(self, n: int, width: int) -> list[Part]:
        line, reading = self.state.rows[n], self.reader.reading
        if line.head:
            return [(line.head, "roll--head")]
        book = reading.codebook
        topic, group = book.get(line.id), book.get(line.id) in book.groups
        every = "…" if self._all is None else self._all[line.id] or "·"
        numbers = f"{self._here[line.id] or '·':>6}{every:>7}{self._docs[line.id] or '·':>6}"
        lead: list[Part] = [("▾ ", "")] if group else [("  " * line.depth, "")]
        if not group:
            lead += [(self._digit(topic), ""), ("● ", topic.colour), (f"{topic.mark:<3}", "")]
        room = min(WIDE, width) - sum(cells(text) for text, _ in lead) - cells(numbers)
        style = "roll--strong" if group else "roll--dim" if topic.retired else ""
        return [*lead, (_padded(_names(topic, reading.script), room), style), (numbers, style)]

    def _digit(self, topic: Topic) -> str:
        """Return the digit that tags with a topic, P before it if it is everybody's."""
        reader = self.reader
        digit = next((d for d, id in reader.pins.items() if id == topic.id), None)
        own = digit is not None and reader.settings.pins.get(digit) == topic.id
        return "   " if digit is None else f" {digit} " if own else f"P{digit} "


def _names(topic: Topic, script: str) -> str:
    names = dict.fromkeys((topic.en or topic.id, topic.name(script)))
    return "  ".join(safe(name) for name in names)


def _padded(text: str, width: int) -> str:
    """Return text in just so many cells, one of them free."""
    kept = fit(text, width - 1)
    return kept + " " * max(0, width - cells(kept))
