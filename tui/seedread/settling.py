"""What a merge left open, and settling it with what git still knows of the merge."""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from seedread import git
from seedread.tags import disk
from seedread.tags.check import files
from seedread.tags.record import Record
from seedread.tags.repair import (
    BOTH,
    OURS,
    THEIRS,
    BrokenError,
    Sides,
    Stages,
    settle,
    told,
    unravel,
)
from seedread.tags.shelf import EMPTY
from seedread.workspace import Workspace


def stages(space: Workspace, file: str) -> Stages:
    """Return a file of annotations/ as git's index has it in a merge: base, ours, theirs."""
    path = Path(space.shelf.folder.name, file).as_posix()
    base, ours, theirs = (git.contents(space.root, f":{n}", f"./{path}") for n in (1, 2, 3))
    return base, ours, theirs


def sides(space: Workspace, file: str) -> Sides:
    """Tell apart the sides of a file with conflict markers; raises BrokenError and OSError."""
    return unravel(space.shelf.sheet(file), stages(space, file))


@dataclass
class Torn:
    """A file with conflict markers, and what has been chosen in it so far.

    Where its sides cannot be told apart `broken` says why, and there is nothing to choose.
    """

    file: str
    was: bytes
    sides: Sides
    broken: str = ""
    choices: dict[str, str] = field(default_factory=dict)

    @cached_property
    def differences(self) -> list[str]:
        """The ids of which the sides say two things."""
        return [] if self.broken else self.sides.differences

    @cached_property
    def clear(self) -> set[str]:
        """Those that settle themselves, unless somebody chooses otherwise."""
        return set() if self.broken else self.sides.clear

    @property
    def open(self) -> list[str]:
        """Those that a person has to choose yet."""
        return [id for id in self.differences if id not in self.choices and id not in self.clear]

    def write(self, space: Workspace) -> tuple[bytes, str]:
        """Write the file as chosen; returns its bytes and what was done. Raises OSError."""
        merged = settle(self.sides, self.choices)
        space.shelf.replace(self.file, self.was, merged.data)
        return merged.data, told(self.sides, merged)


class Chosen:
    """What was chosen in the torn files of a workspace, kept until they are settled.

    It is state, no data: what cannot be read or written is let go.
    """

    def __init__(self, root: Path) -> None:
        from platformdirs import user_state_dir

        name = hashlib.sha256(os.fsencode(root.resolve())).hexdigest()[:16]
        self.path = Path(user_state_dir("seedread")) / "choices" / f"{name}.json"

    def into(self, torn: Iterable[Torn]) -> None:
        """Give files what was chosen in them, where they are as they were then."""
        try:
            kept = json.loads(self.path.read_bytes())
            for one in torn:
                was, choices = kept.get(one.file, ("", {}))
                if was == _print(one):
                    sides = {id: choices[id] for id in one.differences if id in choices}
                    one.choices = {id: s for id, s in sides.items() if s in (OURS, THEIRS, BOTH)}
        except (OSError, ValueError, TypeError, AttributeError):
            return

    def keep(self, torn: Iterable[Torn]) -> bool:
        """Keep what is chosen now in the place of what was; whether that could be done."""
        kept = {one.file: (_print(one), one.choices) for one in torn if one.choices}
        try:
            if kept:
                disk.make(self.path.parent)
                disk.put(self.path, json.dumps(kept).encode())
            else:
                self.path.unlink(missing_ok=True)
        except OSError:
            return False
        return True


def _print(torn: Torn) -> str:
    """Return what tells a file from one that says something else."""
    return hashlib.sha256(torn.was).hexdigest()


@dataclass(frozen=True)
class Unsettled:
    """A line of which a merge kept two readings of a field."""

    file: str
    record: Record


def left_open(space: Workspace) -> tuple[list[Torn], list[Unsettled]]:
    """Return every file with conflict markers and every line with two readings."""
    torn, unsettled = [], []
    for file in suspects(space):
        sheet = space.shelf.sheet(file)
        if sheet.conflicted:
            torn.append(_torn(space, file))
        else:
            found = (r for r in sheet.records.values() if "conflict" in r.fields)
            unsettled += [Unsettled(file, record) for record in found]
    return torn, unsettled


def _torn(space: Workspace, file: str) -> Torn:
    data = space.shelf.sheet(file).data
    try:
        return Torn(file, data, sides(space, file))
    except BrokenError as error:
        return Torn(file, data, unravel(EMPTY), str(error))


def suspects(space: Workspace) -> Iterator[str]:
    """Yield the files that may be unsettled, as a look at their bytes tells."""
    shelf = space.shelf
    for file in files(shelf):
        try:
            data = (shelf.folder / file).read_bytes()
        except OSError:
            continue
        # A line may begin with any of the four: what is broken is to be named too.
        if b'"conflict"' in data or any(7 * mark in data for mark in (b"<", b"|", b"=", b">")):
            with shelf.lock:
                shelf.notice([file])
                yield file
