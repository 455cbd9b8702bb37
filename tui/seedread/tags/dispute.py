"""A dispute: what one person says about another's tag, on a line in their own file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from seedread.tags import shape
from seedread.tags.record import Record
from seedread.tags.tag import CONTEXT, Tag, now
from seedread.text.passage import Passage
from seedread.text.seed import Seed


@dataclass(frozen=True, slots=True)
class Dispute:
    """Topics one would add and remove, whether one hides the tag, and an answer to it.

    `on` is the id of the tag, `of` whose it is, `by` who disputes it.
    """

    record: Record
    file: str
    on: str
    of: str
    add: tuple[str, ...]
    remove: tuple[str, ...]
    hide: bool
    note: str
    by: str

    @classmethod
    def of_record(cls, file: str, record: Record) -> "Dispute":
        """Read a dispute's line; raises ValueError with the reason for people."""
        wrong = shape.problem(record, "disputes")
        if wrong:
            raise ValueError(wrong)
        get = record.fields
        topics = tuple(get["add"]), tuple(get["remove"])
        return cls(record, file, get["on"], get["of"], *topics, get["hide"], get["note"], get["by"])

    def told(self) -> str:
        """Return what it says, in signs: + topics added, − removed, hidden, the answer."""
        said = [*(f"+{t}" for t in self.add), *(f"−{t}" for t in self.remove)]
        said += ["hidden"] if self.hide else []
        said += [f"“{self.note}”"] if self.note else []
        return " ".join(said)


def make(seed: Seed, tag: Tag, passage: Passage, id: str, by: str) -> Record:
    """Make the line of a dispute of a tag, which stands at `passage` today; it says nothing yet."""
    start, end = passage
    values: dict[str, Any] = {
        "id": id,
        "on": tag.id,
        "of": tag.by,
        "start": start,
        "end": end,
        "quote": seed[start:end],
        "before": seed[max(0, start - CONTEXT) : start],
        "after": seed[end : end + CONTEXT],
        "add": [],
        "remove": [],
        "hide": False,
        "note": "",
        "by": by,
        "at": now(),
        "rev": seed.rev,
    }
    return Record(values)


def retagged(record: Record, tag: Tag, topics: Iterable[str]) -> Record | None:
    """Return the dispute by which the tag would have these topics; None if it says nothing."""
    wanted, given = set(topics), set(tag.topics)
    return changed(record, add=sorted(wanted - given), remove=sorted(given - wanted))


def changed(record: Record, **changes: Any) -> Record | None:
    """Return the dispute with some of its fields changed; None if it says nothing any more."""
    fields = {**record.fields, **changes}
    if not (fields["add"] or fields["remove"] or fields["hide"] or fields["note"]):
        return None
    return record.but(**changes, at=now())


def by_tag(disputes: Iterable[Dispute]) -> Mapping[str, list[Dispute]]:
    """Return the disputes of each tag, by its id."""
    found: dict[str, list[Dispute]] = {}
    for dispute in disputes:
        found.setdefault(dispute.on, []).append(dispute)
    return found
