"""Two changes of one record made into one, field by field, whichever of them comes first."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from seedread.tags.record import Record

# A passage is one thing: half of one side's and half of the other's would be nobody's.
_PASSAGE = ("start", "end", "quote", "before", "after", "rev")
_SETS = frozenset({"topics", "add", "remove"})
_VOLATILE = frozenset({"at"})  # says when, never what: no two readings of it are a quarrel
_ABSENT = object()

_Values = tuple[Any, ...]


def combine(base: Record, mine: Record, theirs: Record) -> Record:
    """Merge two changes of `base` field by field.

    Topics are sets and both changes count. Where one field was given two values the field holds
    the smaller and `conflict` holds both (DESIGN §4), so that either order gives the same line.
    """
    sides = [{k: v for k, v in r.fields.items() if k != "conflict"} for r in (mine, theirs, base)]
    found = {*sides[0], *sides[1]} - {*sides[2]}
    names = [*sides[2], *sorted(found)]
    values: dict[str, Any] = {}
    quarrels: dict[str, list[Any]] = {}
    for group in _groups(names):
        a, b, old = (tuple(side.get(name, _ABSENT) for name in group) for side in sides)
        merged, quarrel = _merged(group, a, b, old)
        values |= zip(group, merged, strict=True)
        if quarrel:
            readings = zip(group, a, b, strict=True)
            quarrels |= {name: [x, y] for name, x, y in readings if not _same([x], [y])}
    fields = {name: values[name] for name in names if values[name] is not _ABSENT}
    conflict = _conflict(mine, theirs, base, quarrels)
    return Record({**fields, "conflict": conflict} if conflict else fields)


def _groups(names: Iterable[str]) -> list[tuple[str, ...]]:
    """Return the fields that are decided together: those of the passage, every other alone."""
    passage = tuple(name for name in _PASSAGE if name in names)
    return [passage, *((name,) for name in names if name not in _PASSAGE)]


def _merged(group: tuple[str, ...], a: _Values, b: _Values, old: _Values) -> tuple[_Values, bool]:
    """Return what fields that belong together become, and whether the sides quarrel over them."""
    if _same(a, b) or _same(b, old):
        return a, False
    if _same(a, old):
        return b, False
    if {*group} <= _SETS and all(map(_is_set, (*a, *b, *old))):
        mine, theirs, before = set(a[0]), set(b[0]), set(old[0])
        return (sorted((mine | theirs) - (before - mine) - (before - theirs)),), False
    both = _ABSENT not in (*a, *b)
    if {*group} <= _VOLATILE and both:
        return max(a, b, key=_rank), False
    return min(a, b, key=_rank), both


def _conflict(
    mine: Record, theirs: Record, base: Record, quarrels: Mapping[str, list[Any]]
) -> dict[str, list[Any]]:
    """Return every reading of the fields that are unsettled, those from before included."""
    a, b, old = (_readings(record.fields.get("conflict")) for record in (mine, theirs, base))
    found: dict[str, list[Any]] = {}
    for name in sorted({*a, *b, *quarrels}):
        x, y, before = a.get(name, []), b.get(name, []), old.get(name, [])
        kept = x if _same(x, y) or _same(y, before) else y if _same(x, before) else [*x, *y]
        readings = {_spelled(value): value for value in (*kept, *quarrels.get(name, []))}
        if readings:
            found[name] = sorted(readings.values(), key=_place)
    return found


def _readings(conflict: Any) -> dict[str, list[Any]]:
    if conflict is None:
        return {}
    if not isinstance(conflict, dict):
        return {"conflict": [conflict]}
    return {name: v if isinstance(v, list) else [v] for name, v in conflict.items()}


def _is_set(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(v, str) for v in value)


def _same(a: Iterable[Any], b: Iterable[Any]) -> bool:
    return [*map(_spelled, a)] == [*map(_spelled, b)]


def _spelled(value: Any) -> str:
    """Return a value as text; true, 1 and 1.0 are three values, two orders of keys are one."""
    return "" if value is _ABSENT else json.dumps(value, sort_keys=True)


def _rank(values: _Values) -> list[tuple[int, float, str]]:
    return [_place(value) for value in values]


def _place(value: Any) -> tuple[int, float, str]:
    """Return what a value is ordered by: numbers, texts, all others, nothing at all."""
    if value is _ABSENT:
        return (3, 0, "")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return (0, value, _spelled(value))
    return (1, 0, value) if isinstance(value, str) else (2, 0, _spelled(value))
