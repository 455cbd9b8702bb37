"""The first level of help: what each key does in a word, over the foot of the text."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from seedread.text.safe import safe
from seedread.text.wrap import cells
from seedread.ui.keys import Key

NAME = 9  # cells of a group's name


class Hints(ModalScreen[str | None]):
    """Keys by group, a word each. `?` asks for all there is to say; any other key is pressed.

    Returns "help" for more help, else the name of the key that was pressed.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,ｑ", "dismiss(None)", "back"),
        Binding("question_mark,？", "dismiss('help')", "all keys"),
    ]

    def __init__(self, table: Iterable[Key]) -> None:
        super().__init__()
        self.table = [key for key in table if key.label]

    def compose(self) -> ComposeResult:
        """One row or more for each group."""
        with Vertical(id="panel"):
            yield Static(Content("The keys, in a word each"), id="heading")
            with VerticalScroll(can_focus=False, id="hints"):
                yield Static(_content(self.table, self.app.size.width - 2), markup=False)
            yield Static(Content("? all keys, with what they do · esc back"), id="hint")

    def on_key(self, event: events.Key) -> None:
        """Press the key that was hinted at."""
        if event.key not in ("escape", "q", "question_mark", "？", "ｑ"):
            event.stop()
            self.dismiss(event.key)


def _content(table: list[Key], width: int) -> Content:
    rows: list[Content] = []
    for group, keys in groupby(table, key=lambda key: key.group):
        for n, row in enumerate(_rows(keys, width - NAME)):
            head = Content.styled(f" {group if n == 0 else '':<{NAME - 1}}", "bold")
            rows.append(Content.assemble(head, row))
    return Content("\n").join(rows)


def _rows(keys: Iterable[Key], width: int) -> Iterator[Content]:
    row, used = Content(""), 0
    for key in keys:
        name, label = safe(key.shown), f" {safe(key.label)}   "
        if used and used + cells(name + label) > width:
            yield row
            row, used = Content(""), 0
        row = Content.assemble(row, (name, "bold $accent"), label)
        used += cells(name + label)
    yield row
