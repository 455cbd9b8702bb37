"""Finding a passage again in a document that changed."""

import re
from collections.abc import Callable, Iterator

from seedread.tags.alignment import Alignment, Alignments
from seedread.tags.compared import compared
from seedread.tags.placed import EVEN, ORPHAN, Anchored, Place, certain, decided, doubtful
from seedread.tags.sought import Sought
from seedread.tags.wording import Wording
from seedread.text.decode import UnreadableError
from seedread.text.passage import Passage
from seedread.text.seed import Seed, blob_rev

__all__ = ["Anchored", "Anchorer", "Place", "place"]

MOST = 8 << 20  # bytes of a document; in a longer one only what is written just so is found
Old = Callable[[str], bytes | None]  # the file's bytes in the version of that name


_VERSION = re.compile("[0-9a-f]{12}")
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
            return ORPHAN
        if tag.rev == self.seed.rev:
            start, end = tag.passage
            same = self.seed[start:end] == tag.quote
            return Place("exact", tag.passage) if same else ORPHAN
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
            return self._unique(tag) or ORPHAN
        for encoding, text in self._texts(tag.rev).items():
            if _holds(text, tag):
                return compared(self.seed, tag, self._alignment(tag.rev, encoding, text))
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

    def _unique(self, tag: Anchored) -> Place | None:
        """Find its quote with all its context, if that is in one place only."""
        needle = (tag.before + tag.quote + tag.after).encode("utf-8", "surrogatepass")
        data = self.seed.data
        at = data.find(needle)
        if at < 0 or data.find(needle, at + 1) >= 0:
            return None
        start = self.seed.offset_of_byte(at) + len(tag.before)
        return certain(self.seed, tag, Passage(start, start + len(tag.quote)), 0.99)

    def _quoted(self, tag: Anchored) -> Place:
        sought = Sought.quoted(tag.before, tag.quote, tag.after)
        found = sought.rated(self._now, self._now.places(sought.words))
        if not found:
            return doubtful(sought.near(self._now))
        here = [f for f in found if f.passage.start == tag.passage.start and f.context >= 0.5]
        if len(found) > 1 and found[1].context > found[0].context - EVEN and here:
            return doubtful([*here, *(f for f in found if f not in here)])
        return decided(self.seed, tag, found, alone=len(found) == 1)


def _holds(text: Wording, tag: Anchored) -> bool:
    """Whether this is the text a line was written about."""
    start, end = tag.passage
    return text.text[start:end] == tag.quote
