"""Prodigy's JSON lines, which spaCy's tools read too: a line is a document as one person sees it.

Places count code points. What a span has beside place and label, Prodigy leaves as it is.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from seedread.exchange.account import Account
from seedread.exchange.incoming import Incoming
from seedread.exchange.material import Material, Written
from seedread.exchange.spans import (
    Span,
    Theirs,
    coded,
    joined,
    labels,
    lines,
    own,
    unlinked,
    whole,
)

OURS = "seedread"


def write(material: Material, account: Account) -> dict[str, bytes]:
    """Return the one file there is; a document nobody tagged is a task without an answer."""
    unlinked(material, account)
    found = [line for doc in material.documents for line in _lines(doc)]
    return {"spacy.jsonl": b"".join(coded(line) + b"\n" for line in found)}


def _lines(doc: Written) -> Iterator[dict[str, Any]]:
    meta = {"document": doc.id, "title": doc.title, **doc.about}
    for by in sorted({one.tag.by for one in doc.tags}):
        spans = [
            {"start": one.passage.start, "end": one.passage.end, "label": label, OURS: own(one)}
            for one in doc.tags
            if one.tag.by == by
            for label in labels(one)
        ]
        who = {"_annotator_id": by, "_session_id": by, "answer": "accept"}
        yield {"text": doc.text, "spans": spans, "meta": meta, **who}
    if not doc.tags:
        yield {"text": doc.text, "spans": [], "meta": meta}


def read(files: Mapping[str, bytes], account: Account) -> Incoming:
    """Read tasks with spans; what was rejected or ignored stays out. Raises ValueError."""
    found = Incoming()
    spans: list[Span] = []
    for where, line in lines(files):
        if not isinstance(line.get("text"), str):
            raise ValueError(f"{where}: no text")
        answer = line.get("answer", "accept")
        if answer != "accept":
            account.lose(f"a task with the answer {answer}", where)
            continue
        theirs = Theirs(line["text"])
        meta = line["meta"] if isinstance(line.get("meta"), dict) else {}
        doc = str(meta.get("document") or meta.get("source") or where)
        found.texts[doc] = theirs.text
        spans.extend(_spans(line, where, doc, theirs, account))
    found.tags = list(joined(spans))
    return found


def _spans(
    line: Mapping[str, Any], where: str, doc: str, theirs: Theirs, account: Account
) -> Iterator[Span]:
    by = line.get("_annotator_id") or line.get("_session_id")
    given = line.get("spans") or []
    if not isinstance(given, list):
        raise ValueError(f"{where}: spans is not a list")
    for n, one in enumerate(given, 1):
        place = f"{where} span {n}"
        if not isinstance(one, dict):
            raise ValueError(f"{place}: not an object")
        try:
            passage = theirs.passage(*whole(one, "start", "end", where=place))
        except ValueError as error:
            if str(error).startswith(place):
                raise
            account.lose(f"a span that has no place: {error}", place)
            continue
        mine = one[OURS] if isinstance(one.get(OURS), dict) else {}
        yield Span(
            place,
            doc,
            passage,
            str(one.get("label") or ""),
            theirs.text,
            note=str(mine.get("note") or ""),
            by=by if isinstance(by, str) else "",
            own=mine,
        )
