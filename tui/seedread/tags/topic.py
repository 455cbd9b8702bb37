"""The codebook: the topics one tags with, their names in three languages, marks and pins."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from seedread.tags.record import Record

FILE = "topics.jsonl"
COLOURS = ("#3b82c4", "#c2603d", "#4d9a57", "#a35fb0", "#b08a2e", "#3f9c9c", "#c05c85", "#7a7fd0")


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic. `mark` is one or two cells, `pin` the project's default digit or None."""

    id: str
    parent: str | None = None
    en: str = ""
    hans: str = ""
    hant: str = ""
    definition: str = ""
    include: str = ""
    exclude: str = ""
    keywords: Mapping[str, list[str]] | None = None
    colour: str = ""
    mark: str = ""
    pin: int | None = None
    retired: bool = False

    @classmethod
    def of(cls, record: Record) -> "Topic":
        """Read a codebook line; a value of the wrong type counts as not given."""
        empty = cls("")
        values = {k: record.fields.get(k) for k in cls.__slots__}
        for name, value in values.items():
            if name in _TYPES and not isinstance(value, _TYPES[name]):
                values[name] = getattr(empty, name)
        if not re.fullmatch("#[0-9a-fA-F]{6}", str(values["colour"])):
            values["colour"] = COLOURS[_number(record.id)]
        return cls(**values)  # type: ignore[arg-type]

    def name(self, script: str) -> str:
        """Return its name for readers of `script` (hans, hant), else any it has."""
        chinese = (self.hant, self.hans) if script == "hant" else (self.hans, self.hant)
        return next((n for n in (*chinese, self.en) if n), self.id)

    def record(self) -> Record:
        """Return its line, every key present."""
        values: dict[str, Any] = {k: getattr(self, k) for k in self.__slots__}
        values["keywords"] = dict(self.keywords or {"en": [], "hans": [], "hant": []})
        return Record(values)


_TYPES: dict[str, type | tuple[type, ...]] = {
    "parent": (str, type(None)),
    **dict.fromkeys(("en", "hans", "hant", "definition", "include", "exclude"), str),
    "keywords": dict,
    "colour": str,
    "mark": str,
    "pin": (int, type(None)),
    "retired": bool,
}


class Codebook:
    """The topics of a workspace in the order people see: groups, their topics, then the rest."""

    def __init__(self, records: Iterable[Record]) -> None:
        self.all = {r.id: Topic.of(r) for r in records}
        parents = {t.parent for t in self.all.values()}
        self.groups = [t for t in self.all.values() if t.id in parents]
        named = {g.id for g in self.groups}
        ordered = [t for g in self.groups for t in self.all.values() if t.parent == g.id]
        ordered += [t for t in self.all.values() if t.parent not in named and t.id not in named]
        self.topics = [t for t in ordered if t.id not in named]

    def __contains__(self, id: object) -> bool:
        return id in self.all

    def get(self, id: str) -> Topic:
        """Return the topic `id`; for one the codebook does not hold, a stand-in with its id."""
        found = self.all.get(id)
        return found or Topic(id, colour=COLOURS[_number(id)], mark="??")

    def pinned(self, own: Mapping[int, str] | None = None) -> dict[int, str]:
        """Return which topic each digit tags with: a person's own pins before the project's."""
        pins = {t.pin: t.id for t in self.topics if t.pin and not t.retired}
        for digit, id in (own or {}).items():
            if id not in self.all or self.all[id].retired:
                continue
            pins = {d: i for d, i in pins.items() if i != id}
            pins[digit] = id
        return dict(sorted(pins.items()))

    def new(self, id: str, en: str = "", hans: str = "", hant: str = "", **more: Any) -> Topic:
        """Make a topic with a mark nobody has and the next colour; it is not yet in the book."""
        taken = {t.mark for t in self.all.values()}
        colour = COLOURS[len(self.all) % len(COLOURS)]
        return Topic(id, en=en, hans=hans, hant=hant, mark=_mark(id, taken), colour=colour, **more)


def slug(text: str) -> str:
    """Return `text` as a topic id: lower-case Latin letters, digits and hyphens; may be ""."""
    return re.sub("[^a-z0-9]+", "-", text.lower()).strip("-")[:48]


def _mark(id: str, taken: set[str]) -> str:
    words = [w for w in id.upper().split("-") if w]
    first = words[0] if words else "T"
    second = words[1] if len(words) > 1 else first[1:] or "X"
    after = "".join([second, first[1:], *words, "0123456789"])
    wanted = [first[0] + c for c in after]
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    wanted += [a + b for a in letters for b in letters]
    return next((mark for mark in wanted if mark not in taken), "??")


def _number(id: str) -> int:
    """Return which colour a topic without one gets: always the same for one id."""
    return sum(id.encode("utf-8", "replace")) % len(COLOURS)
