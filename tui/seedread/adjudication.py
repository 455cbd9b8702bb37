"""Settling where annotators differ: the cases in order, what was settled, and how one settles.

What is settled stands in files of an annotator of its own, one a document: a tag that meets the
case settles it. A rejection is a tag without topics whose note begins with `rejected`, so that a
colleague's machine knows of it, too.
"""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256

from seedread.coded import ADJUDICATOR
from seedread.corpus import Corpus
from seedread.tags.edit import Change, Edit, Key
from seedread.tags.margin import Placed
from seedread.tags.record import Record, new_id
from seedread.tags.tag import file_of, make, now
from seedread.text.passage import Passage
from seedread.text.seed import Seed
from seedread.voices import Case, Said, voices

REJECTED = "rejected"


class Adjudication:
    """The cases of a workspace, and what the annotator `by` made of them."""

    def __init__(self, corpus: Corpus, by: str = ADJUDICATOR, everything: bool = False) -> None:
        self.corpus, self.by, self.everything = corpus, by, everything
        self.cases: list[Case] = []
        self.agreed: dict[str, list[Said]] = {}
        self._fresh: dict[str, list[Said]] = {}  # agreed on, not copied yet
        self._decided: dict[tuple[str, Passage], tuple[Placed, ...]] = {}

    def gather(self) -> Iterator[str]:
        """Find the cases, document by document; yields the id of each that has been read."""
        for doc in self.corpus.annotated():
            cases, agreed = voices(self.corpus, doc, (self.by, ADJUDICATOR), self.everything)
            self.cases += cases
            if agreed:
                self.agreed[doc] = agreed
            self.look(doc)
            yield doc

    def look(self, doc: str) -> None:
        """Look again what the adjudicator has said about a document."""
        file, agreed = file_of(doc, self.by), self.agreed.get(doc, ())
        mine = [placed for placed in self.corpus.margin(doc).tags if placed.file == file]
        there = {placed.passage for placed in mine}
        self._fresh[doc] = [one for one in agreed if one.passage not in there]
        copied = {(one.passage, one.topics) for one in agreed}
        mine = [p for p in mine if (p.passage, tuple(sorted(p.tag.topics))) not in copied]
        for case in (case for case in self.cases if case.doc == doc):
            self._decided[case.place] = tuple(
                p for p in mine if p.passage.meets(case.passage) and _settles(p)
            )

    def decided(self, case: Case) -> tuple[Placed, ...]:
        """Return the tags that settle a case; none as long as it is open."""
        return self._decided.get(case.place, ())

    @property
    def settled(self) -> int:
        """How many cases are settled."""
        return sum(bool(self.decided(case)) for case in self.cases)

    def next_open(self, at: int) -> int | None:
        """Return the number of the first open case from `at` on, and round again."""
        order = [*range(at, len(self.cases)), *range(min(at, len(self.cases)))]
        return next((n for n in order if not self.decided(self.cases[n])), None)

    def letters(self) -> dict[str, str]:
        """Return a letter for each annotator, in an order that tells nothing and stays."""
        names = {voice.name for case in self.cases for voice in case.voices}
        shuffled = sorted(names, key=lambda name: sha256(f"{self.by}/{name}".encode()).digest())
        return {name: _letter(n) for n, name in enumerate(shuffled)}

    def settle(self, case: Case, wanted: Sequence[Said], note: str = "") -> Edit:
        """Return the edit that settles a case with just these tags, whatever it was before.

        A note joins that of the first. Nothing wanted is a rejection.
        """
        if wanted and note:
            first = wanted[0]
            both = " / ".join(filter(None, (first.note, note)))
            wanted = [Said(first.passage, first.topics, both, first.claim), *wanted[1:]]
        if not wanted:
            told = f"{REJECTED}: {', '.join(case.topics)}" + (f" — {note}" if note else "")
            wanted = [Said(case.passage, (), told)]
        return self._written(case.doc, self.decided(case), wanted)

    def reopen(self, case: Case) -> Edit:
        """Return the edit by which a case is open again."""
        return self._written(case.doc, self.decided(case), [])

    def renote(self, case: Case, note: str) -> Edit:
        """Return the edit that puts a note on what settles a case."""
        first = self.decided(case)[0]
        record = first.tag.record
        return Edit({(first.file, record.id): (record, record.but(note=note, at=now()))})

    @property
    def uncopied(self) -> int:
        """How many tags all agree on that are on passages the adjudicator has not tagged."""
        return sum(map(len, self._fresh.values()))

    def copying(self) -> Edit:
        """Return the edit that takes over what all agree on."""
        changes: dict[Key, Change] = {}
        taken = self.corpus.workspace.shelf.ids()
        for doc, fresh in self._fresh.items():
            changes.update(self._written(doc, (), fresh, taken).changes if fresh else {})
        return Edit(changes)

    def _written(
        self,
        doc: str,
        old: Iterable[Placed],
        wanted: Sequence[Said],
        taken: set[str] | None = None,
    ) -> Edit:
        """Return what turns tags of the adjudicator into others; lines that can stay do.

        New ids are none of `taken`, and join them.
        """
        seed, file = self.corpus.seed(doc), file_of(doc, self.by)
        if seed is None:
            return Edit({})
        changes: dict[Key, Change] = {(p.file, p.tag.id): (p.tag.record, None) for p in old}
        lines = {p.passage: p.tag.record for p in old if p.tag.rev == seed.rev}
        taken = self.corpus.workspace.shelf.ids() if taken is None else taken
        for one in wanted:
            before = lines.pop(one.passage, None)
            record = _line(seed, one, before, new_id(taken), self.by)
            taken.add(record.id)
            changes[file, record.id] = before, record
        return Edit(changes)


def is_rejection(placed: Placed) -> bool:
    """Whether a tag of an adjudicator says that nothing is to be tagged."""
    return not placed.tag.topics and placed.tag.note.startswith(REJECTED)


def _settles(placed: Placed) -> bool:
    return bool(placed.tag.topics) or is_rejection(placed)


def _letter(n: int) -> str:
    return chr(ord("A") + n) if n < 26 else f"{chr(ord('A') + n % 26)}{n // 26}"


def _line(seed: Seed, said: Said, before: Record | None, id: str, by: str) -> Record:
    """Make a line of what is said, of the line that stood there if one did."""
    if before:
        record = before.but(topics=list(said.topics), note=said.note, at=now())
        record = Record({key: v for key, v in record.fields.items() if key != "claim"})
    else:
        record = make(seed, Passage(*said.passage), said.topics, id, by, said.note)
    return record.but(claim=dict(said.claim)) if said.claim else record
