"""A panel of a few lines to fill in: the names of a topic, what it means."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from seedread.text.safe import safe
from seedread.ui.line import Line

Field = tuple[str, str, str]  # key, label, what stands in it


class Fields(ModalScreen[dict[str, str] | None]):
    """Lines with a label each; Enter gives what stands in them by key, Esc gives None."""

    DEFAULT_CSS: ClassVar[str] = """
    Fields #panel { height: auto; max-height: 100%; }
    Fields #panel Horizontal { height: 1; }
    Fields .label { width: 16; padding: 0 1; color: $text-muted; }
    Fields Horizontal Line { width: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "keep", "keep", priority=True),
        Binding("escape", "dismiss(None)", "leave", priority=True),
        Binding("down", "app.focus_next", "next line", priority=True),
        Binding("up", "app.focus_previous", "previous line", priority=True),
    ]
    HINT = "tab or ↓ next line · enter keeps · esc leaves"

    def __init__(self, title: str, fields: Sequence[Field], hint: str = HINT) -> None:
        super().__init__()
        self.heading, self.fields, self.hint = title, fields, hint

    def compose(self) -> ComposeResult:
        """A heading, the lines, the keys."""
        with Vertical(id="panel"):
            yield Static(Content(safe(self.heading)), id="heading")
            for key, label, text in self.fields:
                with Horizontal():
                    yield Static(Content(safe(label)), classes="label")
                    yield Line(text, id=f"field-{key}", compact=True, select_on_focus=False)
            yield Static(Content(safe(self.hint)), id="hint")

    def on_mount(self) -> None:
        """Begin with the first line."""
        self.query(Line).first().focus()

    def action_keep(self) -> None:
        """Give what stands in the lines."""
        keys = [key for key, _, _ in self.fields]
        self.dismiss({key: self.query_one(f"#field-{key}", Line).value.strip() for key in keys})
