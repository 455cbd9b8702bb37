"""From runs to a table: what is held against what, and which bars hold."""

from collections.abc import Callable, Iterable, Sequence
from statistics import median
from typing import NamedTuple

from programs import Run


class Bar(NamedTuple):
    """The most that seedread's number may be."""

    limit: float
    times: bool = True  # the floor's number, else as it is

    def __str__(self) -> str:
        return f"≤ {self.limit:g}" + " ×" * self.times


START = {
    "seeds": Bar(1.25),
    "10 MB": Bar(1.25),
    "100 MB": Bar(1.5),
    "100 MB, one emoji": Bar(1.5),
}
KEY = Bar(2)
MEMORY = {"100 MB": Bar(250, times=False), "100 MB, one emoji": Bar(350, times=False)}


def start(run: Run) -> float:
    return run.start


def memory(run: Run) -> float:
    return run.memory


def line(run: Run) -> float:
    return median(run.line)


def line_p95(run: Run) -> float:
    return p95(run.line)


def page(run: Run) -> float:
    return median(run.page)


def page_p95(run: Run) -> float:
    return p95(run.page)


def p95(values: Sequence[float]) -> float:
    return sorted(values)[round(0.95 * (len(values) - 1))]


class Measure(NamedTuple):
    """A number of seedread's, the one of the floor's it is held against, and the bar, if any."""

    name: str
    seedread: Callable[[Run], float]
    floor: Callable[[Run], float]
    bar: Callable[[str], Bar | None]  # by the name of the corpus


MEASURES = [
    Measure("start, ms", start, start, START.get),
    Measure("sentence : line, median ms", line, line, lambda _: KEY),
    Measure("sentence : line, p95 ms", line_p95, line_p95, lambda _: KEY),
    Measure("page : line, median ms", page, line, lambda _: KEY),
    Measure("page : line, p95 ms", page_p95, line_p95, lambda _: KEY),
    Measure("page : page, median ms", page, page, lambda _: None),
    Measure("page : page, p95 ms", page_p95, page_p95, lambda _: None),
    Measure("peak memory, MiB", memory, memory, MEMORY.get),
]


class Row(NamedTuple):
    """A line of the table: medians over the runs; the ratio is the median over pairs of runs."""

    corpus: str
    measure: str
    floor: float | None
    seedread: float | None
    ratio: float | None
    bar: Bar | None

    def holds(self) -> bool | None:
        """Return whether the bar is met, None if there is none or nothing was measured."""
        value = self.ratio if self.bar and self.bar.times else self.seedread
        return None if self.bar is None or value is None else value <= self.bar.limit

    def cells(self) -> list[str]:
        """Return what the table shows, a dash for what was not measured."""
        numbers = [shown(self.floor, 1), shown(self.seedread, 1), shown(self.ratio, 2)]
        verdict = {True: "holds", False: "FAILS", None: "–" if self.bar else ""}[self.holds()]
        return [self.corpus, self.measure, *numbers, str(self.bar or ""), verdict]


def shown(number: float | None, places: int) -> str:
    return "–" if number is None else f"{number:.{places}f}"


HEAD = ["corpus", "measure", "floor", "seedread", "ratio", "bar", ""]
NUMBERS = slice(2, 5)


def compared(corpus: str, floor: Sequence[Run], seedread: Sequence[Run]) -> list[Row]:
    """Return the rows of one corpus; the runs stand in the order in which they took turns."""
    pairs = list(zip(floor, seedread, strict=False))  # one side may have none
    return [
        Row(
            corpus,
            measure.name,
            middle(map(measure.floor, floor)),
            middle(map(measure.seedread, seedread)),
            middle(measure.seedread(b) / measure.floor(a) for a, b in pairs),
            measure.bar(corpus),
        )
        for measure in MEASURES
    ]


def middle(values: Iterable[float]) -> float | None:
    return median(numbers) if (numbers := list(values)) else None


def markdown(rows: Iterable[Row]) -> str:
    """Return the rows as a Markdown table that can be read as it stands."""
    lines = [HEAD, *(row.cells() for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    rule = ["-" * width for width in widths]
    rule[NUMBERS] = [dashes[:-1] + ":" for dashes in rule[NUMBERS]]
    lines.insert(1, rule)
    return "".join(f"| {' | '.join(padded(line, widths))} |\n" for line in lines)


def padded(cells: list[str], widths: list[int]) -> list[str]:
    """Fill the cells up to their widths, numbers from the left."""
    left = [cell.ljust(width) for cell, width in zip(cells, widths, strict=True)]
    right = [cell.rjust(width) for cell, width in zip(cells, widths, strict=True)]
    return left[: NUMBERS.start] + right[NUMBERS] + left[NUMBERS.stop :]
