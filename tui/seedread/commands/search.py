"""`seedread search` and `seedread sentences`: what the documents say, with true offsets."""

import sys
from argparse import Namespace

from seedread.commands.here import here
from seedread.commands.output import complain, emit, say
from seedread.search import Search
from seedread.text.find import Hit, query
from seedread.text.label import label
from seedread.text.safe import safe
from seedread.text.seed import Seed
from seedread.text.units import Units
from seedread.workspace import UnusableError

AROUND = 20  # code points told before and behind a hit
_BOLD, _PLAIN = "\x1b[1m", "\x1b[22m"


def search(options: Namespace) -> int:
    """Tell every hit; 1 if there is none."""
    space = here(options)
    wanted = query(options.query, space.names, options.exact)
    if not wanted.needles:
        raise UnusableError("there is nothing in the query to be found")
    only = space.find(options.doc) if options.doc is not None else None
    found = Search(space, doc=only)
    if not wanted.exact:
        found.prepare(_progress)
    documents = total = 0
    for entry in found.entries:
        before = total
        for seed, hit in found.hits(entry, wanted):
            _tell(options, entry.id, seed, hit)
            total += 1
        documents += total > before
    for id, problem in found.problems.items():
        complain(f"{id}: {problem}")
    if not options.json:
        complain(f"{_many(total, 'hit')} in {_many(documents, 'document')}")
    return 0 if total else 1


def sentences(options: Namespace) -> int:
    """Tell every sentence of a document, and who says it if the document does."""
    space = here(options)
    seed = space.read(space.find(options.doc))
    units, speaker = Units(seed), ""
    for block in seed.blocks():
        clean = units.clean(block).text
        if found := label(clean):
            speaker = clean[found.start : found.end].rstrip(":： ")
        for start, end in units.of_block("sentence", block):
            if options.json:
                by = {"speaker": speaker} if speaker else {}
                emit({"start": start, "end": end, "text": seed[start:end], **by})
            else:
                by_whom = f"{speaker}: " if speaker and not found else ""
                say(f"{start}–{end}  {by_whom}{seed[start:end]}")
    return 0


def _tell(options: Namespace, doc: str, seed: Seed, hit: Hit) -> None:
    start, end = hit
    quote = seed[start:end]
    before, after = seed[max(0, start - AROUND) : start], seed[end : end + AROUND]
    if options.json:
        told = {"doc": doc, "start": start, "end": end, "quote": quote}
        by = {"through": hit.through} if hit.through else {}
        emit({**told, "before": before, "after": after, **by})
        return
    before, after = safe(before.rpartition("\n")[2]), safe(after.partition("\n")[0])
    opens, closes = (_BOLD, _PLAIN) if sys.stdout.isatty() else ("[", "]")
    name = f"  ({safe(hit.through)})" if hit.through else ""
    print(f"{safe(doc)}:{start}  {before}{opens}{safe(quote)}{closes}{after}{name}")


def _progress(share: float) -> None:
    """Say on a terminal how far the first search has come."""
    if sys.stderr.isatty():
        end = "\r\x1b[K" if share >= 1 else "\r"
        print(f"\rseedread: reading, {share:.0%}", end=end, file=sys.stderr, flush=True)


def _many(n: int, word: str) -> str:
    return f"{n} {word}" if n == 1 else f"{n} {word}s"
