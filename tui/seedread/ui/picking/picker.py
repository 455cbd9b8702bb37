"""The topic picker: a few letters of any name, in any script or in pinyin; Enter tags."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.worker import get_current_worker

from seedread.reading import Reading
from seedread.tags.ranking import Sounds
from seedread.text.safe import safe
from seedread.ui.chooser import Choice, Chooser
from seedread.ui.line import Line
from seedread.ui.picking.offer import Known, Offer, meaning, pin, row
from seedread.ui.picking.recent import Usage

DIGITS = "123456789"
LOW = 20  # lines of the panel below which examples go before what is included


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen: the topics the passage shall have, and perhaps the name of a new one."""

    topics: tuple[str, ...]
    invented: str = ""


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
        self._known, self._offer = known, Offer(reading, self.has, known)
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
            yield Static(id="hint")

    def on_mount(self) -> None:
        """Load what else there is to know; the chooser fills the rows."""
        self._hint()
        load = self._known.load

        def work() -> None:
            worker, loaded = get_current_worker(), load() if load else None
            if loaded and not worker.is_cancelled and self.app.is_running:
                self.app.call_from_thread(self._loaded, *loaded)

        self.run_worker(work, thread=True)

    def refill(self) -> None:
        """Show the topics that answer to what is typed, the best first; a new one last."""
        typed, offer = self.query_text, self._offer
        digits = {id: d for d, id in offer.book.pinned(self.own_pins).items()}
        numbers = {} if typed else {id: n for n, id in enumerate(offer.recent, 1)}
        script = self.reading.script
        self.offered = []
        for id in offer.ids(typed, digits):
            mark = "✓" if id in self.marked else " "
            head = f"{numbers.get(id, ' ')} {mark}"
            self.offered.append(Choice(id, row(offer.book.get(id), script, head, digits.get(id))))
        if typed and self.inventing and not offer.exactly(typed):
            self.offered.append(Choice(Chosen((), typed), f"   + new topic “{typed}”"))
        self.offer()
        if not self.offered:
            self._explain()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A digit is typed like any letter once something has been typed, or nothing is recent."""
        if action == "recent":
            given = isinstance(parameters[0], int) and parameters[0] <= len(self._offer.recent)
            return given and not self.pinning and not self.query_one("#filter", Input).value
        return super().check_action(action, parameters)

    def action_recent(self, number: int) -> None:
        """Tag with a recent topic, and with what is marked."""
        self.dismiss(Chosen(tuple(sorted(self.marked | {self._offer.recent[number - 1]}))))

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
        self._hint()

    def action_choose(self) -> None:
        """Tag with what is marked, or with the highlighted topic if nothing new is."""
        choice = self.current
        new = choice is None or isinstance(choice.value, Chosen)
        if new and self.query_text.isascii() and self._offer.sounds is None and self._known.load:
            self._eager = True  # it may be pinyin: that is only known in a moment
        elif choice is not None and isinstance(choice.value, Chosen):
            self.dismiss(Chosen(tuple(sorted(self.marked)), choice.value.invented))
        elif self.marked != set(self.has) and not self.query_text:
            self.dismiss(Chosen(tuple(sorted(self.marked))))
        elif choice is not None:
            self.dismiss(Chosen(tuple(sorted(self.marked | {choice.value}))))
        else:
            self._hint(_nothing(self.query_text, self.inventing))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Take back what was said of what had been typed; the chooser filters."""
        self._hint()

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
        choice, place = self.current, self.query_one("#meaning", Static)
        told = Content("")
        if choice is not None and not isinstance(choice.value, Chosen):
            width, low = max(8, place.content_size.width), self.app.size.height * 7 // 10 < LOW
            quotes = self._offer.usage.quotes.get(choice.value, [])
            told = meaning(self._offer.book.get(choice.value), quotes, width, low)
        place.update(told)

    def _pin(self, digit: int) -> None:
        choice = self.current
        if choice is not None:
            problem = pin(self.own_pins, choice.value, digit)
            if problem:
                self._hint(f"the pin could not be kept: {problem}")
            self.refill()

    def _end_pinning(self) -> None:
        self.pinning = False
        self.query_one("#filter").focus()
        self._hint()

    def _hint(self, text: str = "") -> None:
        """Say something below the list, else what enter would do now, and the other keys."""
        if not text:
            new = [self._offer.book.get(id).mark for id in sorted(self.marked - set(self.has))]
            count = len(self._offer.recent)
            recent = f"{'1–' * (count > 1)}{count} recent · " if count else ""
            text = f"enter tags {' '.join([*new, '·'])} {recent}{self.HINT}"
        self.query_one("#hint", Static).update(Content(safe(text)))

    def _loaded(self, sounds: Sounds, usage: Usage | None) -> None:
        """Know more; nothing moves but what was typed in pinyin and had found nothing."""
        if not self.is_attached:
            return
        if self._offer.sounds is None:
            self._offer.hear(sounds)
            if self.query_text:
                self.refill()
        if usage and usage.quotes != self._offer.usage.quotes:
            self._offer.usage.quotes = usage.quotes
            self._explain()
        if self._eager:
            self.action_choose()


def _nothing(typed: str, inventing: bool) -> str:
    """Return why there is nothing that enter could choose."""
    if typed:
        return f"no topic answers to “{typed}”: type less or otherwise · esc leaves"
    new = "type the name of a new one" if inventing else "none can be made here"
    return f"there is no topic yet: {new} · esc leaves"
