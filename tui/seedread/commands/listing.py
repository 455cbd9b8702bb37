"""`seedread list` and `seedread tags`: what there is, for people and for programs."""

import io
from argparse import Namespace
from collections.abc import Iterator, Mapping
from contextlib import redirect_stdout, suppress
from typing import Any

from seedread.commands.diffing import disputed, torn
from seedread.commands.here import document, here, known, margin, records
from seedread.commands.output import complain, emit, reason, say, short, table
from seedread.folder import Entry
from seedread.tags.dispute import Dispute, by_tag
from seedread.tags.margin import Margin
from seedread.tags.record import Record
from seedread.tags.tag import problem
from seedread.text.decode import UnreadableError
from seedread.text.seed import Seed
from seedread.text.sentences import sentences
from seedread.workspace import Workspace, script_of

Found = tuple[Record, str, list[int] | None]  # a tag, its status, where it stands now
COLUMNS = ("id", "title", "script", "characters", "tags", "tagged")
TITLE, QUOTE, NOTE = 40, 48, 32  # cells


def documents(options: Namespace) -> int:
    """List the documents."""
    space = here(options)
    rows = [COLUMNS]
    for entry in space.entries():
        about = _about(space, entry)
        if options.json:
            emit(about)
        elif "problem" in about:
            rows.append((entry.id, about["problem"], "", "", "", ""))
        else:
            share = f"{about['tagged']:.0%}"
            numbers = (str(about["characters"]), str(about["tags"]), share)
            rows.append((entry.id, short(about["title"], TITLE), about["script"], *numbers))
    if len(rows) > 1:
        table(rows, right=(3, 4, 5))
    elif not options.json:
        complain(f"no documents in {space.seeds}")
    return 0


def tags(options: Namespace) -> int:
    """List the tags, those of documents that are not there any more too."""
    space = here(options)
    wanted = _topics(space, options.topic)
    listed = False
    for doc, found in _found(space, options.doc):
        chosen = [one for one in found if _is_wanted(one[0], wanted, options.by)]
        listed = listed or bool(chosen)
        if options.json:
            for record, status, now in chosen:
                told = {**record.fields, "status": status, "now": now}
                emit({"doc": doc, **told} | {"doc": doc})
        elif chosen:
            say(doc)
            _listed(chosen, _disputes(space, doc))
    if options.topic and not listed:
        known(space.codebook, options.topic)
    return 0


def _about(space: Workspace, entry: Entry) -> dict[str, Any]:
    """Return what `list` says of a document, or of a file that cannot be one."""
    try:
        seed = space.read(entry)
    except (OSError, UnreadableError) as error:
        return {"id": entry.id, "problem": reason(error)}
    said = margin(space, seed)
    return {
        "id": seed.id,
        "title": space.title(seed),
        "script": script_of(seed),
        "characters": len(seed),
        "tags": len(said) + len(said.orphans),
        "tagged": _tagged(seed, said),
    }


def _tagged(seed: Seed, said: Margin) -> float:
    """Return the share of sentences that share a code point with a tag."""
    if not len(said):
        return 0.0
    found = [
        bool(said.meeting(sentence.shift(block.start)))
        for block in seed.blocks()
        for sentence in sentences(seed[block.start : block.end])
    ]
    return round(sum(found) / len(found), 3) if found else 0.0


def _topics(space: Workspace, topic: str | None) -> set[str]:
    """Return a topic and, of a group, what belongs to it; nothing if none is asked for."""
    if topic is None:
        return set()
    return {topic, *(t.id for t in space.codebook.all.values() if t.parent == topic)}


def _is_wanted(record: Record, topics: set[str], by: str | None) -> bool:
    fields = record.fields
    return by in (None, fields["by"]) and (not topics or not topics.isdisjoint(fields["topics"]))


def _found(space: Workspace, name: str | None) -> Iterator[tuple[str, list[Found]]]:
    """Yield each annotated document and its tags; only the one called `name` if one is named."""
    annotated = sorted(space.annotated())
    if name is not None:
        annotated = [name] if name in annotated else [space.find(name).id]
    for doc in annotated:
        yield doc, list(_placed(space, doc))


def _placed(space: Workspace, doc: str) -> Iterator[Found]:
    """Yield the tags of a document with where they stand today; those that stand nowhere last."""
    try:
        seed = document(space, doc)
    except (OSError, UnreadableError):
        seed = None
    if seed is None:
        everything = (record for file in space.tag_files(doc) for record in records(space, file))
        orphans = [r for r in everything if r.kind == "tags" and not problem(r)]
    else:
        said = margin(space, seed)
        orphans = [tag.record for tag in said.orphans]
        for placed in said.tags:
            yield placed.tag.record, placed.status, list(placed.passage)
    for record in orphans:
        yield record, "orphan", None


def _disputes(space: Workspace, doc: str) -> Mapping[str, list[Dispute]]:
    """Return what people say of others' tags in a document, by the id of the tag."""
    found = []
    for file in space.tag_files(doc):
        for record in records(space, file):
            if record.kind == "disputes":
                with suppress(ValueError):  # `check` tells what is wrong with it
                    found.append(Dispute.of_record(file, record))
    return by_tag(found)


def _listed(found: list[Found], disputes: Mapping[str, list[Dispute]]) -> None:
    """Print tags in columns, and below each what is open in it and what others say of it."""
    rows = io.StringIO()
    with redirect_stdout(rows):  # the columns are those of all; what goes between has none
        table([_row(*one) for one in found])
    for row, (record, _, _) in zip(rows.getvalue().split("\n"), found, strict=False):
        say(row)
        below = [torn(record.fields)]
        for said in disputes.get(record.id, ()):
            fields = said.record.fields
            below += [f"{said.by} {disputed(fields)} [{said.record.id}]", torn(fields)]
        for line in filter(None, below):
            say(f"    {line}")


def _row(record: Record, status: str, now: list[int] | None) -> list[str]:
    fields = record.fields
    place = f"{now[0]}–{now[1]}" if now else f"({fields['start']}–{fields['end']})"
    topics = ", ".join(fields["topics"])
    quote = short(fields["quote"], QUOTE)
    note = f"— {short(fields['note'], NOTE)}" if fields["note"] else ""
    return [
        record.id,
        place,
        fields["by"],
        topics,
        quote,
        "" if status == "exact" else status,
        note,
    ]
