"""Topics that come in: which of ours a foreign one is, and lines for those that are new."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from seedread.annotator import derive
from seedread.tags.edit import Edit
from seedread.tags.topic import FILE, Codebook, Topic, slug
from seedread.text.fold import fold
from seedread.text.wrap import cells

if TYPE_CHECKING:
    from seedread.exchange.incoming import Incoming

_ID = re.compile(r"[^\s:/;]+")  # what can be an id of ours, and no address


def topics_edit(incoming: "Incoming", known: Mapping[str, Topic]) -> tuple[Edit, dict[str, str]]:
    """Return the edit that adds the topics that are missing, and our id for each of theirs."""
    used = {topic for tag in incoming.tags for topic in tag.topics}
    given = {name: Topic("", en=name) for name in sorted(used)} | incoming.topics
    ids = _ids(given, known)
    records = {id: topic.record() for id, topic in known.items()}
    edit = Edit({})
    for name, topic in given.items():
        id = ids[name]
        if id not in records:
            parent = ids.get(topic.parent or "", topic.parent)
            parent = parent if parent in {*records, *ids.values()} else None
            made = _made(id, replace(topic, parent=parent), name, Codebook(records.values()))
            records[id] = made.record()
            edit += Edit({(FILE, id): (None, records[id])})
    return edit, ids


def _ids(given: Mapping[str, Topic], known: Mapping[str, Topic]) -> dict[str, str]:
    """Return our id for each: of the topic that has it or is called so, else a new one."""
    called = {said: topic.id for topic in known.values() for said in _called(topic)}
    found: dict[str, str] = {}
    taken = set(known)
    for name, topic in given.items():
        same = next((called[said] for said in _called(topic) if said in called), "")
        id = next((id for id in (name, topic.id, slug(name)) if id in known), same)
        if not id:
            id = topic.id if _ID.fullmatch(topic.id) else _spelled(_name(topic) or name)
            if id in taken:
                id = next(new for n in range(2, 10**9) if (new := f"{id}-{n}") not in taken)
            taken.add(id)
        found[name] = id
    return found


def _called(topic: Topic) -> Iterator[str]:
    """Yield what a topic is called, in one script and case."""
    for name in (topic.en, topic.hans, topic.hant):
        if name.strip():
            yield fold(name.strip()).casefold()


def _name(topic: Topic) -> str:
    return topic.en or topic.hans or topic.hant


def _spelled(name: str) -> str:
    """Return an id for a topic of a name, Chinese in pinyin."""
    return slug(name if name.isascii() else derive(name)) or "topic"


def _made(id: str, given: Topic, name: str, book: Codebook) -> Topic:
    """Return a new topic with all that is given of it, and a mark and colour of its own."""
    pinned = {topic.pin for topic in book.all.values()}
    taken = {topic.mark for topic in book.all.values()}
    named = _name(given)
    made = book.new(id, given.en if named else name)
    # A format that has keywords has marks as well: then none is meant, as groups have it.
    whole = given.keywords is not None and not given.mark
    fits = whole or (given.mark and given.mark not in taken and cells(given.mark) <= 2)
    return replace(
        given,
        id=id,
        en=made.en or given.en,
        colour=given.colour or made.colour,
        mark=given.mark if fits else made.mark,
        pin=None if given.pin in pinned else given.pin,
    )
