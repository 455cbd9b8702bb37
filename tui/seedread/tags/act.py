"""One thing the annotator did, and the line it is kept as."""

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from seedread.tags.edit import Change, Edit, Key
from seedread.tags.record import Record, new_id, parse
from seedread.tags.tag import now

STATES = ("done", "undone", "redone")


@dataclass(frozen=True, slots=True)
class Act:
    """One thing the annotator did: what it is called, and exactly what it changed on disk.

    `edit` is what was written last: of an act taken back, that which took it back.
    """

    label: str
    edit: Edit
    by: str = ""
    state: str = "done"
    id: str = field(default_factory=lambda: new_id(()))

    def turned(self) -> "Act":
        """Return this act taken back or done again, as it is to be written."""
        state = "redone" if self.state == "undone" else "undone"
        return replace(self, edit=~self.edit, state=state)

    def line(self) -> bytes:
        """Return its line, line end included."""
        changes = [
            [file, *(one and one.line().decode() for one in change)]
            for (file, _), change in self.edit.changes.items()
        ]
        head = {"id": self.id, "is": self.state, "label": self.label, "by": self.by, "at": now()}
        line = json.dumps({**head, "edit": changes}, ensure_ascii=False)
        return line.encode("utf-8", "backslashreplace") + b"\n"


def remember(acts: dict[str, Act], act: Act) -> None:
    """Make an act, in the state it is in now, the latest; a new one ends what can be redone.

    To hear of the same acts again in the same order changes nothing.
    """
    acts.pop(act.id, None)
    if act.state == "done":
        for other in [a for a in acts.values() if a.state == "undone" and a.by == act.by]:
            del acts[other.id]
    acts[act.id] = act


def parsed(data: bytes) -> Iterator[Act]:
    """Yield the acts of a log; what is no act is passed over."""
    for line in data.split(b"\n"):
        with contextlib.suppress(ValueError, TypeError, KeyError, AttributeError, RecursionError):
            yield _act(json.loads(line))


def _act(found: dict[str, Any]) -> Act:
    changes: dict[Key, Change] = {}
    for file, *lines in found["edit"]:
        before, after = (None if line is None else _record(line) for line in lines)
        one = after or before
        changes[file, "" if one is None else one.id] = (before, after)
    texts = [found[name] for name in ("label", "by", "is", "id")]
    if not all(isinstance(text, str) for text in [*texts, *(file for file, _ in changes)]):
        raise TypeError
    label, by, state, id = texts
    if state not in STATES:
        raise ValueError(state)
    return Act(label, Edit(changes), by, state, id)


def _record(line: str) -> Record:
    return parse(line.encode())
