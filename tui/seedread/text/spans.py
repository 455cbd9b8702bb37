"""Sets of code points as spans: passages in order that do not meet each other."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from seedread.text.passage import Passage

Spans = tuple[Passage, ...]


def union(spans: Iterable[Passage]) -> Spans:
    """Return the same code points as the fewest spans, in order; empty spans are nothing."""
    found: list[Passage] = []
    for span in sorted(span for span in spans if span.start < span.end):
        if found and span.start <= found[-1].end:
            found[-1] = found[-1].hull(span)
        else:
            found.append(span)
    return tuple(found)


def length(spans: Iterable[Passage]) -> int:
    """Return how many code points spans hold."""
    return sum(end - start for start, end in spans)


def meeting(spans: Sequence[Passage], span: Passage) -> Sequence[Passage]:
    """Return those that share a code point with `span`, in O(log n + k)."""
    first = bisect_right(spans, span.start, key=lambda s: s.end)
    return spans[first : bisect_left(spans, span.end, key=lambda s: s.start)]
