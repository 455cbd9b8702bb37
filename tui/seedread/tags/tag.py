"""A tag: one passage of a document, what one person says about it, and its line."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from seedread.tags.claim import Claim
from seedread.tags.record import KEYS, Record
from seedread.text.passage import Passage
from seedread.text.seed import Seed

CONTEXT = 8  # code points of context on either side: anchor nearly as well as 32
REQUIRED = tuple(k for k in KEYS["tags"] if k != "claim")
_REQUIRED = frozenset(REQUIRED)
_TEXTS = ("quote", "before", "after", "note", "by", "at", "rev")


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag as it is read; `record` is the line it stands on.

    `claim` is as the line has it, see `claim.Claim.read`; None if there is no object.
    """

    record: Record
    id: str
    passage: Passage
    quote: str
    topics: tuple[str, ...]
    note: str
    by: str
    rev: str
    claim: Mapping[str, Any] | None = None

    @classmethod
    def of(cls, record: Record) -> "Tag":
        """Read a tag's line; raises ValueError with the reason for people."""
        wrong = problem(record)
        if wrong:
            raise ValueError(wrong)
        get = record.fields
        passage = Passage(get["start"], get["end"])
        texts = (get["note"], get["by"], get["rev"])
        claim = get.get("claim")
        kept = claim if isinstance(claim, dict) else None
        return cls(record, record.id, passage, get["quote"], tuple(get["topics"]), *texts, kept)

    @property
    def before(self) -> str:
        """What stood before the passage."""
        return str(self.record.fields["before"])

    @property
    def after(self) -> str:
        """What stood behind it."""
        return str(self.record.fields["after"])


def problem(record: Record) -> str:
    """Return what keeps a record from being a tag, "" if it is one."""
    fields = record.fields
    if not fields.keys() >= _REQUIRED:
        return "no " + ", ".join(k for k in REQUIRED if k not in fields)
    for key in _TEXTS:  # a loop, not any(): this is asked of every line there is
        if not isinstance(fields[key], str):
            return f"{key} is not a text"
    start, end = fields["start"], fields["end"]
    if type(start) is not int or type(end) is not int or not 0 <= start < end:
        return f"no passage: start {start!r}, end {end!r}"
    topics = fields["topics"]
    if not isinstance(topics, list) or not all(isinstance(t, str) for t in topics):
        return "topics is not a list of texts"
    return ""


def make(
    seed: Seed, passage: Passage, topics: Iterable[str], id: str, by: str, note: str = ""
) -> Record:
    """Make the line of a new tag."""
    start, end = passage
    values: dict[str, Any] = {
        "id": id,
        "start": start,
        "end": end,
        "quote": seed[start:end],
        "before": seed[max(0, start - CONTEXT) : start],
        "after": seed[end : end + CONTEXT],
        "topics": sorted(set(topics)),
        "note": note,
        "by": by,
        "at": now(),
        "rev": seed.rev,
    }
    return Record(values)


def retagged(record: Record, topics: Iterable[str]) -> Record | None:
    """Return the tag with other topics; None if nothing remains to be said by it."""
    kept = sorted(set(topics))
    if not kept and not record.fields["note"]:
        return None
    same = kept == sorted(set(record.fields["topics"]))
    return record if same else record.but(topics=kept, at=now())


def noted(record: Record, note: str) -> Record | None:
    """Return the tag with another note; None if nothing remains to be said by it."""
    if not note and not record.fields["topics"]:
        return None
    return record if note == record.fields["note"] else record.but(note=note, at=now())


def claimed(record: Record, claim: Claim) -> Record:
    """Return the tag with a claim; an empty one takes the claim away."""
    if claim == Claim.read(record.fields.get("claim")):
        return record
    if claim:
        return record.but(claim=asdict(claim), at=now())
    return Record({**{k: v for k, v in record.fields.items() if k != "claim"}, "at": now()})


def now() -> str:
    """Return the time as tags hold it, UTC to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def file_of(doc: str, by: str) -> str:
    """Return the file, below annotations/, of one person's tags of a document."""
    return f"{doc}/{by}.jsonl"
