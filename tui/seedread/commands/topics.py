"""`seedread topics`: the codebook without a screen."""

import re
from argparse import Namespace

from seedread.commands.here import here, known, writable
from seedread.commands.output import complain, emit, say, table
from seedread.tags.edit import Edit
from seedread.tags.topic import FILE, Codebook, Topic
from seedread.text import script
from seedread.workspace import UnusableError

_ID = re.compile("[a-z0-9]+(?:-[a-z0-9]+)*")
_LENGTH = 48


def show(options: Namespace) -> int:
    """List the topics."""
    space = here(options)
    if options.json:
        for record in space.shelf.records(FILE).values():
            emit(record.fields)
        return 0
    rows = [_row(topic) for topic in _in_order(space.codebook)]
    if rows:
        table(rows)
    else:
        complain("there are no topics here: seedread topics add, or seedread init")
    return 0


def add(options: Namespace) -> int:
    """Add a topic to the codebook."""
    space = writable(options)
    codebook = space.codebook
    if not _ID.fullmatch(options.id) or len(options.id) > _LENGTH:
        raise UnusableError(f"{options.id!r}: a topic's id is lower-case letters, digits, hyphens")
    if options.id in codebook:
        raise UnusableError(f"there is a topic {options.id} already")
    if options.parent is not None:
        known(codebook, options.parent)
        if codebook.get(options.parent).parent is not None:
            raise UnusableError(f"{options.parent} is a topic in a group, and no group itself")
    hans, hant = _both(options.hans, options.hant)
    more = {"parent": options.parent, "definition": options.definition}
    topic = codebook.new(options.id, options.en, hans, hant, **more)
    saved = space.shelf.write(Edit({(FILE, topic.id): (None, topic.record())}))
    why = saved.error or next((left.reason for left in saved.left), "")
    if why:
        raise UnusableError(f"not saved: {why}")
    say(topic.id)
    return 0


def _both(hans: str, hant: str) -> tuple[str, str]:
    """Return a Chinese name in both scripts, the missing one converted from the other."""
    if hans and not hant:
        hant = script.convert(hans, "s2tw").text
    elif hant and not hans:
        hans = script.convert(hant, "tw2s").text
    return hans, hant


def _in_order(codebook: Codebook) -> list[Topic]:
    """Return groups with their topics behind them, then the topics of no group."""
    ordered = []
    for group in codebook.groups:
        ordered += [group, *(t for t in codebook.topics if t.parent == group.id)]
    return ordered + [t for t in codebook.topics if t not in ordered]


def _row(topic: Topic) -> list[str]:
    indent = "  " if topic.parent else ""
    pin = str(topic.pin) if topic.pin else ""
    retired = "retired" if topic.retired else ""
    return [indent + topic.id, topic.mark, pin, topic.en, topic.hans, topic.hant, retired]
