"""Drawing one line of the spread: signs, source, twin, each a sum of layers."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style

from seedread.text.passage import Passage
from seedread.text.rows import ALONE, Facing, Line, Side
from seedread.text.safe import safe
from seedread.text.wrap import cells
from seedread.ui.bar import fit
from seedread.ui.reader.paint import Span, paint, spans
from seedread.ui.reader.view import LANE, RULE, View

if TYPE_CHECKING:  # the first frame is drawn without tags
    from seedread.ui.reader.gutter import Sign

LINK = "⇄"  # stands beside the row where a linked passage begins
UNDERLINED = Style(underline=True)
NOTE = "✎"  # stands where a topic's mark would, if a tag is a note and nothing else


@dataclass(frozen=True, slots=True)
class _Layers:
    """What is drawn over a block besides the lit passage, the same for all of its rows."""

    signs: "dict[int, list[Sign | None]]"
    links: dict[int, bool]  # rows where linked passages begin, and whether by one's own link
    source: tuple[Span, ...]
    twin: tuple[Span, ...]


class Pen:
    """Draws the lines of one view. `style` gives the style of a component, or a colour's tint."""

    def __init__(self, view: View, style: Callable[[str], Style]) -> None:
        self.view, self.style, self.base = view, style, style("")
        self._layers = cache(self._layers_of)
        self._sign = cache(self._sign_of)  # a page has hundreds, of few kinds

    def line(self, line: Line, lit: Passage) -> list[Segment]:
        """Draw a line, `lit` being the part of the passage in its block."""
        facing, layout, layers = line.facing, self.view.layout, self._layers(line.facing)
        first = line.sides != "twin" or layout.mode == ALONE
        segments = self._gutter(layers.signs.get(line.row), first)
        if first and line.row in layers.links:
            segments = _with_link(segments, self.base + Style(bold=layers.links[line.row]))
        source, twin = list(layers.source), list(layers.twin)
        if lit.start < lit.end:
            source.append((*facing.to_source(lit), self.style("spread--lit")))
            twin.append((*facing.to_twin(lit), self.style("spread--lit")))
        if line.sides != "twin":
            segments += self._row(facing.source, line.row, layout.width, self.base, source)
        if line.sides == "both" and self.view.two:
            segments.append(Segment(RULE, self.base + self.style("spread--rule")))
        if line.sides == "twin" or self.view.two:
            base, side = self.base + self.style("spread--twin"), facing.twin or facing.source
            segments += self._row(side, line.row, layout.twin_width, base, twin)
        return segments

    def width(self, line: Line) -> int:
        """Return how many cells `line` draws: measuring them would cost as much as drawing."""
        layout = self.view.layout
        if line.sides == "both" and self.view.two:
            return LANE * self.view.lanes + layout.width + len(RULE) + layout.twin_width
        return LANE * self.view.lanes + (
            layout.twin_width if line.sides == "twin" else layout.width
        )

    def _row(
        self, side: Side, n: int, width: int, base: Style, layers: list[Span]
    ) -> list[Segment]:
        row = side.row(n)
        if row is None:
            return [Segment(" " * width, self.base)]
        text = side.text[row.start : row.end].rstrip(" ")
        inside = [span for a, b, style in layers for span in spans([Passage(a, b)], row, style)]
        gap = " " * (width - cells(text))
        return [*paint(text, base, inside), Segment(gap, self.base)]

    def _gutter(self, signs: "list[Sign | None] | None", first: bool) -> list[Segment]:
        if not signs:
            return [Segment(" " * (LANE * self.view.lanes), self.base)]
        return [segment for sign in signs for segment in self._sign(sign, first)]

    def _sign_of(self, sign: "Sign | None", first: bool) -> list[Segment]:
        """Draw one lane: one's own marks are inverse and their bars solid, others' are not."""
        if sign is None or self.view.codebook is None:
            return [Segment(" " * LANE, self.base)]
        topic = self.view.codebook.get(sign.topic)
        style = Style(color=topic.colour, bold=sign.own)
        if sign.more:
            text = f"+{sign.more}"
        elif sign.first and first:
            text = fit(safe(topic.mark), LANE - 1) or "?" if sign.topic else NOTE
            if sign.own:
                style = Style(color="#000000", bgcolor=topic.colour, bold=True)
        else:
            text = "┃" if sign.own else "┊"
        gap = " " * max(0, LANE - cells(text))
        return [Segment(text, self.base + style), Segment(gap, self.base)]

    def _layers_of(self, facing: Facing) -> _Layers:
        view, dim = self.view, self.style("spread--mark")
        source: list[Span] = [(*mark, dim) for mark in facing.source.marks]
        twin: list[Span] = []
        signs, links = self._tags(facing, source, twin), self._links(facing)
        if view.search:
            from seedread.text.find import within

            style, block = self.style("spread--hit"), facing.block
            text = view.layout.seed[block.start : block.end]
            clean = facing.clean if facing.clean.text else None
            for hit in within(text, view.search, block.start, clean):
                source.append((*facing.to_source(hit), style))
                twin.append((*facing.to_twin(hit), style))
        return _Layers(signs, links, tuple(source), tuple(twin))

    def _links(self, facing: Facing) -> dict[int, bool]:
        """Return in which rows linked passages begin."""
        rows: dict[int, bool] = {}
        for tied in self.view.links.beginning(facing.block) if self.view.links else ():
            row = self._row_of(facing, tied.passage.start)
            own = tied.link.file.rpartition("/")[2] == self.view.own.rpartition("/")[2]
            rows[row] = rows.get(row, False) or own
        return rows

    def _row_of(self, facing: Facing, offset: int) -> int:
        """Return in which row of what is drawn first a code point of the document stands."""
        here = Passage(offset, offset + 1)
        if self.view.layout.mode == ALONE and facing.twin:
            return facing.twin.row_of(facing.to_twin(here).start)
        return facing.source.row_of(facing.to_source(here).start)

    def _tags(
        self, facing: Facing, source: list[Span], twin: list[Span]
    ) -> "dict[int, list[Sign | None]]":
        """Add the layer of the tags to both sides; returns what stands beside them."""
        view = self.view
        if view.margin is None or view.codebook is None:
            return {}
        from seedread.ui.reader.gutter import Stretch, lanes

        stretches = []
        for placed in view.margin.meeting(facing.block):
            if placed.disputes and placed.hidden_for(view.own):
                continue
            start, end = placed.passage
            inside = facing.to_source(placed.passage)
            rows = (
                self._row_of(facing, max(start, facing.block.start)),
                self._row_of(facing, max(start, min(end, facing.block.end) - 1)),
            )
            stretches += [Stretch(placed, topic, *rows) for topic in placed.tag.topics or ("",)]
            topic = view.codebook.get(placed.tag.topics[0] if placed.tag.topics else "")
            style = self.style(topic.colour)
            if placed.file == view.own:
                style += UNDERLINED
            source.append((*inside, style))
            twin.append((*facing.to_twin(placed.passage), style))
        return lanes(stretches, view.lanes, view.own)


def _with_link(segments: list[Segment], style: Style) -> list[Segment]:
    """Put the sign of a link into the last cell of the gutter, which is free in all but a crowd."""
    last = segments[-1]
    if not last.text.endswith(" "):
        return segments
    return [*segments[:-1], Segment(last.text[:-1], last.style), Segment(LINK, style)]
