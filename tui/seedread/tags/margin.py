"""What everyone said about one document, found by position in O(log n + k)."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from seedread.tags.anchor import Anchorer
from seedread.tags.dispute import Dispute, by_tag
from seedread.tags.record import Record
from seedread.tags.tag import Tag
from seedread.text.passage import Passage
from seedread.text.seed import Seed


@dataclass(frozen=True, slots=True)
class Placed:
    """A tag where it now stands in the document, and what others say about it."""

    tag: Tag
    passage: Passage
    status: str
    file: str
    disputes: tuple[Dispute, ...] = ()
    confidence: float = 1.0  # that it stands there, 0 to 1

    @property
    def key(self) -> tuple[int, int, str]:
        """Its order in the document."""
        return (*self.passage, self.tag.id)

    def topics_for(self, file: str) -> tuple[str, ...]:
        """Return its topics as the person with `file` would have them; none if they hide it."""
        topics = set(self.tag.topics)
        for dispute in (dispute for dispute in self.disputes if dispute.file == file):
            if dispute.hide:
                return ()
            topics = topics - set(dispute.remove) | set(dispute.add)
        return tuple(sorted(topics))

    def hidden_for(self, file: str) -> bool:
        """Whether the person with `file` has hidden it."""
        return any(dispute.hide and dispute.file == file for dispute in self.disputes)


class Margin:
    """The tags of one document, everybody's. Immutable: another state is another margin."""

    def __init__(
        self,
        placed: Iterable[Placed] = (),
        orphans: Iterable[Tag] = (),
        unheard: Iterable[Dispute] = (),
    ) -> None:
        self.tags = sorted(placed, key=lambda p: p.key)
        self.orphans = tuple(orphans)
        self.unheard = tuple(unheard)  # disputes of tags that are not there any more
        self._starts = [p.passage.start for p in self.tags]

    @classmethod
    def of(
        cls,
        seed: Seed,
        files: Iterable[tuple[str, Iterable[Record]]],
        anchorer: Anchorer | None = None,
    ) -> "Margin":
        """Gather the tags of `seed` from (file, records); lines that are no tags are left out.

        `anchorer` finds the passages of those from other versions of it.
        """
        anchorer = anchorer or Anchorer(seed)
        placed: list[Placed] = []
        orphans: list[Tag] = []
        disputes: list[Dispute] = []
        for file, record in ((file, record) for file, records in files for record in records):
            try:
                if record.kind == "disputes":
                    disputes.append(Dispute.of_record(file, record))
                elif record.kind == "tags":
                    _gathered(anchorer, file, Tag.of(record), placed, orphans)
            except ValueError:
                continue
        if disputes:
            placed, unheard = _disputed(placed, disputes)
            return cls(placed, orphans, unheard)
        return cls(placed, orphans)

    def __len__(self) -> int:
        return len(self.tags)

    def meeting(self, passage: Passage) -> list[Placed]:
        """Return the tags that share a code point with `passage`, in document order."""
        stop = bisect_left(self._starts, passage.end)
        return [self.tags[n] for n in self._reaching(0, stop, passage.start)]

    def exactly(self, passage: Passage, file: str = "") -> list[Placed]:
        """Return the tags on just this passage, of one file if one is named."""
        found = (p for p in self.meeting(passage) if p.passage == passage)
        return [p for p in found if not file or p.file == file]

    def step(self, passage: Passage, by: int) -> Placed | None:
        """Return the next (`by` > 0) or previous tag in document order from where one stands."""
        if by > 0:
            later = (p for p in self.tags[bisect_left(self._starts, passage.start) :])
            return next((p for p in later if p.passage > passage), None)
        earlier = reversed(self.tags[: bisect_left(self._starts, passage.start + 1)])
        return next((p for p in earlier if p.passage < passage), None)

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many tags each file holds."""
        found: dict[str, int] = {}
        for placed in self.tags:
            found[placed.file] = found.get(placed.file, 0) + 1
        return found

    @cached_property
    def moved(self) -> int:
        """How many tags do not stand where their line says, or not for sure."""
        return sum(placed.status != "exact" for placed in self.tags)

    @cached_property
    def _reach(self) -> list[int]:
        """For every node of the implicit tree over the sorted tags, the furthest end below it."""
        reach = [0] * len(self.tags)

        def furthest(low: int, high: int) -> int:
            if low >= high:
                return 0
            middle = (low + high) // 2
            ends = furthest(low, middle), furthest(middle + 1, high)
            reach[middle] = max(*ends, self.tags[middle].passage.end)
            return reach[middle]

        furthest(0, len(self.tags))
        return reach

    def _reaching(self, low: int, stop: int, start: int) -> Iterator[int]:
        """Yield the tags before index `stop` that end after `start`, in order.

        An interval tree laid over the sorted list: the node of a range is its middle.
        """
        ranges = [(0, len(self.tags), False)]
        while ranges:
            low, high, here = ranges.pop()
            middle = (low + high) // 2
            if here:
                if middle < stop and self.tags[middle].passage.end > start:
                    yield middle
            elif low < high and low < stop and self._reach[middle] > start:
                ranges += [(middle + 1, high, False), (low, high, True), (low, middle, False)]


def _gathered(
    anchorer: Anchorer, file: str, tag: Tag, placed: list[Placed], orphans: list[Tag]
) -> None:
    where = anchorer.place(tag)
    parked = "parked" in tag.record.fields  # its owner let it be nowhere, in this version
    if where.now is None or (parked and tag.record.fields["parked"] == anchorer.seed.rev):
        orphans.append(tag)
    else:
        placed.append(Placed(tag, where.now, where.status, file, confidence=where.confidence))


def _disputed(placed: list[Placed], disputes: list[Dispute]) -> tuple[list[Placed], list[Dispute]]:
    """Put what people say about tags to these; returns also what was said of tags not there."""
    about = by_tag(disputes)
    ids = {one.tag.id for one in placed}
    told = [replace(p, disputes=tuple(about[p.tag.id])) if p.tag.id in about else p for p in placed]
    return told, [dispute for dispute in disputes if dispute.on not in ids]
