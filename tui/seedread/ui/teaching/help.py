"""All keys on one screen, made from the table."""

from collections.abc import Iterable
from itertools import groupby
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from seedread.text.safe import safe
from seedread.ui.keys import Key


class Help(Screen[None]):
    """The keys by group; any way out leads back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,enter", "dismiss", "back"),
        Binding("j,down", "scroll(1)", "down"),
        Binding("k,up", "scroll(-1)", "up"),
        Binding("space,pagedown", "scroll(15)", "page down"),
        Binding("b,pageup", "scroll(-15)", "page up"),
        Binding("m,ｍ", "manual", "manual"),
    ]

    def __init__(self, table: Iterable[Key]) -> None:
        super().__init__()
        self.table = tuple(table)

    def compose(self) -> ComposeResult:
        """One long text in a scroll."""
        with VerticalScroll(id="help", can_focus=False):
            yield Static(_text(self.table))
        yield Static(Content(" esc back · j k scroll · m the manual"), id="hint")

    def action_scroll(self, by: int) -> None:
        """Scroll by lines."""
        self.query_one("#help").scroll_relative(y=by, animate=False)

    def action_manual(self) -> None:
        """Offer the pages of the manual."""
        from seedread.ui.teaching.manual import choose

        choose(self.app)


def _text(table: tuple[Key, ...]) -> Content:
    lines = []
    for group, keys in groupby(table, key=lambda k: k.group):
        lines.append(Content.styled(f"\n{group}\n", "bold"))
        for key in keys:
            names = safe("  ".join(key.keys))
            # However long, neither runs into what follows it.
            row = (f"  {names:<15}  ", "$accent"), f"{safe(key.help):<52}  ", (key.id, "dim"), "\n"
            lines.append(Content.assemble(*row))
    return Content.assemble(*lines)
