"""`seedread merge-driver` and `seedread git-setup`: what git runs, and having git run it."""

import subprocess
from argparse import Namespace
from pathlib import Path

from seedread.commands.output import complain, say
from seedread.tags.merge import UnmergeableError, merge


def drive(options: Namespace) -> int:
    """Merge for git: the result is written over %A; 1 if a field has two readings now, or markers.

    Whatever goes wrong, git's own merge of lines is done in our place.
    """
    base, ours, theirs = (Path(name) for name in (options.base, options.ours, options.theirs))
    try:
        before = ours.read_bytes()
        merged = merge(base.read_bytes(), before, theirs.read_bytes())
        if merged.data != before:
            ours.write_bytes(merged.data)
    except Exception as error:
        if not isinstance(error, UnmergeableError):
            complain(f"{options.path}: {type(error).__name__}: {error}; merged as text")
        return _as_text(options)
    for id in merged.unsettled:
        complain(f"{options.path}: {id} has two readings of a field: settle which one it is")
    return 1 if merged.unsettled else 0


def setup(options: Namespace) -> int:
    """Have git merge and show annotation files by what they say."""
    from seedread import git
    from seedread.commands.here import here
    from seedread.founding import prepare_git
    from seedread.workspace import UnusableError

    space = here(options)
    if not git.top(space.root):
        raise UnusableError(f"{space.root} is in no git repository: git init, then this again")
    for done in prepare_git(space.root) or ["everything is set up already"]:
        say(done)
    return 0


def _as_text(options: Namespace) -> int:
    size = ["--marker-size", options.size] if options.size.isdigit() else []
    names = [word for label in ("ours", "base", "theirs") for word in ("-L", label)]
    files = [options.ours, options.base, options.theirs]
    try:
        done = subprocess.run(["git", "merge-file", *size, *names, *files], check=False)
    except OSError:
        return 2
    return min(done.returncode, 1) if done.returncode >= 0 else 2
