"""One JSON line of an annotation file: its id, its bytes, its fields, unknown keys included."""

import json
import random
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

# The keys of each kind of line, in the order they are written; others follow as they were found.
KEYS: dict[str, tuple[str, ...]] = {
    "tags": (
        *("id", "start", "end", "quote", "before", "after", "topics", "note", "by", "at", "rev"),
        *("claim",),
    ),
    "disputes": (
        *("id", "on", "of", "start", "end", "quote", "before", "after", "add", "remove", "hide"),
        *("note", "by", "at", "rev"),
    ),
    "topics": (
        *("id", "parent", "en", "hans", "hant", "definition", "include", "exclude", "keywords"),
        *("colour", "mark", "pin", "retired"),
    ),
    "documents": ("id", "title", "date", "source", "author", "encoding", "note"),
    "glossary": ("id", "from", "term", "to", "note"),
    "names": ("id", "kind", "en", "hans", "hant", "forms", "not", "note"),
    "links": ("id", "kind", "from", "to", "note", "by", "at"),
    "relations": ("id", "en", "hans", "hant"),
    "memos": ("id", "about", "text", "by", "at"),
    "seen": ("id", "rev", "seen", "by", "at"),
}
# Which kind a line is of is told by a key that no other kind has.
_TELLING = {
    "start": "tags",
    "term": "glossary",
    "forms": "names",
    "encoding": "documents",
    "to": "links",
    "about": "memos",
    "seen": "seen",
}
OPTIONAL = frozenset({"claim", "conflict"})
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # base32 without the letters that look like digits


# Not the generator that a program may seed: the same ids would come again.
_chance = random.SystemRandom()


class MalformedError(ValueError):
    """A line that is no record; the message is the reason, for people."""


@dataclass(frozen=True, slots=True)
class Record:
    """One line. Two records are equal if they say the same, however they are written.

    `raw` is the line as found, without its line end; empty for a record that was made here.
    """

    fields: Mapping[str, Any]
    raw: bytes = field(default=b"", compare=False)

    @property
    def id(self) -> str:
        """The line's id, unique among the files of the workspace."""
        return str(self.fields["id"])

    @property
    def kind(self) -> str:
        """Which keys it has: the file tells tags from topics, the keys tell disputes from tags."""
        fields = self.fields
        if "start" in fields:  # most lines by far
            return "disputes" if "on" in fields and "of" in fields else "tags"
        if "on" in fields and "of" in fields:
            return "disputes"
        return next((kind for key, kind in _TELLING.items() if key in fields), "topics")

    @property
    def key(self) -> tuple[str, int, int, str]:
        """What lines of a file are sorted by: place, then id; without a place, id alone.

        The place of a link is the document and the start of the passage it leads from.
        """
        fields = self.fields
        start, end = fields.get("start"), fields.get("end")
        if type(start) is int and type(end) is int:  # most lines by far
            return ("", start, end, self.id)
        if self.kind == "links":
            place = fields["from"]
            doc, start = (place.get("doc"), place.get("start")) if _object(place) else ("", 0)
            return (doc if isinstance(doc, str) else "", _number(start), 0, self.id)
        return ("", _number(start), _number(end), self.id)

    def line(self) -> bytes:
        """Return the line's bytes, without its line end: as found, or as we write it."""
        return self.raw or self.canonical()

    def canonical(self) -> bytes:
        """Return the line as we write it."""
        return canonical([self])

    def but(self, **changes: Any) -> "Record":
        """Return this record with some fields changed, to be written anew."""
        return Record({**self.fields, **changes})


def parse(line: bytes) -> Record:
    """Read one line (without its line end); raises MalformedError with the reason."""
    try:
        # Given bytes, json guesses at UTF-16 and lets lone surrogates pass: we know it is UTF-8.
        text = line.decode("utf-8")
        fields = _decoded(text)
    except UnicodeDecodeError:
        raise MalformedError("not UTF-8") from None
    except json.JSONDecodeError as error:
        raise MalformedError(f"not JSON: {error.msg} at column {error.colno}") from None
    except (ValueError, RecursionError) as error:
        raise MalformedError(f"not JSON: {error}") from None
    if not isinstance(fields, dict):
        raise MalformedError("not a JSON object")
    if not isinstance(fields.get("id"), str) or not fields["id"]:
        raise MalformedError("no id")
    return Record(fields, line)


def _decoded(text: str) -> Any:
    """Return what the JSON says, without the two looks for blanks around it that cost a third."""
    if text.startswith("{"):
        value, end = _DECODER.raw_decode(text)
        if end == len(text):
            return value
    return _DECODER.decode(text)


def canonical(records: Iterable[Record]) -> bytes:
    """Return the lines of records as we write them, a comma and a space between each two."""
    ordered = []
    for record in records:
        found = tuple(record.fields)
        names = _order(record.kind, found)
        same = names == found
        ordered.append(dict(record.fields) if same else {k: record.fields[k] for k in names})
    # Lone surrogates come in as JSON escapes; this writes them as the same escapes again.
    return _ENCODER.encode(ordered).encode("utf-8", "backslashreplace")[1:-1]


def new_id(taken: Container[str]) -> str:
    """Return a random id (10 characters of base32) that is not among `taken`."""
    while True:
        found = "".join(_chance.choices(ALPHABET, k=10))
        if found not in taken:
            return found


@lru_cache
def _order(kind: str, found: tuple[str, ...]) -> tuple[str, ...]:
    """Return the keys of a line of a kind in the order we write them; most lines have the same."""
    known = KEYS[kind]
    names = [k for k in known if k in found]
    names += [k for k in found if k not in known and k != "conflict"]
    return (*names, *(["conflict"] if "conflict" in found else []))


def _number(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _object(value: object) -> bool:
    return isinstance(value, dict)


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("the same key twice in one object")
    return found


# Made once: json makes them anew for every line.
_DECODER = json.JSONDecoder(parse_constant=_no_constant, object_pairs_hook=_unique)
_ENCODER = json.JSONEncoder(ensure_ascii=False)
