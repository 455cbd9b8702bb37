"""The topic picker: a few letters of any name, in any script or in pinyin; Enter tags."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.worker import get_current_worker

from seedread import settings
from seedread.reading import Reading
from seedread.tags.ranking import Findable, Match, Sounds, ranked
from seedread.tags.topic import Topic
from seedread.text.fold import fold
from seedread.text.safe import safe
from seedread.text.wrap import wrap
from seedread.ui.chooser import Choice, Chooser
from seedread.ui.line import Line
from seedread.ui.recent import Usage

DIGITS = "123456789"
LOW = 20  # lines of the panel below which examples go before what is included
QUOTE = 60  # code points shown of an example


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen: the topics the passage shall have, and perhaps the name of a new one."""

    topics: tuple[str, ...]
    invented: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What the picker may know of the person: pins, recent topics, what was used how often.

    `sounds` and `usage` are what has been loaded so far, `load` loads both, in a thread.
    """

    pins: dict[int, str]
    recent: Sequence[str] = ()
    sounds: Sounds | None = None
    usage: Usage | None = None
    load: Callable[[], tuple[Sounds, Usage | None]] | None = None


class Filter(Line):
    """The line one types in; it leaves a digit that takes a recent topic to the picker."""

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Whether a key is text."""
        recent = key in DIGITS and self.screen.check_action("recent", (int(key),))
        return not recent and super().check_consume_key(key, character)


class Picker(Chooser):
    """Topics for passages. Tab marks several, Enter tags, a digit takes a recent one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "mark", "mark", priority=True),
        Binding("ctrl+k", "pin", "pin", priority=True),
        Binding("escape", "leave", "leave", priority=True),
        *(Binding(d, f"recent({d})", "recent", priority=True) for d in DIGITS),
    ]
    TALL = True
    HINT = "tab marks several · ctrl+k pins [1]–[9] · esc"

    def __init__(
        self,
        reading: Reading,
        has: Iterable[str],
        heading: str,
        known: Known,
        inventing: bool = True,  # whether a new topic can be made
    ) -> None:
        self.inventing = inventing
        self.reading, self.own_pins = reading, known.pins
        self.has = tuple(has)
        self.marked = set(self.has)
        self.pinning = self._eager = False
        self._known, self._sounds = known, known.sounds
        self._usage = known.usage or self._here()
        self._topics = [t for t in reading.codebook.topics if not t.retired or t.id in self.has]
        names = {t.id for t in self._topics}
        self._recent = [id for id in known.recent if id in names][: len(DIGITS)]
        self._findable = self._find()
        super().__init__(heading)

    def compose(self) -> ComposeResult:
        """The rows, and beside them what the highlighted topic means."""
        with Vertical(id="panel", classes="tall"):
            yield Static(Content(safe(self.heading)), id="heading")
            asked = "English, 简体, 繁體, pinyin or initials"
            asked += "; or a new name" if self.inventing else ""
            yield Filter(id="filter", compact=True, placeholder=asked)
            with Horizontal():
                yield OptionList(id="rows", markup=False)
                yield Static(id="meaning", markup=False)
            yield Static(Content(safe(self._told)), id="hint")

    def on_mount(self) -> None:
        """Load what else there is to know; the chooser fills the rows."""
        if self._known.load:
            self.run_worker(self._load, thread=True)

    def refill(self) -> None:
        """Show the topics that answer to what is typed, the best first; a new one last."""
        typed = self.query_text
        pins = self.reading.codebook.pinned(self.own_pins)
        digits = {id: digit for digit, id in pins.items()}
        if typed:
            ids = ranked(self._findable, typed, self._recent, self._usage.counts)
        else:
            rest = [t.id for t in self._topics if t.id not in self._recent]
            ids = [*self._recent, *sorted(rest, key=lambda id: digits.get(id, 10))]
        book = self.reading.codebook
        numbers = {} if typed else {id: n for n, id in enumerate(self._recent, 1)}
        self.offered = [self._choice(book.get(id), numbers.get(id), digits.get(id)) for id in ids]
        if typed and self.inventing and not self._exactly(typed):
            self.offered.append(Choice(Chosen((), typed), f"   + new topic “{typed}”"))
        self.offer()
        if not self.offered:
            self._mean(None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A digit is typed like any letter once something has been typed, or nothing is recent."""
        if action == "recent":
            given = isinstance(parameters[0], int) and parameters[0] <= len(self._recent)
            return given and not self.pinning and not self.query_one("#filter", Input).value
        return super().check_action(action, parameters)

    def action_recent(self, number: int) -> None:
        """Tag with a recent topic, and with what is marked."""
        self.dismiss(Chosen(tuple(sorted(self.marked | {self._recent[number - 1]}))))

    def action_mark(self) -> None:
        """Mark the highlighted topic, or take its mark away."""
        choice = self.current
        if choice is None or isinstance(choice.value, Chosen):
            return
        self.marked ^= {choice.value}
        with self.prevent(Input.Changed):  # or the first row would be highlighted again
            self.query_one("#filter", Input).value = ""
        self.refill()
        rows = self.query_one("#rows", OptionList)
        rows.highlighted = next(n for n, c in enumerate(self.offered) if c.value == choice.value)
        self._hint(self._told)

    def action_choose(self) -> None:
        """Tag with what is marked, or with the highlighted topic if nothing new is."""
        choice = self.current
        new = choice is None or isinstance(choice.value, Chosen)
        if new and self.query_text.isascii() and self._sounds is None and self._known.load:
            self._eager = True  # it may be pinyin: that is only known in a moment
        elif choice is not None and isinstance(choice.value, Chosen):
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
            if event.character and event.character in DIGITS:
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
        self._explain()

    def on_resize(self) -> None:
        """Wrap what the topic means for the width there is."""
        self.call_after_refresh(self._explain)

    def _explain(self) -> None:
        choice = self.current
        known = choice is not None and not isinstance(choice.value, Chosen)
        self._mean(self.reading.codebook.get(choice.value) if choice and known else None)

    def _mean(self, topic: Topic | None) -> None:
        low = self.app.size.height * 7 // 10 < LOW
        place = self.query_one("#meaning", Static)
        quotes = self._usage.quotes.get(topic.id, []) if topic else []
        width = max(8, place.content_size.width)
        place.update(_meaning(topic, quotes, width, low) if topic else Content(""))

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
        self._hint(self._told)

    @property
    def _told(self) -> str:
        """What enter would do now, and the other keys."""
        new = [self.reading.codebook.get(id).mark for id in sorted(self.marked - set(self.has))]
        many = f"1–{len(self._recent)}" if len(self._recent) > 1 else "1"
        recent = f"{many} recent · " if self._recent else ""
        return f"enter tags{' ' + ' '.join(new) if new else ''} · {recent}{self.HINT}"

    def _hint(self, text: str) -> None:
        self.query_one("#hint", Static).update(Content(safe(text)))

    def _find(self) -> list[Findable]:
        return [Findable(topic, self._sounds) for topic in self._topics]

    def _exactly(self, typed: str) -> bool:
        return any(t.match(" ".join(fold(typed).split())) == Match.EXACT for t in self._findable)

    def _here(self) -> Usage:
        """Return what the document at hand says."""
        reading, usage = self.reading, Usage()
        said = ((p.file, p.tag.topics, p.tag.quote) for p in reading.margin.tags)
        usage.take(reading.seed.id, said, reading.by)
        return usage

    def _load(self) -> None:
        """In a thread: load what characters sound like, and what all documents say."""
        worker = get_current_worker()
        if self._known.load:
            loaded = self._known.load()
            if not worker.is_cancelled and self.app.is_running:
                self.app.call_from_thread(self._loaded, *loaded)

    def _loaded(self, sounds: Sounds, usage: Usage | None) -> None:
        """Know more; nothing moves but what was typed in pinyin and had found nothing."""
        if not self.is_attached:
            return
        fresh = self._sounds is None
        self._sounds = sounds
        if usage:
            self._usage.quotes = usage.quotes
        if fresh:
            self._findable = self._find()
            if self.query_text:
                self.refill()
        self._explain()
        if self._eager:
            self.action_choose()

    def _choice(self, topic: Topic, number: int | None, digit: int | None) -> Choice:
        mark = "✓" if topic.id in self.marked else " "
        pin = f"[{digit}]" if digit else "   "
        names = f"{topic.en or topic.id}  {topic.name(self.reading.script)}"
        return Choice(topic.id, f"{number or ' '} {mark} {topic.mark:<3}{pin} {names}".rstrip())


def _meaning(topic: Topic, quotes: Sequence[tuple[str, str]], width: int, low: bool) -> Content:
    """Say what a topic means, in rows: runs of Chinese are no words that Textual could wrap."""
    said = [(f"{doc.partition('_')[0]} “{_short(quote)}”", "italic") for quote, doc in quotes]
    bounds = [
        ("+ " + topic.include if topic.include else "", ""),
        ("− " + topic.exclude if topic.exclude else "", "dim"),
    ]
    parts = [(f"{topic.hans}  {topic.hant}", "bold"), (topic.definition, "")]
    parts += [*said, *bounds] if low else [*bounds, *said]
    lines = [
        Content.styled(shown[row.start : row.end].rstrip(), style)
        for text, style in parts
        if (shown := safe(text)).strip()
        for row in wrap(shown, width)
    ]
    return Content("\n").join(lines)


def _short(quote: str) -> str:
    text = " ".join(quote.split())
    return text if len(text) <= QUOTE else text[: QUOTE - 1] + "…"
