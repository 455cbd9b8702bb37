"""A list one filters by typing: documents, topics, tags, acts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from seedread.text.find import fold
from seedread.text.safe import safe
from seedread.ui.line import Line


@dataclass(frozen=True, slots=True)
class Choice:
    """A row: what it stands for, what it says, and words it is also found by."""

    value: Any
    text: str | Content
    words: str = ""
    able: bool = True

    @property
    def plain(self) -> str:
        """What it says, without style."""
        return self.text if isinstance(self.text, str) else self.text.plain


class Chooser(ModalScreen[Any]):
    """A panel over the foot of the screen; Enter chooses, Esc leaves. Returns a choice's value."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,ctrl+n", "step(1)", "next", priority=True),
        Binding("up,ctrl+p", "step(-1)", "previous", priority=True),
        Binding("pagedown", "step(10)", "page down", priority=True),
        Binding("pageup", "step(-10)", "page up", priority=True),
        Binding("enter", "choose", "choose", priority=True),
        Binding("escape", "dismiss(None)", "leave", priority=True),
    ]
    TALL = False  # whether it is as high as it may be, however few its rows
    HINT = "type to filter · ↑ ↓ · enter · esc"

    def __init__(self, title: str, choices: Sequence[Choice] = ()) -> None:
        super().__init__()
        self.heading = title
        self.choices = list(choices)
        self.offered: list[Choice] = []

    def compose(self) -> ComposeResult:
        """A heading, a line to type in, the rows."""
        with Vertical(id="panel"):
            yield Static(Content(safe(self.heading)), id="heading")
            yield Line(id="filter", compact=True)
            yield OptionList(id="rows", markup=False)
            yield Static(Content(safe(self.HINT)), id="hint")

    def on_mount(self) -> None:
        """Fill the rows."""
        self.query_one("#rows").can_focus = False
        # As high as its rows want, but the passage it is about stays in view above it.
        wanted = self.app.size.height if self.TALL else len(self.choices) + 4
        self.query_one("#panel").styles.height = min(wanted, self.app.size.height * 7 // 10)
        self.query_one("#filter").focus()
        self.refill()

    @property
    def query_text(self) -> str:
        """What has been typed."""
        return self.query_one("#filter", Input).value.strip()

    @property
    def current(self) -> Choice | None:
        """The highlighted row."""
        at = self.query_one("#rows", OptionList).highlighted
        return self.offered[at] if at is not None and at < len(self.offered) else None

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter."""
        event.stop()
        self.refill()

    def refill(self) -> None:
        """Show the rows that hold every word typed, in whatever script."""
        wanted = fold(self.query_text).split()
        matching = [
            c for c in self.choices if all(w in fold(f"{c.plain} {c.words}") for w in wanted)
        ]
        self.offered = self.ordered(matching)
        self.offer()

    def offer(self) -> None:
        """Show the rows that are offered, the first one that can be chosen highlighted."""
        rows = self.query_one("#rows", OptionList)
        rows.clear_options()
        rows.add_options([Option(_content(c), disabled=not c.able) for c in self.offered])
        first = next((n for n, c in enumerate(self.offered) if c.able), None)
        rows.highlighted = first

    def ordered(self, matching: list[Choice]) -> list[Choice]:
        """Return the rows to show; kinds of choosers add to them or sort them."""
        return matching

    def action_step(self, by: int) -> None:
        """Highlight another row."""
        rows = self.query_one("#rows", OptionList)
        step: Callable[[], None] = rows.action_cursor_down if by > 0 else rows.action_cursor_up
        for _ in range(abs(by)):
            step()

    def action_choose(self) -> None:
        """Return the highlighted row's value."""
        if self.current:
            self.dismiss(self.current.value)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click chooses too."""
        event.stop()
        self.action_choose()

    def on_key(self, event: events.Key) -> None:
        """Keys that are typed belong to the filter line."""
        if event.is_printable:
            self.query_one("#filter").focus()


def _content(choice: Choice) -> Content:
    return choice.text if isinstance(choice.text, Content) else Content(safe(choice.text))
