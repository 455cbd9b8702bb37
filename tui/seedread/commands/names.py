"""`seedread names`: where the documents say each name, and how often."""

from argparse import Namespace
from collections import Counter
from collections.abc import Iterator, Sequence

from seedread.commands.here import here, records
from seedread.commands.output import complain, emit, reason, table
from seedread.tags.names import FILE, Names
from seedread.text.decode import UnreadableError
from seedread.text.seed import Seed
from seedread.workspace import Workspace

WIDEST = 9  # documents that have a column of their own
SHORTEST = 3  # code points of a document's id above its column


def names(options: Namespace) -> int:
    """Tell every occurrence of every name, or count them."""
    space = here(options)
    known = Names(records(space, FILE))
    if not known.all:
        complain(f"there are no names here: annotations/{FILE} is where they are kept")
    counts: dict[str, Counter[str]] = {}
    for seed in _seeds(space, options.doc):
        found = known.throughout(seed)
        if options.json:
            for name, kind, (start, end) in found:
                place = {"doc": seed.id, "start": start, "end": end, "quote": seed[start:end]}
                emit({"name": name, "kind": kind, **place})
        else:
            counts[seed.id] = Counter(one.name for one in found)
    if any(counts.values()):
        ids = [entry.id for entry in space.entries()]
        right = range(2, 3 + len(counts))
        table([_head(list(counts), ids), *_rows(known, list(counts.values()))], right)
    return 0


def _seeds(space: Workspace, doc: str | None) -> Iterator[Seed]:
    """Yield the documents; the one that was asked for has to be readable."""
    if doc is not None:
        yield space.read(space.find(doc))
        return
    for entry in space.entries():
        try:
            yield space.read(entry)
        except (OSError, UnreadableError) as error:
            complain(f"{entry.id}: {reason(error)}")


def _head(documents: Sequence[str], ids: Sequence[str]) -> list[str]:
    """Return the heads of the columns, above a document's counts a beginning only its id has."""
    if len(documents) > WIDEST:
        return ["name", "kind", "documents", "total"]
    short = []
    for id in documents:
        lengths = range(min(SHORTEST, len(id)), len(id))
        alone = (id[:n] for n in lengths if sum(other.startswith(id[:n]) for other in ids) == 1)
        short.append(next(alone, id))
    return ["name", "kind", *short, "total"]


def _rows(known: Names, counts: Sequence[Counter[str]]) -> list[list[str]]:
    """Return a row for each name that was found, the most frequent first."""
    total = sum(counts, Counter[str]())
    rows = []
    for name in sorted(total, key=lambda name: (-total[name], name)):
        each = [str(found[name] or "·") for found in counts]
        if len(counts) > WIDEST:
            each = [str(sum(name in found for found in counts))]
        rows.append([name, known.all[name].kind, *each, str(total[name])])
    return rows
