"""One question at the foot of the screen: a line of text, or yes and no."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from seedread.text.safe import safe
from seedread.ui.line import Line


class Ask(ModalScreen[str | None]):
    """Ask for a line; Enter gives it, Esc gives None. `over`: typing replaces what is there."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "leave")]

    def __init__(self, question: str, text: str = "", over: bool = False) -> None:
        super().__init__()
        self.question, self.text, self.over = question, text, over

    def compose(self) -> ComposeResult:
        """The question and the line."""
        with Vertical(id="panel"):
            yield Static(Content(safe(self.question)), id="heading")
            yield Line(self.text, id="answer", compact=True, select_on_focus=self.over)
            more = " · ctrl+u empties" if self.text else ""
            yield Static(Content(f"enter keeps · esc leaves{more}"), id="hint")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give the answer."""
        event.stop()
        self.dismiss(event.value)


class Confirm(ModalScreen[bool]):
    """Ask for yes or no; everything but yes is no. Where it is dangerous, Enter is not yes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,Y,ｙ", "dismiss(True)", "yes"),
        Binding("enter", "enter", "yes"),
        Binding("n,N,escape,q,ｎ", "dismiss(False)", "no"),
    ]

    def __init__(self, question: str, dangerous: bool = False) -> None:
        super().__init__()
        self.question, self.dangerous = question, dangerous

    def compose(self) -> ComposeResult:
        """The question."""
        with Vertical(id="panel"):
            yield Static(Content(safe(self.question)), id="heading")
            yes = "y" if self.dangerous else "y or enter"
            yield Static(Content(f"{yes}: yes · n or esc: no"), id="hint")

    def action_enter(self) -> None:
        """Yes, but to nothing dangerous: there it is too easily pressed."""
        if not self.dangerous:
            self.dismiss(True)
