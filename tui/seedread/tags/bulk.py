"""One act on many passages, and a tag that moves to another passage, as edits of records."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass

from seedread.tags.edit import Change, Edit, Key
from seedread.tags.margin import Placed
from seedread.tags.record import Record, new_id
from seedread.tags.tag import CONTEXT, make, now, retagged
from seedread.text.passage import Passage
from seedread.text.seed import Seed


@dataclass(frozen=True, slots=True)
class Hand:
    """One person's tags of one document: where new ones go, and those there are."""

    seed: Seed
    file: str
    by: str
    tags: Mapping[Passage, Placed]

    @classmethod
    def of(cls, seed: Seed, file: str, by: str, tags: Iterable[Placed]) -> "Hand":
        """Take from everybody's tags those of `file`; on one passage the first counts."""
        mine: dict[Passage, Placed] = {}
        for placed in tags:
            if placed.file == file:
                mine.setdefault(placed.passage, placed)
        return cls(seed, file, by, mine)

    def lacking(self, passages: Iterable[Passage], topics: Iterable[str]) -> list[Passage]:
        """Return the passages, each once, that do not have all of `topics` yet."""
        wanted = set(topics)
        each = dict.fromkeys(passages)
        return [p for p in each if p not in self.tags or wanted - set(self.tags[p].tag.topics)]

    def tagged(
        self, passages: Iterable[Passage], topics: Iterable[str], taken: Container[str]
    ) -> Edit:
        """Return the edit that puts `topics` on all passages; ids are none of `taken`."""
        wanted = tuple(topics)
        changes: dict[Key, Change] = {}
        new: set[str] = set()
        for passage in self.lacking(passages, wanted):
            placed = self.tags.get(passage)
            if placed:
                before, there = placed.tag.record, moved(placed.tag.record, self.seed, passage)
                after = retagged(there, {*placed.tag.topics, *wanted})
            else:
                id = new_id(new)
                while id in taken:
                    id = new_id(new)
                new.add(id)
                before, after = None, make(self.seed, passage, wanted, id, self.by)
            record = after or before
            if record:
                changes[self.file, record.id] = (before, after)
        return Edit(changes)

    def reshaped(self, placed: Placed, passage: Passage) -> Edit:
        """Return the edit that moves a tag to `passage`, joined with another one that is there.

        The line that moves keeps its id, and of what both say only one of (a claim) its own.
        """
        before = placed.tag.record
        after = moved(before, self.seed, passage)
        changes: dict[Key, Change] = {}
        other = self.tags.get(passage)
        if other and other.tag.id != placed.tag.id:
            said = other.tag.record
            notes = dict.fromkeys(n for n in (placed.tag.note, other.tag.note) if n)
            both = {*placed.tag.topics, *other.tag.topics}
            more = {key: value for key, value in said.fields.items() if key not in before.fields}
            after = after.but(**more, topics=sorted(both), note="; ".join(notes))
            changes[other.file, said.id] = (said, None)
        changes[placed.file, before.id] = (before, after)
        return Edit(changes)


def moved(record: Record, seed: Seed, passage: Passage) -> Record:
    """Return a tag's line as it stands on `passage` of today's document."""
    start, end = passage
    fields = record.fields
    if (fields["start"], fields["end"], fields["rev"]) == (start, end, seed.rev):
        return record
    return record.but(
        start=start,
        end=end,
        quote=seed[start:end],
        before=seed[max(0, start - CONTEXT) : start],
        after=seed[end : end + CONTEXT],
        at=now(),
        rev=seed.rev,
    )
