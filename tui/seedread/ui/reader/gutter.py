"""The lanes beside the text: which tag is drawn in which lane of which row."""

from collections.abc import Iterable
from dataclasses import dataclass

from seedread.tags.margin import Placed


@dataclass(frozen=True, slots=True)
class Sign:
    """What stands in one lane of one row: a topic's mark where its passage begins, then a bar.

    `more` counts what found no lane and is named here instead.
    """

    topic: str
    own: bool
    first: bool
    more: int = 0


@dataclass(frozen=True, slots=True)
class Stretch:
    """One topic of one tag over rows `first` to `last` of a block, both included."""

    placed: Placed
    topic: str
    first: int
    last: int


def lanes(stretches: Iterable[Stretch], count: int, own_file: str) -> dict[int, list[Sign | None]]:
    """Give every stretch of a block a lane of its own while it lasts; returns the signs by row.

    First come, first served from the left, so that a passage keeps its lane from row to row.
    """
    rows: dict[int, list[Sign | None]] = {}
    for stretch in stretches:
        span = range(stretch.first, stretch.last + 1)
        for n in span:
            rows.setdefault(n, [None] * count)
        own = stretch.placed.file == own_file
        lane = next((i for i in range(count) if all(rows[n][i] is None for n in span)), None)
        for n in span:
            if lane is not None:
                rows[n][lane] = Sign(stretch.topic, own, n == stretch.first)
            else:
                last = rows[n][-1]
                more = last.more + 1 if last else 1
                rows[n][-1] = Sign(last.topic if last else "", own, True, more)
    return rows
