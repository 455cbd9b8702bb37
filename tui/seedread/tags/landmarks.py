"""Clauses that two versions of a text have in common: in order, and those that were moved."""

import re
from collections import Counter
from collections.abc import Iterator, Set

from seedread.tags.chain import Chain
from seedread.text.passage import Passage

Run = tuple[int, int, int]  # where in the old text, where in the new one, how many code points
_LINE = re.compile(r"[^\n]*[^\s]")
_CLAUSE = re.compile(r"[^\n,。!?;:、]+[,。!?;:、」』”’\")]*")
_WORTH = 4  # code points from which on a clause is a landmark by itself
_FAR = 6  # … and from which on it is known again elsewhere
_OFTEN = 20_000  # pairs of places of one clause; what is written more often says nothing
_MANY = 150_000  # pairs of places; of more, what both texts begin and end with is passed over
_TOGETHER = 6  # what it is worth, in code points, that clauses of a line stayed side by side
_BESIDE = 1  # … and that two lines did


def clauses(text: str) -> list[Passage]:
    """Return the clauses of a folded text, their marks included."""
    return [Passage(*found.span()) for found in _CLAUSE.finditer(text)]


def in_order(a: str, b: str, loose: bytearray) -> list[Run]:
    """Return the clauses that both have in the same order: as much text as can be.

    What is elsewhere in another order that holds as much is marked in `loose`.
    """
    ours, theirs = _pieces(a, b)
    pairs = _pairs([a[slice(*one)] for one in ours], [b[slice(*one)] for one in theirs])
    worth = [one.end - one.start for one in ours]
    ties, others = _ties(a, ours), _ties(b, theirs)
    chain = Chain(pairs, worth, ties, others)
    for i in chain.undecided():
        if worth[i] < _WORTH:
            continue
        start, end = ours[i]
        loose[start:end] = b"\1" * (end - start)
    return [
        run
        for together in _side_by_side(chain.path, ties, others)
        if sum(worth[i] for i, _ in together) >= _WORTH
        for run in _joined(a, b, [(ours[i], theirs[j]) for i, j in together])
    ]


def _pieces(a: str, b: str) -> tuple[list[Passage], list[Passage]]:
    """Return the clauses of both texts, those as one that are the same line or lines of both.

    Only lines that are written once in each, and no clause of them more or less often than it
    was: of these there is nothing to decide.
    """
    lines = [[Passage(*found.span()) for found in _LINE.finditer(text)] for text in (a, b)]
    whole = _written_once(a, lines[0]).keys() & _written_once(b, lines[1]).keys()
    before, after = Counter(_CLAUSE.findall(a)), Counter(_CLAUSE.findall(b))
    other = {words for words in before.keys() | after.keys() if before[words] != after[words]}
    whole = {line for line in whole if other.isdisjoint(_CLAUSE.findall(line))}
    ours, theirs = _split(a, lines[0], whole), _split(b, lines[1], whole)
    ours_by, theirs_by = _written_once(a, ours), _written_once(b, theirs)
    to = {i: theirs_by[text] for text, i in ours_by.items() if text in theirs_by}
    tied = {
        i
        for i, j in to.items()
        if to.get(i + 1) == j + 1
        and a[ours[i].end : ours[i + 1].start] == b[theirs[j].end : theirs[j + 1].start]
    }
    return _merged(ours, tied), _merged(theirs, {to[i] for i in tied})


def _split(text: str, lines: list[Passage], whole: Set[str]) -> list[Passage]:
    """Return the clauses of a text, of some lines all of them as one."""
    found: list[Passage] = []
    for line in lines:
        if text[line.start : line.end] in whole:
            found.append(line)
        else:
            found += (Passage(*one.span()) for one in _CLAUSE.finditer(text, *line))
    return found


def _written_once(text: str, pieces: list[Passage]) -> dict[str, int]:
    places: dict[str, int] = {}
    for n, one in enumerate(pieces):
        words = text[one.start : one.end]
        places[words] = -1 if words in places else n
    return {words: n for words, n in places.items() if n >= 0}


def _merged(pieces: list[Passage], tied: set[int]) -> list[Passage]:
    """Return pieces, each with the next one if it is tied to it."""
    found: list[Passage] = []
    for n, one in enumerate(pieces):
        if n - 1 in tied:
            found[-1] = Passage(found[-1].start, one.end)
        else:
            found.append(one)
    return found


def _ties(text: str, pieces: list[Passage]) -> list[int]:
    """Return how close every clause is to the one before it: more if they share a line."""
    before = [0, *(one.end for one in pieces)]
    return [
        _BESIDE if "\n" in text[end : one.start] else _TOGETHER
        for end, one in zip(before, pieces, strict=False)
    ]


def _side_by_side(
    path: list[tuple[int, int]], ties: list[int], others: list[int]
) -> Iterator[list[tuple[int, int]]]:
    """Yield the pairs that stayed together on a line."""
    together: list[tuple[int, int]] = []
    for i, j in path:
        if together and (together[-1] != (i - 1, j - 1) or min(ties[i], others[j]) < _TOGETHER):
            yield together
            together = []
        together.append((i, j))
    if together:
        yield together


def _joined(a: str, b: str, pairs: list[tuple[Passage, Passage]]) -> Iterator[Run]:
    """Yield clauses side by side, as one where the same stands between them."""
    i, j, n = pairs[0][0].start, pairs[0][1].start, 0
    for mine, other in pairs:
        if a[i + n : mine.start] != b[j + n : other.start]:
            yield i, j, n
            i, j = mine.start, other.start
        n = mine.end - i
    yield i, j, n


def _pairs(a: list[str], b: list[str]) -> list[tuple[int, int]]:
    """Return which clauses are the same, by their numbers, in the order of the first text."""
    found = list(_equal(a, b, 0, 0))
    if len(found) <= _MANY:
        return found
    start = next(
        (n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b))
    )
    rest = a[start:][::-1], b[start:][::-1]
    end = next(
        (n for n, (x, y) in enumerate(zip(*rest, strict=False)) if x != y), min(map(len, rest))
    )
    between = _equal(a[start : len(a) - end], b[start : len(b) - end], start, start)
    same = [(n, n) for n in range(start)]
    return [*same, *between, *((len(a) - n, len(b) - n) for n in range(end, 0, -1))]


def _equal(a: list[str], b: list[str], i: int, j: int) -> Iterator[tuple[int, int]]:
    places: dict[str, list[int]] = {}
    for n, text in enumerate(b):
        places.setdefault(text, []).append(n + j)
    count: dict[str, int] = {}
    for text in a:
        count[text] = count.get(text, 0) + 1
    for n, text in enumerate(a):
        there = places.get(text, ())
        if len(there) * count[text] <= _OFTEN:
            yield from ((n + i, place) for place in there)


def moved(a: str, b: str, held: bytearray, taken: bytearray, torn: bool = False) -> list[Run]:
    """Return the lines and clauses that are elsewhere now, and once only in what is left.

    `held` and `taken` say of every code point of either text whether it is used already. Clauses
    of a line of which something is used are looked for only if it may be `torn`.
    """
    found: list[Run] = []
    gone, come = bytearray(held), bytearray(taken)
    for kind in (_LINE, _CLAUSE):
        ours, theirs = _once(a, kind, gone, torn), _once(b, kind, come, torn)
        for text in ours.keys() & theirs.keys():
            i, j, n = ours[text], theirs[text], len(text)
            found.append((i, j, n))
            gone[i : i + n] = come[j : j + n] = b"\1" * n
    return found


def _once(text: str, kind: "re.Pattern[str]", used: bytearray, torn: bool) -> dict[str, int]:
    """Return where each line or clause stands of which nothing is used, and that is there once."""
    places: dict[str, int] = {}
    for found in kind.finditer(text):
        start, end = found.span()
        if end - start < _FAR or used.find(1, start, end) >= 0:
            continue
        if not torn and used.find(1, *line_of(text, Passage(start, end))) >= 0:
            continue
        places[found[0]] = -1 if found[0] in places else start
    return {text: start for text, start in places.items() if start >= 0}


def line_of(text: str, passage: Passage) -> Passage:
    """Return the lines a passage is on, without the last break."""
    end = text.find("\n", passage.end)
    return Passage(text.rfind("\n", 0, passage.start) + 1, end if end >= 0 else len(text))
