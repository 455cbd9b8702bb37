"""One label on one passage, as most tools know it: what a tag is taken apart into, and made of.

What such tools have no place for goes with it as one small object, where they have room for that:
the tag's id, who made it and when, its note. What a person changed over there wins over it.
"""

import json
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from seedread.exchange.account import Account
from seedread.exchange.incoming import Foreign
from seedread.exchange.material import Marked, Material
from seedread.exchange.offsets import Ruler
from seedread.tags.record import KEYS
from seedread.tags.tag import CONTEXT
from seedread.text.passage import Passage

NO_TOPIC = "_note"  # the label of a tag that has a note and no topic; no topic is called so


def labels(marked: Marked) -> tuple[str, ...]:
    """Return the labels of a tag: its topics; of one that has only a note, NO_TOPIC."""
    return marked.tag.topics or (NO_TOPIC,)


def own(marked: Marked) -> dict[str, Any]:
    """Return what a tag says beside its passage and topics, for a format that has room for it."""
    tag = marked.tag
    more = {k: v for k, v in tag.record.fields.items() if k == "claim" or k not in KEYS["tags"]}
    values = {"id": tag.id, "by": tag.by, "at": marked.at, "note": tag.note}
    return values | ({"more": more} if more else {})


def unlinked(material: Material, account: Account) -> None:
    """Account for the links, which no format of single spans can hold."""
    for link in material.links:
        account.lose("a link between passages", link.record.id)


def coded(value: object) -> bytes:
    """Return JSON on one line, as UTF-8; half characters become escapes again."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace")


class Theirs:
    """The text of a foreign file: its places in our text, which has no BOM and only LF."""

    def __init__(self, raw: str, unit: str = "codepoints") -> None:
        self.text = raw.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        self._ruler = Ruler(raw, unit)
        self._pairs = [one.start() for one in re.finditer("\r\n", raw)]
        self._mark = int(raw.startswith("\ufeff"))

    def passage(self, start: int, end: int) -> Passage:
        """Return our passage between two of their places; raises ValueError if that is none."""
        first, last = (self._ruler.back(place) for place in (start, end))
        found = Passage(self._ours(first), self._ours(last))
        if found.start >= found.end:
            raise ValueError(f"{start}–{end} is empty")
        return found

    def _ours(self, place: int) -> int:
        return max(0, place - self._mark) - bisect_left(self._pairs, place)


@dataclass(frozen=True, slots=True)
class Span:
    """A label on a passage as a foreign file has it; `own` is what we once sent with it."""

    where: str
    doc: str
    passage: Passage
    label: str
    text: str = ""  # of the whole document, if the file has it
    quote: str = ""  # else what it says to stand there
    note: str = ""
    by: str = ""
    own: Mapping[str, Any] = field(default_factory=dict)


def joined(spans: Iterable[Span]) -> Iterator[Foreign]:
    """Yield tags: the spans of one id, or of one passage and person, are one with their topics.

    A tag that was pulled apart over there keeps its id on the first part only.
    """
    groups: dict[tuple[object, ...], list[Span]] = {}
    for span in spans:
        who = _text(span.own, "by") or span.by
        key = (span.doc, who, *span.passage, _text(span.own, "id"))
        groups.setdefault(key, []).append(span)
    used: set[str] = set()
    for (_, by, _, _, id), group in groups.items():
        yield _tag(group, str(by), "" if id in used else str(id))
        used.add(str(id))


def _tag(group: list[Span], by: str, id: str) -> Foreign:
    first = group[0]
    start, end = first.passage
    found = {one.label: None for one in group if one.label and one.label != NO_TOPIC}
    notes = {one.note: None for one in group if one.note}
    more = first.own.get("more")
    return Foreign(
        first.where,
        first.doc,
        first.passage,
        quote=first.text[start:end] or first.quote,
        prefix=first.text[max(0, start - CONTEXT) : start],
        suffix=first.text[end : end + CONTEXT],
        topics=tuple(found),
        note="\n".join(notes),
        by=by,
        id=id,
        at=_text(first.own, "at"),
        more=more if isinstance(more, dict) else {},
    )


def noted(own: Mapping[str, Any], shown: str, fit: Callable[[str], str]) -> str:
    """Return the note where only `fit` of ours could be shown: ours, if nobody changed it."""
    ours = _text(own, "note")
    return ours if ours and fit(ours) == shown else shown


def _text(own: Mapping[str, Any], key: str) -> str:
    value = own.get(key)
    return value if isinstance(value, str) else ""


def whole(values: Mapping[str, Any], *keys: str, where: str) -> list[int]:
    """Return numbers that must be there; raises ValueError, saying where, if one is not."""
    found = [values.get(key) for key in keys]
    for key, value in zip(keys, found, strict=True):
        if type(value) is not int:
            raise ValueError(f"{where}: {key} is not a number: {value!r}")
    return [value for value in found if isinstance(value, int)]


def document(data: bytes, name: str) -> Any:
    """Read JSON; raises ValueError with the file and, if it can be known, the line."""
    try:
        return json.loads(data.decode("utf-8-sig"), parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise ValueError(f"{name} line {error.lineno}: not JSON: {error.msg}") from None
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{name}: not JSON: {error}") from None


def thing(text: str, where: str) -> dict[str, Any]:
    """Read a JSON object; raises ValueError, saying where it stands."""
    try:
        value = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{where}: not JSON: {error}") from None
    if not isinstance(value, dict):
        raise ValueError(f"{where}: not a JSON object")
    return value


def lines(files: Mapping[str, bytes]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every JSON object of files with one a line, and where it is; raises ValueError."""
    for name, data in files.items():
        for n, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
            if line.strip():
                where = f"{name} line {n}"
                try:
                    text = line.decode("utf-8")
                except UnicodeDecodeError:
                    raise ValueError(f"{where}: not UTF-8") from None
                yield where, thing(text, where)


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")
