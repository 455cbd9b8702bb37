"""Everybody's links: which there are, and where their ends stand in a document today."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from seedread.tags.anchor import Anchorer, Place
from seedread.tags.link import FOLDER, RELATIONS, End, Kind, Link, kinds
from seedread.tags.shelf import Shelf
from seedread.text.passage import Passage
from seedread.text.seed import Seed


@dataclass(frozen=True, slots=True)
class Tied:
    """One end of a link where it stands in a document today; `side` is its number in `ends`."""

    link: Link
    side: int
    passage: Passage
    status: str

    @property
    def other(self) -> End:
        """The end it leads to."""
        return self.link.ends[1 - self.side]


class Ends:
    """The ends of links in one document, by position. Immutable."""

    def __init__(self, tied: Iterable[Tied] = (), lost: int = 0) -> None:
        self.tied = sorted(tied, key=lambda t: (t.passage, t.link.id, t.side))
        self.lost = lost  # ends whose passage is not in today's text
        self._starts = [t.passage.start for t in self.tied]
        self._longest = max((t.passage.end - t.passage.start for t in self.tied), default=0)

    def __len__(self) -> int:
        return len(self.tied)

    def meeting(self, passage: Passage) -> list[Tied]:
        """Return the ends that share a code point with `passage`, in document order."""
        first = bisect_left(self._starts, passage.start - self._longest)
        last = bisect_left(self._starts, passage.end)
        return [t for t in self.tied[first:last] if t.passage.end > passage.start]

    def beginning(self, passage: Passage) -> list[Tied]:
        """Return the ends that begin inside `passage`."""
        first = bisect_left(self._starts, passage.start)
        return self.tied[first : bisect_left(self._starts, passage.end)]


class Links:
    """Everybody's links, read again when a file is another one. Lines that are none are left out.

    May be asked from any thread.
    """

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self._state: list[object] = []
        self._all: list[Link] = []
        self._ends: tuple[Seed, Ends] | None = None

    @property
    def files(self) -> list[str]:
        """The files there are, one a person."""
        return self.shelf.files(FOLDER)

    def all(self) -> list[Link]:
        """Return every link, file by file, as the files were last read."""
        with self.shelf.lock:
            files = self.files
            sheets = [sheet for file in files if (sheet := self._sheet(file))]
            waiting = {*self.shelf.pending.files} & {*files}
            state = [self.shelf.pending if waiting else None, *sheets]
            same = len(state) == len(self._state)
            if not same or any(a is not b for a, b in zip(state, self._state, strict=True)):
                self._state, self._ends = state, None
                self._all = [link for file in files for link in self._of_file(file)]
            return self._all

    def ends(self, seed: Seed, anchorer: Anchorer | None = None) -> Ends:
        """Return what is linked in a document; the same object until something changes."""
        with self.shelf.lock:
            links = self.all()
            if self._ends is None or self._ends[0] is not seed:
                self._ends = seed, _ends(seed, links, anchorer or Anchorer(seed))
            return self._ends[1]

    def kinds(self) -> dict[str, Kind]:
        """Return the kinds of links by id: ours, then those of relations.jsonl."""
        try:
            records = self.shelf.records(RELATIONS)
        except OSError:
            records = {}
        return kinds(records)

    def _of_file(self, file: str) -> list[Link]:
        found = []
        try:
            records = self.shelf.shown(file)
        except OSError:
            return []
        for record in records:
            try:
                found.append(Link.of(record, file))
            except ValueError:
                continue
        return found

    def _sheet(self, file: str) -> object:
        try:
            return self.shelf.sheet(file)
        except OSError:
            return None


def where(end: End, anchorer: Anchorer | None) -> Place:
    """Find one end in its document as it is today; None if there is none to be read."""
    return anchorer.place(end) if anchorer else Place("orphan", None, 0.0)


def _ends(seed: Seed, links: Iterable[Link], anchorer: Anchorer) -> Ends:
    found, lost = [], 0
    for link in links:
        for side, one in enumerate(link.ends):
            if one.doc == seed.id:
                at = anchorer.place(one)
                if at.now is None:
                    lost += 1
                else:
                    found.append(Tied(link, side, at.now, at.status))
    return Ends(found, lost)
