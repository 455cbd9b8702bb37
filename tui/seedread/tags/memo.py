"""A memo: what one person writes about a passage, a tag, a link, a topic, a document, or all."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from seedread.tags import shape
from seedread.tags.anchor import Anchorer, Place
from seedread.tags.record import Record
from seedread.tags.tag import CONTEXT, Tag, now
from seedread.text import find
from seedread.text.passage import Passage
from seedread.text.seed import Seed

FOLDER = "_memos"  # below annotations/
About = Mapping[str, Any]
# What tells two things a memo can be on apart, besides their kind.
_TELLING: Mapping[str, tuple[str, ...]] = {
    "tag": ("doc", "id"),
    "link": ("id",),
    "topic": ("id",),
    "document": ("doc",),
    "passage": ("doc", "start", "end"),
    "workspace": (),
}
_ANCHOR = ("quote", "before", "after", "rev")


@dataclass(frozen=True, slots=True)
class Memo:
    """A memo as it is read; `record` is the line it stands on, `file` where that is."""

    record: Record
    file: str
    about: About
    text: str
    by: str
    at: str

    @classmethod
    def of(cls, record: Record, file: str = "") -> "Memo":
        """Read a memo's line; raises ValueError with the reason for people."""
        wrong = shape.problem(record, "memos") or problem(record)
        if wrong:
            raise ValueError(wrong)
        get = record.fields
        return cls(record, file, get["about"], "\n".join(get["text"]), get["by"], get["at"])

    @property
    def id(self) -> str:
        """Its id, unique in the workspace."""
        return self.record.id

    @property
    def first(self) -> str:
        """Its first line that says something."""
        return next((line.strip() for line in self.text.split("\n") if line.strip()), "")


def problem(record: Record) -> str:
    """Return what is missing to know what a memo is on, "" if nothing is."""
    about = record.fields["about"]
    kind = about["kind"]
    texts = [key for key in _TELLING[kind] if key in ("doc", "id")]
    numbers = [key for key in _TELLING[kind] if key in ("start", "end")]
    if kind == "passage":
        texts += _ANCHOR
    for key in texts:
        if not isinstance(about.get(key), str):
            return f"about has no {key}"
    if any(type(about.get(key)) is not int for key in numbers):
        return "about has no passage"
    if numbers and not 0 <= about["start"] < about["end"]:
        return f"about has no passage: start {about['start']}, end {about['end']}"
    return ""


def read(records: Iterable[Record], file: str = "") -> Iterator[Memo]:
    """Yield the memos among the lines of a file; what is none is left out."""
    for record in records:
        if record.kind == "memos":
            try:
                yield Memo.of(record, file)
            except ValueError:
                continue


def make(about: About, text: str, id: str, by: str) -> Record:
    """Make the line of a new memo."""
    values = {"id": id, "about": dict(about), "text": _lines(text), "by": by, "at": now()}
    return Record(values)


def changed(record: Record, text: str) -> Record | None:
    """Return the memo with another text; None if that says nothing, which removes it."""
    lines = _lines(text)
    if not lines:
        return None
    return record if lines == record.fields["text"] else record.but(text=lines, at=now())


def file_of(by: str) -> str:
    """Return the file, below annotations/, of one person's memos."""
    return f"{FOLDER}/{by}.jsonl"


def on(kind: str, **which: str) -> About:
    """Return what a memo is on: ("tag", doc=, id=), ("link" or "topic", id=), ("document", doc=).

    ("workspace") needs nothing more; for a passage see `on_passage`.
    """
    return {"kind": kind, **{key: which[key] for key in _TELLING[kind]}}


def on_passage(seed: Seed, passage: Passage) -> About:
    """Return what a memo on a passage is on, with what it takes to find it again."""
    start, end = passage
    where = {"kind": "passage", "doc": seed.id, "start": start, "end": end}
    before, after = seed[max(0, start - CONTEXT) : start], seed[end : end + CONTEXT]
    return {**where, "quote": seed[start:end], "before": before, "after": after, "rev": seed.rev}


def same(one: About, other: About) -> bool:
    """Whether two memos are on the same thing."""
    keys = ("kind", *_TELLING.get(one["kind"], ()))
    return all(one.get(key) == other.get(key) for key in keys)


def anchored(about: About, anchorer: Anchorer) -> Place:
    """Find the passage a memo is on in the document as it is today, as tags are found."""
    fields = {key: about[key] for key in ("before", "after")}
    passage = Passage(about["start"], about["end"])
    texts = ("", "", about["rev"])
    return anchorer.place(
        Tag(Record({"id": "", **fields}), "", passage, about["quote"], (), *texts)
    )


def says(texts: Iterable[str], typed: str) -> bool:
    """Whether every word typed is in one of `texts`, in whatever script."""
    texts = tuple(texts)
    wanted = (find.query(word) for word in typed.split())
    return all(any(find.within(text, word) for text in texts) for word in wanted)


def _lines(text: str) -> list[str]:
    """Return a text as its lines, none if it is all white space; empty ones at the end go."""
    return text.rstrip().split("\n") if text.strip() else []
