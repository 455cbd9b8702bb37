"""Finding a passage again in a document that changed."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from seedread.tags.alignment import Alignment, Alignments
from seedread.tags.sought import Found, Sought
from seedread.tags.wording import Wording
from seedread.text.decode import UnreadableError
from seedread.text.passage import Passage
from seedread.text.seed import Seed, blob_rev

MOST = 8 << 20  # bytes of a document; in a longer one only what is written just so is found
SURE = 0.6  # how much of its context a lookalike needs to be it
AHEAD = 0.2  # how much more than any other
EVEN = 0.05  # nobody can tell two apart that are as close as this
FAINT = 0.25  # less is no candidate
ALONE = 8  # code points that are known without their context, if they are there once
OFFERED = 8  # candidates
Old = Callable[[str], bytes | None]  # the file's bytes in the version of that name


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


_VERSION = re.compile("[0-9a-f]{12}")
_ORPHAN = Place("orphan", None, 0.0)
_alignments = Alignments()


def place(tag: Anchored, seed: Seed) -> Place:
    """Find its passage in a document by what its line says alone; see Anchorer."""
    return Anchorer(seed).place(tag)


class Anchorer:
    """Finds passages again in a document as it is today. May be asked from any thread.

    Offsets belong to the version a line names; in that version they are simply right. In another
    one, `old` is asked for that version's bytes, both texts are compared and the passage is where
    what is left of it is. Without them its quote and its context must do.

    Only what has one place is found for certain; nothing is ever the best of several. What was
    changed itself (beyond script, width, marks and noise), what has a lookalike in as good a
    place, and what is short and has lost its context, is doubtful.
    """

    def __init__(self, seed: Seed, old: Old = lambda rev: None) -> None:
        self.seed, self._old = seed, old
        self._today: Wording | None = None
        self._versions: dict[str, dict[str, Wording]] = {}
        self._places: dict[object, Place] = {}

    def place(self, tag: Anchored) -> Place:
        """Return where a passage stands today."""
        if not tag.quote:
            return _ORPHAN
        if tag.rev == self.seed.rev:
            start, end = tag.passage
            same = self.seed[start:end] == tag.quote
            return Place("exact", tag.passage) if same else _ORPHAN
        key = tag.rev, tag.passage, tag.quote, tag.before, tag.after
        if key not in self._places:
            self._places[key] = self._found(tag)
        return self._places[key]

    def was(self, tag: Anchored, around: int) -> tuple[str, str]:
        """Return up to `around` code points before and behind a passage in the version it names.

        Without that version, what its line says.
        """
        text = next((w.text for w in self._texts(tag.rev).values() if _holds(w, tag)), None)
        if text is None:
            return tag.before, tag.after
        start, end = tag.passage
        return text[max(0, start - around) : start], text[end : end + around]

    def aligned(self, rev: str) -> Iterator[Alignment]:
        """Yield how a version aligns with today's text, once for each way to read its bytes.

        Nothing without that version, nor of a text too long to compare.
        """
        if len(self.seed.data) <= MOST:
            for encoding, text in self._texts(rev).items():
                yield self._alignment(rev, encoding, text)

    def _alignment(self, rev: str, encoding: str, text: Wording) -> Alignment:
        today = f"{self.seed.rev} {self.seed.encoding}"
        return _alignments.of((rev, encoding, today), text, self._now)

    def _found(self, tag: Anchored) -> Place:
        if len(self.seed.data) > MOST:
            return self._unique(tag) or _ORPHAN
        for encoding, text in self._texts(tag.rev).items():
            if _holds(text, tag):
                return self._aligned(tag, self._alignment(tag.rev, encoding, text))
        return self._unique(tag) or self._quoted(tag)

    @property
    def _now(self) -> Wording:
        if self._today is None:
            self._today = Wording(self.seed[:])
        return self._today

    def _texts(self, rev: str) -> dict[str, Wording]:
        """Return the text of a version by its encoding: as detected, and as today's is read."""
        if rev not in self._versions:
            raw = (self._old(rev) if _VERSION.fullmatch(rev) else None) or b""
            found: dict[str, Wording] = {}
            whole = blob_rev(raw) == rev and len(raw) <= MOST
            for asked in ("", self.seed.encoding) if whole else ():
                try:
                    seed = Seed.of(raw, encoding=asked)
                except UnreadableError:
                    continue
                if seed.encoding not in found:
                    found[seed.encoding] = Wording(seed[:])
            self._versions[rev] = found
        return self._versions[rev]

    # -------------------------------------------------------- with the old version

    def _aligned(self, tag: Anchored, both: Alignment) -> Place:
        passage, image = tag.passage, both.image(tag.passage)
        sought = Sought.within(both.old, passage)
        words, length = sought.words, len(sought.words)
        others = sought.rated(both.new, both.untaken(both.new.places(words)))
        if image and image.end - image.start != length:
            image = _whole(both, sought, image)
        share = both.kept(passage) / length
        if image is None or share < 0.3 or image.end - image.start > 3 * length + 20:
            return self._elsewhere(tag, both, sought, others)
        others = [found for found in others if not found.passage.meets(image)]
        beside = sought.context(both.new, image)
        held = max(both.support(passage, image, sought.reach), beside)
        rival = max((found.context for found in others), default=0.0)
        same = both.new.folded[image.start : image.end] == words
        if same or _says_the_same(both, passage, image):
            if rival >= SURE and rival > held + AHEAD:
                return self._decided(tag, others)
            rivals = (one.passage for one in others if one.context >= max(beside - AHEAD, FAINT))
            tie = any(both.swappable(passage, image, one) for one in rivals)
            tie = tie or both.twinned(passage) or _twin(both, sought, passage, image, held)
            if not tie and (held >= sought.floor or _alone(both, sought)):
                return self._certain(tag, image, 1.0 if same else 0.95)
            return self._doubtful([Found(held, 1.0, image), *others])
        here = Found(held, sought.likeness(both.new, image), image)
        if rival >= 0.8 and here.worth < SURE:
            return self._decided(tag, others)
        return self._doubtful([here, *others])

    def _elsewhere(
        self, tag: Anchored, both: Alignment, sought: Sought, others: list[Found]
    ) -> Place:
        """Find what is not where the rest of the text would have it."""
        if others and _alone(both, sought):
            return self._certain(tag, others[0].passage, 0.9)
        if others:
            return self._decided(tag, others)
        near = [found for found in sought.near(both.new) if both.untaken([found.passage])]
        if near:
            return self._doubtful(near)
        lookalikes = sought.rated(both.new, both.new.places(sought.words))
        return Place("orphan", None, 0.0, _passages(lookalikes))

    # ----------------------------------------------------- with what the line says

    def _unique(self, tag: Anchored) -> Place | None:
        """Find its quote with all its context, if that is in one place only."""
        needle = (tag.before + tag.quote + tag.after).encode("utf-8", "surrogatepass")
        data = self.seed.data
        at = data.find(needle)
        if at < 0 or data.find(needle, at + 1) >= 0:
            return None
        start = self.seed.offset_of_byte(at) + len(tag.before)
        return self._certain(tag, Passage(start, start + len(tag.quote)), 0.99)

    def _quoted(self, tag: Anchored) -> Place:
        sought = Sought.quoted(tag.before, tag.quote, tag.after)
        found = sought.rated(self._now, self._now.places(sought.words))
        if not found:
            return self._doubtful(sought.near(self._now))
        here = [f for f in found if f.passage.start == tag.passage.start and f.context >= 0.5]
        if len(found) > 1 and found[1].context > found[0].context - EVEN and here:
            return self._doubtful([*here, *(f for f in found if f not in here)])
        return self._decided(tag, found, alone=len(found) == 1)

    # ---------------------------------------------------------------- the outcomes

    def _decided(self, tag: Anchored, found: list[Found], alone: bool = False) -> Place:
        """Take the first of its lookalikes, the best first, if it is far ahead of the next."""
        best = found[0]
        lead = best.context - (found[1].context if found[1:] else 0.0)
        if (best.context >= SURE and lead >= AHEAD) or (lead >= FAINT and best.long):
            return self._certain(tag, best.passage, min(0.98, 0.7 + best.context / 4))
        if lead < EVEN and found[1:]:
            return Place("orphan", None, 0.0, _passages(found))
        if best.context >= FAINT or alone or best.long:
            return self._doubtful(found)
        return Place("orphan", None, 0.0, _passages(found))

    def _certain(self, tag: Anchored, now: Passage, confidence: float) -> Place:
        same = self.seed[now.start : now.end] == tag.quote
        status = "exact" if same and now == tag.passage else "moved"
        return Place(status, now, confidence if same else min(confidence, 0.97))

    def _doubtful(self, found: list[Found]) -> Place:
        found = [one for one in found if one.worth >= FAINT]
        if not found:
            return _ORPHAN
        passages = _passages(found)
        best = max(one.worth for one in found)
        second = sorted([0.0, *(one.worth for one in found)])[-2]
        return Place("doubtful", passages[0], round(min(0.9, best - second / 2), 2), passages)


def _alone(both: Alignment, sought: Sought) -> bool:
    """Whether its words are too many to be written again by chance, and in both texts once."""
    counts = {len(text.places(sought.words)) for text in (both.old, both.new)}
    return len(sought.words) >= ALONE and counts == {1}


def _holds(text: Wording, tag: Anchored) -> bool:
    """Whether this is the text a line was written about."""
    start, end = tag.passage
    return text.text[start:end] == tag.quote


def _passages(found: Iterable[Found]) -> tuple[Passage, ...]:
    best = sorted(found, key=lambda one: -one.worth)
    return tuple(dict.fromkeys(one.passage for one in best))[:OFFERED]


def _whole(both: Alignment, sought: Sought, image: Passage) -> Passage:
    """Return where just these words stand where they would be, if they do once.

    What came in might have come in beside them.
    """
    around = Passage(max(0, image.start - len(sought.words)), image.end + len(sought.words))
    places = [at for at in both.new.places(sought.words) if at.meets(image) and around.covers(at)]
    return places[0] if len(places) == 1 else image


def _says_the_same(both: Alignment, passage: Passage, image: Passage) -> bool:
    """Whether only marks, spaces and noise came or went."""
    said = both.old.said(*passage)
    return said != "" and said == both.new.said(*image)


def _twin(both: Alignment, sought: Sought, passage: Passage, image: Passage, held: float) -> bool:
    """Whether another passage like it, in as good a place, went: this one may be what is left."""
    gone = both.gone(both.old.places(sought.words))
    return any(
        Sought.within(both.old, other).context(both.new, image) >= max(held - EVEN, 0.9)
        for other in gone
        if not other.meets(passage)
    )
