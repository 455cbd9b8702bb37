"""Which folder we are in: its documents, its annotations, the settings, who is annotating."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from seedread.folder import RESERVED, TEXTS, Entry, is_folder, listed, problem, walk
from seedread.text import script
from seedread.text.decode import UnreadableError
from seedread.text.seed import Seed, title

if TYPE_CHECKING:
    from seedread.tags.names import Names
    from seedread.tags.record import Record
    from seedread.tags.shelf import Shelf
    from seedread.tags.topic import Codebook

DOCUMENTS = "documents.jsonl"
HEAD = 1 << 18  # bytes of a long document that are shown before the rest has been read
LEAD = 1 << 13  # bytes in which the title of a document is looked for
_PEEK = 4096  # bytes that tell a text from what cannot be one


class UnusableError(ValueError):
    """Input no command can work with; the message is for people, the exit code 2."""


@dataclass
class Workspace:
    """A folder of documents and what was said about them.

    `only` restricts it to one file, `bare` says that the documents lie in the folder itself, and
    `sample` that these are the documents shipped with the program, which nobody may write to.
    """

    root: Path
    seeds: Path
    bare: bool = False
    only: str = ""
    sample: bool = False
    start: str = ""
    _encodings: dict[str, str] = field(default_factory=dict)

    @cached_property
    def shelf(self) -> "Shelf":
        """The annotation files; the first frame is drawn without them."""
        from seedread.tags.shelf import Shelf

        return Shelf(self.root / "annotations", self.writable)

    @property
    def writable(self) -> bool:
        """Whether tags can be kept here."""
        folder = self.root / "annotations"
        return not self.sample and os.access(folder if folder.exists() else self.root, os.W_OK)

    @property
    def founded(self) -> bool:
        """Whether there is a place for tags already; if not, making one is asked about first."""
        return not self.bare or (self.root / "annotations").is_dir()

    def entries(self) -> list[Entry]:
        """Return the documents in order of their id, and what cannot be read with its reason."""
        if self.only:
            return [self._entry(self.root / self.only)]
        if not is_folder(self.seeds):
            return []
        return sorted(self._entries(), key=lambda e: e.id)

    def first(self) -> Entry | None:
        """Return the document to open: the one asked for, else the first that can be read."""
        if self.start:
            return self._entry(self.seeds / self.start)
        found = iter(self.entries()) if self.only else self._entries()
        return next((e for e in found if self._opens(e)), None)

    def find(self, name: str) -> Entry:
        """Return the document called `name`: an id, a unique beginning of one, or a path.

        Raises UnusableError if there is none, or more than one.
        """
        entries, path = self.entries(), _absolute(Path(name))
        for entry in entries:
            if name == entry.id or path == entry.path:
                return self._readable(entry)
        close = [e for e in entries if e.id.startswith(name)]
        if len(close) == 1:
            return self._readable(close[0])
        if close:
            raise UnusableError(f"{name}: which of {', '.join(e.id for e in close[:5])}?")
        raise UnusableError(f"no document {name} in {self.root}")

    def path_of(self, id: str) -> Path:
        """Return where a document lies, there or not."""
        return (self.root if self.only else self.seeds) / id

    def read(self, entry: Entry) -> Seed:
        """Read a document; raises OSError and UnreadableError."""
        if entry.problem:
            raise UnreadableError(entry.problem)
        return Seed.read(entry.path, entry.id, self.encoding(entry.id))

    def read_id(self, id: str) -> Seed:
        """Read the document `id`; raises OSError and UnreadableError."""
        return self.read(self._entry(self.path_of(id)))

    def is_long(self, entry: Entry) -> bool:
        """Whether reading a document takes so long that its beginning is shown first."""
        return not entry.problem and entry.path.stat().st_size > HEAD

    def glance(self, entry: Entry, most: int = HEAD) -> Seed:
        """Read the beginning of a document, whole lines of it; raises as `read` does."""
        if entry.problem:
            raise UnreadableError(entry.problem)
        with entry.path.open("rb") as file:
            head = file.read(most)
        if len(head) == most:
            head = head[: head.rfind(b"\n") + 1] or head
        return Seed.of(head, entry.id, self.encoding(entry.id))

    def _opens(self, entry: Entry) -> bool:
        """Whether a document can be read, as far as its first bytes tell."""
        if entry.problem:
            return False
        try:
            with entry.path.open("rb") as file:
                Seed.of(file.read(_PEEK), entry.id, self.encoding(entry.id))
        except (OSError, ValueError):
            return False
        return True

    def encoding(self, id: str) -> str:
        """Return the encoding documents.jsonl gives a document, "" if none."""
        about = self.documents.get(id)
        given = about.fields.get("encoding") if about else ""
        return given if isinstance(given, str) else ""

    @property
    def documents(self) -> "Mapping[str, Record]":
        """What documents.jsonl says of the documents, by id; nothing if it cannot be read."""
        if "shelf" not in self.__dict__ and not (self.root / "annotations" / DOCUMENTS).exists():
            return {}
        try:
            return self.shelf.records(DOCUMENTS)
        except OSError:
            return {}

    @property
    def codebook(self) -> "Codebook":
        """The topics, as topics.jsonl has them now."""
        from seedread.tags import topic

        return topic.Codebook(self.shelf.records(topic.FILE).values())

    @property
    def names(self) -> "Names":
        """The names, as names.jsonl has them now; none if it cannot be read."""
        from seedread.tags import names

        try:
            return names.Names(self.shelf.records(names.FILE).values())
        except OSError:
            return names.Names([])

    def title(self, seed: Seed) -> str:
        """Return a document's title: as documents.jsonl has it, else its first line."""
        about = self.documents.get(seed.id)
        given = about.fields.get("title") if about else None
        return given if isinstance(given, str) and given else title(seed)

    def title_of(self, id: str) -> str:
        """Return a document's title, read off its beginning; its id if that cannot be read."""
        try:
            return self.title(self.glance(Entry(id, self.path_of(id)), LEAD))
        except (OSError, ValueError):
            return id

    def tag_files(self, doc: str) -> list[str]:
        """Return the files of tags of a document, one a person."""
        return self.shelf.files(doc)

    def annotated(self) -> Iterator[str]:
        """Yield the id of every document that has a folder in annotations/, there or not."""
        folder = self.shelf.folder
        for path, _, files in os.walk(folder):
            doc = Path(path).relative_to(folder).as_posix()
            kept = (f for f in files if f.endswith(".jsonl") and not f.startswith("."))
            if doc != "." and not doc.startswith(RESERVED) and any(kept):
                yield doc

    def _readable(self, entry: Entry) -> Entry:
        if entry.problem:
            raise UnusableError(f"{entry.id}: {entry.problem}")
        return entry

    def _entries(self) -> Iterator[Entry]:
        """Yield what lies below `seeds`, in order of its id; looks no further than asked."""
        if is_folder(self.seeds):
            yield from walk(self.seeds, bare=self.bare)

    def _entry(self, path: Path) -> Entry:
        base = self.root if self.only else self.seeds
        id = path.relative_to(base).as_posix()
        return Entry(id, path, problem(path, id))


def find(path: Path | None = None) -> Workspace:
    """Return the workspace at or above `path`, a bare folder, a single file, or the sample.

    Without a path it is about where we are; there a folder counts as one of documents only if a
    text lies in it directly. Raises UnusableError if there is no such path.
    """
    here = _there(path or Path())
    for folder in (here, *here.parents):
        if (folder / "seedread.toml").is_file() or (folder / "seeds").is_dir():
            inside = not here.is_dir() and here.is_relative_to(folder / "seeds")
            start = here.relative_to(folder / "seeds").as_posix() if inside else ""
            if inside or here.is_dir():
                return Workspace(folder, folder / "seeds", start=start)
    if not here.is_dir():
        return Workspace(here.parent, here.parent, bare=True, only=here.name)
    if path or any(item.name.lower().endswith(TEXTS) for item in listed(here) or ()):
        return Workspace(here, here, bare=True)
    return sample()


def _there(path: Path) -> Path:
    """Return `path` from the root on; raises UnusableError if there is no such path."""
    try:
        here = _absolute(path)
        here.stat()
    except FileNotFoundError:
        raise UnusableError(f"{path}: no such file or folder") from None
    except OSError as error:
        raise UnusableError(f"{path}: {error.strerror}") from None
    return here


def _absolute(path: Path) -> Path:
    """Return `path` from the root on without `..`, links left as they are."""
    return Path(os.path.abspath(path))  # noqa: PTH100 (resolve follows links, absolute keeps ..)


def sample() -> Workspace:
    """Return the documents shipped with the program, to read and not to write."""
    shipped = Path(__file__).parent / "sample"
    root = shipped if shipped.is_dir() else Path(__file__).parents[2]
    return Workspace(root, root / "seeds", sample=True)


def script_of(seed: Seed) -> str:
    """Return the script a document is written in, judged by its beginning."""
    return script.detect(seed[:20000])
