"""What a person says to have read: one line a document, written only when they say so."""

import codecs
from collections.abc import Iterable, Iterator
from weakref import WeakKeyDictionary

from seedread.tags.record import Record
from seedread.tags.shape import problem
from seedread.tags.tag import now
from seedread.text.passage import Passage
from seedread.text.seed import Seed, blob_rev
from seedread.text.spans import Spans, union

FOLDER = "_seen"
_SPELLINGS = ("utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be")
_BOMS = {"utf-8": codecs.BOM_UTF8, "utf-16-le": codecs.BOM_UTF16_LE}
_BOMS["utf-16-be"] = codecs.BOM_UTF16_BE
_others: "WeakKeyDictionary[Seed, frozenset[str]]" = WeakKeyDictionary()  # see _revs


def file_of(by: str) -> str:
    """Return the file, below annotations/, of what one person has seen."""
    return f"{FOLDER}/{by}.jsonl"


def spans(record: Record | None, seed: Seed) -> Spans:
    """Return what a line says was seen of a document as it is today.

    Offsets belong to the version the line names. They hold in another one only if the text is
    the same (other line ends, a byte order mark, another encoding); in any other text nothing
    counts as seen until it is marked again.
    """
    if record is None or problem(record, "seen") or not _holds(record, seed):
        return ()
    whole = len(seed)
    given = (Passage(start, min(end, whole)) for start, end in record.fields["seen"])
    return union(given)


def stale(record: Record | None, seed: Seed) -> bool:
    """Whether a line says something was seen, but of another text than today's."""
    if record is None or problem(record, "seen"):
        return False
    return bool(record.fields["seen"]) and not _holds(record, seed)


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
