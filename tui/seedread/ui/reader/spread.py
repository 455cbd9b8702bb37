"""The spread: source and twin, row beside row, drawn from a document position downwards."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from seedread.text.passage import Passage
from seedread.text.rows import Facing, Layout, Line, Side, Top
from seedread.text.wrap import cells
from seedread.ui.reader.paint import Span, paint, spans

if TYPE_CHECKING:
    from seedread.tags.margin import Margin
    from seedread.tags.topic import Codebook
    from seedread.ui.reader.gutter import Sign

LANE = 3  # cells of a lane: a mark of up to two, and a gap
RULE = " │ "
NOWHERE = Passage(0, 0)


@dataclass(frozen=True)
class View:
    """All that the spread shows: another state is another view. The first has no tags yet."""

    layout: Layout
    top: Top
    passage: Passage = NOWHERE
    margin: "Margin | None" = None
    codebook: "Codebook | None" = None
    own: str = ""
    lanes: int = 3
    search: re.Pattern[str] | None = None

    def alike(self, other: "View") -> bool:
        """Whether the other view differs in the lit passage at most."""
        same = self.layout is other.layout and self.top == other.top
        same = same and self.margin is other.margin and self.codebook is other.codebook
        return same and (self.own, self.lanes, self.search) == (
            other.own,
            other.lanes,
            other.search,
        )


@dataclass(frozen=True, slots=True)
class _Drawing:
    """What is drawn over a block besides the lit passage, the same for all of its rows."""

    signs: "dict[int, list[Sign | None]]"
    source: tuple[Span, ...]
    twin: tuple[Span, ...]


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

    class Wheeled(Message):
        """The wheel asks for some lines further down (up if negative)."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    def __init__(self) -> None:
        super().__init__(id="spread")
        self._view: View | None = None
        self._window: list[Line] = []
        self._styles: dict[str, Style] = {}
        self._strips: dict[int, tuple[Passage, Strip]] = {}
        self._drawing: Callable[[Facing], _Drawing] = lambda _: _Drawing({}, (), ())
        self._thumb = 0
        self._drawn: int | None = None
        self._pulling: Timer | None = None

    def show(self, view: View) -> None:
        """Show another view, redrawing no more rows than differ."""
        old, self._view = self._view, view
        if old is not None and old.alike(view) and len(self._window) <= self.size.height:
            for y, line in enumerate(self._window):
                if any(_lies_in(line, p) for p in (old.passage, view.passage)):
                    self.refresh(Region(0, y, self.size.width, 1))
            return
        self._window = view.layout.window(view.top, self.size.height)
        self._thumb = round(view.layout.seed.share(view.top.block) * (self.size.height - 1))
        self._strips = {}
        self._drawing = lru_cache(maxsize=512)(self._draw)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw one line of the screen."""
        view = self._view
        if view is None or y >= len(self._window):
            return Strip.blank(self.size.width, self.rich_style)
        line = self._window[y]
        lit = _meet(line.facing.block, view.passage)
        kept = self._strips.get(y)
        if kept is None or kept[0] != lit:
            self._strips[y] = kept = (lit, self._strip(view, line, lit))
        thumb = y == self._thumb
        end = Segment("┃" if thumb else " ", self._style("spread--thumb") if thumb else self._base)
        return Strip([*kept[1], end], self.size.width)

    def notify_style_update(self) -> None:
        """Forget styles when the theme changes."""
        super().notify_style_update()
        self._styles, self._strips = {}, {}

    # ------------------------------------------------------------------ drawing

    @property
    def _base(self) -> Style:
        return self._style("")

    def _style(self, name: str) -> Style:
        """Return a component's style, or the tint of a topic's colour; fetched once a theme."""
        if name not in self._styles:
            if not name:
                found = self.rich_style
            elif name.startswith("#"):
                found = _tint(name, self.background_colors[1].hex)
            else:
                found = self.get_component_rich_style(name, partial=True)
            self._styles[name] = found
        return self._styles[name]

    def _strip(self, view: View, line: Line, lit: Passage) -> Strip:
        facing, layout = line.facing, view.layout
        drawing = self._drawing(facing)
        segments = self._gutter(view, drawing.signs.get(line.row), line.sides != "twin")
        source, twin = list(drawing.source), list(drawing.twin)
        if lit.start < lit.end:
            style = self._style("spread--lit")
            source.append((*facing.to_source(lit), style))
            twin.append((*facing.to_twin(lit), style))
        if line.sides != "twin":
            segments += self._row(facing.source, line.row, layout.width, self._base, source)
        if line.sides == "twin" or (layout.mode == "two" and layout.twin_width):
            base = self._base + self._style("spread--twin")
            if line.sides == "both":
                segments.append(Segment(RULE, self._base + self._style("spread--rule")))
            side = facing.twin or facing.source
            segments += self._row(side, line.row, layout.twin_width, base, twin)
        # The widths are known: measuring the segments again would cost as much as drawing them.
        used = LANE * view.lanes + (layout.twin_width if line.sides == "twin" else layout.width)
        if line.sides == "both" and layout.mode == "two" and layout.twin_width:
            used += len(RULE) + layout.twin_width
        room = self.size.width - 1
        segments.append(Segment(" " * (room - used), self._base))
        return Strip(segments, max(room, used))

    def _row(
        self, side: Side, n: int, width: int, base: Style, layers: list[Span]
    ) -> list[Segment]:
        row = side.row(n)
        if row is None:
            return [Segment(" " * width, self._base)]
        text = side.text[row.start : row.end].rstrip(" ")
        inside = [span for a, b, style in layers for span in spans([Passage(a, b)], row, style)]
        gap = " " * (width - cells(text))
        return [*paint(text, base, inside), Segment(gap, self._base)]

    def _gutter(self, view: View, signs: "list[Sign | None] | None", first: bool) -> list[Segment]:
        if not signs or view.codebook is None:
            return [Segment(" " * (LANE * view.lanes), self._base)]
        segments = []
        for sign in signs:
            topic = view.codebook.get(sign.topic) if sign else None
            if sign is None or topic is None:
                segments.append(Segment(" " * LANE, self._base))
                continue
            text = f"+{sign.more}" if sign.more else topic.mark or "?"
            if not (sign.first and first) and not sign.more:
                text = "┃" if sign.own else "┊"
            style = Style(color=topic.colour, bold=sign.own)
            if sign.own and sign.first and first:
                style = Style(color="#000000", bgcolor=topic.colour, bold=True)
            gap = " " * max(1, LANE - cells(text))
            segments += [Segment(text, self._base + style), Segment(gap, self._base)]
        return segments

    def _draw(self, facing: Facing) -> _Drawing:
        view, dim = self._view, self._style("spread--mark")
        source: list[Span] = [(*mark, dim) for mark in facing.source.marks]
        twin: list[Span] = []
        signs: dict[int, list[Sign | None]] = {}
        if view is not None and view.margin is not None:
            signs = self._draw_tags(view, facing, source, twin)
        if view is not None and view.search:
            style = self._style("spread--hit")
            for match in view.search.finditer(facing.shown.text):
                hit = Passage(*match.span())
                source.append((*hit, style))
                twin.append((*(facing.converted.across(hit) if facing.converted else hit), style))
        return _Drawing(signs, tuple(source), tuple(twin))

    def _draw_tags(
        self, view: View, facing: Facing, source: list[Span], twin: list[Span]
    ) -> "dict[int, list[Sign | None]]":
        """Add the layer of the tags to both sides; returns what stands beside them."""
        from seedread.ui.reader.gutter import Stretch, lanes

        stretches = []
        if view.margin is None or view.codebook is None:
            return {}
        for placed in view.margin.meeting(facing.block):
            inside = facing.to_source(placed.passage)
            rows = facing.source.row_of(inside.start), facing.source.row_of(max(0, inside.end - 1))
            stretches += [Stretch(placed, topic, *rows) for topic in placed.tag.topics or ("",)]
            topic = view.codebook.get(placed.tag.topics[0] if placed.tag.topics else "")
            style = self._style(topic.colour)
            if placed.file == view.own:
                style += Style(underline=True)
            source.append((*inside, style))
            twin.append((*facing.to_twin(placed.passage), style))
        return lanes(stretches, view.lanes, view.own)

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
        view = self._view
        if view is None or y >= len(self._window):
            return None
        line, cell = self._window[y], x - LANE * view.lanes
        twin = line.sides == "twin"
        if line.sides == "both" and view.layout.twin_width and cell >= view.layout.width + 1:
            cell, twin = cell - view.layout.width - len(RULE), True
        return view.layout.offset_at(line, max(0, cell), twin)


def _meet(block: Passage, passage: Passage) -> Passage:
    """Return the part of `passage` in the block; all that miss it are the same empty one."""
    if not passage.meets(block):
        return Passage(block.start, block.start)
    return Passage(max(block.start, passage.start), min(block.end, passage.end))


def _lies_in(line: Line, passage: Passage) -> bool:
    """Whether some of `passage` may be drawn in this line: by its block, in either pane."""
    return passage.meets(line.facing.block)


def _tint(colour: str, background: str) -> Style:
    from textual.color import Color

    mixed = Color.parse(background).blend(Color.parse(colour), 0.28)
    return Style(bgcolor=mixed.hex)
