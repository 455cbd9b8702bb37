"""Settling what a merge left open, with what git still knows of the merge."""

from pathlib import Path

from seedread import git
from seedread.tags.repair import Sides, Stages, unravel
from seedread.workspace import Workspace


def stages(space: Workspace, file: str) -> Stages:
    """Return a file of annotations/ as git's index has it in a merge: base, ours, theirs."""
    path = Path(space.shelf.folder.name, file).as_posix()
    base, ours, theirs = (git.contents(space.root, f":{n}", f"./{path}") for n in (1, 2, 3))
    return base, ours, theirs


def sides(space: Workspace, file: str) -> Sides:
    """Tell apart the sides of a file with conflict markers; raises BrokenError and OSError."""
    return unravel(space.shelf.sheet(file), stages(space, file))
