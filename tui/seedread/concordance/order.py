"""In which order the lines of a concordance stand: by place, or as one compares them."""

from collections.abc import Callable, Sequence
from typing import Any

from seedread.concordance.gather import Line
from seedread.corpus import Corpus
from seedread.text.fold import fold

ORDERS = {
    "place": "by document and place",
    "after": "by what follows",
    "before": "by what precedes, read backwards",
    "quote": "by the passage itself",
    "topic": "by topic",
    "by": "by annotator",
    "date": "by date of the document, then of the tag",
}

Row = int | str  # the number of a line, or a document to head its lines


def arranged(lines: Sequence[Line], order: str, corpus: Corpus) -> list[Row]:
    """Return the rows to show; those by place have a heading for every document."""
    if order == "place":
        rows: list[Row] = []
        last = ""
        for n, line in enumerate(lines):
            if line.doc != last:
                rows.append(last := line.doc)
            rows.append(n)
        return rows
    key = _key(order, corpus)
    numbers = sorted(range(len(lines)), key=lambda n: key(lines[n]))  # stable: then by place
    return list(numbers)


def _key(order: str, corpus: Corpus) -> Callable[[Line], Any]:
    if order == "after":
        return lambda line: _words(line.after)
    if order == "before":
        return lambda line: _words(line.before)[::-1]
    if order == "quote":
        return lambda line: _words(line.quote)
    if order == "topic":
        return lambda line: line.topics
    if order == "by":
        return lambda line: line.by
    about = corpus.workspace.documents
    dates = {id: str(record.fields.get("date") or "") for id, record in about.items()}
    return lambda line: (dates.get(line.doc) or "9", line.tag and str(line.tag.record.fields["at"]))


def _words(text: str) -> str:
    """Return what is compared: neither marks nor spaces, whatever the script."""
    return "".join(c for c in fold(text) if c.isalnum())
