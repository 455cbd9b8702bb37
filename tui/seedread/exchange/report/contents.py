"""What a report says: every document with its numbers and its text, and all that ties them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

from markupsafe import Markup

from seedread.agreement import Agreement, Value
from seedread.coded import coded
from seedread.corpus import Corpus
from seedread.exchange.material import Wanted
from seedread.exchange.report import body, facing
from seedread.exchange.report.facing import Drawn
from seedread.exchange.report.legend import LANGUAGES, Legend
from seedread.memos import Pile, Target
from seedread.stats import Measured, Survey
from seedread.tags import seen, term
from seedread.tags.link import End, Link
from seedread.tags.links import Links
from seedread.tags.memo import Memo
from seedread.tags.tag import Tag
from seedread.text import script
from seedread.text.noise import metadata
from seedread.text.passage import Passage
from seedread.text.seed import Seed
from seedread.workspace import script_of

FEW = 40  # documents that are shown whole; of more, only the paragraphs with tags
LINES = 300  # of a topic in the concordance, if there are more documents than that
LONGEST = 400  # code points of a quotation in a table
AROUND = 16  # code points on either side of one
ROOM = 13_500_000  # bytes of paragraphs; documents for which nothing is left are left out
_NOTHING = Markup()
BEGINNING = 20_000  # code points in which a document says its date and its author


@dataclass(frozen=True)
class Document:
    """A document; `body` is its text, empty if it is left out, `numbers` what was counted."""

    id: str
    title: str
    date: str
    author: str
    source: str
    lang: str
    numbers: Measured
    body: Markup = _NOTHING


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the concordance: a quotation with what is around it, and who tagged it."""

    doc: str
    passage: Passage
    before: str
    quote: str
    after: str
    tag: Tag
    notes: Sequence[tuple[str, str, str]] = ()


@dataclass(frozen=True, slots=True)
class Side:
    """One end of a link: where it stands today, None if it does not."""

    end: End
    passage: Passage | None


@dataclass
class Person:
    """Who tagged how much, where, from when to when."""

    name: str
    tags: int = 0
    docs: set[str] = field(default_factory=set)
    times: list[str] = field(default_factory=list)


class Chosen(Survey):
    """The numbers of the tags that are wanted."""

    def __init__(self, corpus: Corpus, wanted: Wanted) -> None:
        super().__init__(corpus, wanted.by[0] if len(wanted.by) == 1 else "")
        self._only = wanted

    def _wanted(self, by: str, topics: tuple[str, ...]) -> bool:
        only = self._only
        named = not only.topics or not only.topics.isdisjoint(topics)
        return bool(topics) and named and (not only.by or by in only.by)


class Contents:
    """Everything a report says; it is gathered when it is made."""

    def __init__(self, corpus: Corpus, wanted: Wanted, text: bool = True) -> None:
        self.corpus, self.wanted = corpus, wanted
        self.legend = Legend(corpus.workspace.codebook)
        self.survey = Chosen(corpus, wanted)
        self.glossary = term.glossary(corpus.workspace.shelf.records(term.FILE).values())
        self.people: dict[str, Person] = {}
        self.lines: defaultdict[str, list[Line]] = defaultdict(list)
        self.counted: Counter[str] = Counter()  # the lines each topic has, kept here or not
        self.anchored: set[tuple[str, int]] = set()  # where tags begin: document, code point
        self.lost: list[tuple[str, Tag]] = []
        docs = wanted.docs or sorted({*corpus.documents(), *corpus.annotated()})
        self.many = len(docs) > FEW
        self.room = ROOM
        self.crowded: list[str] = []  # documents whose text had no room any more
        self.agreement = Agreement(corpus, by=tuple(wanted.by))
        self.documents = [self._document(doc, text) for doc in docs]
        self.links = [link for link in Links(corpus.workspace.shelf).all() if self._ties(link)]
        self.kinds = Links(corpus.workspace.shelf).kinds()

    @property
    def topics(self) -> list[str]:
        """The topics that were given, in the codebook's order."""
        return self.legend.order(self.survey.totals)

    @property
    def tags(self) -> int:
        """How many tags there are, those included whose passage is not in today's text."""
        return sum(person.tags for person in self.people.values())

    def sides(self, link: Link) -> list[Side]:
        """Return the two ends of a link as they stand today."""
        found = []
        for end in link.ends:
            anchorer = self.corpus.anchorer(end.doc)
            found.append(Side(end, anchorer.place(end).now if anchorer else None))
        return found

    def tied(self) -> list[tuple[Link, list[Side]]]:
        """Return the links, agreements and contradictions first."""
        kinds = list(self.kinds)
        known = sorted(self.links, key=lambda link: (_index(kinds, link.kind), link.id))
        return [(link, self.sides(link)) for link in known]

    def memos(self) -> list[tuple[Memo, Target]]:
        """Return the memos that are wanted and what each is on, the latest first."""
        pile, only = Pile(self.corpus), self.wanted
        wrote = [memo for memo in pile.all if not only.by or memo.by in only.by]
        found = [(memo, pile.target(memo)) for memo in wrote]
        return [
            (memo, about)
            for memo, about in found
            if (not only.docs or not about.doc or about.doc in only.docs)
            and (memo.about["kind"] != "topic" or _fits(only.topics, memo.about["id"]))
        ]

    def pairs(self) -> list[tuple[str, str, int, float | None]]:
        """Return which topics share sentences, how many, and of all of either: most first."""
        survey = self.survey
        return [(a, b, count, survey.jaccard(a, b)) for (a, b), count in survey.pairs.most_common()]

    def agreed(self) -> dict[tuple[str, ...], dict[str | None, dict[str, Value]]]:
        """Return the measures by annotators and topic; None stands for all decisions."""
        found: dict[tuple[str, ...], dict[str | None, dict[str, Value]]] = {}
        for value in self.agreement.values() if len(self.agreement.annotators) > 1 else ():
            if value.topic is None or _fits(self.wanted.topics, value.topic):
                of_group = found.setdefault(value.annotators, {})
                of_group.setdefault(value.topic, {})[value.measure] = value
        return found

    def _document(self, doc: str, text: bool) -> Document:
        numbers = self.survey.measure(doc)
        self.survey.add(numbers)
        seed = self.corpus.seed(doc)
        if seed is None:
            gone = [said.tag for said in self.corpus.tags(doc) if self.wanted.has(said.tag)]
            self._lose(doc, gone)
            return Document(doc, doc, "", "", "", "", numbers)
        margin = self.corpus.margin(doc)
        placed = [one for one in margin.tags if self.wanted.has(one.tag)]
        self._lose(doc, [tag for tag in margin.orphans if self.wanted.has(tag)])
        for one in placed:
            self._count(doc, one.tag)
        drawn = facing.draw(placed, self.legend)
        self._concord(seed, drawn)
        self._agree(doc)
        written = script_of(seed)
        config = next(iter(script.CONFIGS[written]), "")
        lang = LANGUAGES.get(written, "")
        other = LANGUAGES["hans" if "2s" in config else "hant"] if config else ""
        shown = _NOTHING
        if text and (placed or not self.many) and self._has_room(doc):
            convert = partial(script.convert, config=config, glossary=self.glossary)
            rows = facing.rows(seed, drawn, convert if config else None, not self.many)
            shown = Markup("".join(body.rows(rows, lang, other, titled=not self.many)))
            self.room -= len(shown.encode())
        return Document(
            id=doc,
            title=self.corpus.workspace.title(seed),
            **self._source(seed),
            lang=lang,
            numbers=numbers,
            body=shown,
        )

    def _has_room(self, doc: str) -> bool:
        if self.room <= 0:
            self.crowded.append(doc)
        return self.room > 0

    def _source(self, seed: Seed) -> dict[str, str]:
        """Return date, author and source, as documents.jsonl has them, else the text."""
        record = self.corpus.workspace.documents.get(seed.id)
        given = record.fields if record else {}
        said = metadata(seed[:BEGINNING])
        keys = ("date", "author", "source")
        known = {key: value for key in keys if isinstance(value := given.get(key), str) and value}
        return {key: known.get(key) or said.get(key, "") for key in keys}

    def _count(self, doc: str, tag: Tag) -> None:
        person = self.people.setdefault(tag.by, Person(tag.by))
        person.tags += 1
        person.docs.add(doc)
        person.times.append(str(tag.record.fields["at"]))

    def _lose(self, doc: str, tags: list[Tag]) -> None:
        for tag in tags:
            self._count(doc, tag)
            self.lost.append((doc, tag))

    def _concord(self, seed: Seed, drawn: Iterable[Drawn]) -> None:
        for one in drawn:
            topics = one.placed.tag.topics or ("",)
            self.counted.update(topics)
            self.anchored.add((seed.id, one.placed.passage.start))
            lists = [self.lines[topic] for topic in topics]
            if lists := [kept for kept in lists if not self.many or len(kept) < LINES]:
                line = _line(seed, one)
                for kept in lists:
                    kept.append(line)

    def _agree(self, doc: str) -> None:
        """Take a document in that several may have coded; most have one annotator, which is dear
        to find out by reading their sentences."""
        space, held = self.corpus.workspace, self.agreement
        if len(space.tag_files(doc)) > 1 or space.shelf.files(seen.FOLDER):
            found = coded(self.corpus, doc, held.unit, held.everything, held.by, held.without)
            if found and len(found.names) > 1:
                held.documents.append(found)

    def _ties(self, link: Link) -> bool:
        only = self.wanted
        docs = {end.doc for end in link.ends}
        return (not only.by or link.by in only.by) and (not only.docs or bool(docs & {*only.docs}))


def _line(seed: Seed, one: Drawn) -> Line:
    """Return a tag as a line of the concordance."""
    start, end = one.placed.passage
    low, stop = max(0, start - AROUND), min(end, start + LONGEST)
    there, after = seed[low:stop], seed[end : end + AROUND]
    quote = there[start - low :] + ("…" if stop < end else "")
    before = there[: start - low]
    return Line(seed.id, one.placed.passage, before, quote, after, one.placed.tag, one.notes)


def _fits(wanted: frozenset[str], topic: str) -> bool:
    return not wanted or topic in wanted


def _index(kinds: Sequence[str], kind: str) -> int:
    return kinds.index(kind) if kind in kinds else len(kinds)
