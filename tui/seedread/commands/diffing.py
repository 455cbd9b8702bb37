"""`seedread diff` and the text git shows of an annotation file: what was said, in words."""

import json
from argparse import Namespace
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any

from seedread.commands.here import here
from seedread.commands.output import emit, say, short
from seedread.differences import differences
from seedread.tags.changes import Changed, gained
from seedread.tags.readings import value
from seedread.tags.record import Record
from seedread.tags.sheet import Sheet
from seedread.tags.topic import FILE as TOPICS
from seedread.tags.topic import Codebook
from seedread.text.safe import safe

Fields = Mapping[str, Any]
QUOTE = 60  # cells of a quote that are shown
TEXT = 200  # cells of a note, of the first line of a memo, of one of two readings
# What no line of words repeats: it says where and when, or stands at the line's end.
_SILENT = frozenset({"id", "by", "at", "rev", "before", "after", "conflict"})


def diff(options: Namespace) -> int:
    """Print what was added, removed, moved, retagged, renoted; 0 whether or not anything was."""
    space = here(options)
    revisions = options.revisions or ["HEAD"]
    book, doc = space.codebook, None
    for change in differences(space, *revisions):
        if options.json:
            emit(_told(change))
            continue
        where = change.doc or change.file
        if where != doc:
            doc = where
            say(where)
        say(f"  {_line(change, book, options.script)}")
    return 0


def textconv(options: Namespace) -> int:
    """Print an annotation file as git is to show it: a line for a line, in words."""
    for line in Sheet.read(Path(options.file).read_bytes()).lines:
        said = line.content.decode("utf-8", "replace")
        say(_worded(line.record) if line.record else said)
    return 0


def disputed(fields: Fields, name: Callable[[str], str] = str) -> str:
    """Return what a dispute says, and of whose tag; `name` says what a topic is called."""
    said = [f"+{name(topic)}" for topic in _listed(fields.get("add"))]
    said += [f"−{name(topic)}" for topic in _listed(fields.get("remove"))]
    said += ["hidden"] if fields.get("hide") is True else []
    said += [f"“{_cut(fields, 'note')}”"] if fields.get("note") else []
    return f"disputed {_plain(fields.get('of'))}'s tag: {' '.join(said)}".rstrip()


def torn(fields: Fields) -> str:
    """Return the readings of every field a merge set to two values, "" if there is none."""
    open = fields.get("conflict")
    if open is None:
        return ""
    if not isinstance(open, dict):
        return f"≠ {_plain(open)}"
    told = []
    for name, values in open.items():
        readings = values if isinstance(values, list) else [values]
        told.append(f"{name}: {' | '.join(value({'': one}, TEXT) for one in readings)}")
    return f"≠ {'; '.join(told)}"


def _told(change: Changed) -> dict[str, Any]:
    return {
        "change": list(change.what),
        "file": change.file,
        "doc": change.doc or None,
        "kind": change.kind,
        "id": change.id,
        "before": dict(change.before) if change.before is not None else None,
        "after": dict(change.after) if change.after is not None else None,
    }


def _line(change: Changed, book: Codebook, script: str) -> str:
    """Describe a change in one line."""
    fields, what = change.fields, ", ".join(change.what)
    quote = short(" ".join(str(fields.get("quote") or "").split()), QUOTE)
    parts = [f"{what:<9}", str(fields.get("by") or "")]
    parts += [f"“{quote}”"] if quote else [change.id]
    if change.kind == "disputes":
        parts.append(disputed(fields, lambda id: f"{id} {book.get(id).name(script)}"))
    elif change.kind == "tags":
        parts.append(_topics(change, book, script))
    renoted = "renoted" in change.what or (change.before is None and fields.get("note"))
    if renoted and change.kind != "disputes":
        parts.append(f"— {short(str(fields.get('note') or ''), QUOTE)}")
    if change.file == TOPICS:
        parts.append(str(fields.get("en") or ""))
    parts.append(torn(change.after or {}))
    return " ".join(part for part in parts if part)


def _topics(change: Changed, book: Codebook, script: str) -> str:
    """Return the topics that came (+) and went (−), and stayed, by their names."""
    more, less = gained(change)
    stay = sorted(set(map(str, change.fields.get("topics") or ())) - {*more, *less})

    def name(id: str) -> str:
        return f"{id} {book.get(id).name(script)}"

    named = [*(f"+{name(t)}" for t in more), *(f"−{name(t)}" for t in less), *map(name, stay)]
    return ", ".join(named)


def _worded(record: Record) -> str:
    """Return a line of an annotation file in words; git shows as changed only what they tell."""
    fields = record.fields
    words, said = _WORDS.get(record.kind, _other)(fields)
    rest = [
        f"{name}: {_plain(fields[name])}"
        for name in fields
        if name not in _SILENT and name not in said and _plain(fields[name])
    ]
    whose = f"{_plain(fields.get('by'))} {_plain(record.id)}".strip()
    return " ".join(part for part in (words, " · ".join(rest), torn(fields), f"[{whose}]") if part)


Words = tuple[str, Collection[str]]  # what a line says, and which of its fields that has told


def _tag(fields: Fields) -> Words:
    topics = " ".join(_listed(fields.get("topics"))) or "(no topic)"
    words = f"{_passage(fields)} {topics}{_noted(fields)}"
    return words, ("start", "end", "quote", "topics", "note")


def _dispute(fields: Fields) -> Words:
    words = f"{_passage(fields)} {disputed(fields)}"
    return words, ("start", "end", "quote", "on", "of", "add", "remove", "hide", "note")


def _seen(fields: Fields) -> Words:
    spans = fields.get("seen")
    pairs = spans if isinstance(spans, list) else [spans]
    told = ", ".join("–".join(_listed(pair)) for pair in pairs)
    return f"seen of {_plain(fields['id'])}: {_short(told, fields) or 'nothing'}", ("seen",)


def _link(fields: Fields) -> Words:
    one, other = (f"{_passage(_object(fields, side))}" for side in ("from", "to"))
    docs = [_plain(_object(fields, side).get("doc")) for side in ("from", "to")]
    words = f"{docs[0]} {one} {_plain(fields.get('kind'))} {docs[1]} {other}{_noted(fields)}"
    return words, ("kind", "from", "to", "note")


def _memo(fields: Fields) -> Words:
    about = _object(fields, "about")
    on = [_plain(about.get(key)) for key in ("kind", "id", "doc")]
    on += [_passage(about)] if "start" in about else []
    lines = _listed(fields.get("text"))
    first = _short(lines[0], fields) if lines else "(empty)"
    # What the other lines say is not shown, but that they are others now has to be.
    more = f" (+{len(lines) - 1}, {_plain(fields.get('at'))})" if len(lines) > 1 else ""
    return f"memo on {' '.join(filter(None, on))}: {first}{more}", ("about", "text")


def _topic(fields: Fields) -> Words:
    named = ("mark", "en", "hans", "hant")
    words = " ".join(filter(None, (_plain(fields.get(name)) for name in named)))
    return f"{words} ·" if words else "", named


def _other(fields: Fields) -> Words:
    return "", ()


_WORDS: Mapping[str, Callable[[Fields], Words]] = {
    "tags": _tag,
    "disputes": _dispute,
    "seen": _seen,
    "links": _link,
    "memos": _memo,
    "topics": _topic,
}


def _passage(fields: Fields) -> str:
    place = f"{_plain(fields.get('start'))}–{_plain(fields.get('end'))}"
    return f"{place} “{short(_plain(fields.get('quote')), QUOTE)}”"


def _noted(fields: Fields) -> str:
    return f" — {_cut(fields, 'note')}" if fields.get("note") else ""


def _cut(fields: Fields, name: str) -> str:
    return _short(_plain(fields.get(name)), fields)


def _short(text: str, fields: Fields) -> str:
    """Return a text cut; then it is told when, or a change of what is not shown would be hidden."""
    cut = short(text, TEXT)
    return cut if cut == safe(text) else f"{cut} ({_plain(fields.get('at'))})"


def _object(fields: Fields, name: str) -> Fields:
    found = fields.get(name)
    return found if isinstance(found, dict) else {}


def _listed(value: object) -> list[str]:
    found = value if isinstance(value, list) else [value]
    return [text for one in found if (text := _plain(one))]


def _plain(value: object) -> str:
    """Return anything a line can hold as text without line ends; "" for what is empty."""
    if value is None or value is False:
        return ""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, list):
        return ", ".join(filter(None, map(_plain, value)))
    if isinstance(value, dict):
        return ", ".join(f"{_plain(k)} {_plain(v)}" for k, v in value.items() if _plain(v))
    return json.dumps(value)
