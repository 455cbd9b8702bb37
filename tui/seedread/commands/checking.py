"""`seedread check`: what is wrong in the annotation files, what can be put right, what is back."""

import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from functools import partial
from itertools import groupby

from seedread.commands.here import document, here, writable
from seedread.commands.output import complain, emit, say
from seedread.founding import merged_by_us
from seedread.returned import returned
from seedread.settling import sides
from seedread.tags.check import Finding, findings, mend
from seedread.workspace import Workspace, sample

SOME = 3  # findings of a kind in a folder, a document's, that a screen shows each on its line


def check(options: Namespace) -> int:
    """Say what there is to say; 1 if any of it is an error: a field with two readings is one."""
    space = writable(options) if options.fix else here(options)
    space = replace(space, only="")  # a single document's neighbours have tags here too
    counts: Counter[str] = Counter()
    all = _counted(_all(options, space), counts)
    if options.json:
        for found in all:
            emit(asdict(found))
    else:
        for line in _shortened(all) if sys.stdout.isatty() else map(_told, all):
            say(line)
        complain(f"{_many(counts['error'], 'error')}, {_many(counts['notice'], 'notice')}")
    return 1 if counts["error"] else 0


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


def _counted(all: Iterable[Finding], counts: Counter[str]) -> Iterator[Finding]:
    """Yield the findings, counting how grave they are."""
    for found in all:
        counts[found.severity] += 1
        yield found


def _shortened(all: Iterable[Finding]) -> Iterator[str]:
    """Yield a line for each of the first findings of a kind in a folder, one for its others."""
    for folder, inside in groupby(all, key=lambda found: found.path.rpartition("/")[0]):
        times: Counter[tuple[str, str]] = Counter()
        for found in inside:
            times[found.rule, found.severity] += 1
            if times[found.rule, found.severity] <= SOME:
                yield _told(found)
        for (rule, severity), count in times.items():
            if count > SOME:
                more = f"{_many(count - SOME, severity)} more of this kind ({rule})"
                yield f"{folder}/: {more}: seedread check --json lists all"


def _told(found: Finding) -> str:
    mark = " (notice)" if found.severity == "notice" else ""
    return f"{found.path}:{found.line}: {found.reason}{mark}"


def _many(n: int, word: str) -> str:
    return f"{n} {word}" if n == 1 else f"{n} {word}s"
