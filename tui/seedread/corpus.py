"""All documents of a workspace and what everybody said about them, read as they are asked for."""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from threading import RLock

from seedread import git
from seedread.tags.anchor import Anchorer
from seedread.tags.disk import stamp
from seedread.tags.margin import Margin
from seedread.tags.sheet import Sheet
from seedread.tags.tag import Tag
from seedread.text.decode import UnreadableError
from seedread.text.seed import Seed
from seedread.workspace import Workspace

OPEN = 16  # documents whose text is kept at hand


@dataclass(frozen=True, slots=True)
class Said:
    """A tag as its line has it: where it stands in today's text has not been looked up."""

    doc: str
    file: str
    tag: Tag


class Corpus:
    """Every document, its tags as written and its margin as placed. May be asked from any thread.

    What has not changed on disk is not read twice; what cannot be read is as if it said nothing.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._lock = RLock()
        self._seeds: OrderedDict[str, tuple[object, Seed]] = OrderedDict()
        self._anchorers: OrderedDict[str, Anchorer] = OrderedDict()
        self._tags: dict[str, tuple[Sheet, list[Said]]] = {}
        self._margins: OrderedDict[str, tuple[list[object], Margin]] = OrderedDict()

    def documents(self) -> list[str]:
        """Return the id of every document that may be readable, sorted."""
        return [entry.id for entry in self.workspace.entries() if not entry.problem]

    def annotated(self) -> list[str]:
        """Return the id of every document something was said about, there or not, sorted."""
        return sorted(self.workspace.annotated())

    def seed(self, doc: str) -> Seed | None:
        """Return a document as it is on disk now; None if there is none that can be read."""
        with self._lock:
            state = stamp(self.workspace.path_of(doc))
            kept = self._seeds.pop(doc, None)
            if kept is None or kept[0] != state:
                try:
                    kept = state, self.workspace.read_id(doc)
                except (OSError, UnreadableError):
                    return None
            self._seeds[doc] = kept
            if len(self._seeds) > OPEN:
                self._seeds.popitem(last=False)
            return kept[1]

    def anchorer(self, doc: str) -> Anchorer | None:
        """Return what finds passages again in a document; None if that cannot be read."""
        with self._lock:
            seed, found = self.seed(doc), self._anchorers.pop(doc, None)
            if seed is None:
                return None
            if found is None or found.seed is not seed:
                found = Anchorer(seed, partial(git.blob, self.workspace.root))
            self._anchorers[doc] = found
            if len(self._anchorers) > OPEN:
                self._anchorers.popitem(last=False)
            return found

    def tags(self, doc: str) -> Iterator[Said]:
        """Yield what everybody said about a document, file by file, as the lines have it."""
        shelf = self.workspace.shelf
        for file in self.workspace.tag_files(doc):
            with shelf.lock:
                shelf.notice([file])
                try:
                    found = self._of_file(doc, file)
                except OSError:
                    continue
            yield from found

    def margin(self, doc: str) -> Margin:
        """Return the tags of a document where they stand today; an empty one without it."""
        seed, shelf = self.seed(doc), self.workspace.shelf
        if seed is None:
            return Margin()
        with shelf.lock:
            files = self.workspace.tag_files(doc)
            shelf.notice(files)
            state: list[object] = [seed, shelf.pending, *map(shelf.sheet, files)]
            kept = self._margins.pop(doc, None)
            if kept is None or not _same(kept[0], state):
                said = [(file, shelf.shown(file)) for file in files]
                kept = state, Margin.of(seed, said, self.anchorer(doc))
            self._margins[doc] = kept
            if len(self._margins) > OPEN:
                self._margins.popitem(last=False)
            return kept[1]

    def title(self, doc: str) -> str:
        """Return a document's title, its id if it cannot be read."""
        seed = self.seed(doc)
        return self.workspace.title(seed) if seed else doc

    def _of_file(self, doc: str, file: str) -> list[Said]:
        """Read a file's tags, those that wait to be written included; raises OSError."""
        shelf = self.workspace.shelf
        sheet, waiting = shelf.sheet(file), bool(shelf.pending.of_file(file))
        kept = self._tags.get(file)
        if kept is not None and kept[0] is sheet and not waiting:
            return kept[1]
        found = []
        for record in shelf.shown(file):
            if record.kind == "tags":
                try:
                    found.append(Said(doc, file, Tag.of(record)))
                except ValueError:
                    continue
        if not waiting:
            self._tags[file] = sheet, found
        return found


def _same(old: list[object], new: list[object]) -> bool:
    return len(old) == len(new) and all(a is b for a, b in zip(old, new, strict=True))
