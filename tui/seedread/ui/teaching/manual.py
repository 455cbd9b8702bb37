"""The manual inside the program: its pages to choose from, and one of them to read."""

import re
from collections.abc import Iterator
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
from seedread.ui.chooser import Choice, Chooser

PAGES = ("index", "tutorial", "how-to", "formats", "reference")
_MARKED = re.compile(r"`([^`]+)`|\*\*([^*]+)\*\*|!?\[([^\]]*)\]\([^)]*\)")


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
    code = False
    for line in text.split("\n"):
        if line.startswith("```"):
            code = not code
        else:
            yield Content.styled(f"    {safe(line)}", "$accent") if code else _line(line)


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
        style = "bold $accent" if code else "bold" if bold else "underline"
        parts += [safe(line[at : found.start()]), (safe(code or bold or link or ""), style)]
        at = found.end()
    return Content.assemble(*parts, safe(line[at:]))


def _read(name: str) -> str:
    try:
        return (folder() / f"{name}.md").read_text("utf-8")
    except OSError:
        return ""


def _title(text: str) -> str:
    return text.partition("\n")[0].lstrip("# ")
