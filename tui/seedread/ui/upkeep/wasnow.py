"""A passage that changed, as rows: what a line was put on beside where that may be now."""

from typing import TYPE_CHECKING

from seedread.tags.adrift import Adrift
from seedread.text.passage import Passage
from seedread.text.safe import safe
from seedread.text.wrap import cells, wrap
from seedread.ui.bar import Part

if TYPE_CHECKING:
    from seedread.reading import Reading

WIDE = 90  # cells from which on old and new stand side by side
AROUND = 40  # code points of context on either side
DEEP = 6  # rows of a passage with its context
Lines = list[list[Part]]


def candidate(one: Adrift, choice: int) -> Passage | None:
    """Return the candidate looked at, counted round; None if there is none."""
    found = one.place.candidates
    return found[choice % len(found)] if found else None


def own(one: Adrift, reading: "Reading") -> bool:
    """Whether a line is the annotator's own."""
    return bool(reading.by) and one.file.rpartition("/")[2] == f"{reading.by}.jsonl"


def drawn(one: Adrift, choice: int, reading: "Reading", width: int) -> Lines:
    """Draw a line: whose and what, then old and new beside or above each other."""
    column = (width - 3) // 2 if width >= WIDE else width
    before, after = reading.anchorer.was(one.was, AROUND)
    old = _laid(before, one.was.quote, after, column)
    found, seed = candidate(one, choice), reading.seed
    new: Lines = [[("nothing like it is left", "roll--dim")]]
    if found:
        (start, end), around = found, AROUND
        texts = seed[max(0, start - around) : start], seed[start:end], seed[end : end + around]
        new = _laid(*texts, column)
    if width >= WIDE:
        body = _beside([[("was", "roll--head")], *old], [[("now", "roll--head")], *new], column)
    else:
        body = [[("was", "roll--head")], *old, [("now", "roll--head")], *new]
    return [_head(one, choice, reading), *([("  ", ""), *row] for row in body), []]


def _head(one: Adrift, choice: int, reading: "Reading") -> list[Part]:
    fields = one.record.fields
    count = len(one.place.candidates)
    state = "doubtful" if one.place.now else "not found"
    if count:
        what = "candidate" if one.place.now else "lookalike"
        state += f" · {what} {choice % count + 1} of {count}"
    if one.place.now:
        state += f" · {one.place.confidence:.0%} sure"
    if one.parked:
        state += " · parked"
    return [
        (f" {'●' if own(one, reading) else '○'} {fields['by']} ", ""),
        (_what(one, reading), "roll--strong"),
        (f"  {state}", "roll--dim"),
    ]


def _what(one: Adrift, reading: "Reading") -> str:
    """Return what stands on the passage: topics, or an end of a link, or a memo."""
    fields, kind = one.record.fields, one.record.kind
    if kind == "links":
        return f"link, {fields['kind']}: {'its beginning' if one.part == 'from' else 'its end'}"
    if kind == "memos":
        return "memo"
    names = [f"{reading.codebook.get(str(t)).mark} {t}" for t in fields.get("topics") or ()]
    return " + ".join(names) or ("note" if kind == "tags" else "dispute")


def _laid(before: str, quote: str, after: str, width: int) -> Lines:
    """Lay a passage between ⟦ and ⟧ with its context out in rows."""
    parts = [(before, "roll--dim"), (f"⟦{quote}⟧", "roll--strong"), (after, "roll--dim")]
    plain = [(safe(text.replace("\n", " ")), style) for text, style in parts]
    text = "".join(shown for shown, _ in plain)
    rows: Lines = []
    for row in wrap(text, width)[:DEEP]:
        rows.append([])
        at = 0
        for shown, style in plain:
            start, end = max(row.start, at), min(row.end, at + len(shown))
            if start < end:
                rows[-1].append((text[start:end], style))
            at += len(shown)
    if rows and row.end < len(text):
        rows.append([("…", "roll--dim")])
    return rows


def _beside(left: Lines, right: Lines, width: int) -> Lines:
    """Put two columns of rows side by side."""
    rows = []
    for n in range(max(len(left), len(right))):
        ours = left[n] if n < len(left) else []
        theirs = right[n] if n < len(right) else []
        gap = max(0, width - sum(cells(text) for text, _ in ours))
        rows.append([*ours, (" " * gap + " │ ", "roll--dim"), *theirs])
    return rows
