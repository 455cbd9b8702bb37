"""Lines about another version of a document: what each was put on, and where that stands now."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from seedread.tags.anchor import Anchorer, Place
from seedread.tags.edit import Edit
from seedread.tags.link import End
from seedread.tags.record import Record
from seedread.tags.tag import CONTEXT, now
from seedread.text.passage import Passage
from seedread.text.seed import Seed

PARKED = "parked"  # a key of a line: in this version of the document a person let it be nowhere
_NEEDED = {"start": int, "end": int, "quote": str, "before": str, "after": str, "rev": str}


@dataclass(frozen=True, slots=True)
class Adrift:
    """A passage a line names; `part` is the field that holds it, "" the line itself."""

    file: str
    record: Record
    part: str
    was: End
    place: Place

    @property
    def parked(self) -> bool:
        """Whether its owner let it be nowhere once."""
        return PARKED in self.record.fields


def adrift(anchorer: Anchorer, files: Iterable[tuple[str, Iterable[Record]]]) -> Iterator[Adrift]:
    """Yield every passage of the document that a line puts in another version, or wrongly."""
    doc, rev = anchorer.seed.id, anchorer.seed.rev
    for file, records in files:
        own = file.rpartition("/")[0] == doc
        for record in records:
            for part, was in _ends(record, doc if own else ""):
                if was.doc == doc:
                    place = anchorer.place(was)
                    if was.rev != rev or place.status != "exact":
                        yield Adrift(file, record, part, was, place)


def put(record: Record, part: str, seed: Seed, passage: Passage) -> Record:
    """Return a line with a passage of it put where it stands in the document as it is today."""
    start, end = passage
    fields = {
        "start": start,
        "end": end,
        "quote": seed[start:end],
        "before": seed[max(0, start - CONTEXT) : start],
        "after": seed[end : end + CONTEXT],
    }
    kept = Record({k: v for k, v in record.fields.items() if k != PARKED})
    if part:
        return kept.but(**{part: {**record.fields[part], **fields, "rev": seed.rev}}, at=now())
    return kept.but(**fields, at=now(), rev=seed.rev)


def parked(record: Record, seed: Seed) -> Record:
    """Return a line that says its passage is nowhere in the document as it is today."""
    return record.but(**{PARKED: seed.rev}, at=now())


def rewritten(found: Iterable[Adrift], seed: Seed) -> Edit:
    """Return the edit that puts every passage found for certain where it stands."""
    changes: dict[tuple[str, str], tuple[Record, Record]] = {}
    for one in found:
        if one.place.certain and one.place.now:
            key = one.file, one.record.id
            before, after = changes.get(key, (one.record, one.record))
            changes[key] = before, put(after, one.part, seed, one.place.now)
    return Edit(dict(changes))


def _ends(record: Record, doc: str) -> Iterator[tuple[str, End]]:
    """Yield the passages a line names; `doc` is the document its file is of, if it is of one."""
    if doc and record.kind in ("tags", "disputes"):
        parts = [("", {**record.fields, "doc": doc})]
    elif record.kind in ("links", "memos"):
        keys = ("from", "to", "about")
        parts = [(key, record.fields[key]) for key in keys if key in record.fields]
    else:
        return
    for part, fields in parts:
        if _is_place(fields):
            texts = (fields[key] for key in ("quote", "before", "after", "rev"))
            yield part, End(fields["doc"], Passage(fields["start"], fields["end"]), *texts)


def _is_place(fields: Any) -> bool:
    if not isinstance(fields, Mapping) or not isinstance(fields.get("doc"), str):
        return False
    if not all(type(fields.get(key)) is kind for key, kind in _NEEDED.items()):
        return False
    return bool(0 <= fields["start"] < fields["end"])
