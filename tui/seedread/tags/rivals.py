"""Other places where a passage might be as well: copies, and what came in much like it."""

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from seedread.tags.alignment import Alignment
from seedread.tags.excerpt import Excerpt, alike
from seedread.tags.landmarks import line_of
from seedread.text.passage import Passage

ALONE = 8  # code points that are a lookalike without anything around them
ORDERED = 0.8  # share of a text that has to be in its order for a place in it to say much
APART = 8  # code points between two places
_STEPS = ((1, 1), (2, 2), (1, 2), (2, 1), (1, 3), (3, 1))  # clauses changed, put in or taken out


class Rival(NamedTuple):
    """Another place; `fitter` if what stood beside the passage stands there, not at its image."""

    place: Passage
    fitter: bool


def rivals(both: Alignment, passage: Passage, image: Passage) -> list[Rival]:
    """Return the places that fit among what stayed as well as the image of a passage does.

    A passage that still stands between what stood before and behind it has a rival only in a copy
    that stands there, too. One that does not, as it was moved, has one in every copy; so it is
    with all of a text of which much was moved, as a copy may have come to stand anywhere.
    """
    found = []
    for other in _lookalikes(both, passage, image):
        block = _copied(both, passage, other)
        here, there = _sides(both, block, image), _sides(both, block, other)
        if here < 2 or there == 2 or both.ordered < ORDERED:
            found.append(Rival(other, there > here))
    return found


def settled(both: Alignment, passage: Passage, image: Passage) -> bool:
    """Whether a passage still stands between what stood before and behind it."""
    return _sides(both, passage, image) == 2


def _lookalikes(both: Alignment, passage: Passage, image: Passage) -> Iterator[Passage]:
    """Yield other places of a passage, and those that lack it and stand twice but for that."""
    text, excerpt = both.new.folded, Excerpt.of(both.old.folded, passage)
    words = both.old.folded[slice(*passage)]
    exact = both.untaken(both.new.places(words)) if len(words) >= ALONE else []
    seen = [image]
    for other in (*exact, *excerpt.laid(text, both.came)):
        if any(_apart(other, one) < APART for one in seen):
            continue
        seen.append(other)
        if _anothers(both, other, passage):
            continue
        apart = not excerpt.around(image).meets(excerpt.around(other))
        framed = apart and excerpt.frames(text, other) and excerpt.frames(text, image)
        if other in exact or framed or excerpt.stands(text, other):
            yield other


def _apart(one: Passage, other: Passage) -> int:
    return max(one.start, other.start) - min(one.end, other.end)


def _anothers(both: Alignment, place: Passage, passage: Passage) -> bool:
    """Whether most of a place is the same as other text that is there now."""
    a, b, back = both.old.folded, both.new.folded, both.back
    theirs = sum(
        back[n] >= 0 and a[back[n]] == b[n] and not passage.start <= back[n] < passage.end
        for n in range(*place)
    )
    return 2 * theirs > place.end - place.start


def _copied(both: Alignment, passage: Passage, other: Passage) -> Passage:
    """Return how much of the old text around a passage another place has, too.

    That is its line at least: of one that was copied and then edited, something else may be there.
    """
    start = _reach(both, passage.start, other.start, -1).start
    end = _reach(both, passage.end - 1, max(other.start, other.end - 1), 1).end
    line = line_of(both.old.folded, passage)
    return Passage(min(start, line.start), max(end, line.end))


def _reach(both: Alignment, i: int, j: int, way: int) -> Passage:
    """Return the last clause, from the one at `i` on, that has one like it as far from `j`."""
    ours = both.old.clauses
    k, m = _number(ours, i), _number(both.new.clauses, j)
    while step := next((s for s in _STEPS if _same(both, k + way * s[0], m + way * s[1])), None):
        k, m = k + way * step[0], m + way * step[1]
    return ours[k] if ours else Passage(i, i + 1)


def _number(clauses: list[Passage], at: int) -> int:
    return max(0, bisect_right(clauses, at, key=lambda clause: clause.start) - 1)


def _same(both: Alignment, k: int, m: int) -> bool:
    """Whether a clause of the new text is like one of the old text, and not that very one."""
    ours, theirs = both.old.clauses, both.new.clauses
    if not (0 <= k < len(ours) and 0 <= m < len(theirs)):
        return False
    if ours[k].start <= both.back[theirs[m].start] < ours[k].end:
        return False
    return alike(both.old.folded[slice(*ours[k])], both.new.folded[slice(*theirs[m])])


def _sides(both: Alignment, block: Passage, place: Passage) -> int:
    """Return on how many sides a place has what stood beside a block of the old text.

    What came in between is passed over.
    """
    taken, back, held = both.taken, both.back, both.held
    at = taken.rfind(1, 0, place.start)
    while at >= 0 and block.start <= back[at] < block.end:
        at = taken.rfind(1, 0, at)
    left = (back[at] if at >= 0 else -1) == held.rfind(1, 0, block.start)
    at = taken.find(1, place.end)
    while at >= 0 and block.start <= back[at] < block.end:
        at = taken.find(1, at + 1)
    right = (back[at] if at >= 0 else -1) == held.find(1, block.end)
    return left + right
