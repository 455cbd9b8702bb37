"""What changed in the annotations between two revisions of git, or since one."""

from collections.abc import Iterator
from pathlib import Path

from seedread import git
from seedread.tags.changes import Changed, changed
from seedread.tags.edit import Edit
from seedread.tags.sheet import Sheet
from seedread.workspace import UnusableError, Workspace

EMPTY = b""


def differences(space: Workspace, old: str = "HEAD", new: str = "") -> Iterator[Changed]:
    """Yield what is other in revision `new` (default: the files as they are) than in `old`.

    Raises UnusableError outside a repository, and if there is no such revision.
    """
    if not git.top(space.root):
        raise UnusableError(f"{space.root} is in no git repository")
    for revision in filter(None, (old, new)):
        if not git.ask(space.root, "rev-parse", "--verify", "--quiet", f"{revision}^{{tree}}"):
            raise UnusableError(f"there is no revision {revision}")
    for file in _changed_files(space, old, new):
        before, after = (_records(space, revision, file) for revision in (old, new))
        yield from changed(Edit.between(file, before.records, after.records))


def _changed_files(space: Workspace, old: str, new: str) -> list[str]:
    """Return the annotation files that differ, new ones nobody has added to git included."""
    folder = space.shelf.folder.name
    words = ["diff", "--name-only", "-z", "--no-renames", "--relative", old, *filter(None, [new])]
    found = git.ask(space.root, *words, "--", folder).split("\0")
    if not new:
        others = ["ls-files", "-z", "--others", "--exclude-standard", "--", folder]
        found += git.ask(space.root, *others).split("\0")
    names = {name.removeprefix(f"{folder}/") for name in found if name.endswith(".jsonl")}
    return sorted(names)


def _records(space: Workspace, revision: str, file: str) -> Sheet:
    if not revision:
        try:
            return Sheet.read((space.shelf.folder / file).read_bytes())
        except OSError:
            return Sheet.read(EMPTY)
    path = Path(space.shelf.folder.name, file).as_posix()
    return Sheet.read(git.contents(space.root, revision, f"./{path}") or EMPTY)
