"""The floor: the least a Textual reader can do, which the bars are ratios to.

usage: floor.py FILE

The file is mapped, never read whole; of its text there is only an index of line offsets, and one
row shows one line, cut at the right edge.  j k, space and pgup, g G move.
"""

import mmap
import sys
from pathlib import Path

from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

# Enough for a row of any script: at most three bytes fill one cell, Chinese takes three for two.
BYTES_PER_CELL = 3


class Lines:
    """The lines of a mapped file."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._starts = [0]
        end, find = 0, self._bytes.find
        while (end := find(b"\n", end) + 1) > 0:
            self._starts.append(end)

    def __len__(self) -> int:
        return len(self._starts)

    def beginning(self, line: int, size: int) -> str:
        """Return the text of `line`, cut after about `size` bytes; nothing past the last line."""
        if line >= len(self):
            return ""
        start, *rest = self._starts[line : line + 2]
        end = rest[0] - 1 if rest else len(self._bytes)
        return self._bytes[start : min(end, start + size)].decode("utf-8", "ignore")


class Page(ScrollView, can_focus=True):
    """One row a line, drawn when asked."""

    BINDINGS = [  # noqa: RUF012 - Textual reads it as it stands
        ("j", "scroll_down"),
        ("k", "scroll_up"),
        ("space", "page_down"),
        ("g", "scroll_home"),
        ("G", "scroll_end"),
    ]

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path

    def on_mount(self) -> None:
        self.lines = Lines(self.path)
        self.virtual_size = Size(self.app.size.width, len(self.lines))

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        text = self.lines.beginning(y + self.scroll_offset.y, width * BYTES_PER_CELL)
        return Strip([Segment(text)]).crop_extend(0, width, self.rich_style)

    # Textual's own motions are animated, and an animation is not a floor.
    def action_scroll_down(self) -> None:
        self.scroll_relative(y=1, animate=False)

    def action_scroll_up(self) -> None:
        self.scroll_relative(y=-1, animate=False)

    def action_page_down(self) -> None:
        self.scroll_relative(y=self.size.height - 1, animate=False)

    def action_page_up(self) -> None:
        self.scroll_relative(y=1 - self.size.height, animate=False)

    def action_scroll_home(self) -> None:
        self.scroll_to(y=0, animate=False)

    def action_scroll_end(self) -> None:
        self.scroll_to(y=self.max_scroll_y, animate=False)


class Floor(App[None]):
    """The page and nothing else."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path

    def compose(self) -> ComposeResult:
        yield Page(self.path)


if __name__ == "__main__":
    Floor(Path(sys.argv[1])).run()
