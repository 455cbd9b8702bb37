"""What each annotator says of each passage of a document, and where they say different things.

A passage of which all who have read it say just the same is agreed on. What remains is gathered
into cases: passages that overlap are settled together. Unread is not disagreement.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from seedread.coded import Coded, coded
from seedread.corpus import Corpus
from seedread.tags.margin import Placed
from seedread.text.passage import Passage


@dataclass(frozen=True, slots=True)
class Said:
    """What one annotator says of a passage, as they would have it: their tags and disputes.

    Without topics it is a note and nothing else.
    """

    passage: Passage
    topics: tuple[str, ...]
    note: str = ""
    claim: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Voice:
    """One annotator in a case: what they say, and whether they have read the passage."""

    name: str
    said: tuple[Said, ...]
    read: bool

    @property
    def tagged(self) -> tuple[Said, ...]:
        """What they say that has topics."""
        return tuple(one for one in self.said if one.topics)


@dataclass(frozen=True, slots=True)
class Case:
    """A disagreement: the passage all that was said of it lies in, and who says what."""

    doc: str
    passage: Passage
    voices: tuple[Voice, ...]

    @property
    def place(self) -> tuple[str, Passage]:
        """Where it is."""
        return self.doc, self.passage

    @property
    def said(self) -> list[Said]:
        """What was said with topics, by whomever."""
        return [one for voice in self.voices for one in voice.tagged]

    @property
    def passages(self) -> list[Passage]:
        """The whole passage, then each that somebody tagged."""
        return list(dict.fromkeys([self.passage, *sorted(one.passage for one in self.said)]))

    @property
    def topics(self) -> list[str]:
        """The topics somebody gave."""
        return sorted({topic for one in self.said for topic in one.topics})


def united(said: Iterable[Said]) -> list[Said]:
    """Return what several say as if one did: all topics, and of a topic the longest borders."""
    said = list(said)
    spans: dict[str, list[Passage]] = defaultdict(list)
    for one in sorted(said, key=lambda one: one.passage):
        for topic in one.topics:
            last = spans[topic][-1] if spans[topic] else None
            if last and last.meets(one.passage):
                spans[topic][-1] = last.hull(one.passage)
            else:
                spans[topic].append(one.passage)
    found: dict[Passage, set[str]] = defaultdict(set)
    for topic, passages in spans.items():
        for passage in passages:
            found[passage].add(topic)
    return [_joined(p, topics, said) for p, topics in sorted(found.items())]


def voices(
    corpus: Corpus, doc: str, without: Sequence[str], everything: bool = False
) -> tuple[list[Case], list[Said]]:
    """Return the cases of a document in order, and what all who have read it agree on.

    With `everything` who tagged anything in it counts as having read all of it.
    """
    reads = coded(corpus, doc, "sentence", everything, without=without)
    if reads is None:
        return [], []
    margin = corpus.margin(doc)
    said = _said(margin.tags, without)
    names = sorted({*reads.names, *said})
    if len(names) < 2:
        return [], []
    agreed = _agreed(reads, said)
    taken = {(one.passage, one.topics) for one in agreed}
    open_ = sorted(
        one.passage
        for found in said.values()
        for one in found.values()
        if one.topics and (one.passage, one.topics) not in taken
    )
    cases = []
    for passage in _clusters(open_):
        near = sorted({placed.passage for placed in margin.meeting(passage)})
        cases.append(_case(reads, said, names, taken, passage, near))
    return [case for case in cases if sum(voice.read for voice in case.voices) > 1], agreed


def _said(tags: Iterable[Placed], without: Sequence[str]) -> dict[str, dict[Passage, Said]]:
    """Return what each annotator says of which passage; who disputes a tag says something, too."""
    found: dict[str, dict[Passage, Said]] = defaultdict(dict)

    def say(file: str, said: Said) -> None:
        name = file.rpartition("/")[2].removesuffix(".jsonl")
        if name not in without:
            before = found[name].get(said.passage)
            both = [before, said] if before else [said]
            topics = {topic for one in both for topic in one.topics}
            found[name][said.passage] = _joined(said.passage, topics, both)

    for placed in tags:
        tag, passage = placed.tag, placed.passage
        say(placed.file, Said(passage, tuple(sorted(set(tag.topics))), tag.note, tag.claim))
        for dispute in placed.disputes:
            say(dispute.file, Said(passage, placed.topics_for(dispute.file), dispute.note))
    return found


def _agreed(reads: Coded, said: Mapping[str, Mapping[Passage, Said]]) -> list[Said]:
    """Return what two or more say alike, and nobody who has read it says otherwise."""
    who: dict[tuple[Passage, tuple[str, ...]], list[str]] = defaultdict(list)
    for name, found in said.items():
        for one in found.values():
            if one.topics:
                who[one.passage, one.topics].append(name)
    agreed = []
    for (passage, topics), names in sorted(who.items()):
        if len(names) > 1 and set(_readers(reads, said, passage)) == set(names):
            agreed.append(_joined(passage, topics, [said[name][passage] for name in sorted(names)]))
    return agreed


def _case(
    reads: Coded,
    said: Mapping[str, Mapping[Passage, Said]],
    names: Sequence[str],
    agreed: set[tuple[Passage, tuple[str, ...]]],
    passage: Passage,
    near: Sequence[Passage],
) -> Case:
    """Return who says what of a passage; `near` is all that was tagged and meets it, in order."""
    readers = set(_readers(reads, said, passage))
    found = []
    for name in names:
        mine = said.get(name, {})
        kept = [mine[p] for p in near if p in mine and (p, mine[p].topics) not in agreed]
        found.append(Voice(name, tuple(kept), bool(kept) or name in readers))
    return Case(reads.doc, passage, tuple(found))


def _readers(
    reads: Coded, said: Mapping[str, Mapping[Passage, Said]], passage: Passage
) -> Iterator[str]:
    """Yield who has read all of a passage, or said something of just that."""
    units = reads.met(passage)
    for name in sorted({*reads.names, *said}):
        flags = reads.read.get(name)
        seen = flags is not None and len(units) > 0 and all(flags[n] for n in units)
        if seen or passage in said.get(name, {}):
            yield name


def _clusters(passages: Iterable[Passage]) -> list[Passage]:
    """Return the stretches that passages (in order) which overlap lie in."""
    found: list[Passage] = []
    for passage in passages:
        if found and found[-1].meets(passage):
            found[-1] = found[-1].hull(passage)
        else:
            found.append(passage)
    return found


def _joined(passage: Passage, topics: Iterable[str], said: Iterable[Said]) -> Said:
    """Return one saying with the notes of all that meet the passage, and a claim if one has it."""
    near = [one for one in said if one.passage.meets(passage)]
    notes = " / ".join(dict.fromkeys(one.note for one in near if one.note))
    claims = [one.claim for one in near if one.claim and one.passage == passage]
    claim = claims[0] if claims and all(one == claims[0] for one in claims) else None
    return Said(passage, tuple(sorted(set(topics))), notes, claim)
