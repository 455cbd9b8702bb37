"""`seedread reanchor`: one's own lines put where their passages stand in today's documents."""

from argparse import Namespace
from collections import Counter
from collections.abc import Iterator
from typing import Any

from seedread.commands.here import anchorer, annotating, do, document, here, records, writable
from seedread.commands.output import complain, emit, reason, say, short
from seedread.tags import link, memo
from seedread.tags.adrift import Adrift, adrift, rewritten
from seedread.tags.edit import Edit
from seedread.tags.tag import file_of
from seedread.text.seed import Seed
from seedread.workspace import Workspace

QUOTE = 50  # cells of a quote that are shown


def reanchor(options: Namespace) -> int:
    """Rewrite what was found for certain; list what is doubtful or gone, and leave it."""
    space = here(options) if options.dry_run else writable(options)
    by = annotating(options, space)
    edit, open_, seen = Edit({}), 0, 0
    for doc in _documents(space, options.docs):
        seed, found = _adrift(space, doc, by)
        edit += rewritten(found, seed) if seed else Edit({})
        open_ += sum(not one.place.certain for one in found)
        seen += len(found)
        for one in found:
            if options.json:
                emit(_told(doc, one, options.dry_run))
        if found and not options.json:
            _tell(doc, seed, found)
    count = len(edit.changes)
    if edit and not options.dry_run:
        do(space, by, f"re-anchored {count} lines", edit)
    if not options.json:
        would = "would rewrite" if options.dry_run else "rewrote"
        what = f"{would} {count} of your lines; {open_} need you: ctrl+g in the program"
        say(what if seen else "every line of yours is about its document as it is today")
    return 1 if open_ else 0


def _documents(space: Workspace, names: list[str]) -> list[str]:
    """Return the documents asked for, or all that anything may have been said about."""
    annotated = set(space.annotated())
    if names:
        return [name if name in annotated else space.find(name).id for name in names]
    return sorted(annotated | {entry.id for entry in space.entries() if not entry.problem})


def _adrift(space: Workspace, doc: str, by: str) -> tuple[Seed | None, list[Adrift]]:
    """Return a document and one's own lines about another version of it."""
    files = [file_of(doc, by), link.file_of(by), memo.file_of(by)]
    lines = [(file, records(space, file)) for file in files]
    if not any(found for _, found in lines):
        return None, []
    try:
        seed = document(space, doc)
    except (OSError, ValueError) as error:
        complain(f"{doc}: {reason(error)}")
        return None, []
    if seed is None:
        if lines[0][1]:
            complain(f"{doc}: there is no such document any more; your lines stay as they are")
        return None, []
    return seed, list(adrift(anchorer(space, seed), lines))


def _tell(doc: str, seed: Seed | None, found: list[Adrift]) -> None:
    count = Counter(one.place.status for one in found)
    say(f"{doc}: " + ", ".join(f"{n} {status}" for status, n in sorted(count.items())))
    for line in _open(seed, found):
        say(line)


def _open(seed: Seed | None, found: list[Adrift]) -> Iterator[str]:
    """Yield what a person has to look at."""
    for one in found:
        if one.place.certain:
            continue
        quote = short(" ".join(one.was.quote.split()), QUOTE)
        line = f"  {one.record.id} {one.place.status} {one.was.passage.start} “{quote}”"
        if one.place.candidates and seed:
            start, end = one.place.candidates[0]
            there = short(" ".join(seed[start:end].split()), QUOTE)
            more = len(one.place.candidates) - 1
            line += f" → {start} “{there}”" + (f" or {more} more" if more else "")
        yield line


def _told(doc: str, one: Adrift, dry: bool) -> dict[str, Any]:
    place = one.place
    return {
        "doc": doc,
        "file": one.file,
        "id": one.record.id,
        "part": one.part,
        "status": place.status,
        "confidence": round(place.confidence, 3),
        "was": list(one.was.passage),
        "now": list(place.now) if place.now else None,
        "quote": one.was.quote,
        "candidates": [list(passage) for passage in place.candidates],
        "rewritten": place.certain and not dry,
    }
