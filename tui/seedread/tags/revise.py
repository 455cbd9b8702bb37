"""Changes to the codebook: edits of its lines, and of the tags of one person that follow.

Nothing is written here. A topic's id never changes, its names are free; one that is not used any
more is retired and keeps its line, so that other people's tags still mean something.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from seedread.tags import tag
from seedread.tags.edit import Change, Edit, Key
from seedread.tags.record import Record
from seedread.tags.topic import FILE, Codebook
from seedread.text import script
from seedread.text.wrap import cells

Book = Mapping[str, Record]  # the lines of topics.jsonl by id
Lines = Mapping[str, Mapping[str, Record]]  # the lines of files of tags: file → id → line

LANGUAGES = ("en", "hans", "hant")
_ID = re.compile("[a-z0-9]+(?:-[a-z0-9]+)*")
_LENGTH = 48
_COLOUR = re.compile("#[0-9a-fA-F]{6}")


class ImpossibleError(ValueError):
    """A change the codebook does not allow; the message is for people."""


def create(
    book: Book, id: str, *names: str, parent: str | None = None, definition: str = ""
) -> Edit:
    """Add a topic; `names` are English, simplified, traditional, as far as there are any."""
    if not _ID.fullmatch(id) or len(id) > _LENGTH:
        raise ImpossibleError(f"{id!r}: a topic's id is lower-case letters, digits, hyphens")
    if id in book:
        raise ImpossibleError(f"there is a topic {id} already")
    _may_hold(book, parent)
    en, hans, hant = (*(name.strip() for name in names), "", "", "")[:3]
    hans, hant = both(hans, hant)
    more = {"parent": parent, "definition": definition}
    topic = Codebook(book.values()).new(id, en, hans, hant, **more)
    return Edit({(FILE, id): (None, topic.record())})


def rename(book: Book, id: str, **names: str | None) -> Edit:
    """Give a topic other names (en, hans, hant); None keeps one.

    Of a new Chinese name the other script's is made, unless that is given too.
    """
    old = known(book, id).fields
    given = {key: name.strip() for key, name in names.items() if name is not None}
    fresh = {key for key, name in given.items() if name and name != old.get(key)}
    for key, other in (("hans", "hant"), ("hant", "hans")):
        if key in fresh and not given.get(other):
            made = both(**{"hans": "", "hant": "", key: given[key]})
            given["hans"], given["hant"] = made
    return _but(book, id, **given)


def move(book: Book, id: str, parent: str | None) -> Edit:
    """Put a topic into a group, or None: out of its group."""
    known(book, id)
    if parent == id:
        raise ImpossibleError(f"{id} cannot be its own group")
    if parent is not None and children(book, id):
        raise ImpossibleError(f"{id} is a group itself: groups hold topics, not groups")
    _may_hold(book, parent)
    return _but(book, id, parent=parent)


def describe(
    book: Book, id: str, keywords: Mapping[str, Iterable[str]] | None = None, **texts: str
) -> Edit:
    """Say what a topic means: definition, include, exclude, and keywords by language."""
    changes: dict[str, Any] = dict(texts)
    if keywords is not None:
        kept = _keywords(known(book, id))
        kept.update({key: _each(words) for key, words in keywords.items()})
        changes["keywords"] = kept
    return _but(book, id, **changes)


def colour(book: Book, id: str, value: str) -> Edit:
    """Give a topic a colour, #rrggbb."""
    if not _COLOUR.fullmatch(value):
        raise ImpossibleError(f"{value!r}: a colour is # and six hexadecimal digits")
    return _but(book, id, colour=value.lower())


def mark(book: Book, id: str, value: str) -> Edit:
    """Give a topic the one or two cells it is known by in the margin; nobody else has them."""
    value = value.strip()
    if not 1 <= cells(value) <= 2:
        raise ImpossibleError(f"{value!r}: a mark is one or two cells wide")
    other = next((r.id for r in book.values() if r.fields.get("mark") == value), id)
    if other != id:
        raise ImpossibleError(f"{value} is the mark of {other}")
    return _but(book, id, mark=value)


def pin(book: Book, id: str, digit: int | None) -> Edit:
    """Have a digit tag with the topic, for everybody; whoever had it loses it. None: no digit."""
    if digit is None:
        return _but(book, id, pin=None)
    _topic(book, id)
    if not 1 <= digit <= 9:
        raise ImpossibleError(f"{digit}: only the digits 1 to 9 can be pinned")
    taken = [_but(book, other, pin=None) for other in pinned(book, digit) if other != id]
    return sum(taken, Edit({})) + _but(book, id, pin=digit)


def retire(book: Book, id: str, back: bool = False) -> Edit:
    """Offer a topic no more, tags keep it; or `back`: offer it again."""
    if not back:
        _topic(book, id)
    return _but(book, id, retired=not back)


def merge(book: Book, lines: Lines, old: str, new: str) -> Edit:
    """Put `new` in the place of `old` in all of `lines`, and retire `old`.

    Its keywords join those of `new`. A dispute that takes `old` off somebody's tag takes off
    `new` as well, for that tag may say either.
    """
    if old == new:
        raise ImpossibleError(f"{old} cannot be merged into itself")
    _topic(book, old)
    _target(book, new)
    words = _keywords(book[new])
    for key, more in _keywords(book[old]).items():
        words[key] = _each([*words.get(key, ()), *more])
    kept = {"keywords": words} if words != book[new].fields.get("keywords") else {}
    change = _but(book, old, retired=True) + _but(book, new, **kept)
    return change + _rewritten(lines, lambda record: _merged(record, old, new))


def split(book: Book, lines: Lines, old: str, sent: Mapping[str, Sequence[str]]) -> Edit:
    """Put other topics in the place of `old`: those that `sent` has for the id of a line.

    Lines it does not name keep `old`; if none is left, `old` is retired.
    """
    _topic(book, old)
    for id in {id for topics in sent.values() for id in topics} - {old}:
        _target(book, id)
    held = {id for of in lines.values() for id, record in of.items() if says(record, old)}
    strange = sorted(set(sent) - held)
    if strange:
        raise ImpossibleError(f"{strange[0]} is no tag of yours with {old}")
    given = {id: topics for id, topics in sent.items() if topics}
    edit = _rewritten(lines, lambda record: _sent(record, old, given.get(record.id, (old,))))
    left = [id for id in held if old in given.get(id, (old,))]
    return edit if left or not given else edit + _but(book, old, retired=True)


def says(record: Record, topic: str) -> bool:
    """Whether a line puts a topic on a passage: a tag, or a dispute that adds it."""
    if record.kind == "tags":
        return not tag.problem(record) and topic in record.fields["topics"]
    return topic in (_listed(record, "add") or ())


def known(book: Book, id: str) -> Record:
    """Return the line of a topic; raises ImpossibleError if there is none."""
    if id not in book:
        raise ImpossibleError(f"there is no topic {id}")
    return book[id]


def children(book: Book, id: str) -> list[str]:
    """Return the topics of a group, [] if it is none."""
    return [record.id for record in book.values() if record.fields.get("parent") == id]


def pinned(book: Book, digit: int) -> list[str]:
    """Return the topics that the project pins to a digit: one, if all is well."""
    return [record.id for record in book.values() if record.fields.get("pin") == digit]


def both(hans: str, hant: str) -> tuple[str, str]:
    """Return a Chinese name in both scripts, the missing one converted from the other."""
    if hans and not hant:
        hant = script.convert(hans, "s2tw").text
    elif hant and not hans:
        hans = script.convert(hant, "tw2s").text
    return hans, hant


def named(name: str) -> tuple[str, str, str]:
    """Return the names (English, simplified, traditional) of a topic of which one was typed."""
    kind = script.detect(name)
    if kind == "none":
        return name, "", ""
    return ("", *(both("", name) if kind == "hant" else both(name, "")))


def _but(book: Book, id: str, **changes: Any) -> Edit:
    before = known(book, id)
    return Edit({(FILE, id): (before, before.but(**changes))})


def _topic(book: Book, id: str) -> None:
    """Refuse what is no topic one tags with."""
    known(book, id)
    inside = children(book, id)
    if inside:
        many = "1 topic" if len(inside) == 1 else f"{len(inside)} topics"
        raise ImpossibleError(f"{id} is a group of {many}: move them elsewhere first")


def _target(book: Book, id: str) -> None:
    _topic(book, id)
    if book[id].fields.get("retired") is True:
        raise ImpossibleError(f"{id} is retired: bring it back first")


def _may_hold(book: Book, parent: str | None) -> None:
    """Refuse what cannot be a group."""
    if parent is None:
        return
    fields = known(book, parent).fields
    if fields.get("parent") is not None:
        raise ImpossibleError(f"{parent} is a topic in a group, and no group itself")
    if fields.get("retired") is True:
        raise ImpossibleError(f"{parent} is retired: bring it back first")
    if fields.get("pin") and not children(book, parent):
        raise ImpossibleError(f"{parent} is pinned to {fields['pin']}, and groups have no digit")


def _rewritten(lines: Lines, after: Callable[[Record], Record | None]) -> Edit:
    changes: dict[Key, Change] = {}
    for file, records in lines.items():
        changes.update({(file, id): (record, after(record)) for id, record in records.items()})
    return Edit(changes)


def _sent(record: Record, old: str, topics: Sequence[str]) -> Record | None:
    """Return a line with `topics` in the place of `old`, itself if it does not say that."""
    if not says(record, old) or list(topics) == [old]:
        return record
    if record.kind == "tags":
        return tag.retagged(record, {*record.fields["topics"]} - {old} | {*topics})
    add = {*record.fields["add"]} - {old} | {*topics}
    return record.but(add=sorted(add), at=tag.now())


def _merged(record: Record, old: str, new: str) -> Record | None:
    after = _sent(record, old, (new,))
    remove = _listed(record, "remove")
    if after is None or not remove or old not in remove:
        return after
    taken = {*remove, new} - {*after.fields["add"]}
    if taken == {*remove} and after is record:
        return record
    return after.but(remove=sorted(taken), at=tag.now())


def _listed(record: Record, key: str) -> list[str] | None:
    """Return a list of topics of a dispute; None if this is no dispute with such a list."""
    found = record.fields.get(key) if record.kind == "disputes" else None
    right = isinstance(found, list) and all(isinstance(one, str) for one in found)
    return found if right else None


def _keywords(record: Record) -> dict[str, list[str]]:
    found = record.fields.get("keywords")
    found = found if isinstance(found, dict) else {key: [] for key in LANGUAGES}
    return {key: list(words) for key, words in found.items() if isinstance(words, list)}


def _each(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(word for word in map(str.strip, words) if word))
