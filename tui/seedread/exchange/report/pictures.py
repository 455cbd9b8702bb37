"""The pictures of a report, as numbers that a page can draw: shades, strips and bars.

A heat map is a table whose cells are shaded, so that its numbers stand in it and are read aloud;
what is left to draw are rectangles. A plotting library would draw the same less accessibly: the
small ones (pygal) have no heat map and fetch a script, the others weigh more than the report.
"""

from collections.abc import Iterable, Sequence

from seedread.text.passage import Passage

SHADES = 6  # the darkest; 0 is nothing
WIDTH = 1000  # units a strip and a bar are long


def shade(value: float | None, most: float) -> int:
    """Return how dark a number is drawn, 0 (nothing) to SHADES (`most`)."""
    if not value or value < 0 or not most:
        return 0
    return min(SHADES, 1 + int(value / most * (SHADES - 1) + 0.5))


def strip(spans: Iterable[Passage], length: int) -> str:
    """Return the path of a strip: where spans lie in a document of `length` code points.

    Each is drawn at least 3 units long, so that it is seen.
    """
    runs: list[list[int]] = []
    for span in sorted(spans):
        start = min(span.start * WIDTH // max(1, length), WIDTH - 3)
        end = max(start + 3, -(-span.end * WIDTH // max(1, length)))
        if runs and start <= runs[-1][1]:
            runs[-1][1] = max(runs[-1][1], end)
        else:
            runs.append([start, end])
    return "".join(f"M{a} 0h{b - a}v10h{a - b}z" for a, b in runs)


def bar(parts: Sequence[int]) -> list[tuple[float, float]]:
    """Return where the parts of a bar begin and how long they are, in units."""
    whole, found, at = sum(parts), [], 0
    for part in parts:
        found.append((round(at * WIDTH / max(1, whole), 1), round(part * WIDTH / max(1, whole), 1)))
        at += part
    return found
