"""A row as layers: each says which stretch has which style; the later ones lie on top."""

from collections.abc import Iterable
from itertools import pairwise

from rich.segment import Segment
from rich.style import Style

from seedread.text.passage import Passage

Span = tuple[int, int, Style]  # code points of the row's text


def paint(text: str, base: Style, spans: Iterable[Span]) -> list[Segment]:
    """Return `text` as segments, every code point in the sum of the styles that cover it."""
    layers = [(max(0, a), min(b, len(text)), style) for a, b, style in spans]
    layers = [layer for layer in layers if layer[0] < layer[1]]
    if not layers:
        return [Segment(text, base)]
    cuts = sorted({0, len(text), *(a for a, _, _ in layers), *(b for _, b, _ in layers)})
    segments = []
    for start, end in pairwise(cuts):
        style = base
        for a, b, added in layers:
            if a <= start and end <= b:
                style += added
        segments.append(Segment(text[start:end], style))
    return segments


def spans(passages: Iterable[Passage], row: Passage, style: Style) -> list[Span]:
    """Return one layer: the part of each passage that lies in the row, counted from its start."""
    return [
        (max(p.start, row.start) - row.start, min(p.end, row.end) - row.start, style)
        for p in passages
        if p.start < row.end and row.start < p.end
    ]
