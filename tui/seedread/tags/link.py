"""A link: two passages, of one document or of two, and what the one is to the other."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from seedread.tags import shape
from seedread.tags.record import Record
from seedread.tags.tag import CONTEXT, now
from seedread.text.passage import Passage
from seedread.text.seed import Seed

FOLDER = "_links"
RELATIONS = "relations.jsonl"
SIDES = ("from", "to")


@dataclass(frozen=True, slots=True)
class Kind:
    """What one passage can be to another, read from the first: it agrees with the second."""

    id: str
    en: str = ""
    hans: str = ""
    hant: str = ""

    def name(self, script: str = "") -> str:
        """Return its name in a script, or in English, or whatever there is."""
        own = self.hant if script == "hant" else self.hans if script == "hans" else self.en
        return own or self.en or self.hans or self.hant or self.id

    def record(self) -> Record:
        """Return its line in relations.jsonl."""
        return Record({"id": self.id, "en": self.en, "hans": self.hans, "hant": self.hant})


KINDS = (
    Kind("agrees", "agrees", "一致", "一致"),
    Kind("contradicts", "contradicts", "矛盾", "矛盾"),
    Kind("quotes", "quotes", "引用", "引用"),
    Kind("answers", "answers", "回应", "回應"),
    Kind("later-than", "later than", "晚于", "晚於"),
    Kind("see-also", "see also", "参见", "參見"),
)


@dataclass(frozen=True, slots=True)
class End:
    """One end of a link as its line has it; anchor finds it again as it does a tag."""

    doc: str
    passage: Passage
    quote: str
    before: str
    after: str
    rev: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link as it is read; `record` is the line it stands on, `file` the file."""

    record: Record
    file: str
    kind: str
    ends: tuple[End, End]
    note: str
    by: str

    @classmethod
    def of(cls, record: Record, file: str = "") -> "Link":
        """Read a link's line; raises ValueError with the reason for people."""
        wrong = problem(record)
        if wrong:
            raise ValueError(wrong)
        ends = _end(record.fields["from"]), _end(record.fields["to"])
        texts = (record.fields[key] for key in ("note", "by"))
        return cls(record, file, record.fields["kind"], ends, *texts)

    @property
    def id(self) -> str:
        """Its line's id."""
        return self.record.id


def problem(record: Record) -> str:
    """Return what keeps a record from being a link, "" if it is one."""
    wrong = shape.problem(record, "links")
    strange = (s for s in SIDES if not wrong and not _is_id(record.fields[s]["doc"]))
    return wrong or next((f"{side}: doc is not the id of a document" for side in strange), "")


def kinds(relations: Mapping[str, Record]) -> dict[str, Kind]:
    """Return every kind by id: ours, then what the lines of relations.jsonl say."""
    found = {kind.id: kind for kind in KINDS}
    for id, record in relations.items():
        names = (record.fields.get(key) for key in ("en", "hans", "hant"))
        found[id] = Kind(id, *(name if isinstance(name, str) else "" for name in names))
    return found


def make(
    seed_a: Seed,
    passage_a: Passage,
    seed_b: Seed,
    passage_b: Passage,
    kind: str,
    id: str,
    by: str,
    note: str = "",
) -> Record:
    """Make the line of a new link from the first passage to the second."""
    values: dict[str, Any] = {
        "id": id,
        "kind": kind,
        "from": end(seed_a, passage_a),
        "to": end(seed_b, passage_b),
        "note": note,
        "by": by,
        "at": now(),
    }
    return Record(values)


def end(seed: Seed, passage: Passage) -> dict[str, Any]:
    """Return one end of a link as a line holds it."""
    start, stop = passage
    return {
        "doc": seed.id,
        "start": start,
        "end": stop,
        "quote": seed[start:stop],
        "before": seed[max(0, start - CONTEXT) : start],
        "after": seed[stop : stop + CONTEXT],
        "rev": seed.rev,
    }


def file_of(by: str) -> str:
    """Return the file, below annotations/, of one person's links."""
    return f"{FOLDER}/{by}.jsonl"


def _is_id(doc: str) -> bool:
    """Whether a text can be a document's id: a path below seeds/ that leads nowhere else."""
    try:
        doc.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in doc and all(part not in ("", ".", "..") for part in doc.split("/"))


def _end(fields: Mapping[str, Any]) -> End:
    texts = (fields[key] for key in ("quote", "before", "after", "rev"))
    return End(fields["doc"], Passage(fields["start"], fields["end"]), *texts)
