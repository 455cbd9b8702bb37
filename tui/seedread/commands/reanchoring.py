"""`seedread reanchor`: one's own lines put where their passages stand in today's documents."""

from argparse import Namespace
from collections import Counter
from collections.abc import Iterator
from typing import Any

from seedread.commands.here import anchorer, annotating, do, document, here, records, writable
from seedread.commands.output import complain, emit, reason, say, short
from seedread.tags import link, memo, seen, shape
from seedread.tags.adrift import Adrift, adrift, rewritten
from seedread.tags.anchor import Anchorer
from seedread.tags.edit import Edit
from seedread.tags.record import Record
from seedread.tags.tag import file_of
from seedread.text.passage import Passage
from seedread.text.seed import Seed
from seedread.text.spans import Spans, length, union
from seedread.workspace import Workspace

QUOTE = 50  # cells of a quote that are shown


def reanchor(options: Namespace) -> int:
    """Rewrite what was found for certain; list what is doubtful or gone, and leave it."""
    space = here(options) if options.dry_run else writable(options)
    by = annotating(options, space)
    marks = {one.id: one for one in records(space, seen.file_of(by))}
    edit, open_, lines = Edit({}), 0, 0
    for doc in _documents(space, options.docs):
        finder, found = _adrift(space, doc, by, doc in marks)
        if finder is None:
            continue
        edit += rewritten(found, finder.seed)
        open_ += sum(not one.place.certain for one in found)
        lines += len(found)
        for one in found:
            if options.json:
                emit(_told(doc, one, options.dry_run))
        if found and not options.json:
            _tell(doc, finder.seed, found)
        mark = marks.get(doc)
        if mark and _elsewhere(mark, finder.seed):
            edit += _remarked(mark, finder, by, options)
            lines += 1
    count = len(edit.changes)
    if edit and not options.dry_run:
        do(space, by, f"re-anchored {count} lines", edit)
    if not options.json:
        would = "would rewrite" if options.dry_run else "rewrote"
        what = f"{would} {count} lines of {by}; {open_} need you: ctrl+g in the program"
        say(what if lines else f"every line of {by} is about its document as it is today")
    return 1 if open_ else 0


def _documents(space: Workspace, names: list[str]) -> list[str]:
    """Return the documents asked for, or all that anything may have been said about."""
    annotated = set(space.annotated())
    if names:
        return [name if name in annotated else space.find(name).id for name in names]
    return sorted(annotated | {entry.id for entry in space.entries() if not entry.problem})


def _adrift(
    space: Workspace, doc: str, by: str, marked: bool
) -> tuple[Anchorer | None, list[Adrift]]:
    """Return what finds passages in a document, and one's own lines about another version of it.

    None if it cannot be read, or if there are no lines that might be about it. `marked` says that
    one has marked some of it as seen.
    """
    files = [file_of(doc, by), link.file_of(by), memo.file_of(by)]
    lines = [(file, records(space, file)) for file in files]
    if not marked and not any(found for _, found in lines):
        return None, []
    try:
        seed = document(space, doc)
    except (OSError, ValueError) as error:
        complain(f"{doc}: {reason(error)}")
        return None, []
    if seed is None:
        if marked or lines[0][1]:
            complain(f"{doc}: there is no such document any more; your lines stay as they are")
        return None, []
    finder = anchorer(space, seed)
    return finder, list(adrift(finder, lines))


def _elsewhere(mark: Record, seed: Seed) -> bool:
    """Whether a line says something was seen of another version of a document."""
    wrong = shape.problem(mark, "seen") != ""
    return not wrong and mark.fields["seen"] != [] and mark.fields["rev"] != seed.rev


def _remarked(mark: Record, finder: Anchorer, by: str, options: Namespace) -> Edit:
    """Say what still counts of what one has marked as seen; return the edit that writes it down."""
    now = seen.spans(mark, finder.seed, finder)
    if options.json:
        emit(_told_of_marks(by, mark, now, options.dry_run))
    else:
        say(f"{mark.id}: {_share(mark, now)}")
    after = seen.marked(finder.seed, now, by, mark)
    return Edit({(seen.file_of(by), mark.id): (mark, after)} if now else {})


def _share(mark: Record, now: Spans) -> str:
    if not now:
        return "nothing is left or known of the text you marked as seen: it counts as unseen"
    was = union(Passage(*span) for span in mark.fields["seen"])
    return f"{length(now):,} of {length(was):,} characters you marked as seen still are"


def _tell(doc: str, seed: Seed, found: list[Adrift]) -> None:
    count = Counter(one.place.status for one in found)
    say(f"{doc}: " + ", ".join(f"{n} {status}" for status, n in sorted(count.items())))
    for line in _open(seed, found):
        say(line)


def _open(seed: Seed, found: list[Adrift]) -> Iterator[str]:
    """Yield what a person has to look at."""
    for one in found:
        if one.place.certain:
            continue
        quote = short(" ".join(one.was.quote.split()), QUOTE)
        line = f"  {one.record.id} {one.place.status} {one.was.passage.start} “{quote}”"
        if one.place.candidates:
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


def _told_of_marks(by: str, mark: Record, now: Spans, dry: bool) -> dict[str, Any]:
    return {
        "doc": mark.id,
        "file": seen.file_of(by),
        "id": mark.id,
        "part": "seen",
        "status": "moved" if now else "orphan",
        "was": mark.fields["seen"],
        "now": [list(span) for span in now],
        "rewritten": bool(now) and not dry,
    }
