"""`seedread check`: what is wrong in the annotation files, what can be put right, what is back."""

from argparse import Namespace
from collections.abc import Iterator
from dataclasses import asdict, replace
from functools import partial

from seedread.commands.here import document, here, writable
from seedread.commands.output import complain, emit, say
from seedread.founding import merged_by_us
from seedread.returned import returned
from seedread.settling import sides
from seedread.tags.check import Finding, findings, mend
from seedread.workspace import Workspace, sample


def check(options: Namespace) -> int:
    """Say what there is to say; 1 if any of it is an error: a field with two readings is one."""
    space = writable(options) if options.fix else here(options)
    space = replace(space, only="")  # a single document's neighbours have tags here too
    errors = notices = 0
    for found in _all(options, space):
        errors += found.severity == "error"
        notices += found.severity == "notice"
        if options.json:
            emit(asdict(found))
        else:
            say(_told(found))
    if not options.json:
        complain(f"{_many(errors, 'error')}, {_many(notices, 'notice')}")
    return 1 if errors else 0


def _all(options: Namespace, space: Workspace) -> Iterator[Finding]:
    """Yield what was mended, what is wrong, what git does not do, what came back."""
    if options.fix:
        yield from mend(space.shelf, partial(sides, space))
    yield from findings(space.shelf, partial(document, space))
    folder = space.shelf.folder
    if folder.is_dir() and space.root != sample().root and not merged_by_us(space.root):
        reason = "git merges these files line by line here: seedread git-setup"
        yield Finding(folder.name, 1, "notice", "driver", reason)
    if options.history:
        yield from returned(space)


def _told(found: Finding) -> str:
    mark = " (notice)" if found.severity == "notice" else ""
    return f"{found.path}:{found.line}: {found.reason}{mark}"


def _many(n: int, word: str) -> str:
    return f"{n} {word}" if n == 1 else f"{n} {word}s"
