"""What is exported: documents with their tags as they stand today, and the codebook."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from seedread.corpus import Corpus
from seedread.exchange.account import Account
from seedread.tags.link import FOLDER, Link
from seedread.tags.margin import Placed
from seedread.tags.memo import FOLDER as MEMOS
from seedread.tags.shelf import Shelf
from seedread.tags.tag import Tag
from seedread.tags.term import FILE, glossary
from seedread.tags.topic import Codebook
from seedread.text.glossary import Glossary
from seedread.text.passage import Passage
from seedread.text.seed import Seed


@dataclass(frozen=True, slots=True)
class Marked:
    """A tag and where it stands in today's text of its document."""

    tag: Tag
    passage: Passage

    @property
    def at(self) -> str:
        """When it last changed, as its line has it: 2026-11-22T08:15:00Z."""
        return str(self.tag.record.fields["at"])


@dataclass(frozen=True)
class Written:
    """A document: its whole text, what is known of it, and its tags in order."""

    id: str
    text: str
    title: str
    rev: str
    script: str
    about: dict[str, str]
    tags: tuple[Marked, ...]

    def quote(self, marked: Marked) -> str:
        """Return what stands at a tag."""
        return self.text[marked.passage.start : marked.passage.end]


@dataclass(frozen=True)
class Material:
    """All that is exported, document by document, and the topics."""

    documents: tuple[Written, ...]
    codebook: Codebook
    links: tuple[Link, ...] = ()
    glossary: Glossary | None = None

    @property
    def annotators(self) -> list[str]:
        """Who tagged any of it, sorted."""
        return sorted({one.tag.by for doc in self.documents for one in doc.tags})

    def marked(self) -> Iterator[tuple[Written, Marked]]:
        """Yield every tag with its document."""
        return ((doc, one) for doc in self.documents for one in doc.tags)


@dataclass(frozen=True)
class Wanted:
    """Which part is exported: of some documents, topics (a group means its topics), annotators."""

    docs: Sequence[str] = ()
    topics: frozenset[str] = frozenset()
    by: Sequence[str] = ()

    def has(self, tag: Tag) -> bool:
        """Whether a tag is wanted."""
        return (not self.by or tag.by in self.by) and (
            not self.topics or not self.topics.isdisjoint(tag.topics)
        )


def gather(corpus: Corpus, wanted: Wanted, account: Account) -> Material:
    """Gather what is wanted; a tag that stands nowhere today is a loss, a doubtful one too."""
    docs = wanted.docs or corpus.annotated()
    documents = tuple(_written(corpus, doc, wanted, account) for doc in docs)
    shelf = corpus.workspace.shelf
    links = tuple(_links(shelf, account))
    for file in shelf.files(MEMOS):
        for record in shelf.shown(file):
            account.lose("a memo", record.id)
    settled = glossary(shelf.records(FILE).values())
    return Material(tuple(filter(None, documents)), corpus.workspace.codebook, links, settled)


def _written(corpus: Corpus, doc: str, wanted: Wanted, account: Account) -> Written | None:
    from seedread.workspace import script_of

    seed = corpus.seed(doc)
    if seed is None:
        account.lose("a document that cannot be read", doc)
        return None
    margin = corpus.margin(doc)
    tags = tuple(_standing(margin.tags, wanted, account))
    for tag in margin.orphans:
        if wanted.has(tag):
            account.lose("a tag whose passage is not in today's text", tag.id)
    return Written(
        id=doc,
        text=seed[0 : len(seed)],
        title=corpus.workspace.title(seed),
        rev=seed.rev,
        script=script_of(seed),
        about=_about(corpus, seed),
        tags=tags,
    )


def _standing(tags: Iterable[Placed], wanted: Wanted, account: Account) -> Iterator[Marked]:
    for placed in tags:
        if not wanted.has(placed.tag):
            continue
        for dispute in placed.disputes:
            account.lose("what somebody else says of a tag", f"{dispute.by} of {placed.tag.id}")
        if placed.status == "doubtful":
            account.lose("a tag whose place in today's text is doubtful", placed.tag.id)
        else:
            yield Marked(placed.tag, placed.passage)


def _about(corpus: Corpus, seed: Seed) -> dict[str, str]:
    record = corpus.workspace.documents.get(seed.id)
    fields = record.fields if record else {}
    known = ("date", "source", "author")
    return {key: str(fields[key]) for key in known if isinstance(fields.get(key), str)}


def _links(shelf: Shelf, account: Account) -> Iterator[Link]:
    for file in shelf.files(FOLDER):
        for record in shelf.shown(file):
            try:
                yield Link.of(record, file)
            except ValueError:
                account.lose("a line that is no link", f"{file} {record.id}")
