"""What the tagging keys do: each act goes to the reading, its outcome to the status line."""

from collections.abc import Callable, Iterable
from threading import Lock
from typing import TYPE_CHECKING, cast

from seedread import annotator
from seedread.tags import ranking
from seedread.tags.history import Outcome
from seedread.tags.margin import Placed
from seedread.tags.topic import slug
from seedread.text import script
from seedread.ui.picking.recent import Recent, Usage
from seedread.ui.reader.leave import Leave, Then

if TYPE_CHECKING:
    from seedread.ui.app import SeedreadApp
    from seedread.ui.picking.picker import Chosen
    from seedread.ui.reader.screen import Reader


class Tagging:
    """Tagging, noting, removing, and the way back."""

    def __init__(self, reader: "Reader") -> None:
        self.reader = reader
        self.recent = Recent(reader.places)
        self._usage: Usage | None = None
        self._gathering = Lock()
        self._leave = Leave(reader)

    def when_ready(self, act: Then) -> None:
        """Do `act` once it is known who tags, and there is a place for tags."""
        self._leave.ask(act)

    @property
    def last(self) -> tuple[str, ...]:
        """The topics of the last act that are still to be tagged with."""
        book = self.reader.reading.codebook
        return tuple(t for t in self.recent.last if t in book and not book.get(t).retired)

    def tag(self, digit: float) -> None:
        """Tag with the topic pinned to a digit, or take it off again."""
        reader = self.reader
        topic = reader.pins.get(int(digit))
        if topic is None:
            reader.say(f"no topic is pinned to {int(digit)}: t, then ctrl+k pins one")
            return
        self.when_ready(lambda: self.told(reader.reading.toggle(reader.cursor.passage, topic)))

    def again(self) -> None:
        """Tag with the last topics again."""
        reader = self.reader
        last = self.last
        if not last:
            reader.say("no topics yet to repeat: tag something first")
            return
        self.when_ready(lambda: self.told(reader.reading.put(reader.cursor.passage, last)))

    def pick(self) -> None:
        """Choose topics for the passage."""
        self.when_ready(self._pick)

    def remove(self) -> None:
        """Remove the tag of one's own on this passage, else the innermost; ask among several."""
        self.when_ready(self._remove)

    def note(self) -> None:
        """Write a note on the passage."""
        self.when_ready(self._note)

    def undo(self) -> None:
        """Take back the latest act in this document."""
        self.reader.beside.turn("undo", self.told)

    def redo(self) -> None:
        """Do again what was taken back."""
        self.reader.beside.turn("redo", self.told)

    def retry(self) -> None:
        """Try again to save what waits."""
        saved = self.reader.reading.history.retry()
        self.reader.reading.gather()
        text = f"NOT SAVED ({saved.error})" if saved.error else "everything is saved"
        if saved.left:
            text = f"not done: {saved.left[0].reason}"
        self.reader.show()
        self.reader.say(text, alert=bool(saved.error or saved.left))

    def told(self, outcome: Outcome) -> None:
        """Show what came of an act, and say it."""
        reader = self.reader
        saved = outcome.saved
        self.recent.used(reader.reading.last)
        if saved and saved.done and reader.cursor.extending:
            reader.motions.extend()
        reader.learn_pins()  # an act may have been about the codebook
        reader.show()
        reader.say(outcome.message, alert=bool(saved and (saved.error or saved.left)))

    def _pick(self) -> None:
        reader = self.reader
        passage, reading = reader.cursor.passage, reader.reading
        mine = reading.own(passage)
        has = mine.tag.topics if mine else ()

        def chosen(result: "Chosen | None") -> None:
            reader.learn_pins()
            if result is None:
                reader.show()
                return
            if result.invented:
                self._invent(result.invented, result.topics)
                return
            self.told(reading.choose(passage, result.topics))

        quote = " ".join(reader.seed[passage.start : passage.end].split())
        self.choose(f"Topics for “{quote}”", has, chosen, inventing=True)

    def choose(
        self,
        heading: str,
        has: Iterable[str],
        then: "Callable[[Chosen | None], None]",
        inventing: bool = False,
    ) -> None:
        """Let topics be chosen, those of `has` marked to begin with."""
        from seedread.ui.picking.offer import Known
        from seedread.ui.picking.picker import Picker

        reader = self.reader
        reading, corpus = reader.reading, cast("SeedreadApp", reader.app).corpus

        def load() -> tuple[ranking.Sounds, Usage | None]:
            if self._gathering.acquire(blocking=False):  # else another thread is at it
                try:
                    self._usage = Usage().gather(corpus, reading.by, reading.seed.id)
                finally:
                    self._gathering.release()
            return ranking.readings(), self._usage

        pins, recent = reader.settings.pins, self.recent.topics
        known = Known(pins, recent, ranking.loaded(), self._usage, load)
        reader.app.push_screen(Picker(reading, has, heading, known, inventing), then)

    def _invent(self, name: str, topics: tuple[str, ...]) -> None:
        """Make a topic of what was typed, and tag with it, in one act."""
        reading = self.reader.reading
        book = reading.codebook
        id = slug(name) or slug(annotator.derive(name)) or "topic"
        n = 1
        while id in book:
            n += 1
            id = f"{id.rstrip('0123456789').rstrip('-')}-{n}"
        names = _names(name)
        topic = book.new(id, **names)
        more = reading.invent(topic)
        self.told(reading.put(self.reader.cursor.passage, [*topics, id], more))

    def _remove(self) -> None:
        self.with_own("Remove", lambda placed: self.told(self.reader.reading.remove(placed)))

    def with_own(self, what: str, act: Callable[[Placed], None]) -> None:
        """Do something to the tag of one's own on this passage, else the innermost around it.

        Among several that are not just here it asks which.
        """
        reader = self.reader
        here = reader.cursor.passage
        around = [p for p in reader.reading.margin.meeting(here) if p.file == reader.reading.file]
        exact = [p for p in around if p.passage == here]
        if exact or len(around) == 1:
            act((exact or around)[0])
            return
        if not around:
            others = reader.reading.margin.meeting(here)
            who = f": this one is {others[0].tag.by}'s" if others else ""
            reader.say("no tag of yours here" + who)
            return
        tags = sorted(around, key=lambda p: p.passage.end - p.passage.start)
        self._ask_which(f"{what} which tag?", tags, act)

    def _ask_which(self, question: str, tags: list[Placed], act: Callable[[Placed], None]) -> None:
        from seedread.ui.chooser import Choice, Chooser

        choices = [
            Choice(n, f"{', '.join(p.tag.topics) or 'note'}  “{p.tag.quote}”")
            for n, p in enumerate(tags)
        ]

        def chosen(n: object) -> None:
            if isinstance(n, int):
                act(tags[n])

        self.reader.app.push_screen(Chooser(question, choices), chosen)

    def _note(self) -> None:
        from seedread.ui.ask import Ask

        reader = self.reader
        passage = reader.cursor.passage
        mine = reader.reading.own(passage)

        def answered(text: str | None) -> None:
            if text is not None:
                self.told(reader.reading.note(passage, text.strip()))

        question = f"Note on “{reader.seed[passage.start : passage.end]}”"
        reader.app.push_screen(Ask(question, mine.tag.note if mine else ""), answered)


def _names(name: str) -> dict[str, str]:
    """Return a new topic's names: in the script it was typed in, and converted into the other."""
    kind = script.detect(name)
    if kind == "none":
        return {"en": name}
    if kind == "hant":
        return {"hans": script.convert(name, "tw2s").text, "hant": name}
    return {"hans": name, "hant": script.convert(name, "s2tw").text}
