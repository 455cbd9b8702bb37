"""Whose lines say a topic: one person's, which a revision rewrites, and everybody else's."""

import contextlib
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from seedread.tags.edit import Edit
from seedread.tags.record import Record
from seedread.tags.revise import Lines, says
from seedread.tags.shelf import Shelf
from seedread.tags.tag import file_of

MOST = 3  # documents named in one line


@dataclass(frozen=True, slots=True)
class Held:
    """How many lines of one person in one document say a topic."""

    by: str
    doc: str
    count: int


def gather(shelf: Shelf, docs: Iterable[str], by: str) -> tuple[Lines, Lines]:
    """Return the lines of `by`, and those of everybody else, in the files of all of `docs`.

    Raises OSError if a file of `by` cannot be read; others' that cannot are as if empty.
    """
    own: dict[str, dict[str, Record]] = {}
    others: dict[str, dict[str, Record]] = {}
    for doc in sorted(docs):
        with shelf.lock:
            files = shelf.files(doc)
            shelf.notice(files)
            for file in files:
                if file == file_of(doc, by):
                    own[file] = shelf.records(file)
                    continue
                with contextlib.suppress(OSError):
                    others[file] = shelf.records(file)
    return own, others


def held(lines: Lines, topic: str) -> list[Held]:
    """Return who says a topic how often where, person by person."""
    found = []
    for file, records in lines.items():
        doc, _, name = file.removesuffix(".jsonl").rpartition("/")
        count = sum(says(record, topic) for record in records.values())
        if count:
            found.append(Held(name, doc, count))
    return sorted(found, key=lambda one: (one.by, one.doc))


def account(lines: Lines, topic: str) -> list[str]:
    """Say which of other people's tags still have a topic: a sentence for each document."""
    return [
        f"{one.by} still has {tags(one.count)} with {topic} in {one.doc}"
        for one in held(lines, topic)
    ]


def brief(lines: Lines, topic: str) -> str:
    """Say the same in one line: documents by the beginning of their id, few of them; "" if none."""
    told = []
    for by, group in groupby(held(lines, topic), key=lambda one: one.by):
        each = list(group)
        named = ", ".join(one.doc.partition("_")[0] for one in each[:MOST])
        more = f" and {len(each) - MOST} more" if len(each) > MOST else ""
        told.append(f"{by} still has {tags(sum(one.count for one in each))} in {named}{more}")
    return "; ".join(told)


def tags(count: int) -> str:
    """Return a number of tags in words."""
    return "1 tag" if count == 1 else f"{count} tags"


def obstacle(shelf: Shelf, edit: Edit) -> str:
    """Return why an edit over several files could be done in part only, "" if nothing is known."""
    for file, part in sorted(edit.parts().items()):
        sheet = shelf.sheet(file)
        doubled = sorted(sheet.doubled & set(part.of_file(file)))
        if sheet.conflicted:
            return f"{file} has conflict markers: settle them first"
        if doubled:
            return f"{file} has two lines with id {doubled[0]}: run seedread check"
    return ""
