"""A form for a claim: whose words, which number of what, and when."""

from dataclasses import asdict
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from seedread.tags.claim import TEXTS, Claim
from seedread.text.safe import safe
from seedread.ui.line import Line

LABELS = {
    "speaker": "whose words",
    "value": "number",
    "unit": "unit",
    "of": "of what",
    "date": "when",
}


class Switch(Static, can_focus=True):
    """A truth value one switches with the space bar."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "turn", "switch")]

    def __init__(self, label: str, on: bool, id: str) -> None:
        super().__init__(id=id, markup=False)
        self.label, self.on = label, on

    def on_mount(self) -> None:
        """Show how it stands."""
        self.turn(self.on)

    def turn(self, on: bool) -> None:
        """Switch it on or off."""
        self.on = on
        self.update(f"[{'x' if on else ' '}] {self.label}")

    def action_turn(self) -> None:
        """Switch it the other way."""
        self.turn(not self.on)

    def on_click(self) -> None:
        """A click switches too."""
        self.action_turn()


class Form(ModalScreen[Claim | None]):
    """Six fields; Enter gives the claim they make, an empty one if nothing stands in them."""

    DEFAULT_CSS: ClassVar[str] = """
    Form #panel { height: auto; max-height: 100%; }
    Form #panel Horizontal { height: 1; }
    Form .label { width: 14; padding: 0 1; color: $text-muted; }
    Form Horizontal Line { width: 1fr; }
    Form Switch { margin-left: 14; height: 1; }
    Form Switch:focus { background: $primary; color: $text; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "keep", "keep", priority=True),
        Binding("escape", "dismiss(None)", "leave", priority=True),
        Binding("down", "app.focus_next", "next field", priority=True),
        Binding("up", "app.focus_previous", "previous field", priority=True),
        Binding("ctrl+x", "clear", "empty all fields", priority=True),
    ]
    HINT = "tab next field · space the switch · ctrl+x empties · enter keeps · esc leaves"

    def __init__(self, quote: str, claim: Claim, proposed: bool) -> None:
        super().__init__()
        self.quote, self.claim = " ".join(quote.split()), claim
        self.proposed = proposed

    def compose(self) -> ComposeResult:
        """A line for each text, a switch, the keys."""
        what = "Claim proposed from" if self.proposed else "Claim of"
        if self.claim == Claim():
            what = "No number, date or speaker found: claim of"
        with Vertical(id="panel"):
            yield Static(Content(safe(f"{what} “{self.quote}”")), id="heading")
            for key, value in asdict(self.claim).items():
                if key in TEXTS:
                    with Horizontal():
                        yield Static(LABELS[key], classes="label")
                        yield Line(value, id=key, compact=True, select_on_focus=False)
            label = "as written, doubtful"
            yield Switch(label, self.claim.doubtful, id="doubtful")
            yield Static(Content(self.HINT), id="hint")

    def on_mount(self) -> None:
        """Begin with the first field."""
        self.query_one("#speaker").focus()

    def action_keep(self) -> None:
        """Give the claim."""
        texts = {key: self.query_one(f"#{key}", Line).value.strip() for key in TEXTS}
        self.dismiss(Claim(**texts, doubtful=self.query_one(Switch).on))

    def action_clear(self) -> None:
        """Empty every field: Enter then takes the claim away."""
        for key in TEXTS:
            self.query_one(f"#{key}", Line).value = ""
        self.query_one(Switch).turn(False)
