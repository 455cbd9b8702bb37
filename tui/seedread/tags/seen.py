"""What a person says to have read, and what of it is still so: one line a document.

A line is written only when its person says so.
"""

import codecs
from collections.abc import Callable, Iterable, Iterator
from weakref import WeakKeyDictionary

from seedread.tags.alignment import Alignment
from seedread.tags.anchor import Anchorer
from seedread.tags.landmarks import Run
from seedread.tags.record import Record
from seedread.tags.shape import problem
from seedread.tags.tag import now
from seedread.text.outline import Outline
from seedread.text.passage import Passage
from seedread.text.seed import Seed, blob_rev
from seedread.text.spans import Spans, length, meeting, union

FOLDER = "_seen"
_SPELLINGS = ("utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be")
_BOMS = {"utf-8": codecs.BOM_UTF8, "utf-16-le": codecs.BOM_UTF16_LE}
_BOMS["utf-16-be"] = codecs.BOM_UTF16_BE
_others: "WeakKeyDictionary[Seed, frozenset[str]]" = WeakKeyDictionary()  # see _revs
# Of each version, the stretches that stayed as they were, once for each way to read it.
_stayed: "WeakKeyDictionary[Anchorer, dict[str, list[list[Run]]]]" = WeakKeyDictionary()


def file_of(by: str) -> str:
    """Return the file, below annotations/, of what one person has seen."""
    return f"{FOLDER}/{by}.jsonl"


def spans(record: Record | None, seed: Seed, anchorer: Anchorer | None = None) -> Spans:
    """Return what a line says was seen of a document as it is today.

    Offsets belong to the version the line names. They hold in another one if the text is the
    same (other line ends, a byte order mark, another encoding). Of another text `anchorer`
    compares the two: what stands in both just so is still seen, wherever it stands now; a
    sentence in which anything changed, came or went is not. Without the earlier version nothing
    is.
    """
    if record is None or problem(record, "seen"):
        return ()
    given = [Passage(start, end) for start, end in record.fields["seen"]]
    if _holds(record, seed):
        whole = len(seed)
        return union(Passage(start, min(end, whole)) for start, end in given)
    if anchorer is None or anchorer.seed.rev != seed.rev:
        return ()
    return _still(union(given), record.fields["rev"], anchorer)


def stale(record: Record | None, seed: Seed, anchorer: Anchorer | None = None) -> bool:
    """Whether a line says something was seen, but of another text, and none of it counts now."""
    if record is None or problem(record, "seen") or not record.fields["seen"]:
        return False
    return not _holds(record, seed) and not spans(record, seed, anchorer)


def onward(seen: Spans, passage: Passage) -> Passage | None:
    """Return what is read by reading on to the end of `passage` from the last mark before it.

    The last mark is the end of the span nearest before, or the beginning of the document; None
    if the passage has been seen already.
    """
    if any(span.covers(passage) for span in seen):
        return None
    start = max((span.end for span in seen if span.start <= passage.start), default=0)
    return Passage(start, passage.end)


def marked(seed: Seed, seen: Iterable[Passage], by: str, before: Record | None = None) -> Record:
    """Return the line that says `seen` of a document; other keys stay as `before` has them."""
    values = {"id": seed.id, "rev": seed.rev, "seen": [list(span) for span in union(seen)]}
    values |= {"by": by, "at": now()}
    return before.but(**values) if before else Record(values)


def _still(given: Spans, rev: str, anchorer: Anchorer) -> Spans:
    """Return what of spans of a version is in today's text."""
    versions = _stayed.setdefault(anchorer, {})
    if rev not in versions:
        versions[rev] = [list(_unchanged(both)) for both in anchorer.aligned(rev)]
    read = (union(_carried(given, runs)) for runs in versions[rev])
    return max(read, key=length, default=())  # bytes read the wrong way have little in common


def _carried(given: Spans, runs: Iterable[Run]) -> Iterator[Passage]:
    for i, j, n in runs:
        for span in meeting(given, Passage(i, i + n)):
            yield Passage(max(i, span.start), min(i + n, span.end)).shift(j - i)


def _unchanged(both: Alignment) -> Iterator[Run]:
    """Yield the longest stretches that are the same in both texts and break no sentence of either.

    Where two stretches now meet something went, which may have turned what is left of its
    sentence into the contrary.
    """
    old, new = _inside(both.old.text), _inside(both.new.text)
    for i, j, n in _same(both):
        while n > 0 and (over := max(old(i)[1], new(j)[1])):
            i, j, n = i + over, j + over, n - over
        while n > 0 and (over := max(old(i + n)[0], new(j + n)[0])):
            n -= over
        if n > 0:
            yield i, j, n


def _same(both: Alignment) -> Iterator[Run]:
    """Yield the longest stretches that are the same in both texts, script and width included."""
    a, b, to = both.old.text, both.new.text, both.to
    i, whole = 0, len(a)
    while i < whole:
        n, j = 0, to[i]
        while j >= 0 and i + n < whole and to[i + n] == j + n and a[i + n] == b[j + n]:
            n += 1
        if n:
            yield i, j, n
        i += n or 1


def _inside(text: str) -> Callable[[int], tuple[int, int]]:
    """Return what says how far a place is from both ends of the sentence it breaks, else 0, 0."""
    outline = Outline.of(Seed.of(text.encode(), encoding="utf-8"))

    def inside(at: int) -> tuple[int, int]:
        for n in outline.met(Passage(at, at + 1)):
            return at - outline.starts[n], (outline.ends[n] - at) * (outline.starts[n] < at)
        return 0, 0

    return inside


def _holds(record: Record, seed: Seed) -> bool:
    rev = record.fields["rev"]
    if rev == seed.rev:
        return True
    if seed not in _others:
        _others[seed] = frozenset(_revs(seed.data))
    return rev in _others[seed]


def _revs(data: bytes) -> Iterator[str]:
    """Yield the versions of files that hold the same text in other bytes."""
    for name in _SPELLINGS:
        for ends in ("\n", "\r\n"):
            try:
                spelled = _spelled(data, name, ends)
            except UnicodeError:
                break
            yield blob_rev(spelled)
            if name in _BOMS:
                yield blob_rev(_BOMS[name] + spelled)


def _spelled(data: bytes, name: str, ends: str) -> bytes:
    if name == "utf-8":
        return data.replace(b"\n", ends.encode())
    return data.decode().replace("\n", ends).encode(name)
