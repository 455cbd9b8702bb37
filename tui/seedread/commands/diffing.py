"""`seedread diff` and the text git shows of an annotation file: what was said, in words."""

from argparse import Namespace
from pathlib import Path
from typing import Any

from seedread.commands.here import here
from seedread.commands.output import emit, say, short
from seedread.differences import differences
from seedread.tags.changes import Changed, gained
from seedread.tags.sheet import Sheet
from seedread.tags.topic import FILE as TOPICS
from seedread.tags.topic import Codebook

QUOTE = 60  # cells of a quote that are shown


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
    """Print an annotation file as git is to show it: a line a tag, in words."""
    path = Path(options.file)
    sheet = Sheet.read(path.read_bytes())
    for line in sheet.lines:
        fields = line.record.fields if line.record else None
        if fields is None or line.record is None or line.record.kind != "tags":
            say(line.content.decode("utf-8", "replace"))
            continue
        said = " ".join(map(str, fields.get("topics") or ["(no topic)"]))
        note = f" — {fields['note']}" if fields.get("note") else ""
        place = f"{fields.get('start')}–{fields.get('end')}"
        quote = " ".join(str(fields.get("quote")).split())
        say(f"{place} “{quote}” {said}{note} [{fields.get('by')} {line.record.id}]")
    return 0


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
    if change.kind in ("tags", "disputes"):
        parts.append(_topics(change, book, script))
    if "renoted" in change.what or (change.before is None and fields.get("note")):
        parts.append(f"— {short(str(fields.get('note') or ''), QUOTE)}")
    if change.file == TOPICS:
        parts.append(str(fields.get("en") or ""))
    return " ".join(part for part in parts if part)


def _topics(change: Changed, book: Codebook, script: str) -> str:
    """Return the topics that came (+) and went (−), and stayed, by their names."""
    more, less = gained(change)
    stay = sorted(set(map(str, change.fields.get("topics") or ())) - {*more, *less})

    def name(id: str) -> str:
        return f"{id} {book.get(id).name(script)}"

    named = [*(f"+{name(t)}" for t in more), *(f"−{name(t)}" for t in less), *map(name, stay)]
    return ", ".join(named)
