"""What is done to many lines of a concordance at once, as one edit over all documents."""

from collections.abc import Container, Iterable
from dataclasses import dataclass

from seedread.concordance.gather import Line, place
from seedread.corpus import Corpus
from seedread.tags.bulk import Hand
from seedread.tags.edit import Change, Edit, Key
from seedread.tags.tag import file_of, retagged
from seedread.text.passage import Passage


@dataclass(frozen=True, slots=True)
class Plan:
    """An edit to be agreed to: how many tags it makes or changes, and what it leaves alone."""

    edit: Edit
    others: int = 0  # somebody else's
    lost: int = 0  # their passage was not found in today's text
    same: int = 0  # nothing to do

    @property
    def count(self) -> int:
        """Tags made, changed or removed."""
        return len(self.edit.changes)

    @property
    def documents(self) -> int:
        """Documents it touches."""
        return len(self.edit.files)

    @property
    def rest(self) -> str:
        """What stays as it is, for people; "" if nothing does."""
        parts = [f"{self.others:,} of others stay"] if self.others else []
        parts += [f"{self.same:,} need nothing"] if self.same else []
        parts += [f"{self.lost:,} not found in the text any more"] if self.lost else []
        return ", ".join(parts)


def tag(
    corpus: Corpus, lines: Iterable[Line], topics: Iterable[str], by: str, taken: Container[str]
) -> Plan:
    """Put topics on the passages of lines: on one's own tags there, or as new ones."""
    wanted, edit, lost, asked = tuple(topics), Edit({}), 0, 0
    of_doc: dict[str, list[Passage]] = {}
    for line in lines:
        passage = place(corpus, line).passage
        asked += passage is not None
        lost += passage is None
        if passage is not None:
            of_doc.setdefault(line.doc, []).append(passage)
    changes: dict[Key, Change] = {}
    for doc, passages in of_doc.items():
        seed = corpus.seed(doc)
        if seed:
            hand = Hand.of(seed, file_of(doc, by), by, corpus.margin(doc).tags)
            changes |= hand.tagged(passages, wanted, taken).changes
    edit = Edit(changes)
    return Plan(edit, lost=lost, same=max(0, asked - len(edit.changes)))


def untag(lines: Iterable[Line], topics: Container[str], by: str) -> Plan:
    """Take topics off one's own tags; without any topics named, take the tags away."""
    everything = not topics

    def left(line: Line) -> list[str]:
        return [] if everything else [t for t in line.topics if t not in topics]

    changes: dict[Key, Change] = {}
    others = same = 0
    for line in lines:
        if line.tag is None:
            same += 1
        elif line.file != file_of(line.doc, by):
            others += 1
        elif everything:
            changes[line.file, line.tag.id] = (line.tag.record, None)
        else:
            record = line.tag.record
            changes[line.file, line.tag.id] = (record, retagged(record, left(line)))
    edit = Edit(changes)
    return Plan(edit, others, same=same + len(changes) - len(edit.changes))


def retag(lines: Iterable[Line], old: str, new: str, by: str) -> Plan:
    """Give one's own tags that have a topic another one in its place."""
    changes: dict[Key, Change] = {}
    others = same = 0
    for line in lines:
        if line.tag is None or old not in line.topics:
            same += 1
        elif line.file != file_of(line.doc, by):
            others += 1
        else:
            topics = {new, *(t for t in line.topics if t != old)}
            changes[line.file, line.tag.id] = (line.tag.record, retagged(line.tag.record, topics))
    return Plan(Edit(changes), others, same=same)
