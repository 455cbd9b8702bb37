"""Names of many spellings, and where a text says them: 昇腾, 升腾 and 昇騰 are one."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any, NamedTuple

from seedread.tags.record import Record
from seedread.text.find import fold
from seedread.text.noise import clean
from seedread.text.passage import Passage
from seedread.text.seed import Seed

FILE = "names.jsonl"
KINDS = (
    *("person", "company", "organisation", "product", "system", "event", "rule", "publication"),
    *("place", "term"),
)
# Letters and digits make words by standing side by side; the scripts of East Asia, from U+2E80
# on, end a word. Small classes: one of many ranges takes milliseconds to compile, in every form.
_EAST, _LETTER = r"[^\0-\u2e7f]", r"[^\W_\u2e80-\U0010ffff]"
_IS_LETTER = re.compile(_LETTER)
_BORDER = re.compile(f"(?<={_EAST}) ?(?={_LETTER})|(?<={_LETTER}) ?(?={_EAST})")
_BEGINS = f"(?:(?<![^\\W_].)|(?<={_EAST}.))"  # stands behind the first character
_ENDS = f"(?:(?![^\\W_])|(?={_EAST}))"
_SPACE = r"[^\S\n]"  # a name does not cross lines


@dataclass(frozen=True, slots=True)
class Name:
    """A name: what it is called in three languages, and every spelling it is found by.

    A form inside one of the longer strings of `avoid` (the file's "not") is not this name.
    """

    id: str
    kind: str = ""
    en: str = ""
    hans: str = ""
    hant: str = ""
    forms: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    note: str = ""

    @classmethod
    def of(cls, record: Record) -> "Name":
        """Read a line; a value of the wrong type counts as not given."""
        fields = record.fields
        texts = {k: fields.get(k) for k in ("kind", "en", "hans", "hant", "note")}
        given = {k: value for k, value in texts.items() if isinstance(value, str)}
        return cls(record.id, forms=_texts(fields, "forms"), avoid=_texts(fields, "not"), **given)


class Occurrence(NamedTuple):
    """Where a text says a name: its id, its kind, the passage in code points of that text."""

    name: str
    kind: str
    passage: Passage


class Names:
    """The names of a workspace, ready to be found.

    Script, width and case of a form do not matter, nor spaces where Chinese meets Latin; at a
    Latin or other spaced end it has to be a whole word (H20 is not in H200).
    """

    def __init__(self, records: Iterable[Record]) -> None:
        self.all = {record.id: Name.of(record) for record in records}
        self._owners: dict[str, Name] = {}
        self._forms: dict[str, Name] = {}
        for name in self.all.values():
            for form in map(_tidy, name.forms):
                if form and self._owners.setdefault(key(form), name) is name:
                    self._forms[form] = name

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        """One expression for all; compiling it takes a moment, and not all who ask need it."""
        return _compile(self._forms)

    def called(self, form: str) -> Name | None:
        """Return the name that has this form, however it is written; None if there is none."""
        return self._owners.get(key(form))

    def occurrences(self, text: str) -> Iterator[Occurrence]:
        """Yield what `text` names, in order and never overlapping.

        Where several forms begin, the longest counts; what follows it is looked at from its end.
        """
        for found in self._pattern.finditer(fold(text)) if self._owners else ():
            name = self._owners["".join(found[0].split())]
            yield Occurrence(name.id, name.kind, Passage(*found.span()))

    def throughout(self, seed: Seed) -> Iterator[Occurrence]:
        """Yield what a document names past its noise, in code points of the document."""
        for at, text in seed.pieces():
            bare = clean(text)
            for found in self.occurrences(bare.text):
                yield found._replace(passage=bare.home(found.passage).shift(at))


def key(form: str) -> str:
    """Return what all spellings have in common that are found as the same form."""
    return "".join(fold(form).split())


def faults(records: Iterable[tuple[int, Record]]) -> Iterator[tuple[int, str]]:
    """Yield what numbered names say that cannot be true of all together: (number, reason)."""
    owners: dict[str, str] = {}
    for n, record in records:
        name = Name.of(record)
        for form in name.forms:
            owner = owners.setdefault(key(form), name.id)
            if not form.strip():
                yield n, "a form is empty"
            elif owner != name.id:
                yield n, f"form {form} of {name.id} is also one of {owner}"
        for longer in name.avoid:
            if not any(_tidy(form) in _tidy(longer) for form in name.forms):
                yield n, f"no form of {name.id} is in {longer}, which it is not to be found in"


def _texts(fields: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = fields.get(key)
    return tuple(x for x in value if isinstance(x, str)) if isinstance(value, list) else ()


def _tidy(form: str) -> str:
    """Return a form folded, single spaces in it, and none between Chinese and a word."""
    return _BORDER.sub("", " ".join(fold(form).split()))


def _compile(owners: Mapping[str, Name]) -> re.Pattern[str]:
    """Return one expression for all (tidy) forms, by their first character, the longest first.

    Forms that share a first character share one branch: trying each at every offset is slow.
    """
    ordered = sorted(owners, key=lambda form: (form[0], -len(key(form)), form))
    branches = []
    for first, forms in groupby(ordered, key=lambda form: form[0]):
        begins = _BEGINS if _IS_LETTER.match(first) else ""
        rest = "|".join(_rest(form, owners[form].avoid) for form in forms)
        branches.append(f"{re.escape(first)}{begins}(?:{rest})")
    return re.compile("|".join(branches))


def _rest(form: str, avoid: Iterable[str]) -> str:
    """Return the expression for a form behind its first character."""
    source = _source(form)[len(re.escape(form[0])) :]
    guards = ""
    for longer in map(_tidy, avoid):
        for at in (n for n in range(len(longer)) if longer.startswith(form, n)):
            before, after = re.escape(longer[: at + 1]), _source(longer[at:])
            guards += f"(?!(?<={before}){after[len(re.escape(form[0])) :]})"
    return guards + source + (_ENDS if _IS_LETTER.match(form[-1]) else "")


def _source(form: str) -> str:
    """Return an expression for a tidy form, however wide its spaces are."""
    parts = (re.escape(part).replace(r"\ ", f"{_SPACE}+") for part in _BORDER.split(form))
    return f"{_SPACE}*".join(parts)
