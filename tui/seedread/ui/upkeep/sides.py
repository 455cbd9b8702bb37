"""What a merge left open as rows: the two sides of a difference, the readings of a field."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from seedread.settling import Torn, Unsettled
from seedread.tags.readings import PASSAGE, Question, value
from seedread.tags.record import Record
from seedread.text.safe import safe
from seedread.text.wrap import cells
from seedread.ui.bar import Part, fit

WIDE = 100  # cells from which the two sides stand side by side
NTH = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
STATE, NAME = 10, 9  # cells of the columns that say what was chosen, and which field it is
_SILENT = frozenset({"id", "by", "at", "before", "after", "rev", "quote", "start", "end"})


@dataclass(frozen=True)
class Row:
    """A row: its parts, and what can be chosen on it: a side, or a reading, or nothing."""

    parts: list[Part]
    torn: Torn | None = None
    id: str = ""
    line: Unsettled | None = None
    question: Question | None = None
    file: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)

    @property
    def able(self) -> bool:
        """Whether one can choose something on it."""
        return bool(self.torn or self.line)

    @property
    def choices(self) -> list[str]:
        """The readings of a field as the keys 1, 2 … are to name them; [] where there are none.

        They are sorted: which side either came from is not known any more.
        """
        readings = self.question.readings if self.question else ()
        return [f"{nth} {value(r)}" for nth, r in zip(NTH, readings, strict=False)]


class Drawn:
    """What is open, in rows of `width` cells; `asked` are the questions of a line."""

    def __init__(self, width: int, asked: Callable[[Unsettled], list[Question]]) -> None:
        self.width, self.asked = width, asked
        room = width - 1 - STATE - NAME - 3
        self.half = room // 2 if width >= WIDE else 0

    def file(self, torn: Torn) -> Iterator[Row]:
        """Yield the rows of a file with conflict markers."""
        names = [
            f"{side} {name}".strip()
            for side, name in zip(("ours", "theirs"), torn.sides.names, strict=True)
        ]
        left, count = len(torn.open), len(torn.differences)
        yield Row(
            [(f" {torn.file}", "roll--head"), (f"  {left} of {count} to choose", "roll--dim")]
        )
        if torn.broken:
            why = f"its sides cannot be told apart: {torn.broken}. Settle it in an editor."
            yield Row([(f"  {why}", "roll--alert")])
            return
        if self.half:
            yield Row(self._sides("", names[0], names[1], "roll--dim")[0])
        else:
            yield Row([(f" {' ' * STATE}1 {names[0]}   2 {names[1]}", "roll--dim")])
        if not torn.differences:
            text = "both sides say the same: a writes the file without the markers"
            yield Row([(f" {text}", "")], torn, file=torn.file)
        for id in torn.differences:
            yield from self._difference(torn, id)

    def lines(self, unsettled: list[Unsettled]) -> Iterator[Row]:
        """Yield the rows of the lines with two readings, file by file."""
        for file, group in groupby(unsettled, key=lambda line: line.file):
            yield Row([(f" {file}", "roll--head"), ("  two readings of a field", "roll--dim")])
            for line in group:
                for question in self.asked(line):
                    yield from self._question(line, question)

    def _difference(self, torn: Torn, id: str) -> Iterator[Row]:
        mine, other = (side.records.get(id) for side in (torn.sides.ours, torn.sides.theirs))
        known = mine or other
        assert known
        if mine and other:
            names = _names(mine, other)
            what = f"{', '.join(names)} {'differ' if len(names) > 1 else 'differs'}"
            what = what if names else "they differ in when only"
        else:
            names = _names(known, None)
            had = "deleted" if id in torn.sides.base.records else "does not have"
            what = f"{'theirs' if mine else 'ours'} {had} it"
        state = torn.choices.get(id) or ("by itself" if id in torn.clear else "choose")
        parts = [
            _state(state),
            (_about(known), "roll--strong"),
            (f"  {what}", "roll--dim"),
        ]
        yield Row(parts, torn, id, file=torn.file, fields=known.fields)
        for name in names:
            a, b = (_said(record, name) for record in (mine, other))
            yield from (Row(parts) for parts in self._sides(name, a, b))

    def _question(self, line: Unsettled, question: Question) -> Iterator[Row]:
        about = _about(line.record)
        head = [_state("choose"), (about, "roll--strong"), (f"  {question.name}?", "roll--dim")]
        yield Row(head, line=line, question=question, file=line.file, fields=line.record.fields)
        for n, reading in enumerate(question.readings, 1):
            yield Row([(f"{' ' * (STATE + 1)}{n} {value(reading, self.width)}", "")])

    def _sides(self, name: str, ours: str, theirs: str, style: str = "") -> list[list[Part]]:
        """Return what both sides say of a field: a row side by side, else two."""
        head: Part = (" " * (STATE + 1) + _cell(name, NAME), "roll--dim")
        if self.half:
            return [[head, (_cell(ours, self.half), style), (" │ ", "roll--dim"), (theirs, style)]]
        blank: Part = (" " * (STATE + 1 + NAME), "")
        return [[head, (f"1 {ours}", style)], [blank, (f"2 {theirs}", style)]]


def _state(state: str) -> Part:
    style = {"choose": "roll--alert", "by itself": "roll--dim"}.get(state, "roll--hit")
    return f" {state:<{STATE}}", style


def _about(record: Record) -> str:
    """Return what a line is about: its passage and topics, else its id."""
    fields = record.fields
    if "quote" not in fields:
        return str(fields.get("en") or record.id)
    quote = fit(" ".join(str(fields["quote"]).split()), 36)
    return f"{fields.get('start')}–{fields.get('end')} “{quote}”"


def _names(one: Record, other: Record | None) -> list[str]:
    """Return the fields that two versions of a line differ in, or that one line is known by."""
    a = one.fields
    b = other.fields if other else {}
    differ = [name for name in {**a, **b} if a.get(name) != b.get(name)]
    place = ["passage"] if other and any(name in ("start", "end") for name in differ) else []
    said = [n for n in differ if n not in _SILENT and (other or a.get(n))]
    return place + said


def _said(record: Record | None, name: str) -> str:
    if record is None:
        return "—"
    if name == "passage":
        return value({key: record.fields.get(key) for key in PASSAGE}, 200)
    return value({name: record.fields[name]}, 200) if name in record.fields else "—"


def _cell(text: str, width: int) -> str:
    """Return a text cut or filled to `width` cells."""
    text = fit(safe(text), width)
    return text + " " * (width - cells(text))
