"""doccano, JSON lines for sequence labelling: a line is one document as one annotator sees it.

Places count code points. doccano takes every further key of a line for metadata and gives it back.
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
    """Return the one file there is; a document nobody tagged is a line without labels."""
    unlinked(material, account)
    found = [line for doc in material.documents for line in _lines(doc)]
    return {"doccano.jsonl": b"".join(coded(line) + b"\n" for line in found)}


def _lines(doc: Written) -> Iterator[dict[str, Any]]:
    for by in sorted({one.tag.by for one in doc.tags}) or [""]:
        tags = [one for one in doc.tags if one.tag.by == by]
        spans = [(*one.passage, label, one) for one in tags for label in labels(one)]
        yield {
            "text": doc.text,
            "label": [[start, end, label] for start, end, label, _ in spans],
            "document": doc.id,
            "annotator": by,
            # In the order of the labels, each with its own: doccano does not keep their order.
            OURS: [[start, end, label, own(one)] for start, end, label, one in spans],
        }


def read(files: Mapping[str, bytes], account: Account) -> Incoming:
    """Read lines with `label` (or `labels`) or with `entities`; raises ValueError."""
    found = Incoming()
    spans: list[Span] = []
    for where, line in lines(files):
        text = line.get("text", line.get("data"))
        if not isinstance(text, str):
            raise ValueError(f"{where}: no text")
        theirs = Theirs(text)
        doc = str(line.get("document") or line.get("filename") or line.get("file_name") or where)
        found.texts[doc] = theirs.text
        spans.extend(_spans(line, where, doc, theirs, account))
        for key, what in (("relations", "a relation"), ("Comments", "a comment on a document")):
            given = line.get(key)
            for _ in given if isinstance(given, list) else ():
                account.lose(what, where)
    found.tags = list(joined(spans))
    return found


def _spans(
    line: Mapping[str, Any], where: str, doc: str, theirs: Theirs, account: Account
) -> Iterator[Span]:
    sent = _sent(line.get(OURS))
    by = line.get("annotator")
    given: Any = next((line[k] for k in ("entities", "label", "labels") if line.get(k)), [])
    if not isinstance(given, list):
        raise ValueError(f"{where}: the labels are not a list")
    for n, one in enumerate(given, 1):
        start, end, label = _label(one, f"{where} label {n}", account)
        if not label:
            continue
        try:
            passage = theirs.passage(start, end)
        except ValueError as error:
            account.lose(f"a label that has no place: {error}", f"{where} label {n}")
            continue
        ours = sent.get((start, end, label)) or [{}]
        mine = ours.pop(0)
        note = str(mine.get("note") or "")
        yield Span(
            f"{where} label {n}",
            doc,
            passage,
            label,
            theirs.text,
            note=note,
            by=by if isinstance(by, str) else "",
            own=mine,
        )


def _label(given: Any, where: str, account: Account) -> tuple[int, int, str]:
    """Return a label's place and name, no name if it labels no passage; raises ValueError."""
    if isinstance(given, list) and len(given) == 3:
        given = dict(zip(("start_offset", "end_offset", "label"), given, strict=True))
    if isinstance(given, str):
        account.lose("a label of a whole document", where)
        return 0, 0, ""
    if not isinstance(given, dict) or not isinstance(given.get("label"), str):
        raise ValueError(f"{where}: neither [start, end, label] nor an entity")
    start, end = whole(given, "start_offset", "end_offset", where=where)
    return start, end, given["label"]


def _sent(given: Any) -> dict[tuple[Any, ...], list[dict[str, Any]]]:
    """Return what we sent with each label, in order if two are equal."""
    found: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for one in given if isinstance(given, list) else ():
        if isinstance(one, list) and len(one) == 4 and isinstance(one[3], dict):
            start, end, label, values = one
            if type(start) is type(end) is int and isinstance(label, str):
                found.setdefault((start, end, label), []).append(values)
    return found
