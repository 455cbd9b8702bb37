"""Suggesting topics for the sentences of documents, learnt from the tags of a workspace."""

import time
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice, takewhile
from threading import RLock

from seedread.corpus import Corpus
from seedread.tags.guess import LONGEST, Guesses, Sight, Suggestion
from seedread.tags.margin import Margin
from seedread.tags.topic import Codebook
from seedread.text.passage import Passage
from seedread.text.seed import Seed
from seedread.text.units import Units

SENTENCES = 5_000  # of a document, that are looked at to know which of its words are rare
EXAMPLES = 5_000  # tagged passages that are learnt from: what is learnt stays in memory
SLICE = 20  # passages learnt between two rests, so that a thread that learns delays no key
AROUND = 2  # sentences on either side that are looked at with one
KEPT = 200  # sentences whose looks are kept, so that the next key has only one to look at
LIKELY, CLEARLY = 2, 2.0  # a sentence looks like a topic that is among its first so clearly

Place = tuple[Passage, int]  # a sentence, and where its paragraph begins
Rest = Callable[[], None]
Tagged = tuple[str, tuple[str, ...]]  # what was tagged, and with what


class Learner:
    """What is learnt from a workspace; keeps what it learnt from each tag, to take it back.

    Learning is for one thread at a time; passages may be looked at from another, with `lock`.
    What `rest` raises ends the learning, which may be gone on with.
    """

    def __init__(self, corpus: Corpus, codebook: Codebook, by: str = "") -> None:
        self.corpus, self.by = corpus, by
        self.guesses = Guesses(codebook)
        self.lock = RLock()
        self.whole = False  # whether it has gone through all documents
        self._learnt: dict[str, dict[tuple[str, str], Tagged]] = {}
        self._seen: set[str] = set()
        self._done: set[str] = set()  # documents gone through by `learn_all`
        self._sights: OrderedDict[tuple[str, Passage], Sight] = OrderedDict()  # as of now

    @property
    def count(self) -> int:
        """How many tags have been learnt from."""
        return self.guesses.examples

    def see(self, seed: Seed, rest: Rest = lambda: None) -> None:
        """Read a document to know which words are rare, once."""
        if seed.id in self._seen:
            return
        for n, (sentence, _) in enumerate(islice(sentences(Units(seed)), SENTENCES)):
            if n % SLICE == 0:
                rest()
            with self.lock:
                self.guesses.see(seed[sentence.start : sentence.end])
        self._seen.add(seed.id)
        self._settle()

    def look(self, units: Units, passage: Passage, margin: Margin) -> list[Suggestion]:
        """Return the likeliest topics of a passage where it stands; for the screen's thread."""
        spans, at = around(units, passage)
        with self.lock:
            return self.guesses.rank([self._sight(units, *one, margin) for one in spans], at)

    def warm(self, units: Units, passage: Passage, margin: Margin) -> None:
        """Look at the sentences around a passage and at those around the next one."""
        spans, _ = around(units, passage)
        for span, _ in spans:
            for one, place in around(units, span)[0]:
                with self.lock:
                    self._sight(units, one, place, margin)

    def alike(
        self, seed: Seed, topic: str, after: int, margin: Margin, file: str
    ) -> tuple[Passage, Suggestion] | None:
        """Return the next sentence behind `after`, else the first before it, that looks like a
        topic and has no tag of `file`; None if there is none among those looked at.
        """
        units = Units(seed)
        later = sentences(units, seed.block(after).start)
        earlier = takewhile(lambda one: one[0].start < after, sentences(units))
        for run in ((one for one in later if one[0].start >= after), earlier):
            found = self._like(units, topic, islice(run, SENTENCES), margin, file)
            if found:
                return found
        return None

    def _like(
        self, units: Units, topic: str, run: Iterable[Place], margin: Margin, file: str
    ) -> tuple[Passage, Suggestion] | None:
        for n, (sentence, _) in enumerate(run):
            if n % SLICE == 0:
                rested()
            mine = (p.passage for p in margin.meeting(sentence) if p.file == file)
            if not any(alike(passage, sentence) for passage in mine):
                best = self.look(units, sentence, margin)[:LIKELY]
                like = next((one for one in best if one.topic == topic), None)
                if like and like.score >= CLEARLY:
                    return sentence, like
        return None

    def _sight(self, units: Units, passage: Passage, place: int, margin: Margin) -> Sight:
        text = units.seed[passage.start : min(passage.end, passage.start + LONGEST)]
        key = (text, passage)
        sight = self._sights.get(key)
        if sight is None:
            sight = self._sights[key] = self.guesses.sight(text, passage.start, place)
            if len(self._sights) > KEPT:
                self._sights.popitem(last=False)
        tagged = (p for p in margin.meeting(passage) if alike(p.passage, passage))
        known = (t for p in tagged for t in p.tag.topics if t in self.guesses.known)
        return replace(sight, tagged=frozenset(known))

    def learn(self, doc: str, rest: Rest = lambda: None, margin: Margin | None = None) -> bool:
        """Learn from what is new or changed among the tags of a document; whether anything is.

        `margin` holds them, if that is known.
        """
        known = self._learnt.setdefault(doc, {})
        tags = (
            ((said.file, said.tag) for said in margin.tags)
            if margin
            else ((said.file, said.tag) for said in self.corpus.tags(doc))
        )
        after = {
            (file, tag.id): (tag.quote, tag.topics)
            for file, tag in tags
            if tag.topics and self.by in ("", tag.by)
        }
        changed = [key for key in known if known[key] != after.get(key)]
        new = [key for key in after if key not in known]
        changed += new[: max(0, EXAMPLES - self.count)]
        for n, key in enumerate(changed):
            if n % SLICE == 0:
                rest()
            with self.lock:
                self._sights.clear()
                self._change(known.pop(key, None), after.get(key), doc not in self._seen)
                if key in after:
                    known[key] = after[key]
        return bool(changed)

    def learn_all(self, docs: Iterable[str] | None = None, rest: Rest = lambda: None) -> None:
        """Learn from documents, or from all that have tags, until enough has been learnt."""
        for doc in self.corpus.annotated() if docs is None else docs:
            if self.count < EXAMPLES and doc not in self._done:
                self.learn(doc, rest)
                self._done.add(doc)
        self._settle()
        self.whole = True

    def _settle(self) -> None:
        self.guesses.settle()
        with self.lock:
            self._sights.clear()

    def _change(self, old: Tagged | None, new: Tagged | None, unseen: bool) -> None:
        if old:
            self.guesses.learn(*old, -1)
        if new:
            if unseen and not old:
                self.guesses.see(new[0])
            self.guesses.learn(*new)

    def ranked(self, seed: Seed, own: bool = True) -> Iterator[tuple[Passage, list[Suggestion]]]:
        """Yield each sentence of a document with its likeliest topics.

        What a sentence is tagged with says nothing of itself, and of the others if `own`.
        """
        margin = self.corpus.margin(seed.id) if own else Margin()
        places, sights = deque[Passage](), deque[Sight]()
        for sentence, place in sentences(Units(seed)):
            places.append(sentence)
            sights.append(self._blind(seed, sentence, place, margin))
            if len(places) > 2 * AROUND + 1:
                places.popleft()
                sights.popleft()
            if len(places) > AROUND:
                at = len(places) - 1 - AROUND
                yield places[at], self.guesses.rank(sights, at)
        for at in range(max(0, len(places) - AROUND), len(places)):
            yield places[at], self.guesses.rank(sights, at)

    def _blind(self, seed: Seed, sentence: Passage, place: int, margin: Margin) -> Sight:
        """Look at a sentence as if its own tags were not there."""
        own = [p for p in margin.meeting(sentence) if alike(p.passage, sentence)]
        known = self._learnt.get(seed.id, {})
        learnt = [known[key] for p in own if (key := (p.file, p.tag.id)) in known]
        for tagged in learnt:
            self.guesses.learn(*tagged, -1)
        topics = {
            topic for p in own for topic in p.tag.topics if not self.by or p.tag.by == self.by
        }
        sight = self.guesses.sight(
            seed[sentence.start : sentence.end], sentence.start, place, topics
        )
        for tagged in learnt:
            self.guesses.learn(*tagged)
        return sight


def alike(tagged: Passage, sentence: Passage) -> bool:
    """Whether a tag speaks of a sentence: it shares half of the shorter of the two with it."""
    shared = min(tagged.end, sentence.end) - max(tagged.start, sentence.start)
    return 2 * shared >= min(tagged.end - tagged.start, sentence.end - sentence.start)


def sentences(units: Units, start: int = 0) -> Iterator[Place]:
    """Yield the sentences of a document, and where the paragraph of each begins."""
    for block in units.seed.blocks(start):
        for sentence in units.of_block("sentence", block):
            yield sentence, block.start


def around(units: Units, passage: Passage) -> tuple[list[Place], int]:
    """Return a passage among the sentences around it, each with its paragraph, and its number."""
    before: list[Passage] = []
    after: list[Passage] = []
    for found, by in ((before, -1), (after, 1)):
        here = passage
        for _ in range(AROUND):
            step = units.step("sentence", here, by)
            if step is None:
                break
            found.append(step)
            here = step
    whole = units.around("sentence", passage.start)
    if whole != passage and whole.covers(passage):
        before = [whole, *before][:AROUND]
    spans = [*reversed(before), passage, *after]
    return [(span, units.seed.block(span.start).start) for span in spans], len(before)


def rested() -> None:
    """Give other threads a moment."""
    time.sleep(0.002)


__all__ = ["Learner", "Suggestion", "alike", "around", "rested"]
