"""`seedread check`: what is wrong in the annotation files, and what can be put right."""

from argparse import Namespace
from dataclasses import asdict, replace
from functools import partial

from seedread.commands.here import document, here, writable
from seedread.commands.output import complain, emit, say
from seedread.tags.check import Finding, findings, mend


def check(options: Namespace) -> int:
    """Say what there is to say; 1 if any of it is an error."""
    space = writable(options) if options.fix else here(options)
    space = replace(space, only="")  # a single document's neighbours have tags here too
    errors = notices = 0
    mended = mend(space.shelf) if options.fix else ()
    for found in (*mended, *findings(space.shelf, partial(document, space))):
        errors += found.severity == "error"
        notices += found.severity == "notice"
        if options.json:
            emit(asdict(found))
        else:
            say(_told(found))
    if not options.json:
        complain(f"{_many(errors, 'error')}, {_many(notices, 'notice')}")
    return 1 if errors else 0


def _told(found: Finding) -> str:
    mark = " (notice)" if found.severity == "notice" else ""
    return f"{found.path}:{found.line}: {found.reason}{mark}"


def _many(n: int, word: str) -> str:
    return f"{n} {word}" if n == 1 else f"{n} {word}s"
