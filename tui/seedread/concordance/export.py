"""A concordance as a file to take elsewhere: Markdown to read, CSV for spreadsheets."""

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import groupby

from seedread.concordance.gather import Line
from seedread.corpus import Corpus
from seedread.tags.topic import Codebook

COLUMNS = (
    *("document", "title", "start", "end", "before", "quote", "after", "topics", "note", "by"),
    *("at", "speaker", "value", "unit", "of", "date", "doubtful"),
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet may take a cell for a formula by


def table(corpus: Corpus, lines: Iterable[Line]) -> tuple[str, int]:
    """Return lines as CSV, and how many cells an apostrophe keeps from being formulas."""
    out, kept = io.StringIO(), 0
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    titles: dict[str, str] = {}
    for line in lines:
        title = titles.get(line.doc) or titles.setdefault(line.doc, corpus.title(line.doc))
        cells = [str(cell) for cell in _cells(title, line)]
        dangerous = [cell.startswith(FORMULA) for cell in cells]
        kept += sum(dangerous)
        rows.writerow(f"'{c}" if d else c for c, d in zip(cells, dangerous, strict=True))
    return out.getvalue(), kept


def markdown(corpus: Corpus, lines: Iterable[Line], book: Codebook, heading: str) -> str:
    """Return lines as Markdown: each quote with its source, place, topics and note."""
    parts = [f"# {_inline(heading)}"]
    for doc, group in groupby(lines, key=lambda line: line.doc):
        parts.append(f"## {_inline(corpus.title(doc))}")
        parts += (_entry(line, book) for line in group)
    return "\n\n".join(parts) + "\n"


def _entry(line: Line, book: Codebook) -> str:
    quote = "\n".join(f"> {_escaped(part)}" for part in line.quote.splitlines() or [""])
    start, end = line.passage
    told = [f"{_inline(line.doc)} {start}–{end}"]
    told += [", ".join(_inline(book.get(t).en or t) for t in line.topics)] if line.topics else []
    told += [_inline(line.by)] if line.by else []
    told += [_inline(line.claim.short)] if line.claim else []
    note = f"\n\n{_inline(line.note)}" if line.note else ""
    return f"{quote}\n>\n> — {' · '.join(told)}{note}"


def _cells(title: str, line: Line) -> Iterator[object]:
    start, end = line.passage
    yield from (line.doc, title, start, end, line.before, line.quote, line.after)
    at = line.tag.record.fields["at"] if line.tag else ""
    yield from ("; ".join(line.topics), line.note, line.by, at)
    claim = line.claim
    yield from (claim.speaker, claim.value, claim.unit, claim.of, claim.date)
    yield "yes" if claim.doubtful else ""


def _inline(text: str) -> str:
    return _escaped(" ".join(text.split()))


def _escaped(text: str) -> str:
    """Keep a text from being markup."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>#|" else c for c in text)
