"""One annotation file as its lines: bytes in, records out, and bytes again with some changed."""

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from seedread.tags.record import MalformedError, Record, parse

BOM = b"\xef\xbb\xbf"
_LINE = re.compile(rb"[^\n]*\n|[^\n]+")
_MARKERS = (b"<<<<<<<", b"=======", b">>>>>>>", b"|||||||")


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


@dataclass(frozen=True)
class Sheet:
    """An annotation file. Lines that nobody changed are never written in another way."""

    data: bytes
    lines: tuple[Line, ...]

    @classmethod
    def read(cls, data: bytes) -> "Sheet":
        """Take a file's bytes apart; nothing is refused, nothing is dropped."""
        return cls(data, tuple(_line(raw) for raw in _LINE.findall(data)))

    @cached_property
    def records(self) -> dict[str, Record]:
        """The records by id; of two lines with one id the first."""
        found: dict[str, Record] = {}
        for line in self.lines:
            if line.record:
                found.setdefault(line.record.id, line.record)
        return found

    @cached_property
    def doubled(self) -> frozenset[str]:
        """The ids that stand on more than one line."""
        count = Counter(line.record.id for line in self.lines if line.record)
        return frozenset(id for id, times in count.items() if times > 1)

    @cached_property
    def conflicted(self) -> bool:
        """Whether a merge left its markers: nothing may be written until they are settled."""
        return any(line.problem == "conflict marker" for line in self.lines)

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
        lines = []
        todo = dict(changes)
        for line in self.lines:
            id = line.record.id if line.record else None
            if id is None or id not in todo:
                lines.append(line)
                continue
            after = todo.pop(id)
            if after is None:
                continue
            if line.record and line.record.key == after.key:
                lines.append(Line(after.line() + _line_end(line.raw), after))
            else:
                todo[id] = after
        for record in sorted((r for r in todo.values() if r), key=lambda r: r.key):
            lines.insert(_place(lines, record), Line(record.line() + b"\n", record))
        return _joined(lines, ends=self.data.endswith(b"\n") or not self.data)


def _line(raw: bytes) -> Line:
    content = raw.removeprefix(BOM).rstrip(b"\r\n")
    if not content.strip():
        return Line(raw, None, "empty line")
    if content.startswith(_MARKERS) and (len(content) == 7 or content[7:8] == b" "):
        return Line(raw, None, "conflict marker")
    try:
        return Line(raw, parse(content))
    except MalformedError as error:
        return Line(raw, None, str(error))


def _line_end(raw: bytes) -> bytes:
    return raw[len(raw.rstrip(b"\r\n")) :]


def _place(lines: list[Line], record: Record) -> int:
    """Return the index before which `record` enters."""
    for n, line in enumerate(lines):
        if line.record and line.record.key > record.key:
            return n
    return len(lines)


def _joined(lines: list[Line], ends: bool) -> bytes:
    """Put lines together; a file that had no final line end is left without one."""
    whole = [line.raw if _line_end(line.raw) else line.raw + b"\n" for line in lines]
    data = b"".join(whole)
    return data if ends or not data else data.removesuffix(b"\n")
