"""The topic picker: a few letters of any name, in any script; Enter tags."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static

from seedread import settings
from seedread.reading import Reading
from seedread.tags.topic import Topic
from seedread.text.find import fold
from seedread.text.safe import safe
from seedread.ui.chooser import Choice, Chooser
from seedread.ui.line import Line
from seedread.ui.topics import row, words


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen: the topics the passage shall have, and perhaps the name of a new one."""

    topics: tuple[str, ...]
    invented: str = ""


class Picker(Chooser):
    """Topics for one passage. Tab marks several, Enter tags, a digit pins after ctrl+k."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "mark", "mark", priority=True),
        Binding("ctrl+k", "pin", "pin", priority=True),
        Binding("escape", "leave", "leave", priority=True),
    ]
    HINT = "enter tags · tab marks several · ctrl+k pins to a digit · esc"

    def __init__(
        self, reading: Reading, has: Iterable[str], quote: str, own_pins: dict[int, str]
    ) -> None:
        self.reading, self.own_pins = reading, own_pins
        self.has = tuple(has)
        self.marked = set(self.has)
        self.pinning = False
        super().__init__(f"Topics for “{' '.join(quote.split())}”")

    def on_mount(self) -> None:
        """Fill the rows; the picker is always as high as it may be."""
        super().on_mount()
        self.query_one("#panel").styles.height = self.app.size.height * 7 // 10

    def compose(self) -> ComposeResult:
        """The rows, and beside them what the highlighted topic means."""
        with Vertical(id="panel", classes="tall"):
            yield Static(Content(safe(self.heading)), id="heading")
            yield Line(id="filter", compact=True, placeholder="English, 简体, 繁體, or a new name")
            with Horizontal():
                yield OptionList(id="rows", markup=False)
                yield Static(id="meaning", markup=False)
            yield Static(Content(self.HINT), id="hint")

    def refill(self) -> None:
        """Rank the topics: the pinned ones first, then by what has been typed."""
        pins = self.reading.codebook.pinned(self.own_pins)
        digits = {id: digit for digit, id in pins.items()}
        topics = [t for t in self.reading.codebook.topics if self._wanted(t)]
        topics.sort(key=lambda t: digits.get(t.id, 10))
        self.choices = [self._choice(t, digits.get(t.id)) for t in topics]
        super().refill()

    def ordered(self, matching: list[Choice]) -> list[Choice]:
        """Put names that begin with what was typed first, and a new topic last."""
        typed = fold(self.query_text)
        book = self.reading.codebook
        if not typed:
            return matching
        ranked = sorted(matching, key=lambda c: _rank(book.get(c.value), typed))
        exact = any(_rank(book.get(c.value), typed) == 0 for c in ranked)
        if not exact:
            ranked.append(Choice(Chosen((), self.query_text), f"  + new topic “{self.query_text}”"))
        return ranked

    def action_mark(self) -> None:
        """Mark the highlighted topic, or take its mark away."""
        choice = self.current
        if choice is None or isinstance(choice.value, Chosen):
            return
        self.marked ^= {choice.value}
        rows = self.query_one("#rows", OptionList)
        at = rows.highlighted
        self.query_one("#filter", Input).value = ""
        self.refill()
        rows.highlighted = at

    def action_choose(self) -> None:
        """Tag with what is marked, or with the highlighted topic if nothing new is."""
        choice = self.current
        if choice is not None and isinstance(choice.value, Chosen):
            self.dismiss(Chosen(tuple(sorted(self.marked)), choice.value.invented))
        elif self.marked != set(self.has) and not self.query_text:
            self.dismiss(Chosen(tuple(sorted(self.marked))))
        elif choice is not None:
            self.dismiss(Chosen(tuple(sorted(self.marked | {choice.value}))))

    def action_pin(self) -> None:
        """Wait for a digit to pin the highlighted topic to."""
        choice = self.current
        if choice is not None and not isinstance(choice.value, Chosen):
            self.pinning = True
            self.set_focus(None)  # or the digit would be typed into the filter
            self._hint(f"press a digit 1–9 to pin {choice.value} to it · esc leaves it")

    def on_key(self, event: events.Key) -> None:
        """After ctrl+k a digit pins."""
        if self.pinning:
            event.stop()
            event.prevent_default()
            self._end_pinning()
            if event.character and event.character in "123456789":
                self._pin(int(event.character))

    def action_leave(self) -> None:
        """Leave the pinning, else the picker."""
        if self.pinning:
            self._end_pinning()
        else:
            self.dismiss(None)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show what the topic means."""
        event.stop()
        choice = self.current
        known = choice is not None and not isinstance(choice.value, Chosen)
        topic = self.reading.codebook.get(choice.value) if choice and known else None
        self.query_one("#meaning", Static).update(_meaning(topic) if topic else Content(""))

    def _pin(self, digit: int) -> None:
        choice = self.current
        if choice is None:
            return
        earlier = [d for d, id in self.own_pins.items() if id == choice.value and d != digit]
        for other in earlier:
            del self.own_pins[other]
        self.own_pins[digit] = choice.value
        try:
            for other in earlier:
                settings.keep("pins", str(other), None)
            settings.keep("pins", str(digit), choice.value)
        except OSError as error:
            self._hint(f"the pin could not be kept: {error.strerror or error}")
        self.refill()

    def _end_pinning(self) -> None:
        self.pinning = False
        self.query_one("#filter").focus()
        self._hint(self.HINT)

    def _hint(self, text: str) -> None:
        self.query_one("#hint", Static).update(Content(safe(text)))

    def _wanted(self, topic: Topic) -> bool:
        return not topic.retired or topic.id in self.has

    def _choice(self, topic: Topic, digit: int | None) -> Choice:
        mark = "✓" if topic.id in self.marked else " "
        text = f"{mark} {row(topic, self.reading.script, digit)}".rstrip()
        return Choice(topic.id, text, words(topic))


def _rank(topic: Topic, typed: str) -> int:
    """Return how well a topic answers to what was typed: 0 exactly, then by beginning, by word."""
    names = [fold(n) for n in (topic.id, topic.en, topic.hans, topic.hant, topic.mark) if n]
    if typed in names:
        return 0
    if any(n.startswith(typed) for n in names):
        return 1
    return 2 if any(typed in n for n in names) else 3


def _meaning(topic: Topic) -> Content:
    parts: Sequence[tuple[str, str]] = (
        (f"{topic.hans}  {topic.hant}", "bold"),
        (topic.definition, ""),
        ("+ " + topic.include if topic.include else "", ""),
        ("− " + topic.exclude if topic.exclude else "", "dim"),
    )
    lines = [Content.styled(safe(text), style) for text, style in parts if text.strip()]
    return Content("\n").join(lines)
