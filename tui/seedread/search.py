"""Searching all documents of a workspace: how often something is said, and where."""

from collections.abc import Callable, Iterator
from threading import Lock

from seedread.folder import Entry
from seedread.kept import Keeper, Kept, StaleError, Stop, StoppedError
from seedread.text.decode import UnreadableError
from seedread.text.find import Hit, Query, hits
from seedread.text.seed import Seed
from seedread.workspace import Workspace

OPEN = 4  # documents whose text is kept at hand

Told = Callable[[float], None]  # hears which share, 0 to 1, is done


class Search:
    """The documents of a workspace as they were when it was made, ready to be searched.

    `problems` says of documents that cannot be read why. May be asked from any thread.
    """

    def __init__(
        self, space: Workspace, keeper: Keeper | None = None, doc: Entry | None = None
    ) -> None:
        self.space = space
        self.entries = [doc] if doc else space.entries()
        self.problems = {entry.id: entry.problem for entry in self.entries if entry.problem}
        self._keeper = keeper or Keeper()
        self._seeds: dict[str, Seed] = {}
        self._lock = Lock()

    def prepare(self, told: Told = lambda _: None, stop: Stop = lambda: False) -> None:
        """Fold what has not been folded yet; raises StoppedError. What is done stays done."""
        with self._lock:
            stale = [entry for entry in self._readable() if self._fresh(entry) is None]
            sizes = [_size(entry) for entry in stale]
            total, done = max(1, sum(sizes)), 0
            for entry, size in zip(stale, sizes, strict=True):
                begun = done

                def step(more: int) -> None:
                    nonlocal done
                    done += more
                    told(min(1.0, done / total))
                    if stop():
                        raise StoppedError

                self._keep(entry, step)
                done = begun + size

    def counts(self, wanted: Query, stop: Stop = lambda: False) -> dict[str, int]:
        """Return how many hits each document has that has any; raises StoppedError."""
        found = {}
        for entry in self._readable():
            if wanted.exact:
                number = sum(1 for _ in self._exactly(entry, wanted))
            else:
                kept = self._kept(entry)
                number = kept.count(wanted, stop) if kept else 0
            if number:
                found[entry.id] = number
        return found

    def hits(self, entry: Entry, wanted: Query) -> Iterator[tuple[Seed, Hit]]:
        """Yield the hits in a document and the document itself, which holds their text."""
        if wanted.exact:
            yield from self._exactly(entry, wanted)
            return
        kept, seed, told = self._kept(entry), self._seed(entry), 0
        if kept is None or seed is None:
            return
        try:
            if kept.about.rev != seed.rev:
                raise StaleError
            for hit in kept.hits(wanted, seed):
                told = hit.end
                yield seed, hit
        except StaleError:
            self._keeper.forget(entry.path)
            self._seeds.pop(entry.id, None)
            yield from ((seed, hit) for hit in hits(seed, wanted, told))

    def folded(self, entry: Entry) -> Kept | None:
        """Return a document's folded text; None if the document cannot be read."""
        return None if entry.id in self.problems else self._kept(entry)

    def _readable(self) -> Iterator[Entry]:
        return (entry for entry in self.entries if entry.id not in self.problems)

    def _exactly(self, entry: Entry, wanted: Query) -> Iterator[tuple[Seed, Hit]]:
        try:
            seed = self.space.read(entry)
        except (OSError, UnreadableError) as error:
            self._refuse(entry, error)
            return
        yield from ((seed, hit) for hit in hits(seed, wanted))

    def _kept(self, entry: Entry) -> Kept | None:
        with self._lock:
            return self._fresh(entry) or self._keep(entry, lambda _: None)

    def _fresh(self, entry: Entry) -> Kept | None:
        try:
            return self._keeper.fresh(entry.path, self.space.encoding(entry.id))
        except OSError:
            return None

    def _keep(self, entry: Entry, step: Callable[[int], None]) -> Kept | None:
        encoding = self.space.encoding(entry.id)
        try:
            return self._keeper.keep(entry.path, encoding, lambda: self.space.read(entry), step)
        except (OSError, UnreadableError) as error:
            self._refuse(entry, error)
            return None

    def _refuse(self, entry: Entry, error: Exception) -> None:
        self.problems[entry.id] = getattr(error, "strerror", "") or str(error)

    def _seed(self, entry: Entry) -> Seed | None:
        """Return a document, read anew unless it is at hand; None if it cannot be read."""
        with self._lock:
            seed = self._seeds.pop(entry.id, None)
            if seed is None:
                try:
                    seed = self.space.read(entry)
                except (OSError, UnreadableError) as error:
                    self._refuse(entry, error)
                    return None
            self._seeds[entry.id] = seed
            if len(self._seeds) > OPEN:
                self._seeds.pop(next(iter(self._seeds)))
            return seed


def _size(entry: Entry) -> int:
    try:
        return entry.path.stat().st_size
    except OSError:
        return 0
