"""A document for a report: paragraph beside paragraph in both scripts, cut where tags begin."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from seedread.exchange.report.legend import Legend, place
from seedread.tags.claim import Claim
from seedread.tags.margin import Placed
from seedread.text.passage import Passage
from seedread.text.rows import Facing, Side
from seedread.text.safe import shown
from seedread.text.script import Twin
from seedread.text.seed import Seed
from seedread.text.units import Units

LANES = 4  # underlines that are drawn below one another; a further tag takes the last
Convert = Callable[[str], Twin]


class Begin(NamedTuple):
    """Where a tag begins: its marks, its first topic's colour, its names, its anchor if it has."""

    mark: str
    colour: int
    title: str
    anchor: str = ""


class Piece(NamedTuple):
    """A stretch of one side under the same tags: how each line is drawn, the lowest first."""

    text: str
    lines: tuple[str, ...] = ()  # classes of the style sheet: lane and colour
    title: str = ""
    begins: tuple[Begin, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph in both scripts, `left` as it is written, and the notes on what begins in it.

    `skipped` characters without a tag were left out before it.
    """

    left: Sequence[Piece]
    right: Sequence[Piece] = ()
    notes: Sequence[tuple[str, str, str]] = ()  # marks, what is said, who
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Drawn:
    """A tag as it is drawn: its line, its colour, its marks, its names, what is said beside it."""

    placed: Placed
    lane: int
    colour: int
    mark: str
    title: str
    notes: Sequence[tuple[str, str, str]] = ()  # marks, what is said, who


def rows(seed: Seed, drawn: Sequence[Drawn], convert: Convert | None, whole: bool) -> Iterator[Row]:
    """Yield the paragraphs of a document; only those with tags unless the `whole` is wanted.

    What is `drawn` stands in the order of the document.
    """
    units, ahead, done = Units(seed), deque(drawn), 0
    here: list[Drawn] = []
    begun: set[int] = set()
    for block in seed.blocks() if whole else _tagged(seed, drawn):
        end = _past(seed, block)
        while ahead and ahead[0].placed.passage.start < end:
            here.append(ahead.popleft())
        here = [one for one in here if one.placed.passage.end > block.start]
        if here or (whole and seed[block.start : block.end].strip()):
            skipped = 0 if whole else _said(seed, done, block.start)
            anchors = _anchors(seed.id, here, begun)
            yield _row(_facing(seed, block, units, convert), here, anchors, skipped)
            done = end
    if not whole and (skipped := _said(seed, done, len(seed))):
        yield Row((), skipped=skipped)


def _tagged(seed: Seed, drawn: Iterable[Drawn]) -> Iterator[Passage]:
    """Yield the blocks that have a tag, in order; to find them, no other is looked at."""
    done = 0
    for one in drawn:
        start, end = one.placed.passage
        for block in seed.blocks(max(done, start)) if done < end else ():
            if block.start >= end:
                break
            yield block
            done = _past(seed, block)


def _past(seed: Seed, block: Passage) -> int:
    """Return where the next block begins."""
    return block.end + (seed[block.end : block.end + 1] == "\n")


def _said(seed: Seed, start: int, end: int) -> int:
    """Return how many characters there are from one place to another, without line ends."""
    return end - start - seed[start:end].count("\n")


def draw(tags: Iterable[Placed], legend: Legend) -> list[Drawn]:
    """Return how each tag is drawn, in order: tags that meet have lines of their own."""
    known: dict[tuple[str, ...], tuple[int, str, str]] = {}
    ends: list[int] = []
    found = []
    for one in sorted(tags, key=lambda p: (p.passage.start, -p.passage.end, p.tag.id)):
        free = (n for n, end in enumerate(ends) if end <= one.passage.start)
        lane = next(free, min(len(ends), LANES - 1))
        ends[lane : lane + 1] = [max(one.passage.end, *ends[lane : lane + 1], 0)]
        topics, by = one.tag.topics, one.tag.by
        if topics not in known:
            colour = legend[topics[0] if topics else ""].number
            known[topics] = colour, legend.marks(topics), legend.names(topics)
        colour, mark, names = known[topics]
        said = list(_notes(one, mark))
        found.append(Drawn(one, lane, colour, mark, f"{names} ({by})", said))
    return found


def _facing(seed: Seed, block: Passage, units: Units, convert: Convert | None) -> Facing:
    """Return a paragraph in both scripts, with the maps that the reader's rows have."""
    display, clean = shown(seed[block.start : block.end]), units.clean(block)
    source = Side(display.text, ())
    if convert is None:
        return Facing(block, source, None, None, clean, False, display)
    cleaned = shown(clean.text)
    twin = convert(cleaned.text)
    return Facing(block, source, Side(twin.text, ()), twin, clean, False, display, cleaned)


def _anchors(doc: str, here: list[Drawn], begun: set[int]) -> dict[int, str]:
    """Return the anchors of the tags that begin here, "" where another has the place's."""
    new = [one for one in here if id(one) not in begun]
    begun |= {id(one) for one in new}
    starts: set[int] = set()
    found = {}
    for one in new:
        passage = one.placed.passage
        found[id(one)] = "" if passage.start in starts else place(doc, passage)
        starts.add(passage.start)
    return found


def _row(facing: Facing, here: list[Drawn], anchors: dict[int, str], skipped: int) -> Row:
    left = [(facing.to_source(one.placed.passage), one) for one in here]
    said = [note for one in here if id(one) in anchors for note in one.notes]
    pieces = list(_pieces(facing.source.text, left, anchors))
    if facing.twin is None:
        return Row(pieces, (), said, skipped)
    right = [(facing.to_twin(one.placed.passage), one) for one in here]
    unnamed = dict.fromkeys(anchors, "")
    return Row(pieces, list(_pieces(facing.twin.text, right, unnamed)), said, skipped)


def _notes(one: Placed, mark: str) -> Iterator[tuple[str, str, str]]:
    """Yield what is said beside a tag: its note, its claim, what others dispute."""
    tag = one.tag
    claim = Claim.read(tag.claim).short if tag.claim else ""
    said = " — ".join(part for part in (claim, tag.note) if part)
    if said:
        yield mark, said, tag.by
    for dispute in one.disputes:
        parts = [f"without {', '.join(dispute.remove)}"] if dispute.remove else []
        parts += [f"with {', '.join(dispute.add)}"] if dispute.add else []
        parts += ["not at all"] if dispute.hide else []
        yield mark, " — ".join(("; ".join(parts), dispute.note)).strip(" —"), dispute.by


def _pieces(
    text: str, tags: list[tuple[Passage, Drawn]], anchors: dict[int, str]
) -> Iterator[Piece]:
    """Cut one side of a paragraph wherever a tag begins or ends."""
    edges = sorted({0, len(text), *(edge for passage, _ in tags for edge in passage)})
    for start, end in (*pairwise(edges), (len(text), len(text))):
        over = [one for passage, one in tags if passage.start <= start < end <= passage.end]
        begins = tuple(
            Begin(one.mark, one.colour, one.title, anchors[id(one)])
            for passage, one in tags
            if passage.start == start and id(one) in anchors and (start < end or passage.end <= end)
        )
        if start < end or begins:
            drawn = {one.lane: one.colour for one in over}
            lines = tuple(f"l{lane} c{drawn[lane]}" for lane in sorted(drawn, reverse=True))
            title = " | ".join(one.title for one in over)
            yield Piece(text[start:end], lines, title, begins)
