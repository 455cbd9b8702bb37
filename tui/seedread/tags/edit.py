"""A change to records: what do, undo, redo, reload and merge all speak."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from seedread.tags.combine import combine as combine
from seedread.tags.record import Record

Key = tuple[str, str]  # (file below annotations/, id)
Change = tuple[Record | None, Record | None]  # (before, after); None: there is none

GONE = "it is not in this version of the file"


@dataclass(frozen=True, slots=True)
class Left:
    """Something an edit could not do to the records it met, and why, for people."""

    key: Key
    reason: str


@dataclass(frozen=True)
class Edit:
    """Which records become which. An edit over many files is one act and one undo step."""

    changes: Mapping[Key, Change]

    def __post_init__(self) -> None:
        kept = {key: (a, b) for key, (a, b) in self.changes.items() if a != b}
        object.__setattr__(self, "changes", MappingProxyType(kept))

    def __bool__(self) -> bool:
        return bool(self.changes)

    def __invert__(self) -> "Edit":
        return Edit({key: (after, before) for key, (before, after) in self.changes.items()})

    def __add__(self, later: "Edit") -> "Edit":
        changes = dict(self.changes)
        for key, (before, after) in later.changes.items():
            changes[key] = (changes[key][0] if key in changes else before, after)
        return Edit(changes)

    @property
    def files(self) -> list[str]:
        """The files it touches, sorted."""
        return sorted({file for file, _ in self.changes})

    def of_file(self, file: str) -> dict[str, Change]:
        """Return its changes to one file, by id."""
        return {id: change for (name, id), change in self.changes.items() if name == file}

    def parts(self) -> dict[str, "Edit"]:
        """Return its part for each file it touches."""
        found: dict[str, dict[Key, Change]] = {}
        for key, change in self.changes.items():
            found.setdefault(key[0], {})[key] = change
        return {file: Edit(changes) for file, changes in found.items()}

    def only(self, files: Iterable[str]) -> "Edit":
        """Return the part of it that touches `files`."""
        wanted = set(files)
        return Edit({key: change for key, change in self.changes.items() if key[0] in wanted})

    def without(self, keys: Iterable[Key]) -> "Edit":
        """Return the part of it that touches none of `keys`."""
        unwanted = set(keys)
        return Edit({key: change for key, change in self.changes.items() if key not in unwanted})

    @classmethod
    def between(cls, file: str, old: Mapping[str, Record], new: Mapping[str, Record]) -> "Edit":
        """Return what turns the records `old` of a file into `new`."""
        return cls({(file, id): (old.get(id), new.get(id)) for id in {*old, *new}})

    def __call__(self, file: str, records: Mapping[str, Record]) -> dict[str, Record]:
        """Return the records of a file after this edit, whatever they were before it."""
        result = dict(records)
        for id, (_, after) in self.of_file(file).items():
            if after is None:
                result.pop(id, None)
            else:
                result[id] = after
        return result

    def onto(self, now: Mapping[Key, Record]) -> tuple["Edit", list[Left]]:
        """Fit this edit to records that others may have changed meanwhile.

        Three-way, by id and field: returns the edit that can be done to `now` exactly, and what
        is left undone. A record that is gone is not brought back by a change to it.
        """
        changes: dict[Key, Change] = {}
        left: list[Left] = []
        for key, (before, after) in self.changes.items():
            current = now.get(key)
            result = _fit(before, after, current)
            if isinstance(result, str):
                left.append(Left(key, result))
            else:
                changes[key] = (current, result)
        return Edit(changes), left


def _fit(before: Record | None, after: Record | None, now: Record | None) -> Record | str | None:
    """Return what the record becomes, or why nothing can be done."""
    if now in (before, after):
        return after
    if now is None:
        return GONE
    if after is None:
        return "it has been changed by somebody else meanwhile"
    if before is None:
        return "another one with its id is there already"
    return together(before, after, now)


def together(before: Record | None, mine: Record, theirs: Record) -> Record | None:
    """Return what two changes of a record come to; None if nothing is left that it says."""
    both = combine(before or Record({"id": mine.id}), mine, theirs)
    # Of two topics each side took one away: the line that is left says nothing, so it goes.
    return None if _mute(both) and not _mute(mine) and not _mute(theirs) else both


def _mute(record: Record) -> bool:
    """Whether a tag's line has neither topic nor note."""
    fields = record.fields
    return record.kind == "tags" and not fields.get("topics") and not fields.get("note")
