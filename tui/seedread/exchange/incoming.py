"""What comes in: foreign tags, placed in our documents, verified, and made into one edit."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from seedread.annotator import valid
from seedread.corpus import Corpus
from seedread.exchange.account import Account
from seedread.exchange.coming import topics_edit
from seedread.exchange.guid import is_id
from seedread.tags import link as links
from seedread.tags.edit import Change, Edit, Key
from seedread.tags.record import KEYS, Record, new_id
from seedread.tags.tag import file_of, make
from seedread.tags.topic import Topic
from seedread.text.passage import Passage
from seedread.text.seed import Seed

_AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


@dataclass(frozen=True, slots=True)
class Foreign:
    """A tag as a foreign file has it. `where` is its place in that file, for people.

    `doc` is what the file calls the document; `text` its text, if the file has it, to which
    `passage` belongs, in code points. Without a passage the quote with its context must do.
    """

    where: str
    doc: str
    passage: Passage | None = None
    quote: str = ""
    prefix: str = ""
    suffix: str = ""
    topics: tuple[str, ...] = ()
    note: str = ""
    by: str = ""
    id: str = ""
    at: str = ""
    rev: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)  # such as a claim


@dataclass(frozen=True, slots=True)
class Tie:
    """A link between two passages as a foreign file has it, the documents as it calls them."""

    where: str
    kind: str
    ends: tuple[tuple[str, Passage], tuple[str, Passage]]
    note: str = ""
    by: str = ""
    id: str = ""
    at: str = ""


@dataclass
class Incoming:
    """A foreign file as it was read: the texts it holds, its topics and its tags."""

    tags: list[Foreign] = field(default_factory=list)
    topics: dict[str, Topic] = field(default_factory=dict)  # by what the tags call them
    texts: dict[str, str] = field(default_factory=dict)  # by what the tags call the document
    links: list[Tie] = field(default_factory=list)
    told: list[str] = field(default_factory=list)  # what was found out, for people


def take(
    incoming: Incoming,
    corpus: Corpus,
    by: str,
    account: Account,
    new: Mapping[str, Seed] | None = None,
) -> Edit:
    """Return the edit that brings everything in that can be placed; the rest is accounted for.

    Tags keep their annotator if they name a valid one, else they are those of `by`. What is
    there already, the same id with the same words, is passed over. `new` are documents about to
    be made, by what the file calls them.
    """
    book = corpus.workspace.codebook
    topics, names = topics_edit(incoming, book.all)
    changes: dict[Key, Change] = {}
    wanted = {names[name] for name in incoming.topics}
    taken = corpus.workspace.shelf.ids()
    seeds: dict[str, Seed | None] = {**(new or {})}
    for name, tags in _by_document(incoming.tags).items():
        seed = seeds.get(name) or document(corpus, name, incoming.texts.get(name))
        seeds[name] = seed
        if seed is None:
            why = _missing(incoming, corpus, name)
            for foreign in tags:
                account.lose(f"a tag of {name}, {why}", foreign.where)
            continue
        for foreign in tags:
            record = _record(foreign, seed, names, by, taken, account)
            if record:
                wanted.update(record.fields["topics"])
                file = file_of(seed.id, record.fields["by"])
                changes |= _entered(corpus, file, record).changes
    for tie in incoming.links:
        for name, _ in tie.ends:
            if name not in seeds:
                seeds[name] = document(corpus, name, incoming.texts.get(name))
        link = _link(tie, seeds, by, taken, account)
        if link:
            changes |= _entered(corpus, links.file_of(link.fields["by"]), link).changes
    # A topic that only tags without a place would have had stays out with them.
    kept = {key: change for key, change in topics.changes.items() if key[1] in wanted}
    return Edit({**kept, **changes})


def _missing(incoming: Incoming, corpus: Corpus, name: str) -> str:
    """Return why a document is not the one a file means, and what would help."""
    why = (
        "whose text here is another" if name in corpus.documents() else "which is no document here"
    )
    return f"{why}; --documents would bring it" if incoming.texts.get(name) else why


def _by_document(tags: Iterable[Foreign]) -> dict[str, list[Foreign]]:
    found: dict[str, list[Foreign]] = {}
    for tag in tags:
        found.setdefault(tag.doc, []).append(tag)
    return found


def document(corpus: Corpus, name: str, text: str | None) -> Seed | None:
    """Return the document a foreign file means: by its id, its file name, or its text."""
    docs = corpus.documents()
    stem = name.rpartition("/")[2]
    named = [d for d in docs if d == name] or [
        d for d in docs if d.rpartition("/")[2] in (stem, f"{stem}.txt", f"{stem}.md")
    ]
    for doc in named[:1] if len(named) == 1 else []:
        seed = corpus.seed(doc)
        if seed and (text is None or _same(seed, text)):
            return seed
    same = (seed for seed in map(corpus.seed, docs) if seed and _same(seed, text or ""))
    return next(same, None) if text else None


def _same(seed: Seed, text: str) -> bool:
    """Whether a document has this text; what is blank at its end, many tools cut away."""
    return seed[0 : len(seed)].rstrip() == text.rstrip()


def _record(
    foreign: Foreign,
    seed: Seed,
    names: Mapping[str, str],
    by: str,
    taken: set[str],
    account: Account,
) -> Record | None:
    """Return the line of a foreign tag; None, with the reason accounted for, if there is none."""
    passage, why = _placed(foreign, seed)
    if passage is None:
        account.lose(why, foreign.where)
        return None
    if not foreign.topics and not foreign.note:
        account.lose("a passage with neither topic nor note", foreign.where)
        return None
    id = foreign.id if is_id(foreign.id) else new_id(taken)
    taken.add(id)
    who = foreign.by if valid(foreign.by) else by
    if foreign.by and who != foreign.by:
        account.lose(f"an annotator's name that cannot be one here (now {who})", foreign.where)
    topics = [names[name] for name in foreign.topics]
    record = make(seed, passage, topics, id, who, foreign.note)
    # What a file calls more may not stand in for what has been verified.
    changes = {k: v for k, v in foreign.more.items() if k == "claim" or k not in KEYS["tags"]}
    if _AT.fullmatch(foreign.at):
        changes["at"] = foreign.at
    return record.but(**changes) if changes else record


def _placed(foreign: Foreign, seed: Seed) -> tuple[Passage | None, str]:
    """Return where a foreign tag stands in our document, verified by its quote; or why not."""
    quote = foreign.quote
    if foreign.passage is not None:
        start, end = foreign.passage
        if 0 <= start < end <= len(seed) and (not quote or seed[start:end] == quote):
            return foreign.passage, ""
        if not quote:
            return None, "a passage outside the text"
    if not quote:
        return None, "a tag with neither place nor quote"
    whole = seed[0 : len(seed)]
    places = list(_places(whole, foreign))
    if len(places) == 1:
        return Passage(places[0], places[0] + len(quote)), ""
    return None, "a quote that stands nowhere" if not places else "a quote that stands twice"


def _places(text: str, foreign: Foreign) -> Iterator[int]:
    """Yield where a quote stands, with its context if it has one."""
    needle = foreign.prefix + foreign.quote + foreign.suffix
    at = text.find(needle)
    while at >= 0:
        yield at + len(foreign.prefix)
        at = text.find(needle, at + 1)


def _link(
    tie: Tie, seeds: Mapping[str, Seed | None], by: str, taken: set[str], account: Account
) -> Record | None:
    """Return the line of a foreign link; None, accounted for, if one of its ends is not here."""
    (a, passage_a), (b, passage_b) = tie.ends
    seed_a, seed_b = seeds.get(a), seeds.get(b)
    if seed_a is None or seed_b is None:
        account.lose("a link to a document that is not here", tie.where)
        return None
    if passage_a.end > len(seed_a) or passage_b.end > len(seed_b):
        account.lose("a link to a passage outside the text", tie.where)
        return None
    id = tie.id if is_id(tie.id) else new_id(taken)
    taken.add(id)
    who = tie.by if valid(tie.by) else by
    record = links.make(seed_a, passage_a, seed_b, passage_b, tie.kind, id, who, tie.note)
    return record.but(at=tie.at) if _AT.fullmatch(tie.at) else record


def _entered(corpus: Corpus, file: str, record: Record) -> Edit:
    known = corpus.workspace.shelf.records(file).get(record.id)
    if known == record:
        return Edit({})
    if known is not None:  # another one has the id already
        record = record.but(id=new_id(corpus.workspace.shelf.ids()))
    return Edit({(file, record.id): (None, record)})
