"""`seedread topics`: the codebook without a screen."""

import re
from argparse import Namespace

from seedread.commands.here import here
from seedread.commands.output import complain, emit, table
from seedread.commands.revision import Revision
from seedread.tags import revise
from seedread.tags.topic import FILE, Codebook, Topic
from seedread.workspace import UnusableError


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
    revision = Revision(options, *([options.parent] if options.parent is not None else []))
    names = options.en, options.hans, options.hant
    more = {"parent": options.parent, "definition": options.definition}
    edit = revision.edit(revise.create, options.id, *names, **more)
    return revision.done(f"added the topic {options.id}", edit, options.id)


def rename(options: Namespace) -> int:
    """Give a topic other names."""
    given = {key: getattr(options, key) for key in revise.LANGUAGES}
    if all(name is None for name in given.values()):
        raise UnusableError("which name? say it with --en, --hans or --hant")
    revision = Revision(options, options.id)
    edit = revision.edit(revise.rename, options.id, **given)
    names = Topic.of(edit(FILE, revision.book)[options.id])
    told = " · ".join(name for name in (names.en, names.hans, names.hant) if name)
    return revision.done(f"renamed {options.id}", edit, f"{options.id} is now {told or 'nameless'}")


def move(options: Namespace) -> int:
    """Put a topic into a group, or out of its group."""
    revision = Revision(options, options.id, *([options.group] if options.group else []))
    edit = revision.edit(revise.move, options.id, options.group)
    where = f"in the group {options.group}" if options.group else "in no group"
    return revision.done(f"moved {options.id}", edit, f"{options.id} is now {where}")


def describe(options: Namespace) -> int:
    """Say what a topic means."""
    texts = {key: getattr(options, key) for key in ("definition", "include", "exclude")}
    texts = {key: text for key, text in texts.items() if text is not None}
    words = {key: getattr(options, f"keywords_{key}") for key in revise.LANGUAGES}
    keywords = {
        key: re.split("[,，、;；]", text) for key, text in words.items() if text is not None
    }
    if not texts and not keywords:
        raise UnusableError("what of it? --definition, --include, --exclude, --keywords-hans, …")
    revision = Revision(options, options.id)
    edit = revision.edit(revise.describe, options.id, keywords=keywords or None, **texts)
    told = ", ".join([*texts, *(f"keywords {key}" for key in keywords)])
    return revision.done(f"described {options.id}", edit, f"{options.id}: {told} written")


def colour(options: Namespace) -> int:
    """Give a topic a colour."""
    revision = Revision(options, options.id)
    edit = revision.edit(revise.colour, options.id, options.colour)
    return revision.done(
        f"coloured {options.id}", edit, f"{options.id} is now {options.colour.lower()}"
    )


def mark(options: Namespace) -> int:
    """Give a topic another mark."""
    revision = Revision(options, options.id)
    edit = revision.edit(revise.mark, options.id, options.mark)
    return revision.done(f"marked {options.id}", edit, f"{options.id} has the mark {options.mark}")


def pin(options: Namespace) -> int:
    """Have a digit tag with a topic, for everybody."""
    revision = Revision(options, options.id)
    digit = options.digit
    others = [] if digit is None else revise.pinned(revision.book, digit)
    edit = revision.edit(revise.pin, options.id, digit)
    taken = "".join(f", taken from {other}" for other in others if other != options.id)
    told = f"{options.id} is pinned to {digit}{taken}" if digit else f"{options.id} has no digit"
    return revision.done(f"pinned {options.id}", edit, told)


def retire(options: Namespace) -> int:
    """Offer a topic no more, or again."""
    revision = Revision(options, options.id)
    edit = revision.edit(revise.retire, options.id, back=options.back)
    word = "brought back" if options.back else "retired"
    told = f"{options.id} is {word if edit else f'{word} already'}"
    return revision.done(
        f"{word} {options.id}", edit, told, about="" if options.back else options.id
    )


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
