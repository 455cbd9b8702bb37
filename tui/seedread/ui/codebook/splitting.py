"""Splitting a topic: a walk through its tags, each sent to one of the new topics by a key."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult

from seedread.tags import revise
from seedread.tags.record import Record
from seedread.tags.revise import Lines
from seedread.text.passage import Passage
from seedread.text.safe import shown
from seedread.text.wrap import wrap
from seedread.ui import keys
from seedread.ui.bar import Bar, Part
from seedread.ui.chooser import Choice, Chooser
from seedread.ui.page import Page
from seedread.ui.roll import Roll

if TYPE_CHECKING:
    from seedread.corpus import Corpus

AROUND = 400  # code points of context on either side
DEEP = 100  # lines that are laid out
MOST = 9  # topics: as many as there are digits
_NEEDED = {"start", "end", "quote", "before", "after", "note", "rev"}


@dataclass(frozen=True, slots=True)
class Stop:
    """A tag of the topic, or a dispute that adds it: one step of the walk."""

    id: str
    doc: str
    passage: Passage
    quote: str
    before: str
    after: str
    note: str
    rev: str

    @classmethod
    def of(cls, doc: str, record: Record) -> "Stop":
        """Read a line that says the topic."""
        get = record.fields
        texts = (str(get[key]) for key in ("quote", "before", "after", "note", "rev"))
        return cls(record.id, doc, Passage(get["start"], get["end"]), *texts)


@dataclass
class Walk:
    """How far one is: which tag is to be decided, what was sent where. `at` is a row."""

    topic: str
    stops: list[Stop]
    targets: list[str]
    n: int = 0
    sent: dict[str, str] = field(default_factory=dict)
    at: int = 0

    @property
    def stop(self) -> Stop | None:
        """The tag to be decided; None at the end."""
        return self.stops[self.n] if self.n < len(self.stops) else None

    def send(self, number: int) -> None:
        """Send the tag to a topic, counted from 0, and go on."""
        if self.stop and number < len(self.targets):
            self.sent[self.stop.id] = self.targets[number]
            self.n += 1

    def skip(self) -> None:
        """Leave the tag as it is, and go on."""
        if self.stop:
            self.sent.pop(self.stop.id, None)
            self.n += 1

    def back(self) -> None:
        """Go back to the tag before, whatever was done with it."""
        if self.n:
            self.n -= 1
            self.sent.pop(self.stops[self.n].id, None)

    def told(self) -> str:
        """Say how many go where."""
        counts = [(id, sum(to == id for to in self.sent.values())) for id in self.targets]
        kept = len(self.stops) - len(self.sent)
        parts = [f"{count} to {id}" for id, count in counts if count]
        return ", ".join([*parts, f"{kept} keep {self.topic}"])


def stops(own: Lines, topic: str) -> list[Stop]:
    """Return a person's tags of a topic, document by document, in order of place."""
    return [
        Stop.of(file.rpartition("/")[0], record)
        for file, records in sorted(own.items())
        for record in sorted(records.values(), key=lambda one: one.key)
        if revise.says(record, topic) and {*record.fields} >= _NEEDED
    ]


class Splitting(Page):
    """The walk; returns it when something is to be done, else None."""

    table: ClassVar[tuple[keys.Key, ...]] = tuple(
        keys.group(
            "Split",
            *(
                (f"split-{n}", str(n), f"send {n}", "1–9 send" if n == 1 else "", f"to topic {n}")
                for n in range(1, MOST + 1)
            ),
            ("split-skip", "s", "skip", "skip", "leave this one as it is"),
            ("split-back", "u", "back", "step back", "back to the tag before"),
            ("split-add", "a", "add", "add a topic", "one more topic to send tags to"),
        )
    )
    CHOOSE = "send"
    DEFAULT_CSS: ClassVar[str] = """
    Splitting #context { height: 1fr; padding: 0 1; }
    Splitting #roll { height: auto; border-top: solid $primary; }
    """

    def __init__(self, state: Any, name: Callable[[str], str], new: Callable[[str], str]) -> None:
        super().__init__(state)
        self._called, self._new = name, new

    def compose(self) -> ComposeResult:
        """A title, the tag in its context, the topics, the keys."""
        yield Bar("title")
        yield Bar("context", DEEP)
        yield Roll(self.moved)
        yield Bar("foot", 2)

    def on_mount(self) -> None:
        """Begin."""
        self._show()

    def on_resize(self) -> None:
        """Lay the context out again."""
        self.call_after_refresh(self._show)

    def on_roll_chosen(self) -> None:
        """Send the tag to the topic under the cursor."""
        self.send(self.state.at + 1)

    def send(self, number: float) -> None:
        """Send the tag to one of the topics."""
        if number > len(self.state.targets):
            self.say(f"there is no topic {int(number)}: a adds one")
            return
        self.state.send(int(number) - 1)
        self._show()

    def skip(self) -> None:
        """Leave the tag as it is."""
        self.state.skip()
        self._show()

    def back(self) -> None:
        """Go back to the tag before."""
        self.state.back()
        self._show()

    def add(self) -> None:
        """Ask for one more topic."""
        from seedread.ui.ask import Ask

        walk = self.state

        def answered(name: str | None) -> None:
            id = self._new(name.strip()) if name and name.strip() else ""
            if id and id not in walk.targets:
                walk.targets.append(id)
            self._show()

        if len(walk.targets) < MOST:
            self.app.push_screen(Ask("One more topic: a new name, or one there is"), answered)

    async def action_dismiss(self, result: Any = None) -> None:
        """Leave, but ask what shall become of what was sent so far."""
        self._stop()

    def _stop(self) -> None:
        walk = self.state
        if not walk.sent:
            self.dismiss(None)
            return

        def chosen(what: object) -> None:
            if what == "back":
                walk.n = min(walk.n, len(walk.stops) - 1)
                self._show()
            elif what is not None:
                self.dismiss(walk if what == "keep" else None)
            elif walk.stop is None:
                self.back()

        choices = [
            Choice("keep", f"Do it: {walk.told()}"),
            Choice("back", "Go on with the walk"),
            Choice("drop", "Drop it: nothing is changed"),
        ]
        self.app.push_screen(Chooser("What shall become of it?", choices), chosen)

    def _show(self) -> None:
        walk = self.state
        self.roll.styles.height = len(walk.targets) + 1  # and its border
        self.roll.fill(len(walk.targets), self._row, at=walk.at)
        stop = walk.stop
        if stop is None:
            self._stop()
            return
        told = f"  {walk.n + 1} of {len(walk.stops)} · {self.seedread.corpus.title(stop.doc)}"
        self.head((f" Split {walk.topic}", "bar--strong"), (told, "bar--dim"))
        bar = self.query_one("#context", Bar)
        width = max(10, bar.content_size.width)
        laid = list(laid_out(*context(self.seedread.corpus, stop), width))
        lit = next((n for n, (_, own) in enumerate(laid) if own), 0)
        top = max(0, min(lit - max(1, bar.content_size.height // 3), len(laid) - 1))
        for n in range(DEEP):
            parts = laid[top + n][0] if top + n < len(laid) else []
            bar.say(n, *parts)
        self.say(f"your note: {stop.note}" if stop.note else walk.told())

    def _row(self, n: int, width: int) -> list[Part]:
        id = self.state.targets[n]
        count = sum(to == id for to in self.state.sent.values())
        return [(f" {n + 1} ", "roll--strong"), (self._called(id), ""), (f"  {count}", "roll--dim")]


def context(corpus: "Corpus", stop: Stop) -> tuple[str, str, str]:
    """Return what stands before a tag, its passage, and what stands behind.

    That is as its line has it if the passage is not found in today's document.
    """
    seed = corpus.seed(stop.doc)
    anchorer = corpus.anchorer(stop.doc)
    now = anchorer.place(stop).now if anchorer else None
    if seed is None or now is None:
        return stop.before, stop.quote, stop.after
    start, end = now
    return seed[max(0, start - AROUND) : start], seed[start:end], seed[end : end + AROUND]


def laid_out(before: str, quote: str, after: str, width: int) -> Iterator[tuple[list[Part], bool]]:
    """Yield rows of a passage in its context, and whether it reaches into each; a bar beside it."""
    pieces = [shown(text, keep_newlines=True).text for text in (before, quote, after)]
    start, end = len(pieces[0]), len(pieces[0]) + len(pieces[1])
    text, offset = "".join(pieces), 0
    for line in text.split("\n"):
        for part in wrap(line, width - 2) if line else ():
            a, b = offset + part.start, offset + part.end
            own = a < end and b > start
            cuts = [a, min(max(start, a), b), min(max(end, a), b), b]
            styled = zip(cuts, cuts[1:], ("bar--dim", "bar--strong", "bar--dim"), strict=False)
            parts = [(text[x:y], style) for x, y, style in styled if x < y]
            yield [("┃ " if own else "  ", ""), *parts], own
        offset += len(line) + 1
