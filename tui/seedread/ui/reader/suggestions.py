"""The likeliest topics of the passage at hand: learnt beside the screen, accepted by a key."""

from threading import Lock
from time import monotonic, sleep
from typing import TYPE_CHECKING, cast
from weakref import WeakKeyDictionary

from textual.worker import get_current_worker

from seedread.text import cursor as go
from seedread.text.passage import Passage
from seedread.ui.bar import Part

if TYPE_CHECKING:
    from seedread.corpus import Corpus
    from seedread.suggest import Learner, Suggestion
    from seedread.tags.margin import Margin
    from seedread.tags.topic import Codebook
    from seedread.ui.app import SeedreadApp
    from seedread.ui.reader.screen import Reader

SHOWN = 3
LEAST = 0.5  # what must speak for a topic before it is suggested
LEVELS = 4  # ways to tell suggestions, from all that is known to the names of two
CALM = 0.25  # seconds without a key before what learning needs is loaded: no key waits for it
ACCEPT = ("suggested", "suggested-next")

_learning = Lock()  # one thread learns at a time
_learners: "WeakKeyDictionary[Corpus, Learner]" = WeakKeyDictionary()


class _LeftError(Exception):
    """The reader has been left."""


class Suggestions:
    """What one reader screen suggests. What is shown for a passage stays while one stands there."""

    def __init__(self, reader: "Reader") -> None:
        self.reader = reader
        self._learner: Learner | None = None
        self._known: tuple[object, ...] = ()  # what it learns, or has learnt, from
        self._at: Passage | None = None
        self._told = 0.0  # when something was shown last
        self._fresh: object = None  # the tags there were when the passage was looked at
        self._ranked: list[Suggestion] = []

    # ------------------------------------------------------------------ the keys

    def accept(self, number: float) -> None:
        """Tag the passage with one of the topics that are shown for it."""
        reader, shown = self.reader, self.here()
        if self._learner is None:
            reader.say("the suggestions are not there yet: a moment")
        elif len(shown) < number:
            reader.say(self._why_none(bool(shown)))
        else:
            topic, passage = shown[int(number) - 1].topic, reader.cursor.passage
            reader.tagging.when_ready(
                lambda: reader.tagging.told(reader.reading.put(passage, [topic]))
            )

    def alike(self) -> None:
        """Go to the next sentence without a tag of one's own that looks like the topic at hand."""
        reader, learner = self.reader, self._learner
        mine = reader.reading.own(reader.cursor.passage)
        last = reader.reading.last or reader.tagging.last
        topics = last or (mine.tag.topics if mine else ())
        if learner is None:
            reader.say("the suggestions are not there yet: a moment")
        elif not topics:
            reader.say("like what? tag something first, or stand on a tag of yours")
        else:
            self._seek(learner, topics[0])

    def _seek(self, learner: "Learner", topic: str) -> None:
        reader = self.reader
        reading, passage = reader.reading, reader.cursor.passage
        name = self._name(topic)

        def look() -> tuple[Passage, "Suggestion"] | str:
            given = (topic, passage.end, reading.margin, reading.file)
            found = learner.alike(reader.seed, *given)
            return found or f"no other sentence without a tag of yours looks like {name}"

        def then(found: tuple[Passage, "Suggestion"] | str) -> None:
            if isinstance(found, str):
                reader.say(found)
                return
            place, one = found
            app = cast("SeedreadApp", reader.app)
            app.jumps.leave((reader.seed.id, reader.cursor.passage))
            reader.stand(go.at(reader.units, place.start))
            where = "" if place.start > passage.start else ", from the beginning again"
            reader.say(f"looks like {name}{_reason(one, 3)}{where}")

        reader.beside.wait_for(look, f"looking for what is like {name}…", then)

    def _why_none(self, some: bool) -> str:
        if some:
            return "there is no second suggestion here: t chooses a topic"
        topics = self.reader.reading.codebook.topics
        if not any(any((topic.keywords or {}).values()) for topic in topics):
            return "no suggestion: topics without keywords are learnt from your tags: t tags"
        return "no suggestion here: t chooses a topic, and what you tag is learnt"

    # ------------------------------------------------------------ what is shown

    def here(self) -> "list[Suggestion]":
        """Return the suggestions for the passage at hand that are not on it yet, at most three."""
        self._keep_learning()
        self._told = monotonic()
        reader = self.reader
        passage = reader.cursor.passage
        if passage != self._at and self._learner:
            self._look(passage)
        if passage != self._at:
            return []
        mine = reader.reading.own(passage)
        has = mine.tag.topics if mine else ()
        return [one for one in self._ranked if one.topic not in has][:SHOWN]

    def told(self, level: int) -> list[Part]:
        """Return what the status line says of them; the higher the level, the shorter."""
        shown = self.here()[: SHOWN if level < 2 else 2]
        keys = {key.id: key.shown for key in self.reader.table if key.id in ACCEPT}
        digits = {topic: str(digit) for digit, topic in self.reader.pins.items()}
        parts: list[Part] = []
        for n, one in enumerate(shown):
            key = keys.get(ACCEPT[n], "") if n < len(ACCEPT) else digits.get(one.topic, "")
            parts.append(("  " if n == 0 else " · ", "bar--dim"))
            if key:
                parts += [(key, "bar--key"), (" ", "")]
            words = 3 - level if level < LEVELS - 1 else 0
            parts += [(self._name(one.topic), ""), (_reason(one, max(0, words - 1)), "bar--dim")]
        return parts

    def _name(self, topic: str) -> str:
        reading = self.reader.reading
        return reading.codebook.get(topic).name(reading.script)

    def _look(self, passage: Passage) -> None:
        reader, learner = self.reader, self._learner
        self._at, self._ranked = passage, []
        if learner and passage.start < passage.end:
            margin = self._fresh = reader.reading.margin
            found = learner.look(reader.units, passage, margin)
            self._ranked = [one for one in found if one.score >= LEAST]

    # ----------------------------------------------------------------- learning

    def _keep_learning(self) -> None:
        """Learn beside the screen from what has changed since."""
        reading = self.reader.reading
        state = (reading.margin, reading.codebook)
        if len(self._known) == len(state) and all(map(_is, self._known, state)):
            return
        self._known = state
        corpus = cast("SeedreadApp", self.reader.app).corpus
        self.reader.run_worker(lambda: self._learn(corpus, *state), thread=True, group="learn")

    def _learn(self, corpus: "Corpus", margin: "Margin", codebook: "Codebook") -> None:
        """Learn this document's tags, then those of all others; in a thread.

        It gives up if the tags are others by now: a newer thread goes on where it was.
        """
        worker = get_current_worker()
        while self._learner is None and monotonic() - self._told < CALM:
            if worker.is_cancelled:
                return
            sleep(CALM / 5)
        from seedread.suggest import Learner, rested

        def rest() -> None:
            if worker.is_cancelled or self._known[0] is not margin:
                raise _LeftError
            rested()

        with _learning:
            learner = _learners.get(corpus)
            if learner is None or learner.guesses.codebook.topics != codebook.topics:
                learner = _learners[corpus] = Learner(corpus, codebook)
            seed = self.reader.seed
            try:
                rest()
                learner.see(seed, rest)
                learner.learn(seed.id, rest, margin)
                learner.warm(self.reader.units, self.reader.cursor.passage, margin)
                self._back(learner)
                if not learner.whole:
                    learner.learn_all(rest=rest)
                    self._back(learner)
            except _LeftError:
                return

    def _back(self, learner: "Learner") -> None:
        """From the thread: what has been learnt is there."""
        worker, reader = get_current_worker(), self.reader

        def now() -> None:
            if worker.is_cancelled or not reader.is_mounted:
                return
            self._learner = learner
            if self._fresh is None or self._fresh is reader.reading.margin:
                self._at = None  # nothing was done here yet that a new order could confuse
            from seedread.ui.reader import status

            status.tell(reader)

        if not worker.is_cancelled and reader.app.is_running:
            reader.app.call_from_thread(now)


def _reason(one: "Suggestion", words: int) -> str:
    if one.because[:words]:
        return f" ({' '.join(one.because[:words])})"
    return f" (near {' '.join(one.near[:words])})" if one.near[:words] else ""


def _is(a: object, b: object) -> bool:
    return a is b
