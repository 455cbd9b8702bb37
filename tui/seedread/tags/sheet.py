"""One annotation file as its lines: bytes in, records out, and bytes again with some changed."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from seedread.tags.record import MalformedError, Record, parse

BOM = b"\xef\xbb\xbf"
_LINE = re.compile(rb"[^\n]*\n|[^\n]+")
_OURS, _BASE, _THEIRS, _END = b"<<<<<<<", b"|||||||", b"=======", b">>>>>>>"
MARKER = "conflict marker"


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it stands in the file, its line end included, and the record it holds.

    Without a record, `problem` says why: it cannot be read, or is a conflict marker.
    """

    raw: bytes
    record: Record | None = None
    problem: str = ""

    @property
    def content(self) -> bytes:
        """The line without its line end, and without the mark some editors put before a file."""
        return self.raw.removeprefix(BOM).rstrip(b"\r\n")

    def but(self, record: Record) -> "Line":
        """Return the line with another record, everything around it as it was."""
        before, _, after = self.raw.partition(self.content)
        return Line(before + record.line() + after, record)


@dataclass(frozen=True)
class Sheet:
    """An annotation file. Lines that nobody changed are never written in another way."""

    data: bytes
    lines: tuple[Line, ...]

    @classmethod
    def read(cls, data: bytes) -> "Sheet":
        """Take a file's bytes apart; nothing is refused, nothing is dropped.

        A byte order mark belongs to the file, not to its first line.
        """
        lines = map(_line, _LINE.findall(data.removeprefix(BOM)))
        return cls(data, tuple(_without_bases(lines)))

    @cached_property
    def records(self) -> dict[str, Record]:
        """The records by id; of two lines with one id the first."""
        found: dict[str, Record] = {}
        for line in self.lines:
            if line.record:
                found.setdefault(line.record.id, line.record)
        return found

    @cached_property
    def seconds(self) -> list[Record]:
        """What other lines with the id of one in `records` say: the other side of a conflict."""
        found: list[Record] = []
        for line in self.lines if self.doubled else ():
            record = line.record
            if record and record != self.records[record.id] and record not in found:
                found.append(record)
        return found

    @cached_property
    def doubled(self) -> frozenset[str]:
        """The ids that stand on more than one line."""
        count = Counter(line.record.id for line in self.lines if line.record)
        return frozenset(id for id, times in count.items() if times > 1)

    @cached_property
    def conflicted(self) -> bool:
        """Whether a merge left its markers: nothing may be written until they are settled."""
        return any(line.problem == MARKER for line in self.lines)

    @cached_property
    def problems(self) -> list[tuple[int, str]]:
        """The lines that could not be read: (line number from 1, reason)."""
        return [(n, line.problem) for n, line in enumerate(self.lines, 1) if line.problem]

    @cached_property
    def said(self) -> Counter[str]:
        """What the file says, however it is written: its records and the lines nobody can read."""
        records = (
            json.dumps(dict(x.record.fields), sort_keys=True) for x in self.lines if x.record
        )
        others = (x.content for x in self.lines if not x.record)
        return Counter([*records, *(repr(line) for line in others if line.strip())])

    def written(self, changes: Mapping[str, Record | None]) -> bytes:
        """Return the file's bytes with some records changed, added or (None) removed.

        Never re-sorts: a new line goes before the first one with a greater key, a moved one
        leaves and enters likewise, all others stay where and as they are.
        """
        staying = []
        todo = dict(changes)
        for line in self.lines:
            if line.record is None or line.record.id not in todo:
                staying.append(line)
                continue
            after = todo.pop(line.record.id)
            if after and after.key == line.record.key:
                staying.append(line.but(after))
            elif after:
                todo[after.id] = after
        lines = list(_entered(staying, (record for record in todo.values() if record)))
        return self.joined(lines, [self])

    @classmethod
    def joined(cls, lines: Iterable[Line], like: Iterable["Sheet"]) -> bytes:
        """Put lines together into a file that begins and ends as all of `like` do."""
        sheets = list(like)
        mark = BOM if all(sheet.data.startswith(BOM) for sheet in sheets) else b""
        ends = any(sheet.data.endswith(b"\n") or not sheet.lines for sheet in sheets)
        return mark + _joined(list(lines), ends)


def _line(raw: bytes) -> Line:
    content = raw.removeprefix(BOM).rstrip(b"\r\n")
    if not content.strip():
        return Line(raw, None, "empty line")
    if content.startswith((_OURS, _BASE, _THEIRS, _END)) and content[7:8] in (b"", b" "):
        return Line(raw, None, MARKER)
    try:
        return Line(raw, parse(content))
    except MalformedError as error:
        return Line(raw, None, str(error))


def _without_bases(lines: Iterable[Line]) -> Iterator[Line]:
    """Yield the lines; in a conflict what stood there before both sides is nobody's word now."""
    base = False
    for line in lines:
        if line.problem == MARKER:
            base = line.content.startswith(_BASE)
        if base and line.record:
            yield Line(line.raw, None, "what stood here before both sides of the conflict")
        else:
            yield line


def _entered(lines: Iterable[Line], records: Iterable[Record]) -> Iterator[Line]:
    """Yield the lines, each new record before the first of them that has a greater key."""
    waiting = sorted(records, key=lambda record: record.key, reverse=True)
    for line in lines:
        while line.record and waiting and waiting[-1].key < line.record.key:
            yield _new(waiting.pop())
        yield line
    yield from map(_new, reversed(waiting))


def _new(record: Record) -> Line:
    return Line(record.line() + b"\n", record)


def _joined(lines: list[Line], ends: bool) -> bytes:
    """Put lines together; a file that had no final line end is left without one."""
    raw = [line.raw for line in lines]
    data = b"".join(one if one.endswith(b"\n") else one + b"\n" for one in raw)
    # A CRLF is somebody's; only the LF is one that we gave a line to put another behind it.
    return data if ends or data.endswith(b"\r\n") else data.removesuffix(b"\n")
