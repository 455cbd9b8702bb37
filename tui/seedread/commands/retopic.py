"""`seedread topics merge` and `split`: the annotator's tags go from one topic to others."""

import json
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from seedread.commands.output import complain, emit
from seedread.commands.revision import Revision
from seedread.tags import revise
from seedread.tags.edit import Edit
from seedread.tags.holdings import tags
from seedread.tags.topic import FILE, Topic
from seedread.workspace import UnusableError


def merge(options: Namespace) -> int:
    """Put one topic in the place of another in all of one's tags."""
    old, new = options.old, options.new
    revision = Revision(options, old, new, personal=True)
    edit = revision.edit(revise.merge, revision.lines[0], old, new)
    told = f"merged {old} into {new}: {_changed(edit)} of yours rewritten, {old} is retired"
    return revision.done(f"merged {old} into {new}", edit, told, about=old)


def split(options: Namespace) -> int:
    """Send each of one's tags of a topic to other topics; or list them, to decide that."""
    old = options.old
    revision = Revision(options, old, personal=True)
    made = _made(revision, old, options.into)
    if options.assign is None:
        if made:
            revision.written("added " + ", ".join(id for _, id in made.changes), made)
        return _list(revision, old)
    sent = _sent(options.assign)
    edit = made + revision.edit(revise.split, revision.lines[0], old, sent)
    retired = Topic.of(edit(FILE, revision.book)[old]).retired
    after = f"{old} is retired" if retired else f"the others keep {old}"
    told = f"split {old}: {_changed(edit)} of yours rewritten, {after}"
    return revision.done(f"split {old}", edit, told, about=old)


def _changed(edit: Edit) -> str:
    return tags(sum(file != FILE for file, _ in edit.changes))


def _made(revision: Revision, old: str, wanted: list[str]) -> Edit:
    """Add those of `wanted` there are not yet, beside the old topic; returns that edit."""
    made, before = Edit({}), revision.book
    parent = Topic.of(before[old]).parent
    for id in dict.fromkeys(wanted):
        if id not in revision.book:
            made += revision.edit(revise.create, id, parent=parent)
            revision.book = made(FILE, before)
    return made


def _list(revision: Revision, old: str) -> int:
    """Print the annotator's tags of a topic, as JSON."""
    found = 0
    for file, records in revision.lines[0].items():
        for record in sorted(records.values(), key=lambda one: one.key):
            if revise.says(record, old):
                found += 1
                quote = record.fields["quote"]
                emit({"id": record.id, "doc": file.rpartition("/")[0], "quote": quote})
    if not found:
        complain(f"you have no tags with {old}")
    return 0


def _sent(name: str) -> dict[str, list[str]]:
    """Read which tag goes to which topics; raises UnusableError and OSError."""
    text = sys.stdin.read() if name == "-" else Path(name).read_text("utf-8-sig")
    sent: dict[str, list[str]] = {}
    for n, line in enumerate(text.split("\n"), 1):
        if line.strip():
            sent.update([_line(line, f"{name}:{n}")])
    return sent


def _line(line: str, where: str) -> tuple[str, list[str]]:
    found: Any = None
    try:
        found = json.loads(line)
    except ValueError:
        raise UnusableError(f"{where}: not JSON") from None
    id = found.get("id") if isinstance(found, dict) else None
    topics = found.get("topics") if isinstance(found, dict) else None
    right = isinstance(topics, list) and all(isinstance(one, str) for one in topics)
    if not isinstance(id, str) or not isinstance(topics, list) or not right:
        raise UnusableError(f'{where}: want {{"id": "…", "topics": ["…"]}}')
    return id, topics
