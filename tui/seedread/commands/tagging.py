"""`seedread tag` and `seedread untag`: tagging without a screen, for scripts."""

from argparse import Namespace

from seedread.commands.here import annotating, do, history, known, records, saved, writable
from seedread.commands.output import say
from seedread.founding import starter_topics
from seedread.reading import Reading
from seedread.tags.edit import Edit
from seedread.tags.record import Record
from seedread.tags.tag import Tag, file_of
from seedread.text.passage import Passage
from seedread.text.seed import Seed
from seedread.workspace import UnusableError, Workspace, sample


def tag(options: Namespace) -> int:
    """Tag a passage; prints the id of the tag."""
    space = writable(options)
    seed = space.read(space.find(options.doc))
    passage = _passage(seed, options.start, options.end)
    codebook = space.codebook if space.founded else sample().codebook
    for topic in options.topics:
        known(codebook, topic)
    name = annotating(options, space)
    if not space.founded:
        starter_topics(space.root)
    reading = Reading(space, seed, history(space, name), name)
    reading.gather()
    _tag(reading, passage, options.topics, options.note)
    mine = reading.own(passage)
    if mine is None:
        raise UnusableError("the tag was saved, but somebody has changed the file since")
    say(mine.tag.id)
    return 0


def untag(options: Namespace) -> int:
    """Remove one of the annotator's tags."""
    space = writable(options)
    name = annotating(options, space)
    file = _file_with(space, options.id, name)
    record = space.shelf.records(file)[options.id]
    do(space, name, _label(record), Edit({(file, options.id): (record, None)}))
    say(f"removed {options.id}")
    return 0


def _passage(seed: Seed, start: int, end: int) -> Passage:
    if not 0 <= start < end <= len(seed):
        raise UnusableError(f"{start} {end}: no passage of {seed.id}, which has 0 to {len(seed)}")
    return Passage(start, end)


def _tag(reading: Reading, passage: Passage, topics: list[str], note: str | None) -> None:
    """Put topics and a note on a passage; what is there already is not written again."""
    mine = reading.own(passage)
    if mine is None or not set(topics) <= set(mine.tag.topics):
        saved(reading.put(passage, topics).saved)
        mine = reading.own(passage)
    before = mine.tag.note if mine else ""
    if note and note not in before:
        saved(reading.note(passage, f"{before}\n{note}" if before else note).saved)


def _label(record: Record) -> str:
    """Say what removing a tag is called, as the reader does."""
    try:
        return "removed " + (", ".join(Tag.of(record).topics) or "note")
    except ValueError:
        return f"removed {record.id}"


def _file_with(space: Workspace, id: str, name: str) -> str:
    """Return the annotator's file that holds a tag; raises UnusableError if it is not theirs."""
    owners = set()
    for doc in space.annotated():
        for file in space.tag_files(doc):
            if any(record.id == id for record in records(space, file)):
                if file == file_of(doc, name):
                    return file
                owners.add(file.rpartition("/")[2].removesuffix(".jsonl"))
    if owners:
        raise UnusableError(
            f"{id} is a tag of {' and '.join(sorted(owners))}: only they can remove it"
        )
    raise UnusableError(f"there is no tag {id}")
