"""Settling a file in which a merge left git's markers: both sides made into one, nothing lost."""

from collections import Counter, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from seedread.tags.edit import combine
from seedread.tags.merge import Merged, merge
from seedread.tags.record import Record
from seedread.tags.sheet import MARKER, Line, Sheet

OURS, THEIRS, BOTH = "ours", "theirs", "both"
Stages = tuple[bytes | None, bytes | None, bytes | None]  # base, ours, theirs, None: not there


class BrokenError(ValueError):
    """Markers that do not tell the sides apart; the message says which, for people."""


@dataclass(frozen=True, slots=True)
class Sides:
    """The whole file as each side has it, and as both had it before, as far as that is known.

    `names` are what git called the sides in its markers, "" where it did not.
    """

    base: Sheet
    ours: Sheet
    theirs: Sheet
    names: tuple[str, str] = ("", "")

    @property
    def differences(self) -> list[str]:
        """The ids of the records of which the sides say two things, in the order of their keys."""
        found = {}
        for id in {**self.ours.records, **self.theirs.records}:
            mine, other = self.ours.records.get(id), self.theirs.records.get(id)
            if mine != other:
                found[id] = min(record.key for record in (mine, other) if record)
        return sorted(found, key=lambda id: (found[id], id))

    @property
    def clear(self) -> set[str]:
        """The ids of those differences that settle themselves: only one side changed something.

        That a line stands on one side only says nothing where nobody knows what stood there.
        """
        return {id for id in self.differences if self._is_clear(id)}

    def _is_clear(self, id: str) -> bool:
        old, mine, other = (s.records.get(id) for s in (self.base, self.ours, self.theirs))
        if old is None:
            return False
        if old in (mine, other):
            return True
        return bool(mine and other and "conflict" not in combine(old, mine, other).fields)


@dataclass
class _Conflict:
    """What stands between markers; `base` is None where git was not told to show it."""

    ours: "list[Line | _Conflict]"
    base: "list[Line | _Conflict] | None"
    theirs: "list[Line | _Conflict]"
    names: tuple[str, str]


def unravel(sheet: Sheet, stages: Stages = (None, None, None)) -> Sides:
    """Tell the sides of a file apart; raises BrokenError if its markers do not.

    `stages` is what git's index holds of the merge. Where all that is in the file is in there
    too, that is what is to be merged; what git's merge of lines made of it does not count.
    """
    items = _items(deque(enumerate(sheet.lines, 1)), b"")
    names = next((item.names for item in items if isinstance(item, _Conflict)), ("", ""))
    base, ours, theirs = (Sheet.read(data or b"") for data in stages)
    if None not in stages[1:] and _within(sheet, (base, ours, theirs)):
        return Sides(base, ours, theirs, names)
    old = _base(items, base if stages[0] is not None else None)
    mine, other = (_side(items, which, old.records, sheet) for which in (OURS, THEIRS))
    return Sides(old, mine, other, names)


def settle(sides: Sides, choices: Mapping[str, str] | None = None) -> Merged:
    """Make the sides one, by id and field; `choices` says of ids which side is right, or both.

    What is not chosen is merged as by the driver: of a field with two values both are kept.
    """
    base, ours, theirs = sides.base, sides.ours, sides.theirs
    for id, choice in (choices or {}).items():
        mine, other = ours.records.get(id), theirs.records.get(id)
        if choice == BOTH and not (mine and other):
            base = _with(base, id, None)
        elif choice != BOTH:
            right = mine if choice == OURS else other
            base, ours, theirs = (_with(side, id, right) for side in (base, ours, theirs))
    return merge(base.data, ours.data, theirs.data)


def told(sides: Sides, merged: Merged) -> str:
    """Say what settling a file did."""
    mine, other = set(sides.ours.records), set(sides.theirs.records)
    result = Sheet.read(merged.data).records
    parts = ["conflict markers removed"]
    for count, what in (
        (len([id for id in mine - other if id in result]), "only ours had"),
        (len([id for id in other - mine if id in result]), "only theirs had"),
    ):
        if count:
            parts.append(f"kept {_lines(count)} {what}")
    joined = [id for id in sides.differences if id in mine & other and id in result]
    gone = [id for id in mine ^ other if id not in result]
    if joined:
        parts.append(f"{_lines(len(joined))} of both made one")
    if gone:
        parts.append(f"left out {_lines(len(gone))} that one side deleted")
    if merged.unsettled:
        parts.append(f"two readings of a field in {', '.join(merged.unsettled)}")
    return "; ".join(parts)


def _lines(count: int) -> str:
    return "1 line" if count == 1 else f"{count} lines"


# ------------------------------------------------------------------- reading markers


def _items(queue: deque[tuple[int, Line]], stops: bytes) -> "list[Line | _Conflict]":
    """Read lines and whole conflicts until a marker of `stops`, to the end if there is none."""
    found: list[Line | _Conflict] = []
    while queue:
        n, line = queue[0]
        mark = line.content[:1] if line.problem == MARKER else b""
        if not mark:
            found.append(queue.popleft()[1])
        elif mark == b"<":
            found.append(_conflict(queue))
        elif mark in stops:
            return found
        else:
            raise BrokenError(f"{_shown(line)} in line {n} belongs to nothing")
    if stops:
        raise BrokenError("the last conflict does not end")
    return found


def _conflict(queue: deque[tuple[int, Line]]) -> _Conflict:
    mine = queue.popleft()[1]
    ours, base = _items(queue, b"|="), None
    if queue[0][1].content.startswith(b"|"):
        queue.popleft()
        base = _items(queue, b"=")
    queue.popleft()
    theirs = _items(queue, b">")
    other = queue.popleft()[1]
    return _Conflict(ours, base, theirs, (_name(mine), _name(other)))


def _shown(line: Line) -> str:
    return line.content[:7].decode("ascii", "replace")


def _name(marker: Line) -> str:
    return marker.content[8:].decode("utf-8", "replace").strip()


# ----------------------------------------------------------------- making whole files


def _within(sheet: Sheet, stages: tuple[Sheet, ...]) -> bool:
    """Whether a file with markers is as the merge of these stages left it.

    It says nothing else, and all that is new on either side: nobody has settled a part by hand.
    """
    if any(stage.conflicted for stage in stages):
        return False
    base, ours, theirs = ({line.content for line in stage.lines} for stage in stages)
    found = {line.content for line in sheet.lines if line.problem != MARKER}
    return (ours | theirs) - base <= found <= base | ours | theirs


def _base(items: "list[Line | _Conflict]", stage: Sheet | None) -> Sheet:
    """Return what both sides come from: of which lines it is sure that they stood there."""
    if stage is not None and not stage.conflicted:
        lines = list(stage.lines)
    else:
        # What stands outside of the conflicts and in them too may have been moved by one side.
        conflicts = [item for item in items if isinstance(item, _Conflict)]
        lines = [_read(line) for one in conflicts for line in _flat(one.base or [])]
        inside = [line for one in conflicts for line in (*_flat(one.ours), *_flat(one.theirs))]
        known = {line.record.id for line in (*lines, *inside) if line.record}
        outside = (item for item in items if isinstance(item, Line))
        lines += [line for line in outside if not (line.record and line.record.id in known)]
    count = Counter(line.record.id for line in lines if line.record)
    sure = [line for line in lines if not line.record or count[line.record.id] == 1]
    return Sheet.read(Sheet.joined(sure, [Sheet.read(b"")]))


def _side(
    items: "list[Line | _Conflict]", which: str, base: Mapping[str, Record], like: Sheet
) -> Sheet:
    """Return the whole file as one side has it; of an id on two of its lines one is made."""
    lines: list[Line] = []
    for item in items:
        lines += [item] if isinstance(item, Line) else _flat(getattr(item, which))
    outside = Counter(i.record.id for i in items if isinstance(i, Line) and i.record)
    count = Counter(line.record.id for line in lines if line.record)
    several = {id for id, times in count.items() if times > 1 and outside[id] < 2}
    return Sheet.read(Sheet.joined(_folded(lines, several, base), [like]))


def _flat(items: "list[Line | _Conflict]") -> Iterator[Line]:
    """Yield the lines of a side; of a conflict inside of it those of both."""
    for item in items:
        if isinstance(item, Line):
            yield item
        else:
            yield from _flat(item.ours)
            yield from _flat(item.theirs)


def _folded(lines: list[Line], several: set[str], base: Mapping[str, Record]) -> Iterator[Line]:
    """Yield lines, those with an id of `several` as one, where the first of them stood."""
    whole: dict[str, Record] = {}
    for line in lines:
        record = line.record
        if record and record.id in several:
            first = whole.get(record.id, record)
            old = base.get(record.id) or Record({"id": record.id})
            whole[record.id] = first if first == record else combine(old, first, record)
    for line in lines:
        record = line.record
        if not record or record.id not in several:
            yield line
        elif record.id in whole:
            made = whole.pop(record.id)
            yield line if made == record else line.but(made)


def _read(line: Line) -> Line:
    """Read a line again that is nobody's word where it stands."""
    return Sheet.read(line.raw).lines[0]


def _with(sheet: Sheet, id: str, record: Record | None) -> Sheet:
    return Sheet.read(sheet.written({id: record}))
