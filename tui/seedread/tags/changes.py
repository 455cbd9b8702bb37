"""What changed between two states of annotation files, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from seedread.tags.edit import Edit
from seedread.tags.record import Record

# Which word says that a field of a line has another value now; fields not named say nothing new.
_WORDS = {
    "topics": "retagged",
    "note": "renoted",
    "start": "moved",
    "end": "moved",
    "claim": "claimed",
    "conflict": "settled",
    "add": "retagged",
    "remove": "retagged",
    "hide": "hidden",
    "text": "rewritten",
    "about": "moved",
    "kind": "changed",
    "from": "moved",
    "to": "moved",
    "seen": "seen",
}
_SILENT = frozenset({"at", "rev", "before", "after", "quote"})


@dataclass(frozen=True, slots=True)
class Changed:
    """One line that is another, new, or gone. `what` says how: added, removed, retagged, …"""

    file: str
    id: str
    kind: str
    what: tuple[str, ...]
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None

    @property
    def doc(self) -> str:
        """The document it is about; "" for what is about none, or several."""
        folder = self.file.rpartition("/")[0]
        return "" if folder.startswith("_") else folder

    @property
    def fields(self) -> Mapping[str, Any]:
        """The line as it is now, or was."""
        return self.after or self.before or {}


def changed(edit: Edit) -> Iterator[Changed]:
    """Yield the changes of an edit, file by file, in the order of the lines."""

    def order(key: tuple[str, str]) -> tuple[str, tuple[str, int, int, str]]:
        record = edit.changes[key][1] or edit.changes[key][0]
        return key[0], record.key if record else ("", 0, 0, "")

    for file, id in sorted(edit.changes, key=order):
        before, after = edit.changes[file, id]
        known = after or before
        if known is not None:
            fields = (before.fields if before else None), (after.fields if after else None)
            yield Changed(file, id, known.kind, _what(before, after), *fields)


def _what(before: Record | None, after: Record | None) -> tuple[str, ...]:
    if before is None or after is None:
        return ("added" if before is None else "removed",)
    if "conflict" in after.fields and "conflict" not in before.fields:
        return ("torn",)
    names = [*before.fields, *(n for n in after.fields if n not in before.fields)]
    differ = [n for n in names if before.fields.get(n) != after.fields.get(n)]
    words = [_WORDS.get(n, "changed") for n in differ if n not in _SILENT]
    return tuple(dict.fromkeys(words)) or ("touched",)


def gained(change: Changed, key: str = "topics") -> tuple[list[str], list[str]]:
    """Return what a list of texts in the line has more now, and less, each sorted."""
    old, new = (set((fields or {}).get(key) or ()) for fields in (change.before, change.after))
    return sorted(new - old), sorted(old - new)
