"""WebAnno TSV 3.3, as INCEpTION reads it: a file for each document and annotator.

A token is one character that is not blank, a sentence is a line; places count UTF-16. A layer of
our own holds what a tag says: a project needs a span layer of its name with those features.
"""

import re
from collections.abc import Iterator

from seedread.exchange import layers
from seedread.exchange.account import Account
from seedread.exchange.layers import FEATURES, LAYER
from seedread.exchange.material import Marked, Material, Written
from seedread.exchange.offsets import Ruler
from seedread.exchange.spans import unlinked
from seedread.exchange.tsv3_in import read
from seedread.text.passage import Passage

__all__ = ["read", "write"]
_HEAD = f"#FORMAT=WebAnno TSV 3.3\n#T_SP={LAYER}|{'|'.join(FEATURES)}\n\n"
_WORD = re.compile(r"\S")
_IN_VALUE = re.compile(r"->|[\\\[\]|_;*\t\n]")
_NAMED = {"\t": "t", "\n": "n", "\f": "f", "\r": "r", "\b": "b"}
_IN_TEXT = re.compile(r"[\x00-\x0a\x0c-\x1f\\]")


def write(material: Material, account: Account) -> dict[str, bytes]:
    """Return the files, each in a folder of its document's name."""
    unlinked(material, account)
    return {
        f"{doc.id}/{by}.tsv": _written(doc, by, account).encode("utf-8", "replace")
        for doc in material.documents
        for by in sorted({one.tag.by for one in doc.tags}) or ["nobody"]
    }


def _written(doc: Written, by: str, account: Account) -> str:
    cells = _cells(doc, [one for one in doc.tags if one.tag.by == by], account)
    ruler = Ruler(doc.text, "utf16")
    none = "_\t" * len(FEATURES)
    parts = [_HEAD]
    for number, sentence in enumerate(_sentences(doc.text), 1):
        text = doc.text[slice(*sentence)]
        parts += ["\n", *(f"#Text={_escaped(line)}\n" for line in text.split("\n"))]
        for n, found in enumerate(_WORD.finditer(doc.text, *sentence), 1):
            at = found.start()
            values = cells.get(at)
            row = (
                "".join(f"{'|'.join(row)}\t" for row in zip(*values, strict=True))
                if values
                else none
            )
            parts.append(f"{number}-{n}\t{ruler.to(at)}-{ruler.to(at + 1)}\t{found[0]}\t{row}\n")
    return "".join(parts)


def _sentences(text: str) -> Iterator[Passage]:
    """Yield lines from their first token; blank lines, and blanks before it, end the one before.

    The one line end between two is left out, as readers know that it is there.
    """
    begins = [found.start(1) for found in re.finditer(r"^[^\S\n]*(\S)", text, re.MULTILINE)]
    for begin, after in zip(begins, [*begins[1:], len(text)], strict=True):
        yield Passage(begin, after - text.endswith("\n", begin, after))


def _cells(doc: Written, tags: list[Marked], account: Account) -> dict[int, list[list[str]]]:
    """Return by token the values of every annotation there, feature by feature."""
    found: dict[int, list[list[str]]] = {}
    number = 0
    for one in tags:
        quote = doc.quote(one)
        if not quote.strip():
            account.lose("a passage of blanks and line ends only", one.tag.id)
            continue
        lead = quote[: len(quote) - len(quote.lstrip())]
        trail = quote[len(quote.rstrip()) :]
        for values in layers.features(one, shown, lead, trail):
            number += 1
            row = [f"{_value(values[key])}[{number}]" for key in FEATURES]
            for token in _WORD.finditer(doc.text, *one.passage):
                found.setdefault(token.start(), []).append(row)
    return found


def shown(note: str) -> str:
    """Return a note without what would end its line, but for the ends that can be escaped."""
    return note.replace("\r", " ").encode("utf-8", "replace").decode()


def _value(text: str) -> str:
    return _IN_VALUE.sub(lambda found: "\\" + _NAMED.get(found[0], found[0]), text) or "*"


def _escaped(line: str) -> str:
    return _IN_TEXT.sub(lambda found: "\\" + _NAMED.get(found[0], found[0]), line)
