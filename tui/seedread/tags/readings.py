"""Fields of which a merge kept two values: which they are, and settling on one of them."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from seedread.tags.record import Record
from seedread.tags.tag import CONTEXT, now

PASSAGE = ("start", "end", "quote", "before", "after", "rev")  # one thing: settled together
SHORT = 40  # code points of a reading that are told in a line

Text = Callable[[int, int], str]  # what stands in the document from start to end


@dataclass(frozen=True, slots=True)
class Question:
    """Fields that are settled together, and what they may be; what the line holds comes first."""

    fields: tuple[str, ...]
    readings: tuple[Mapping[str, Any], ...]

    @property
    def name(self) -> str:
        """What is in question, in a word."""
        return "passage" if set(self.fields) & set(PASSAGE) else self.fields[0]


def questions(record: Record, text: Text | None = None, rev: str = "") -> list[Question]:
    """Return what is unsettled in a line.

    Of a passage only such readings count as `text`, the document in its version `rev`, bears out:
    the ends come from both sides, and half of one and half of the other is nobody's.
    """
    open = _open(record)
    found = []
    if any(name in PASSAGE for name in open):
        found.append(_passage(record, open, text, rev))
    for name, values in open.items():
        if name not in PASSAGE:
            held = [record.fields[name]] if name in record.fields else []
            rest = [value for value in values if value not in held]
            found.append(Question((name,), tuple({name: value} for value in [*held, *rest])))
    return found


def settled(record: Record, question: Question, choice: int) -> Record:
    """Return the line with one of the readings; the others are gone."""
    rest = {k: v for k, v in _open(record).items() if k not in question.fields}
    fields = {k: v for k, v in record.fields.items() if k != "conflict"}
    fields |= {**question.readings[choice], **({"at": now()} if "at" in fields else {})}
    return Record({**fields, "conflict": rest} if rest else fields)


def told(record: Record) -> str:
    """Return in words which fields have which readings, "" if none has two."""
    return "; ".join(
        f"{question.name}: {' | '.join(value(r) for r in question.readings)}"
        for question in questions(record)
    )


def value(reading: Mapping[str, Any], most: int = SHORT) -> str:
    """Return a reading in words."""
    if "start" in reading or "end" in reading:
        quote = f" “{reading['quote']}”" if "quote" in reading else ""
        return _short(f"{reading.get('start')}–{reading.get('end')}{quote}", most)
    found = next(iter(reading.values()), "")
    if isinstance(found, str):
        return f"“{_short(found, most)}”"
    if isinstance(found, list) and all(isinstance(item, str) for item in found):
        return _short(", ".join(found) or "none", most)
    return _short(json.dumps(found, ensure_ascii=False), most)


def _open(record: Record) -> dict[str, list[Any]]:
    conflict = record.fields.get("conflict")
    if conflict is None:
        return {}
    if not isinstance(conflict, dict):
        return {"conflict": [conflict]}
    return {name: v if isinstance(v, list) else [v] for name, v in conflict.items()}


def _passage(
    record: Record, open: Mapping[str, list[Any]], text: Text | None, rev: str
) -> Question:
    fields = record.fields
    held = {name: fields[name] for name in PASSAGE if name in fields}
    found = [held]
    starts, ends, quotes = (
        [fields.get(name), *open.get(name, ())] for name in ("start", "end", "quote")
    )
    for start, end in product(starts, ends):
        if type(start) is not int or type(end) is not int or not 0 <= start < end:
            continue
        now_there = text(start, end) if text else None
        quote = next((q for q in quotes if q == now_there), None)
        if text and quote is not None:
            around = {"before": text(max(0, start - CONTEXT), start)}
            around |= {"after": text(end, end + CONTEXT), "rev": rev}
            reading = {**held, "start": start, "end": end, "quote": quote, **around}
        else:
            fitting = [q for q in quotes if isinstance(q, str) and len(q) == end - start]
            if text or not fitting:
                continue
            reading = {**held, "start": start, "end": end, "quote": fitting[0]}
        if all((r["start"], r["end"]) != (start, end) for r in found):
            found.append(reading)
    return Question(PASSAGE, tuple(found))


def _short(text: str, most: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1] + "…"
