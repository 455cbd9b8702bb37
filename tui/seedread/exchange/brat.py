"""brat standoff: a folder for each annotator, in it each document's text and its annotations.

Places count code points. brat ends an annotation at a line end or tab, so that a passage across
one is written in pieces; what brat has no place for stands in notes of a kind of our own.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from seedread.exchange.account import Account
from seedread.exchange.incoming import Incoming
from seedread.exchange.material import Marked, Material, Written
from seedread.exchange.spans import Span, Theirs, joined, labels, noted, own, thing, unlinked
from seedread.text.passage import Passage

OURS = "Seedread"  # the kind of notes that hold, as JSON, what is ours
_PIECE = re.compile("[^\n\t]+")
_NO_LABEL = re.compile("[^A-Za-z0-9_-]+")
_AT = re.compile(r"(\S+) (\d+ \d+(?:;\d+ \d+)*)", re.ASCII)
_CONF = "[relations]\n\n[events]\n\n[attributes]\n"


def write(material: Material, account: Account) -> dict[str, bytes]:
    """Return texts and annotations below each annotator's name, and annotation.conf."""
    unlinked(material, account)
    found = {"annotation.conf": _conf(material, account).encode()}
    for doc in material.documents:
        name = doc.id.removesuffix(".txt")
        for by in sorted({one.tag.by for one in doc.tags}) or ["nobody"]:
            tags = [one for one in doc.tags if one.tag.by == by]
            lines = "".join(f"{line}\n" for line in _lines(doc, tags, account))
            found[f"{by}/{name}.txt"] = doc.text.encode("utf-8", "replace")
            found[f"{by}/{name}.ann"] = lines.encode("utf-8", "replace")
    return found


def _conf(material: Material, account: Account) -> str:
    used = {label for _, one in material.marked() for label in labels(one)}
    ids = dict.fromkeys([topic.id for topic in material.codebook.topics] + sorted(used))
    for id in ids:
        if _NO_LABEL.search(id):
            account.lose("the id of a topic, which brat spells without odd characters", id)
    return "[entities]\n" + "".join(f"{_label(id)}\n" for id in ids) + "\n" + _CONF


def _label(topic: str) -> str:
    return _NO_LABEL.sub("_", topic)


def _lines(doc: Written, tags: list[Marked], account: Account) -> Iterator[str]:
    ann = note = 0
    for one in tags:
        pieces = _pieces(doc.text, one.passage)
        if not pieces:
            account.lose("a passage of line ends and tabs only", one.tag.id)
            continue
        text = " ".join(doc.text[start:end] for start, end in pieces)
        place = ";".join(f"{start} {end}" for start, end in pieces)
        for label in labels(one):
            ann, note = ann + 1, note + 1
            yield f"T{ann}\t{_label(label)} {place}\t{text}"
            yield f"#{note}\t{OURS} T{ann}\t{json.dumps(_ours(doc, one, pieces, label))}"
            if one.tag.note:
                note += 1
                yield f"#{note}\tAnnotatorNotes T{ann}\t{_line(one.tag.note)}"


def _pieces(text: str, passage: Passage) -> list[Passage]:
    """Return the parts of a passage between line ends and tabs."""
    return [Passage(*found.span()) for found in _PIECE.finditer(text, *passage)]


def _line(text: str) -> str:
    """Return a text on one line, as brat keeps its notes."""
    return " ".join(text.split("\n")).replace("\t", " ").replace("\r", " ")


def _ours(doc: Written, marked: Marked, pieces: list[Passage], label: str) -> dict[str, Any]:
    found = own(marked)
    if (pieces[0].start, pieces[-1].end) != marked.passage:
        found["edges"] = [*pieces[0].hull(pieces[-1]), *marked.passage]
    if not doc.id.endswith(".txt"):
        found["document"] = doc.id
    if _label(label) != label:
        found["topic"] = [_label(label), label]
    return found


@dataclass
class _Noted:
    """What the notes of a file say about an annotation."""

    note: list[str] = field(default_factory=list)
    own: dict[str, Any] = field(default_factory=dict)


def read(files: Mapping[str, bytes], account: Account) -> Incoming:
    """Read .ann files with their .txt, if that is there; raises ValueError."""
    found = Incoming()
    spans: list[Span] = []
    if not any(name.endswith((".ann", "annotation.conf")) for name in files):
        raise ValueError("no annotations of brat: no file *.ann")
    for name, data in files.items():
        if name.endswith(".ann"):
            stem = name.removesuffix(".ann")
            raw = files.get(f"{stem}.txt")
            theirs = Theirs(_decoded(raw, f"{stem}.txt")) if raw is not None else None
            spans.extend(_spans(name, _decoded(data, name), theirs, found, account))
    found.tags = list(joined(spans))
    return found


def _decoded(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ValueError(f"{name} line {line}: not UTF-8") from None


def _spans(
    name: str, text: str, theirs: Theirs | None, found: Incoming, account: Account
) -> Iterator[Span]:
    rows = list(_rows(name, text))
    notes = _notes(rows, account)
    for where, id, kind, rest in rows:
        if not id.startswith("T"):
            continue
        at = _AT.fullmatch(kind)
        if not at:
            raise ValueError(f"{where}: not a label with its places: {kind!r}")
        told = notes.get(id, _Noted())
        label = at[1]
        if told.own.get("topic", [""])[0] == label:
            label = str(told.own["topic"][1])
        passage = _passage(at[2], where, theirs, told.own, rest, account)
        if passage is None:
            continue
        doc = _document(name, told.own)
        if theirs:
            found.texts[doc] = theirs.text
        note = noted(told.own, "\n".join(told.note), _line)
        whole = theirs.text if theirs else ""
        quote = rest if ";" not in at[2] else ""
        yield Span(where, doc, passage, label, whole, quote=quote, note=note, own=told.own)


def _rows(name: str, text: str) -> Iterator[tuple[str, str, str, str]]:
    """Yield where a line is, its id, what it says and the text behind that; raises ValueError."""
    for n, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        line = line.removesuffix("\r")
        if line.strip():
            id, _, kind = line.partition("\t")
            kind, _, rest = kind.partition("\t")
            if not kind:
                raise ValueError(f"{name} line {n}: not an annotation of brat")
            yield f"{name} line {n}", id, kind, rest


_ELSE = {
    "R": "a relation",
    "E": "an event",
    "A": "an attribute",
    "M": "an attribute",
    "N": "a reference to elsewhere",
    "*": "an equivalence",
}


def _notes(rows: list[tuple[str, str, str, str]], account: Account) -> dict[str, _Noted]:
    """Return what is noted of each annotation; what is neither span nor note is accounted for."""
    found: dict[str, _Noted] = {}
    spans = {id for _, id, _, _ in rows if id.startswith("T")}
    for where, id, kind, rest in rows:
        what, _, target = kind.partition(" ")
        if not id.startswith("#"):
            if not id.startswith("T"):
                account.lose(_ELSE.get(id[:1], "a line of a kind not known"), where)
        elif target not in spans:
            account.lose("a note on what is no span", where)
        elif what == OURS:
            found.setdefault(target, _Noted()).own = _object(rest, where)
        else:
            found.setdefault(target, _Noted()).note.append(rest)
    return found


def _object(text: str, where: str) -> dict[str, Any]:
    value = thing(text, where)
    topic = value.get("topic")
    if not isinstance(topic, list) or len(topic) != 2:
        value.pop("topic", None)
    return value


def _passage(
    places: str,
    where: str,
    theirs: Theirs | None,
    own: Mapping[str, Any],
    said: str,
    account: Account,
) -> Passage | None:
    """Return where an annotation stands, from its first piece to its last; None, accounted for."""
    pieces = [Passage(*map(_number, piece.split())) for piece in places.split(";")]
    first, last = min(one.start for one in pieces), max(one.end for one in pieces)
    match own.get("edges"):
        case [int(a), int(b), int(start), int(end)] if (a, b) == (first, last):
            first, last = start, end
    if theirs is None:
        return Passage(first, last)
    try:
        found = theirs.passage(first, last)
        parts = [theirs.text[slice(*theirs.passage(*one))] for one in pieces]
    except ValueError as error:
        account.lose(f"an annotation that has no place: {error}", where)
        return None
    if said and said.split() != " ".join(parts).split():
        account.lose("an annotation whose text is not what stands there", where)
        return None
    between = len(theirs.text[slice(*found)].replace("\n", "").replace("\t", ""))
    if between != sum(map(len, parts)):
        account.lose("the gaps of an annotation in pieces: they came in as part of it", where)
    return found


def _number(digits: str) -> int:
    return int(digits) if len(digits) < 16 else 10**15


def _document(name: str, own: Mapping[str, Any]) -> str:
    """Return what document a file is about: by its path, below the annotator's name if ours."""
    by, doc = own.get("by"), own.get("document")
    stem = name.removesuffix(".ann")
    if isinstance(by, str) and stem.startswith(f"{by}/"):
        stem = stem[len(by) + 1 :]
    return doc if isinstance(doc, str) else f"{stem}.txt"
