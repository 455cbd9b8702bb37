"""Terms whose conversion is settled, against every dictionary: 老范 stays 老范."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from seedread.text.engines import CONFIGS

EVERY = "*"  # stands for all configurations of a term's direction
_UNFIT = re.compile("[\0-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")  # would not stay on one line

_Entry = tuple[str, str, tuple[tuple[str, str], ...]]  # script, term, what it becomes


class Glossary:
    """Entries `{"id", "from", "term", "to", "note"}`; of two for one term the later wins.

    Two glossaries of the same content are equal, and their hash is kept: what was made for one
    serves the other.
    """

    def __init__(self, entries: Iterable[Mapping[str, Any]] = ()) -> None:
        given = list(entries)
        faults = [(str(entry.get("id", "")), problem(entry)) for entry in given]
        self.refused = [(id, reason) for id, reason in faults if reason]
        self._entries: tuple[_Entry, ...] = tuple(
            (entry["from"], entry["term"], tuple(sorted(entry["to"].items())))
            for entry, (_, reason) in zip(given, faults, strict=True)
            if not reason
        )
        self._hash = hash(self._entries)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Glossary) and self._entries == other._entries

    def __hash__(self) -> int:
        return self._hash

    def over(self, other: "Glossary") -> "Glossary":
        """Return a glossary of both, in which this one wins term by term."""
        both = Glossary()
        both.refused = other.refused + self.refused
        both._entries = other._entries + self._entries
        both._hash = hash(both._entries)
        return both

    def terms(self, config: str) -> Mapping[str, str]:
        """Return what each term becomes in a configuration."""
        found = {}
        for script, term, to in self._entries:
            given = dict(to)
            if config in CONFIGS[script] and (value := given.get(config) or given.get(EVERY)):
                found[term] = value
        return found

    def cut(self, text: str, config: str) -> Iterator[tuple[str, str | None]]:
        """Yield the stretches of `text` in order: a term and what it becomes, None between them.

        Of terms that begin at one place the longest counts, of those that overlap the first.
        """
        terms, pattern = _matcher(self, config)
        at = 0
        for found in pattern.finditer(text) if pattern else ():
            if found.start() > at:
                yield text[at : found.start()], None
            yield found[0], terms[found[0]]
            at = found.end()
        if at < len(text):
            yield text[at:], None


def problem(entry: Mapping[str, Any]) -> str:
    """Return why an entry cannot be used, for people; "" if it can."""
    script, term, to = (entry.get(key) for key in ("from", "term", "to"))
    if script not in tuple(CONFIGS):
        return "from is neither hans nor hant"
    if not isinstance(term, str) or _UNFIT.search(term):
        return "term is no text on one line"
    if len(term) < 2:
        return f"{term!r} is too short: a single character means too many things, so two at least"
    if not isinstance(to, Mapping):
        return "to is no object"
    strange = set(to) - {EVERY, *CONFIGS[script]}
    if strange:
        return f"to: {min(map(str, strange))} is no conversion from {script}"
    if not all(isinstance(v, str) and v and not _UNFIT.search(v) for v in to.values()):
        return "to: a value is no text on one line"
    return ""


@cache
def shipped() -> Glossary:
    """Return the terms that OpenCC converts wrongly in most texts like ours."""
    text = Path(__file__).with_name("glossary.jsonl").read_text("utf-8")
    return Glossary(json.loads(line) for line in text.split("\n") if line)


@lru_cache(maxsize=64)
def _matcher(glossary: Glossary, config: str) -> tuple[Mapping[str, str], re.Pattern[str] | None]:
    terms = glossary.terms(config)
    rest: dict[str, list[str]] = {}
    for term in sorted(terms, key=len, reverse=True):
        rest.setdefault(term[0], []).append(re.escape(term[1:]))
    # By first character: the search then looks at few places, and there at few terms.
    branches = (f"{re.escape(first)}(?:{'|'.join(ends)})" for first, ends in rest.items())
    return terms, re.compile("|".join(branches)) if terms else None
