"""The manual inside the program: its pages to choose from, and one of them to read."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

import seedread
from seedread.text.safe import safe
from seedread.text.wrap import cells
from seedread.ui.chooser import Choice, Chooser

PAGES = ("index", "tutorial", "how-to", "formats", "reference")
COLUMN = 24  # cells a column of a table has at the most, but for the last one
_MARKED = re.compile(r"`([^`]+)`|\*\*([^*]+)\*\*|!?\[([^\]]*)\]\([^)]*\)")
_BORDER = re.compile(r"(?<!\\)\|")


def folder() -> Path:
    """Return where the pages are: in the package, or beside it in the repository."""
    package = Path(seedread.__file__).parent
    shipped = package / "manual"
    return shipped if shipped.is_dir() else package.parent / "manual"


def choose(app: App[Any]) -> None:
    """Ask which page, and show it."""
    texts = {name: text for name in PAGES if (text := _read(name))}
    choices = [Choice(name, _title(text), name) for name, text in texts.items()]

    def chosen(name: str | None) -> None:
        if name is not None:
            app.push_screen(Manual(texts[name]))

    app.push_screen(Chooser("The manual", choices), chosen)


class Manual(Screen[None]):
    """One page; any way out leads back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,ｑ,enter,backspace", "dismiss", "back"),
        Binding("j,down", "scroll(1)", "down"),
        Binding("k,up", "scroll(-1)", "up"),
        Binding("space,pagedown", "scroll(15)", "page down"),
        Binding("b,pageup", "scroll(-15)", "page up"),
        Binding("g,home", "edge(0)", "start"),
        Binding("G,end", "edge(1)", "end"),
    ]

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def compose(self) -> ComposeResult:
        """One long text in a scroll."""
        with VerticalScroll(id="help", can_focus=False):
            yield Static(Content("\n").join(drawn(self.text)), markup=False)
        yield Static(Content(" esc back · j k scroll · space page"), id="hint")

    def action_scroll(self, by: int) -> None:
        """Scroll by lines."""
        self.query_one("#help").scroll_relative(y=by, animate=False)

    def action_edge(self, end: int) -> None:
        """Go to the start or the end."""
        pages = self.query_one("#help")
        (pages.scroll_end if end else pages.scroll_home)(animate=False)


def drawn(text: str) -> Iterator[Content]:
    """Yield a page's lines as they are shown: of Markdown, what our own pages are written in."""
    for kind, lines in groupby(_kinds(text), key=lambda one: one[0]):
        block = [line for _, line in lines]
        if kind == "table":
            yield from _table(block)
        elif kind == "code":
            yield from (Content.styled(f"    {safe(line)}", "$accent") for line in block)
        else:
            yield from map(_line, block)


def _kinds(text: str) -> Iterator[tuple[str, str]]:
    """Yield each line with what it is part of: code, a table, or text. Fences go."""
    code = False
    for line in text.split("\n"):
        if line.startswith("```"):
            code = not code
        else:
            yield "code" if code else "table" if line.startswith("|") else "text", line


def _line(line: str) -> Content:
    if line.startswith("!["):
        return Content("")  # a picture
    if line.startswith("#"):
        return Content.styled(safe(line.lstrip("# ")), "bold underline")
    if line.startswith("- "):
        return Content.assemble("  · ", _inline(line[2:]))
    return _inline(line)


def _inline(line: str) -> Content:
    """Return a line with what is marked in it in a style, without the marks."""
    parts: list[str | tuple[str, str]] = []
    at = 0
    for found in _MARKED.finditer(line):
        code, bold, link = found.groups()
        style = "$accent" if code else "bold" if bold else "underline"
        parts += [safe(line[at : found.start()]), (safe(code or bold or link or ""), style)]
        at = found.end()
    return Content.assemble(*parts, safe(line[at:]))


def _table(lines: Iterable[str]) -> Iterator[Content]:
    """Yield a table's rows, their columns aligned as far as they are narrow."""
    rows = [[_inline(cell.strip().replace("\\|", "|")) for cell in _cells(line)] for line in lines]
    rows = [row for row in rows if not all(set(cell.plain) <= set("-: ") for cell in row)]
    most = max((len(row) for row in rows), default=0)
    widths = [
        min(COLUMN, max((cells(row[n].plain) for row in rows if n < len(row)), default=0))
        for n in range(most)
    ]
    for row in rows:
        shown: list[Content | str] = []
        for cell, width in zip(row, widths, strict=False):
            shown += ["  ", cell, " " * max(0, width - cells(cell.plain))]
        yield Content.assemble(*shown).rstrip()


def _cells(line: str) -> list[str]:
    return _BORDER.split(line)[1:-1]


def _read(name: str) -> str:
    try:
        return (folder() / f"{name}.md").read_text("utf-8")
    except OSError:
        return ""


def _title(text: str) -> str:
    return text.partition("\n")[0].lstrip("# ")
