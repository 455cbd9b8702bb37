"""The lines of a concordance: found document by document, placed when they are looked at."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import Event

from seedread.concordance.question import Question
from seedread.corpus import Corpus, Said
from seedread.folder import Entry
from seedread.kept import Keeper
from seedread.search import Search
from seedread.tags.claim import Claim
from seedread.tags.margin import Placed
from seedread.tags.tag import Tag
from seedread.text.find import query
from seedread.text.passage import Passage
from seedread.text.seed import Seed
from seedread.text.units import Units

AROUND = 40  # code points kept on either side of a hit
MOST = 100_000  # lines


@dataclass(frozen=True, slots=True)
class Line:
    """A hit: a passage that was found, or a tag where its line says it is.

    Of a tag `before` and `after` are the few code points its line keeps.
    """

    doc: str
    passage: Passage
    quote: str
    before: str
    after: str
    tag: Tag | None = None
    file: str = ""

    @property
    def key(self) -> tuple[str, object]:
        """What it is known by when everything is gathered again."""
        return self.doc, self.tag.id if self.tag else self.passage

    @property
    def topics(self) -> tuple[str, ...]:
        """The topics of the tag."""
        return self.tag.topics if self.tag else ()

    @property
    def by(self) -> str:
        """Whose tag it is."""
        return self.tag.by if self.tag else ""

    @property
    def note(self) -> str:
        """What the tag notes."""
        return self.tag.note if self.tag else ""

    @property
    def claim(self) -> Claim:
        """What the tag claims, perhaps nothing."""
        return Claim.read(self.tag.claim if self.tag else None)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line stands in today's document; no passage: it was not found there any more."""

    passage: Passage | None
    before: str
    quote: str
    after: str
    status: str = "exact"
    near: tuple[Placed, ...] = ()  # the tags that meet it


@dataclass
class Gathering:
    """The answer to a question while it is found; lines are only ever added."""

    question: Question
    lines: list[Line] = field(default_factory=list)
    done: int = 0
    total: int = 0
    documents: int = 0  # that have a hit
    over: bool = False
    problem: str = ""
    stopped: Event = field(default_factory=Event)

    def run(self, corpus: Corpus, keeper: Keeper | None = None) -> None:
        """Find everything; for a thread."""
        try:
            for found in self._found(corpus, keeper):
                self.done += 1
                if self.stopped.is_set():
                    return
                if found:
                    self.lines += found
                    self.documents += 1
                if len(self.lines) >= MOST:
                    self.problem = f"the first {MOST:,} only: ask for less"
                    break
        except (OSError, ValueError) as error:
            self.problem = str(error)
        self.over = True

    def _found(self, corpus: Corpus, keeper: Keeper | None) -> Iterator[list[Line]]:
        """Yield the lines of one document after the other."""
        asked = self.question
        if asked.kind == "tags":
            docs = [doc for doc in corpus.annotated() if _fits(asked, doc)]
            self.total = len(docs)
            yield from (tagged(corpus, asked, doc) for doc in docs)
        elif asked.kind == "name":
            docs = [doc for doc in corpus.documents() if _fits(asked, doc)]
            self.total = len(docs)
            names = corpus.workspace.names
            for doc in docs:
                seed = corpus.seed(doc)
                found = names.throughout(seed) if seed else iter(())
                yield _hits(corpus, asked, seed, (o.passage for o in found if o.name == asked.name))
        elif asked.kind == "text":
            yield from self._searched(corpus, keeper)

    def _searched(self, corpus: Corpus, keeper: Keeper | None) -> Iterator[list[Line]]:
        search = Search(corpus.workspace, keeper)
        wanted = query(self.question.text, corpus.workspace.names)
        entries: list[Entry] = [
            e for e in search.entries if not e.problem and _fits(self.question, e.id)
        ]
        self.total = len(entries)
        for entry in entries:
            pairs = list(search.hits(entry, wanted))
            seed = pairs[0][0] if pairs else None
            yield _hits(corpus, self.question, seed, (hit for _, hit in pairs))


def tagged(corpus: Corpus, asked: Question, doc: str) -> list[Line]:
    """Return the tags of a document that answer to a question, in order of their place.

    Where it takes several topics to tell, those of all tags in the same sentence count.
    """
    saids = sorted(corpus.tags(doc), key=lambda s: (*s.tag.passage, s.tag.id))
    topics = {t for said in saids for t in said.tag.topics}
    clauses = [c for c in asked.clauses if all(topics & one for one in c.every)]
    if asked.clauses and not clauses:
        return []
    near = _nearby(corpus, doc, saids) if any(not c.plain for c in clauses) else None
    found = []
    for n, said in enumerate(saids):
        own = set(said.tag.topics)
        for clause in clauses:
            there = own if near is None or clause.plain else near[n]
            if clause.holds(there) and (not clause.every or any(own & one for one in clause.every)):
                break
        else:
            if clauses:
                continue
        if asked.wants(said.tag):
            found.append(_line(said))
    return found


def place(corpus: Corpus, line: Line) -> Place:
    """Return where a line stands now, with as much around it as is shown."""
    seed = corpus.seed(line.doc)
    if seed is None:
        return Place(None, line.before, line.quote, line.after, "orphan")
    margin = corpus.margin(line.doc)
    passage, status = line.passage, "exact"
    if line.tag:
        id = line.tag.id
        here = [p for p in margin.exactly(passage, line.file) if p.tag.id == id]
        here = here or [p for p in margin.tags if p.tag.id == id and p.file == line.file]
        if not here:
            return Place(None, line.before, line.quote, line.after, "orphan")
        passage, status = here[0].passage, here[0].status
    start, end = passage
    before, after = seed[max(0, start - AROUND) : start], seed[end : end + AROUND]
    near = tuple(margin.meeting(passage))
    return Place(passage, before, seed[start:end], after, status, near)


def _fits(asked: Question, doc: str) -> bool:
    return not asked.doc or asked.doc in doc


def _line(said: Said) -> Line:
    tag = said.tag
    return Line(said.doc, tag.passage, tag.quote, tag.before, tag.after, tag, said.file)


def _hits(
    corpus: Corpus, asked: Question, seed: Seed | None, passages: Iterator[Passage]
) -> list[Line]:
    if seed is None:
        return []
    meeting: Callable[[Passage], object] = lambda _: False  # noqa: E731
    if asked.untagged:
        meeting = corpus.margin(seed.id).meeting
    found = []
    for start, end in passages:
        if not meeting(Passage(start, end)):
            before, after = seed[max(0, start - AROUND) : start], seed[end : end + AROUND]
            found.append(Line(seed.id, Passage(start, end), seed[start:end], before, after))
    return found


def _nearby(corpus: Corpus, doc: str, saids: list[Said]) -> list[set[str]]:
    """Return for each tag the topics of all tags that share a sentence with it."""
    seed = corpus.seed(doc)
    if seed is None:
        return [set(said.tag.topics) for said in saids]
    around = Units(seed).around
    wide = []
    for said in saids:
        first = around("sentence", said.tag.passage.start)
        last = around("sentence", said.tag.passage.end - 1)
        wide.append(said.tag.passage.hull(first).hull(last))
    found = [set(said.tag.topics) for said in saids]
    open_: list[int] = []  # tags that may reach as far as the next one
    for n, passage in sorted(enumerate(wide), key=lambda pair: pair[1]):
        open_ = [k for k in open_ if wide[k].end > passage.start]
        for k in open_:
            found[k] |= set(saids[n].tag.topics)
            found[n] |= set(saids[k].tag.topics)
        open_.append(n)
    return found
