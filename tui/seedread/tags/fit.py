"""Fitting edits to what stands on disk: what one file is to say, and what would not fit."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from seedread.tags.disk import RefusedError
from seedread.tags.edit import GONE, Change, Edit, Key, Left
from seedread.tags.record import Record
from seedread.tags.sheet import Line, Sheet

NOTHING = Edit({})


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be done to a file: what waits for it, and the edit."""

    file: str
    earlier: Edit
    own: Edit

    @property
    def folder(self) -> str:
        """The folder it is in, below ours."""
        return self.file.rpartition("/")[0]


@dataclass(frozen=True, slots=True)
class Fit:
    """What an edit of a file, and the one that waits before it, come to on what stands there."""

    earlier: Edit
    own: Edit
    left: tuple[Left, ...] = ()

    @classmethod
    def of(cls, task: Task, records: Mapping[str, Record]) -> "Fit":
        """Fit one after the other: the second meets what the first has made of the records."""
        file, earlier, own = task.file, task.earlier, task.own
        first, unfit = earlier.onto(keyed(file, records))
        between = keyed(file, first(file, records))
        second, more = own.onto(between)
        # Nothing is left to do for who removes what is gone, but it was not they who did it.
        gone = (
            Left(key, GONE)
            for key, (before, after) in own.changes.items()
            if before and after is None and key not in between
        )
        return cls(first, second, (*unfit, *more, *gone))

    @property
    def whole(self) -> Edit:
        """What is to be written."""
        return self.earlier + self.own

    def waiting(self, task: Task) -> Edit:
        """Return what waits, of the two as they were meant, if this is not safe on disk.

        What is to be written waits as it fits what stands there now; the rest may be there
        already, and waits to be safe.
        """
        waits = Edit({**(task.earlier + task.own).changes, **self.whole.changes})
        return waits.without(item.key for item in self.left)


Result = tuple[Fit, Edit, str]  # what it came to, what of it waits, and why


def keyed(file: str, records: Mapping[str, Record]) -> dict[Key, Record]:
    """Return the records of a file as an edit names them."""
    return {(file, id): record for id, record in records.items()}


def refuse_if_unclear(sheet: Sheet, edit: Edit, file: str) -> None:
    """Raise RefusedError if a file cannot be written before somebody has settled what it says."""
    if sheet.conflicted:
        raise RefusedError(f"{file} has conflict markers: settle them first")
    doubled = sorted(sheet.doubled & set(edit.of_file(file)))
    if doubled:
        raise RefusedError(f"{file} has two lines with id {doubled[0]}: run seedread check")


def changed(sheet: Sheet, changes: Mapping[str, Change]) -> Sheet:
    """Return a file with some records changed; raises RefusedError rather than lose a line."""
    wanted = {id: record for id, (_, record) in changes.items()}
    after = Sheet.read(sheet.written(wanted))
    kept = (line for line in sheet.lines if not (line.record and line.record.id in wanted))
    if _lines(kept) - _lines(after.lines):
        raise RefusedError("lines would be lost that nobody deleted")
    if any(after.records.get(id) != record for id, record in wanted.items()):
        raise RefusedError("what was to be written could not be read again")
    return after


def _lines(lines: Iterable[Line]) -> Counter[bytes]:
    return Counter(line.raw.rstrip(b"\r\n") for line in lines)
