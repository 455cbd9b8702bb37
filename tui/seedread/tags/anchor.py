"""Finding a passage again in a document that changed."""

from dataclasses import dataclass
from typing import Protocol

from seedread.text.passage import Passage
from seedread.text.seed import Seed


class Anchored(Protocol):
    """What was put on a passage of some version of a document: a tag, one end of a link."""

    @property
    def passage(self) -> Passage:
        """Where it stood in that version."""

    @property
    def quote(self) -> str:
        """What stood there."""

    @property
    def before(self) -> str:
        """What stood before it."""

    @property
    def after(self) -> str:
        """What stood behind it."""

    @property
    def rev(self) -> str:
        """Which version that was."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where it stands now. `status`: exact, moved, doubtful or orphan (then `now` is None)."""

    status: str
    now: Passage | None


def place(tag: Anchored, seed: Seed) -> Place:
    """Find its passage in the document as it is today; nothing is ever guessed.

    Offsets belong to the version it names; in that version they are simply right. In
    another one its quote and context must stand in one place only. With less than that it is
    doubtful: the quote with its context on one side, or the quote alone, once in the text; or
    several times, and one of them where it was. A tie that nothing breaks is an orphan.
    """
    if not tag.quote:
        return _ORPHAN
    if tag.rev != seed.rev:
        return _found(tag, seed)
    start, end = tag.passage
    return Place("exact", tag.passage) if seed[start:end] == tag.quote else _ORPHAN


_ORPHAN = Place("orphan", None)


def _found(tag: Anchored, seed: Seed) -> Place:
    before, after = tag.before, tag.after
    for now in _only(seed, before, tag.quote, after):
        return Place("exact" if now == tag.passage else "moved", now)
    found = _only(seed, before, tag.quote, "") | _only(seed, "", tag.quote, after)
    found = found or _only(seed, "", tag.quote, "") or _where_it_was(tag, before, after, seed)
    return Place("doubtful", found.pop()) if len(found) == 1 else _ORPHAN


def _only(seed: Seed, before: str, quote: str, after: str) -> set[Passage]:
    """Return where a quote stands with this context around it, if that is in one place only."""
    try:
        needle = (before + quote + after).encode()
    except UnicodeEncodeError:  # lone surrogates, which no document has
        return set()
    at = seed.data.find(needle)
    if at < 0 or seed.data.find(needle, at + 1) >= 0:
        return set()
    start = seed.offset_of_byte(at) + len(before)
    return {Passage(start, start + len(quote))}


def _where_it_was(tag: Anchored, before: str, after: str, seed: Seed) -> set[Passage]:
    """Return where the quote was, if it is there still, with its context on at least one side."""
    start, end = tag.passage.start, tag.passage.start + len(tag.quote)
    led = seed[max(0, start - len(before)) : start] == before and (before or start == 0)
    followed = seed[end : end + len(after)] == after and after
    return {Passage(start, end)} if seed[start:end] == tag.quote and (led or followed) else set()
