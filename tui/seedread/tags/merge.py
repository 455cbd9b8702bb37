"""Three-way merge of annotation files, for git: by id, field by field, the same in either order."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from seedread.tags.edit import together
from seedread.tags.sheet import Line, Sheet

# What a line is known by: a record by its id, another line by what it says; and which of the
# lines of that name it is.
Name = tuple[str, bytes, int]
Lines = Mapping[Name, Line]


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged file, and the ids of its records of which a field has two readings now."""

    data: bytes
    unsettled: tuple[str, ...]


class UnmergeableError(ValueError):
    """A side still has the conflict markers of another merge: there are no records to merge."""


def merge(base: bytes, ours: bytes, theirs: bytes) -> Merged:
    """Merge two versions of a file that come from `base`; raises UnmergeableError.

    Additions of both are kept. What one side deleted and the other left alone goes, what the
    other changed stays. A field that was given two values holds both (DESIGN §4). Lines nobody
    touched stay byte for byte; merging in the other order, or again, gives the same bytes.
    """
    sheets = [Sheet.read(data) for data in (base, ours, theirs)]
    if any(sheet.conflicted for sheet in sheets):
        raise UnmergeableError("the conflict markers of another merge are in it")
    if ours in (base, theirs) or theirs == base:
        return Merged(theirs if ours == base else ours, ())
    old, mine, other = map(_named, sheets)
    found = {
        name: _line(old.get(name), mine.get(name), other.get(name))
        for name in {**old, **mine, **other}
    }
    lines = {name: line for name, line in found.items() if line}
    records = _records(lines, old, mine, other)
    whole = [lines[name] for name in _with_the_rest(records, lines, old, mine, other)]
    unsettled = (line.record for line in whole if _unsettled(line, sheets[1:]))
    ids = tuple(record.id for record in unsettled if record)
    return Merged(Sheet.joined(whole, sheets[1:]), ids)


def _named(sheet: Sheet) -> dict[Name, Line]:
    """Return a file's lines by their names, in the order they stand in."""
    found: dict[Name, Line] = {}
    for line in sheet.lines:
        known = (line.record.id, b"") if line.record else ("", line.content)
        n = 0
        while (*known, n) in found:
            n += 1
        found[(*known, n)] = line
    return found


def _line(old: Line | None, mine: Line | None, other: Line | None) -> Line | None:
    """Return what becomes of a line; None if it goes."""
    if mine and other and _alike(mine, other):
        forms = {line.raw: line for line in (mine, other)}
        if old and len(forms) > 1:
            forms.pop(old.raw, None)  # who wrote it in another form meant to
        return forms[min(forms)]
    if _alike(mine, old):
        return other
    if _alike(other, old):
        return mine
    if mine is None or other is None:
        return mine or other
    if mine.record is None or other.record is None:
        raise UnmergeableError("lines of one name are records and none")
    both = together(old.record if old else None, mine.record, other.record)
    return mine.but(both) if both else None


def _alike(a: Line | None, b: Line | None) -> bool:
    """Whether two lines of one name say the same, however they are written."""
    return a is b if a is None or b is None else a.record == b.record


def _records(lines: Lines, old: Lines, mine: Lines, other: Lines) -> list[Name]:
    """Return the names of the records in the order they are to stand in.

    What was there stays in the order it had, or has on the side that changed that, or, if both
    did, in that of its keys; what is new or has moved stands before the first greater key.
    """
    staying = [
        name
        for name, line in old.items()
        if name in mine
        and name in other
        and line.record
        and name in lines
        and _key(lines[name]) == _key(line)
    ]
    known = set(staying)
    orders = [
        order for side in (mine, other) if (order := [n for n in side if n in known]) != staying
    ]
    if len(orders) > 1 and orders[0] != orders[1]:
        orders = [sorted(staying, key=lambda name: _key(lines[name]))]
    order = orders[0] if orders else staying
    entering = [name for name, line in lines.items() if line.record and name not in known]
    return list(
        _entered(order, sorted(entering, key=lambda name: (_key(lines[name]), name)), lines)
    )


def _entered(order: Sequence[Name], entering: Sequence[Name], lines: Lines) -> Iterator[Name]:
    waiting = list(reversed(entering))
    for name in order:
        while waiting and _key(lines[waiting[-1]]) < _key(lines[name]):
            yield waiting.pop()
        yield name
    yield from reversed(waiting)


def _with_the_rest(records: Sequence[Name], lines: Lines, *versions: Lines) -> Iterator[Name]:
    """Yield the records, each with the lines that are none behind it as they stood behind it."""
    number = {record: n for n, record in enumerate(records, 1)}
    places: dict[Name, tuple[int, int]] = {}
    for rank, version in enumerate(versions):
        behind = 0  # the record it stands behind, counted from 1; 0: it stands before the first
        for n, (name, line) in enumerate(version.items()):
            if line.record:
                behind = number.get(name, behind)
            elif name in lines and rank == 0:
                places[name] = behind, n
            elif name in lines and (name not in places or name not in versions[0]):
                # What is new is ordered by what it says: the sides have no order.
                places[name] = min(places.get(name, (behind, len(lines))), (behind, len(lines)))
    rest = sorted((*place, name) for name, place in places.items())
    for n, record in enumerate([None, *records]):
        if record:
            yield record
        yield from (name for behind, _, name in rest if behind == n)


def _key(line: Line) -> tuple[str, int, int, str]:
    assert line.record
    return line.record.key


def _unsettled(line: Line, sides: Iterable[Sheet]) -> bool:
    """Whether a line has two readings of a field that no side had already."""
    record = line.record
    if record is None or "conflict" not in record.fields:
        return False
    return all(side.records.get(record.id) != record for side in sides)
