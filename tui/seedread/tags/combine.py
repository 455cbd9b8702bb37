"""Two changes of one record made into one, field by field, whichever of them comes first."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from seedread.tags.record import Record

# A passage is one thing: half of one side's and half of the other's would be nobody's.
_PASSAGE = ("start", "end", "quote", "before", "after", "rev")
_SETS = frozenset({"topics", "add", "remove"})
_LISTS = frozenset({"forms", "not"})  # sets too, but people chose the order
_SPANS = frozenset({"seen"})
_OBJECTS = frozenset({"keywords", "to"})
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
    whole = _as_one(group[0], a[0], b[0], old[0]) if len(group) == 1 else None
    if whole is not None:
        return (whole,), False
    both = _ABSENT not in (*a, *b)
    if {*group} <= _VOLATILE and both:
        return max(a, b, key=_rank), False
    return min(a, b, key=_rank), both


def _as_one(name: str, a: Any, b: Any, old: Any) -> Any:
    """Return what a field of many values becomes, where every one counts; None if it is none."""
    old = [] if old is _ABSENT and name in _SETS | _LISTS | _SPANS else old
    if name in _SETS and all(map(_is_set, (a, b, old))):
        return sorted(_both(a, b, old))
    if name in _LISTS and all(map(_is_set, (a, b, old))):
        kept = _both(a, b, old)
        return [v for v in old if v in kept] + sorted(kept - set(old))
    if name in _SPANS and all(map(_is_spans, (a, b))):
        return _union([*a, *b])
    if name in _OBJECTS and all(isinstance(v, dict) for v in (a, b, old)):
        return _object(a, b, old)
    return None


def _both(a: list[str], b: list[str], old: list[str]) -> set[str]:
    """Return what is in a set after both changes of it."""
    mine, theirs, before = set(a), set(b), set(old)
    return (mine | theirs) - (before - mine) - (before - theirs)


def _object(a: dict[str, Any], b: dict[str, Any], old: dict[str, Any]) -> dict[str, Any] | None:
    """Return an object after both changes, key by key; None if they quarrel over one."""
    found: dict[str, Any] = {}
    for key in [*old, *sorted({*a, *b} - {*old})]:
        x, y, before = (side.get(key, _ABSENT) for side in (a, b, old))
        value = y if _same([x], [before]) else x
        if not (_same([x], [y]) or _same([x], [before]) or _same([y], [before])):
            lists = [[] if v is _ABSENT else v for v in (x, y, before)]
            if not all(map(_is_set, lists)):
                return None
            value = _as_one("forms", *lists)
        if value is not _ABSENT:
            found[key] = value
    return found


def _union(spans: list[list[int]]) -> list[list[int]]:
    """Return what several [start, end] cover together, sorted, none touching another."""
    found: list[list[int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1][1] = max(end, found[-1][1])
        else:
            found.append([start, end])
    return found


def _is_spans(value: Any) -> bool:
    """Whether a value is a list of [start, end]."""
    lists = isinstance(value, list) and all(isinstance(v, list) and len(v) == 2 for v in value)
    return lists and all(type(n) is int for span in value for n in span)


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
