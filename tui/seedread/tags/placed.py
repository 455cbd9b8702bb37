"""Where a passage stands now, and how sure that is: the outcomes of looking for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from seedread.tags.sought import Found
from seedread.text.passage import Passage
from seedread.text.seed import Seed

SURE = 0.6  # how much of its context a lookalike needs to be it
AHEAD = 0.2  # how much more than any other
EVEN = 0.05  # nobody can tell two apart that are as close as this
FAINT = 0.25  # less is no candidate
OFFERED = 8  # candidates


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
    """Where it stands now. `status`: exact, moved, doubtful or orphan (then `now` is None).

    `confidence` is 0 to 1. `candidates` are for a person to choose from, best first; a doubtful
    one stands at the first of them, an orphan at none.
    """

    status: str
    now: Passage | None
    confidence: float = 1.0
    candidates: tuple[Passage, ...] = ()

    @property
    def certain(self) -> bool:
        """Whether nobody has to look."""
        return self.status in ("exact", "moved")


ORPHAN = Place("orphan", None, 0.0)


def certain(seed: Seed, tag: Anchored, now: Passage, confidence: float) -> Place:
    """Say where it is for certain."""
    same = seed[now.start : now.end] == tag.quote
    status = "exact" if same and now == tag.passage else "moved"
    return Place(status, now, confidence if same else min(confidence, 0.97))


def doubtful(found: Iterable[Found], first: Found | None = None) -> Place:
    """Leave it to a person: at `first` or the best place for now, if one is any good."""
    found = [one for one in found if one.worth >= FAINT]
    if not found:
        return ORPHAN
    passages = _passages(found)
    if first:
        passages = tuple(dict.fromkeys((first.passage, *passages)))[:OFFERED]
    best = max(one.worth for one in found)
    second = sorted([0.0, *(one.worth for one in found)])[-2]
    return Place("doubtful", passages[0], round(min(0.9, best - second / 2), 2), passages)


def orphan(found: Iterable[Found]) -> Place:
    """Let it be nowhere, with lookalikes to choose from."""
    return Place("orphan", None, 0.0, _passages(found))


def decided(seed: Seed, tag: Anchored, found: list[Found], alone: bool = False) -> Place:
    """Take the first of its lookalikes, the best first, if it is far ahead of the next."""
    best = found[0]
    lead = best.context - (found[1].context if found[1:] else 0.0)
    if (best.context >= SURE and lead >= AHEAD) or (lead >= FAINT and best.long):
        return certain(seed, tag, best.passage, min(0.98, 0.7 + best.context / 4))
    if lead < EVEN and found[1:]:
        return orphan(found)
    if best.context >= FAINT or alone or best.long:
        return doubtful(found)
    return orphan(found)


def _passages(found: Iterable[Found]) -> tuple[Passage, ...]:
    best = sorted(found, key=lambda one: -one.worth)
    return tuple(dict.fromkeys(one.passage for one in best))[:OFFERED]
