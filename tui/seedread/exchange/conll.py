"""CoNLL columns, BIO by character: a file for each document and annotator; it goes out only.

A row is a character that is not blank: itself, its place in code points, its labels. The first
column of labels has the longest passages that do not overlap, the next what overlaps these, and
so on; who wants one column takes the first.
"""

from collections.abc import Iterator, Sequence

from seedread.exchange.account import Account
from seedread.exchange.carried import rest
from seedread.exchange.material import Marked, Material, Written
from seedread.exchange.spans import labels, unlinked
from seedread.text.passage import Passage

Labelled = tuple[Passage, str]


def write(material: Material, account: Account) -> dict[str, bytes]:
    """Return the files, each in a folder of its document's name."""
    unlinked(material, account)
    return {
        f"{doc.id}/{by}.conll": _file(doc, by, account).encode("utf-8", "replace")
        for doc in material.documents
        for by in sorted({one.tag.by for one in doc.tags}) or ["nobody"]
    }


def _file(doc: Written, by: str, account: Account) -> str:
    tags = [one for one in doc.tags if one.tag.by == by]
    for one in tags:
        _lost(doc, one, account)
    columns = [_bio(doc.text, layer) for layer in _layers(tags)] or [{}]
    rows = ["-DOCSTART- 0" + " O" * len(columns), "", *_rows(doc.text, columns)]
    return "".join(f"{row}\n" for row in rows)


def _rows(text: str, columns: Sequence[dict[int, str]]) -> Iterator[str]:
    """Yield a row for each character, an empty one where a line that had some ends."""
    empty = True
    for at, char in enumerate(text):
        if not char.isspace():
            yield " ".join([char, str(at), *(column.get(at, "O") for column in columns)])
            empty = False
        elif char == "\n" and not empty:
            yield ""
            empty = True


def _lost(doc: Written, one: Marked, account: Account) -> None:
    tag, quote = one.tag, doc.quote(one)
    account.lose("a tag's id, and when it last changed", tag.id)
    if tag.note:
        account.lose("a note", tag.id)
    if tag.record.fields.get("claim"):
        account.lose("a claim", tag.id)
    rest(tag, account)
    if not quote.strip():
        account.lose("a passage of blanks only", tag.id)
    elif len(quote.strip().split("\n")) > 1:
        account.lose("that a passage over several lines is one, not one on each", tag.id)


def _layers(tags: Sequence[Marked]) -> list[list[Labelled]]:
    """Return columns of passages of which no two in a column overlap, the longest first."""
    given = [(one.passage, label) for one in tags for label in labels(one)]
    given.sort(key=lambda one: (one[0].start - one[0].end, *one))
    layers: list[list[Labelled]] = []
    for one in given:
        free = (layer for layer in layers if not any(one[0].meets(has) for has, _ in layer))
        layer = next(free, None)
        if layer is None:
            layers.append(layer := [])
        layer.append(one)
    return layers


def _bio(text: str, layer: Sequence[Labelled]) -> dict[int, str]:
    """Return what each character is, in the terms of BIO; a passage begins anew on each line."""
    found: dict[int, str] = {}
    for (start, end), label in layer:
        name = "_".join(label.split())
        begins = True
        for at in range(start, end):
            if text[at] == "\n":
                begins = True
            elif not text[at].isspace():
                found[at] = f"{'B' if begins else 'I'}-{name}"
                begins = False
    return found
