"""What is wrong, or only odd, in the annotation files: every rule of `seedread check`."""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from seedread.tags import canonical, link, memo, readings, repair, shape
from seedread.tags.disk import contents
from seedread.tags.links import Links
from seedread.tags.names import FILE as NAMES
from seedread.tags.names import faults
from seedread.tags.record import Record
from seedread.tags.sheet import Sheet
from seedread.tags.shelf import Shelf
from seedread.tags.topic import FILE as TOPICS
from seedread.text.decode import UnreadableError
from seedread.text.seed import Seed

Fault = tuple[int, str, str]  # line from 1, rule, reason
NOTICES = frozenset(
    {"about", "changed", "driver", "mended", "returned", "settled", *canonical.RULES}
)
WHOLE = 1 << 20  # bytes of a document up to which all its text is held at once


@dataclass(frozen=True, slots=True)
class Finding:
    """Something found in a file; `path` begins at the workspace, `line` counts from 1."""

    path: str
    line: int
    severity: str
    rule: str
    reason: str


def findings(shelf: Shelf, document: Callable[[str], Seed | None]) -> Iterator[Finding]:
    """Yield what is to be said about the annotation files, file by file, line by line.

    `document` gives the document of an id, None if there is none; it may raise OSError and
    UnreadableError.
    """
    look = _Look(shelf, lru_cache(maxsize=2)(document))
    for file in files(shelf):
        for line, rule, reason in sorted(look.at(file)):
            yield _finding(shelf, file, line, rule, reason)


def mend(shelf: Shelf, sides: Callable[[str], repair.Sides] | None = None) -> Iterator[Finding]:
    """Write every file our way where nothing is lost by it; yields what was done, and what not.

    Conflict markers are settled: `sides` tells those of a file apart, by the markers alone if it
    is not given; it raises BrokenError where that cannot be done, and the file is left alone.
    """
    apart = sides or (lambda file: repair.unravel(shelf.sheet(file)))
    for file in files(shelf):
        try:
            if shelf.sheet(file).conflicted:
                yield _finding(shelf, file, 1, "settled", _settled(shelf, file, apart(file)))
            before = shelf.sheet(file)
            if shelf.rewrite(file, lambda s: canonical.whole(file, s)):  # noqa: B023
                yield _finding(shelf, file, 1, "mended", canonical.told(file, before))
        except repair.BrokenError as error:
            yield _finding(shelf, file, 1, "broken", f"conflict markers left as they are: {error}")
        except OSError as error:
            yield _finding(shelf, file, 1, "unwritten", error.strerror or str(error))


def _settled(shelf: Shelf, file: str, sides: repair.Sides) -> str:
    """Settle the conflict markers of a file; returns what was done, in words."""
    merged = repair.settle(sides)
    shelf.replace(file, shelf.sheet(file).data, merged.data)
    return repair.told(sides, merged)


def files(shelf: Shelf) -> list[str]:
    """Return every annotation file, sorted."""
    found = []
    for folder, _, names in os.walk(shelf.folder):
        below = Path(folder).relative_to(shelf.folder)
        kept = (n for n in names if n.endswith(".jsonl") and not n.startswith("."))
        found += [(below / name).as_posix() for name in kept]
    return sorted(found)


class _Look:
    """One look at all files: what has been seen so far, so that one file can be held to another."""

    def __init__(self, shelf: Shelf, document: Callable[[str], Seed | None]) -> None:
        self.shelf, self.document = shelf, document
        self.topics = shelf.records(TOPICS) if not _unread(shelf, TOPICS) else {}
        self.kinds = Links(shelf).kinds()
        # Of tags, disputes and links: where each was seen first.
        self.ids: dict[str, tuple[str, int]] = {}
        self.there: dict[str, set[str]] = {}  # the ids in a folder somebody wrote a memo about
        self.names: dict[str, str] = {}  # of annotators, as first spelled

    def at(self, file: str) -> Iterator[Fault]:
        """Yield what is to be said about one file, in no order."""
        try:  # not from the shelf, which would keep all of them in memory
            sheet = Sheet.read(contents(self.shelf.folder / file) or b"")
        except OSError as error:
            yield 1, "unreadable", _reason(error)
            return
        kinds = canonical.kinds(file)
        yield from _lines(sheet)
        yield from _unsettled(sheet)
        yield from canonical.flaws(file, sheet)
        yield from self._ids(file, sheet, "tags" in kinds or "links" in kinds)
        if "tags" in kinds:
            yield from self._tags(file, sheet)
        elif "links" in kinds:
            yield from self._links(file, sheet)
        elif "memos" in kinds:
            yield from self._memos(file, sheet)
        elif kinds:
            yield from _shapes(sheet, kinds[0])
        if file == TOPICS:
            yield from _codebook(sheet)
        if file == NAMES:
            yield from ((n, "form", reason) for n, reason in faults(_records(sheet)))

    def _ids(self, file: str, sheet: Sheet, everywhere: bool) -> Iterator[Fault]:
        seen = self.ids if everywhere else {}
        for n, record in _records(sheet):
            first = seen.setdefault(record.id, (file, n))
            if first != (file, n):
                yield n, "id", f"id {record.id} is also that of {first[0]}:{first[1]}"

    def _tags(self, file: str, sheet: Sheet) -> Iterator[Fault]:
        doc, _, name = file.removesuffix(".jsonl").rpartition("/")
        spelled = self.names.setdefault(name.casefold(), name)
        if spelled != name:
            yield 1, "annotator", f"{name} and {spelled} differ in case only"
        seed, reason = self._document(doc)
        if reason:
            yield 1, "document", reason
        changed: list[int] = []
        rev, text = (seed.rev, _whole(seed)) if seed else ("", "")
        # In order of place: a document's text comes by pieces, and few of them are kept.
        for n, record in sorted(_records(sheet), key=lambda found: found[1].key):
            kind = record.kind
            wrong = shape.problem(record, kind if kind == "disputes" else "tags")
            if wrong:
                yield n, "keys", wrong
                continue
            for topic in record.fields["topics" if kind == "tags" else "add"]:
                if topic not in self.topics:
                    yield n, "topic", f"topic {topic} is not in {TOPICS}"
            yield from _whose(n, record, name)
            if rev and record.fields["rev"] != rev:
                changed.append(n)
            elif rev:
                yield from _quote(n, record, text)
        if changed:
            tags = "1 tag was" if len(changed) == 1 else f"{len(changed)} tags were"
            yield min(changed), "changed", f"the document has changed since {tags} made"

    def _links(self, file: str, sheet: Sheet) -> Iterator[Fault]:
        """Yield what is wrong with links, both ends of each."""
        name, ends = file.removesuffix(".jsonl").rpartition("/")[2], []
        for n, record in _records(sheet):
            wrong = link.problem(record)
            if wrong:
                yield n, "keys", wrong
                continue
            fields = record.fields
            if fields["kind"] not in self.kinds:
                yield n, "kind", f"kind {fields['kind']} is not in {link.RELATIONS}"
            yield from _whose(n, record, name)
            ends += [(side, n, record.but(**fields[side])) for side in link.SIDES]
        # Document by document: few of them are kept.
        for doc, found in groupby(sorted(ends, key=_place), key=lambda end: _place(end)[0]):
            yield from self._ends(doc, list(found))

    def _ends(self, doc: str, ends: list[tuple[str, int, Record]]) -> Iterator[Fault]:
        """Yield what is wrong with the ends of links in one document."""
        seed, reason = self._document(doc)
        if reason:
            yield from ((n, "document", f"{side}: {reason}") for side, n, _ in ends)
        elif seed:
            for side, n, end in ends:
                if end.fields["rev"] == seed.rev:
                    yield from ((*f[:2], f"{side}: {f[2]}") for f in _quote(n, end, seed))
            changed = [n for _, n, end in ends if end.fields["rev"] != seed.rev]
            if changed:
                links = "1 link was" if len(changed) == 1 else f"{len(changed)} links were"
                yield min(changed), "changed", f"{doc} has changed since {links} made"

    def _memos(self, file: str, sheet: Sheet) -> Iterator[Fault]:
        """Yield what is wrong with memos: what each is on has to be there."""
        name = file.removesuffix(".jsonl").rpartition("/")[2]
        for n, record in _records(sheet):
            wrong = shape.problem(record, "memos") or memo.problem(record)
            if wrong:
                yield n, "keys", wrong
                continue
            yield from _whose(n, record, name)
            about = record.fields["about"]
            kind, id = about["kind"], about.get("id", "")
            if kind == "topic" and id not in self.topics:
                yield n, "topic", f"topic {id} is not in {TOPICS}"
            if kind == "link" and id not in self._ids_in(link.FOLDER):
                yield n, "about", f"there is no link {id} any more"
            if kind in ("tag", "document", "passage"):
                yield from self._memo_in(n, record.but(**about))

    def _memo_in(self, n: int, about: Record) -> Iterator[Fault]:
        """Yield what is wrong with what a memo is on in a document."""
        fields = about.fields
        seed, reason = self._document(fields["doc"])
        if reason:
            yield n, "document", reason
        elif fields["kind"] == "tag" and fields["id"] not in self._ids_in(fields["doc"]):
            yield n, "about", f"there is no tag {fields['id']} of {fields['doc']} any more"
        elif seed and fields["kind"] == "passage" and fields["rev"] == seed.rev:
            yield from _quote(n, about, seed)

    def _ids_in(self, folder: str) -> set[str]:
        """Return the id of every line about a document, or of every link."""
        if folder not in self.there:
            known = (f for f in self.shelf.files(folder) if not _unread(self.shelf, f))
            self.there[folder] = {id for file in known for id in self.shelf.records(file)}
        return self.there[folder]

    def _document(self, doc: str) -> tuple[Seed | None, str]:
        try:
            seed = self.document(doc)
        except (OSError, UnreadableError) as error:
            return None, f"document {doc} cannot be read: {_reason(error)}"
        return seed, "" if seed else f"there is no document {doc}"


def _lines(sheet: Sheet) -> Iterator[Fault]:
    """Yield the lines that are no records; empty ones are a matter of form."""
    cut = len(sheet.lines) if not sheet.data.endswith(b"\n") else 0
    for n, reason in sheet.problems:
        if reason == "conflict marker":
            yield (
                n,
                "conflict",
                "conflict marker: nothing is written to this file until it is settled (--fix)",
            )
        elif reason != "empty line":
            yield (n, "cut", f"cut off: {reason}") if n == cut else (n, "line", reason)


def _whose(n: int, record: Record, name: str) -> Iterator[Fault]:
    """Yield if a line is not of the person whose file it stands in."""
    if record.fields["by"] != name:
        yield n, "by", f"by is {record.fields['by']}, the file is {name}'s"


def _unsettled(sheet: Sheet) -> Iterator[Fault]:
    """Yield the lines of which a merge kept two readings of a field."""
    for n, record in _records(sheet):
        if "conflict" in record.fields:
            reading = readings.told(record)
            yield n, "unsettled", f"two readings of {reading}: settle which one it is"


def _place(end: tuple[str, int, Record]) -> tuple[str, int]:
    return end[2].fields["doc"], end[2].fields["start"]


def _shapes(sheet: Sheet, kind: str) -> Iterator[Fault]:
    for n, record in _records(sheet):
        wrong = shape.problem(record, kind)
        if wrong:
            yield n, "keys", wrong


def _codebook(sheet: Sheet) -> Iterator[Fault]:
    """Yield what topics say that cannot be true of all of them together."""
    marks: dict[str, str] = {}
    pins: dict[object, str] = {}
    for n, record in _records(sheet):
        fields = record.fields
        mark, pin, parent = fields.get("mark"), fields.get("pin"), fields.get("parent")
        if isinstance(mark, str) and mark and marks.setdefault(mark, record.id) != record.id:
            yield n, "mark", f"mark {mark} is also that of {marks[mark]}"
        if type(pin) is int and pins.setdefault(pin, record.id) != record.id:
            yield n, "pin", f"digit {pin} is also that of {pins[pin]}"
        if isinstance(parent, str) and (parent not in sheet.records or parent == record.id):
            yield n, "parent", f"there is no group {parent}"


def _quote(n: int, record: Record, text: Seed | str) -> Iterator[Fault]:
    """Yield if the quote is not what stands at the passage, in the version it belongs to."""
    fields = record.fields
    start, end, quote = fields["start"], fields["end"], fields["quote"]
    if len(quote) != end - start or text[start:end] != quote:
        beyond = f"; the document ends at {len(text)}" if end > len(text) else ""
        yield n, "quote", f"the quote is not what stands at {start}–{end}{beyond}"


def _whole(seed: Seed) -> Seed | str:
    """Return the text of a document, at once if it is not long: thousands of tags look there."""
    return seed[:] if len(seed.data) <= WHOLE else seed


def _records(sheet: Sheet) -> Iterable[tuple[int, Record]]:
    return ((n, line.record) for n, line in enumerate(sheet.lines, 1) if line.record)


def _unread(shelf: Shelf, file: str) -> str:
    """Return why a file cannot be read, "" if it can."""
    try:
        shelf.sheet(file)
    except OSError as error:
        return _reason(error)
    return ""


def _finding(shelf: Shelf, file: str, line: int, rule: str, reason: str) -> Finding:
    severity = "notice" if rule in NOTICES else "error"
    return Finding(f"{shelf.folder.name}/{file}", line, severity, rule, reason)


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else "") or str(error)
