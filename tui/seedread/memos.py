"""Every memo of a workspace with what it is about, where that is, and what stands there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from seedread.corpus import Corpus
from seedread.tags import memo as memos
from seedread.tags.memo import About, Memo
from seedread.tags.record import Record
from seedread.text.passage import Passage
from seedread.text.safe import safe, shown

TITLE = 30  # code points of a title that a source names
HEADING = 60  # code points of what a memo is on that head it in a file


@dataclass(frozen=True, slots=True)
class Target:
    """What a memo is on, in words; where that is today and its quote, if it is anywhere.

    `doc` is the document it belongs to, "" if to none; `passage` None if it has none or is lost.
    """

    words: str
    doc: str = ""
    passage: Passage | None = None
    quote: str = ""


def every(corpus: Corpus) -> list[Memo]:
    """Return everybody's memos, the latest first."""
    shelf, found = corpus.workspace.shelf, list[Memo]()
    with shelf.lock:
        files = shelf.files(memos.FOLDER)
        shelf.notice(files)
        for file in files:
            try:
                found += memos.read(shelf.shown(file), file)
            except OSError:
                continue
    return sorted(found, key=lambda m: m.at, reverse=True)


class Pile:
    """Everybody's memos as they are now; what each is on is looked up when it is asked for."""

    def __init__(self, corpus: Corpus) -> None:
        self.all = every(corpus)
        self._corpus, self._links = corpus, every_link(corpus)
        self._targets: dict[str, Target] = {}

    def target(self, memo: Memo) -> Target:
        """Return what a memo is on."""
        if memo.id not in self._targets:
            self._targets[memo.id] = target(self._corpus, memo.about, self._links)
        return self._targets[memo.id]

    def having(self, typed: str) -> list[Memo]:
        """Return the memos that have every word typed, in themselves or in what they are on."""
        if not typed:
            return self.all
        return [memo for memo in self.all if says(memo, self.target(memo), typed)]


def says(memo: Memo, target: Target, typed: str) -> bool:
    """Whether every word typed is in a memo or in what it is on, in whatever script."""
    return memos.says((memo.text, target.words, target.quote, memo.by), typed)


def every_link(corpus: Corpus) -> dict[str, Record]:
    """Return the lines of everybody's links by id."""
    shelf, found = corpus.workspace.shelf, dict[str, Record]()
    for file in shelf.files("_links"):
        try:
            found |= {record.id: record for record in shelf.shown(file) if _is_link(record)}
        except OSError:
            continue
    return found


def in_words(link: Record) -> str:
    """Return what a link says."""
    here, there = link.fields["from"]["quote"], link.fields["to"]["quote"]
    return f"link “{here}” {link.fields['kind']} “{there}”"


def ends(corpus: Corpus, link: Record) -> list[tuple[str, Passage | None]]:
    """Return the document of each end of a link, and where the end is today."""
    found: list[tuple[str, Passage | None]] = []
    for end in (link.fields["from"], link.fields["to"]):
        anchorer = corpus.anchorer(end["doc"])
        found.append((end["doc"], memos.anchored(end, anchorer).now if anchorer else None))
    return found


def target(corpus: Corpus, about: About, links: Mapping[str, Record] | None = None) -> Target:
    """Return what a memo is on. `links` are those of `every_link`, if they are at hand."""
    kind = about["kind"]
    if kind == "passage":
        anchorer = corpus.anchorer(about["doc"])
        passage = memos.anchored(about, anchorer).now if anchorer else None
        lost = "" if passage else " (not found)"
        return Target(f"“{about['quote']}”{lost}", about["doc"], passage, about["quote"])
    if kind == "tag":
        return _tag(corpus, about)
    if kind == "link":
        return _link(corpus, about["id"], every_link(corpus) if links is None else links)
    if kind == "topic":
        topic = corpus.workspace.codebook.get(about["id"])
        names = dict.fromkeys(name for name in (topic.en, topic.hans, topic.hant) if name)
        return Target("topic " + (" ".join(names) or about["id"]))
    if kind == "document":
        return Target(f"document {corpus.title(about['doc'])}", about["doc"])
    return Target("the whole workspace")


def markdown(corpus: Corpus, found: Iterable[tuple[Memo, Target]]) -> str:
    """Return memos as one Markdown text, each with its quote and the source of that."""
    parts = ["# Memos\n"]
    for memo, about in found:
        words = _line(about.words)
        heading = words if len(words) <= HEADING else f"{words[:HEADING]}…"
        parts.append(f"## {heading}\n")
        if about.quote and about.doc:
            parts.append(cited(corpus.title(about.doc), about.doc, about.passage, about.quote))
        parts.append(shown(memo.text, keep_newlines=True).text + "\n")
        parts.append(f"{_line(memo.by)}, {_line(memo.at)}\n")
    return "\n".join(parts)


def brief(title: str) -> str:
    """Return a title as a source names it: one that is a whole paragraph is cut."""
    return title if len(title) <= TITLE else title[:TITLE] + "…"


def cited(title: str, doc: str, passage: Passage | None, quote: str) -> str:
    """Return a passage as a Markdown quotation with its source, safe to show."""
    text = shown(quote, keep_newlines=True).text.strip()
    where = f":{passage.start}–{passage.end}" if passage else ""
    lines = "\n".join(f"> {line}".rstrip() for line in text.split("\n"))
    return f"{lines}\n>\n> — {brief(_line(title))}, {_line(doc)}{where}\n"


def _tag(corpus: Corpus, about: About) -> Target:
    doc, book = about["doc"], corpus.workspace.codebook
    margin = corpus.margin(doc)
    for placed in margin.tags:
        if placed.tag.id == about["id"]:
            names = ", ".join(book.get(id).en or id for id in placed.tag.topics) or "note"
            words = f"tag {names} “{placed.tag.quote}”"
            return Target(words, doc, placed.passage, placed.tag.quote)
    lost = next((tag for tag in margin.orphans if tag.id == about["id"]), None)
    words = f"tag “{lost.quote}” (not found)" if lost else f"tag {about['id']} (removed)"
    return Target(words, doc, None, lost.quote if lost else "")


def _link(corpus: Corpus, id: str, links: Mapping[str, Record]) -> Target:
    link = links.get(id)
    if link is None:
        return Target(f"link {id} (removed)")
    doc, passage = ends(corpus, link)[0]
    return Target(in_words(link), doc, passage, link.fields["from"]["quote"])


def _is_link(record: Record) -> bool:
    from seedread.tags.shape import problem

    return record.kind == "links" and not problem(record, "links")


def _line(text: str) -> str:
    """Return a text on one line, safe to show."""
    return safe(" ".join(text.split()))
