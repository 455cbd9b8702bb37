"""The spread: source and twin, row beside row, drawn from a document position downwards."""

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.color import Color
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from seedread.text.passage import Passage
from seedread.text.rows import Line
from seedread.ui.reader.draw import Pen
from seedread.ui.reader.view import LANE, RULE, View


class Spread(Widget, can_focus=True):
    """Both panes in one widget exactly as high as the screen: rows face each other by drawing."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "spread--lit",
        "spread--hit",
        "spread--mark",
        "spread--rule",
        "spread--twin",
        "spread--thumb",
    }
    ALLOW_SELECT = False

    class Pointed(Message):
        """The mouse is at a place of the document; `drawn` says from where it has been dragged."""

        def __init__(self, offset: int, drawn: int | None) -> None:
            super().__init__()
            self.offset, self.drawn = offset, drawn

    class Appeared(Message):
        """The first rows have been drawn, and are on their way to the terminal."""

    class Wheeled(Message):
        """The wheel asks for some lines further down (up if negative)."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    def __init__(self, id: str = "spread") -> None:
        super().__init__(id=id)
        self._pen: Pen | None = None
        self._window: list[Line] = []
        self._styles: dict[str, Style] = {}
        self._strips: dict[int, tuple[Passage, Strip]] = {}
        self._thumb = 0
        self._appeared = False
        self._drawn: int | None = None
        self._pulling: Timer | None = None

    def show(self, view: View) -> None:
        """Show another view, redrawing no more rows than differ."""
        if self._pen is None or not self._pen.view.alike(view):
            self._pen = Pen(view, self._style)
            self._fill()
            return
        old, self._pen.view = self._pen.view, view
        for y, line in enumerate(self._window):
            block = line.facing.block
            if _meet(block, old.passage) != _meet(block, view.passage):
                self.refresh(Region(0, y, self.size.width, 1))

    def on_resize(self) -> None:
        """Fill the new height."""
        self._fill()

    def render_line(self, y: int) -> Strip:
        """Draw one line of the screen."""
        width, base = self.size.width, self._style("")
        if self._pen is None or y >= len(self._window):
            return Strip.blank(width, base)
        if not self._appeared:
            self._appeared = True
            self.post_message(self.Appeared())
        line, pen = self._window[y], self._pen
        lit = _meet(line.facing.block, pen.view.passage)
        kept = self._strips.get(y)
        if kept is None or kept[0] != lit:
            used = pen.width(line)
            thumb = "┃" if y == self._thumb else " "
            end = Segment(" " * (width - used - 1) + thumb, base + self._style("spread--thumb"))
            strip = Strip([*pen.line(line, lit), end], max(width, used + 1))
            self._strips[y] = kept = (lit, strip)
        return kept[1]

    def notify_style_update(self) -> None:
        """Forget styles when the theme changes."""
        super().notify_style_update()
        self._styles, self._strips = {}, {}

    def _fill(self) -> None:
        """Take the lines that fit from the top down, and draw them all anew."""
        if self._pen is not None:
            view, height = self._pen.view, self.size.height
            self._window = view.layout.window(view.top, height) if height else []
            self._thumb = round(view.layout.seed.share(view.top.block) * (height - 1))
            self._strips = {}
            self.refresh()

    def _style(self, name: str) -> Style:
        """Return a component's style, or the tint of a topic's colour; fetched once a theme."""
        if name not in self._styles:
            if not name:
                found = self.rich_style
            elif name.startswith("#"):
                found = _tint(name, self.background_colors[1])
            else:
                found = self.get_component_rich_style(name, partial=True)
            self._styles[name] = found
        return self._styles[name]

    # -------------------------------------------------------------------- mouse

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Begin at the place under the mouse."""
        offset = self._offset(event.x, event.y)
        if event.button == 1 and offset is not None:
            self._drawn = offset
            self.capture_mouse()
            self.post_message(self.Pointed(offset, None))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Draw a passage; past the upper or lower edge the text is pulled along."""
        if self._drawn is None:
            return
        by = -1 if event.y < 0 else int(event.y >= self.size.height)
        if self._pulling:
            self._pulling.stop()
            self._pulling = None
        if by:
            self._pulling = self.set_interval(0.06, lambda: self._pull(event.x, by))
        self._point(event.x, event.y)

    def on_mouse_up(self) -> None:
        """Leave the passage as drawn."""
        self._drawn = None
        self.release_mouse()
        if self._pulling:
            self._pulling.stop()
            self._pulling = None

    def on_mouse_scroll_down(self) -> None:
        """Scroll, the passage stays."""
        self.post_message(self.Wheeled(3))

    def on_mouse_scroll_up(self) -> None:
        """Scroll, the passage stays."""
        self.post_message(self.Wheeled(-3))

    def _pull(self, x: int, by: int) -> None:
        self.post_message(self.Wheeled(by))
        self._point(x, self.size.height - 1 if by > 0 else 0)

    def _point(self, x: int, y: int) -> None:
        offset = self._offset(x, min(max(y, 0), self.size.height - 1))
        if offset is not None:
            self.post_message(self.Pointed(offset, self._drawn))

    def _offset(self, x: int, y: int) -> int | None:
        """Return the document offset at a cell of the widget."""
        if self._pen is None or y >= len(self._window):
            return None
        view = self._pen.view
        line, cell = self._window[y], x - LANE * view.lanes
        twin = line.sides == "twin"
        if line.sides == "both" and view.two and cell >= view.layout.width + 1:
            cell, twin = cell - view.layout.width - len(RULE), True
        return view.layout.offset_at(line, max(0, cell), twin)


def _meet(block: Passage, passage: Passage) -> Passage:
    """Return the part of `passage` in the block; all that miss it are the same empty one."""
    if not passage.meets(block):
        return Passage(block.start, block.start)
    return Passage(max(block.start, passage.start), min(block.end, passage.end))


def _tint(colour: str, background: Color) -> Style:
    return Style(bgcolor=background.blend(Color.parse(colour), 0.28).hex)
