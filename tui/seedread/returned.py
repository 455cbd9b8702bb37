"""What was deleted once and is back: after a squash only git's history can tell that of new."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path

from seedread import git
from seedread.tags import canonical
from seedread.tags.check import Finding, files
from seedread.tags.record import MalformedError, parse
from seedread.tags.shelf import Shelf
from seedread.workspace import UnusableError, Workspace

Key = tuple[str, str]  # the file where ids are only its own, "" where they are everybody's; the id
_GLOBAL = frozenset({"tags", "links", "memos"})
_ID = re.compile(rb'\{"id": "([^"\\]+)"')
_HEAD = b"\x01"
_FORMAT = "--format=%x01%H%x1f%P%x1f%cs%x1f%an%x1f%ae"
_WORDS = (
    *("-c", "core.quotePath=false", "log", _FORMAT, "--topo-order", "--reverse", "--full-history"),
    *("-p", "-U0", "--text", "--no-textconv", "--no-ext-diff", "--no-renames", "--no-color"),
    *("--no-show-signature", "--no-notes", "--relative", "--src-prefix=a/", "--dst-prefix=b/"),
)


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit: its hash, the hashes of its parents, when and by whom."""

    hash: str
    parents: tuple[str, ...]
    day: str
    name: str
    mail: str

    def __str__(self) -> str:
        return f"{self.hash[:8]} ({self.name}, {self.day})"


@dataclass(slots=True)
class Deletion:
    """A commit that deleted a line, and those after it, in git's order, that have it anew."""

    commit: Commit
    line: bytes
    added: list[tuple[Commit, bytes]] = field(default_factory=list)


@dataclass(slots=True)
class _Lines:
    """The lines of one id in the changes of a commit, and from which parents they are gone."""

    gone: set[int] = field(default_factory=set)
    old: bytes = b""
    new: bytes | None = None


def returned(space: Workspace) -> Iterator[Finding]:
    """Yield every line whose id was deleted in a commit behind HEAD, and that is here.

    Raises UnusableError where git has no history to tell.
    """
    root, folder = space.root, space.shelf.folder.name
    if not git.ask(root, "rev-parse", "--verify", "--quiet", "HEAD"):
        raise UnusableError(f"{root} is in no git repository with a history")
    try:
        here = dict(_present(space.shelf))
        deleted = {k: v for k, v in _deletions(root, folder).items() if k in here}
        merges = _merges(root, folder, deleted)
        ancestor = cache(partial(_is_ancestor, root))
        for key, (file, line) in here.items():
            if key in deleted:
                reason = _told(key[1], deleted[key], merges.get(key, []), ancestor)
                yield Finding(f"{folder}/{file}", line, "notice", "returned", reason)
    except OSError as error:
        raise UnusableError(f"git cannot tell: {error}") from None


def _told(
    id: str, deletions: list[Deletion], merges: list[Commit], ancestor: Callable[[str, str], bool]
) -> str:
    """Say of an id that is back which commit deleted it, and which one brought it back."""
    for deletion in reversed(deletions):
        was = f"id {id} was deleted in {deletion.commit}"
        for commit, line in deletion.added:
            if ancestor(deletion.commit.hash, commit.hash):
                same = (commit.mail, line) == (deletion.commit.mail, deletion.line)
                own = ", by the same person, as it was" if same else ""
                return f"{was} and is back since {commit}{own}"
    for deletion in reversed(deletions):
        for commit in merges:
            if ancestor(deletion.commit.hash, commit.hash):
                was = f"id {id} was deleted in {deletion.commit}"
                return f"{was} and is back since the merge {commit}"
    return f"id {id} was deleted in {deletions[-1].commit} and is back in a change not committed"


def _is_ancestor(root: Path, one: str, other: str) -> bool:
    return one != other and git.tell(root, "merge-base", "--is-ancestor", one, other)


def _present(shelf: Shelf) -> Iterator[tuple[Key, tuple[str, int]]]:
    """Yield the key of every line there is, with its file and number."""
    for file in files(shelf):
        for n, line in enumerate(shelf.sheet(file).lines, 1):
            if line.record:
                yield _key(file, line.record.id), (file, n)


def _deletions(root: Path, folder: str) -> dict[Key, list[Deletion]]:
    """Return what was ever deleted; in a merge what is gone from all that were merged."""
    found: dict[Key, list[Deletion]] = {}
    for commit, changes in _changes(root, folder, "-c"):
        for key, lines in changes.items():
            if lines.new is not None:
                for deletion in found.get(key, ()):
                    if not lines.gone:
                        deletion.added.append((commit, lines.new))
            elif len(lines.gone) >= max(1, len(commit.parents)):
                found.setdefault(key, []).append(Deletion(commit, lines.old))
    return found


def _merges(root: Path, folder: str, wanted: Iterable[Key]) -> dict[Key, list[Commit]]:
    """Return the merges by which ids came to a side that did not have them."""
    keys = set(wanted)
    found: dict[Key, list[Commit]] = {}
    for commit, changes in _changes(root, folder, "--merges", "-m") if keys else ():
        for key in keys & changes.keys():
            if changes[key].new is not None and not changes[key].gone:
                found.setdefault(key, []).append(commit)
    return found


def _changes(root: Path, folder: str, *words: str) -> Iterator[tuple[Commit, dict[Key, _Lines]]]:
    """Yield the commits behind HEAD, ancestors first, with the lines that each changed by id."""
    commit: Commit | None = None
    found: dict[Key, _Lines] = {}
    file, width = "", 1
    for raw in git.lines(root, *_WORDS, *words, "HEAD", "--", folder):
        if raw.startswith(_HEAD):
            if commit:
                yield commit, found
            commit, found = _commit(raw), {}
            width = max(1, len(commit.parents)) if "-c" in words else 1
        elif raw.startswith((b"--- ", b"+++ ")):
            name = raw[4:].decode("utf-8", "replace").strip().strip('"')
            file = file if name == "/dev/null" else name[2:].removeprefix(f"{folder}/")
        elif raw[width : width + 1] == b"{" and (signs := raw[:width].strip()):
            id = _id(raw[width:])
            if id is None:
                continue
            lines = found.setdefault(_key(file, id), _Lines())
            if b"+" in signs:
                lines.new = raw[width:].rstrip()
            else:
                lines.gone |= {n for n in range(width) if raw[n : n + 1] == b"-"}
                lines.old = raw[width:].rstrip()
    if commit:
        yield commit, found


def _commit(raw: bytes) -> Commit:
    hash, parents, *rest = raw[1:].decode("utf-8", "replace").rstrip("\n").split("\x1f")
    return Commit(hash, tuple(parents.split()), *rest[:3])


def _id(line: bytes) -> str | None:
    known = _ID.match(line)
    if known:
        return known[1].decode("utf-8", "replace")
    try:
        return parse(line.rstrip(b"\r\n")).id
    except MalformedError:
        return None


def _key(file: str, id: str) -> Key:
    return ("" if _GLOBAL & set(canonical.kinds(file)) else file, id)
