"""One-line bars: texts in a row, safe to show, cut to the width of the screen."""

from typing import ClassVar

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from seedread.text.safe import safe
from seedread.text.wrap import cells

Part = tuple[str, str]  # text, component class ("" for the bar's own style)


class Bar(Widget):
    """Lines of parts. Foreign text may come in as it is: it is made safe here."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"bar--strong", "bar--dim", "bar--alert", "bar--key"}
    DEFAULT_CSS: ClassVar[str] = "Bar { height: 1; }"
    can_focus = False
    ALLOW_SELECT = False

    def __init__(self, id: str, lines: int = 1) -> None:
        super().__init__(id=id)
        self._lines: list[list[Part]] = [[] for _ in range(lines)]

    def say(self, line: int, *parts: Part) -> None:
        """Show `parts` on a line of the bar."""
        if self._lines[line] != list(parts):
            self._lines[line] = list(parts)
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw one line, an ellipsis where it does not fit."""
        width, base = self.size.width, self.rich_style
        segments, used = [], 0
        for text, kind in self._lines[y] if y < len(self._lines) else ():
            style = base + self.get_component_rich_style(kind, partial=True) if kind else base
            whole = safe(text)
            text = fit(whole, width - used)
            used += cells(text)
            segments.append(Segment(text, style))
            if text != whole:
                break
        return Strip(segments).adjust_cell_length(width, base)


def fit(text: str, width: int) -> str:
    """Return `text` cut to `width` cells, with an ellipsis if anything is missing."""
    if cells(text) <= width:
        return text
    kept = text[: max(0, width)]
    while kept and (over := cells(kept) - width + 1) > 0:
        kept = kept[: -max(1, over // 2)]  # no character has more than two cells
    return kept + "…" if width > 0 else ""
