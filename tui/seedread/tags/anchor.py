"""Finding a passage again in a document that changed."""

from dataclasses import dataclass

from seedread.tags.tag import Tag
from seedread.text.passage import Passage
from seedread.text.seed import Seed


@dataclass(frozen=True, slots=True)
class Place:
    """Where a tag stands now. `status`: exact, moved, doubtful or orphan (then `now` is None)."""

    status: str
    now: Passage | None


def place(tag: Tag, seed: Seed) -> Place:
    """Find a tag's passage in the document as it is today; nothing is ever guessed.

    Offsets belong to the version the tag names; in that version they are simply right. In
    another one its quote must stand somewhere unambiguously: once in the text, or once in its
    context.
    """
    start, end = tag.passage
    if tag.rev == seed.rev:
        return Place("exact", tag.passage) if seed[start:end] == tag.quote else _orphan
    return _find(tag, seed)


_orphan = Place("orphan", None)


def _find(tag: Tag, seed: Seed) -> Place:
    start, end = tag.passage
    before, after = tag.record.fields["before"], tag.record.fields["after"]
    around = _only(seed, before + tag.quote + after)
    if around is not None:
        now = Passage(around + len(before), around + len(before) + end - start)
        return Place("exact" if now == tag.passage else "moved", now)
    if seed[start:end] == tag.quote:
        return Place("doubtful", tag.passage)
    alone = _only(seed, tag.quote)
    if alone is not None:
        return Place("doubtful", Passage(alone, alone + len(tag.quote)))
    return _orphan


def _only(seed: Seed, text: str) -> int | None:
    """Return the offset, in code points, at which `text` stands if it stands there only."""
    needle = text.encode("utf-8", "replace")
    at = seed.data.find(needle)
    if not needle or at < 0 or seed.data.find(needle, at + 1) >= 0:
        return None
    return seed.offset_of_byte(at)
