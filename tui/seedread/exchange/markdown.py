"""Quotations as Markdown: topic by topic, in the document's script and the other, with sources."""

from collections.abc import Iterator

from seedread.exchange import carried
from seedread.exchange.account import Account
from seedread.exchange.material import Marked, Material, Written
from seedread.exchange.other import Other
from seedread.exchange.unmarked import line, lines, quoted
from seedread.tags.claim import Claim
from seedread.tags.link import KINDS, End
from seedread.tags.topic import Topic

_KINDS = {kind.id: kind.en for kind in KINDS}
_SHORT = 30  # characters of a title below each of its quotations
Found = tuple[Written, Marked]


def write(material: Material, account: Account) -> dict[str, bytes]:
    """Return the one file; at its end it says itself what is not in it."""
    others = {doc.id: Other(doc, material.glossary) for doc in material.documents}
    by_topic: dict[str, list[Found]] = {}
    for doc, marked in material.marked():
        for topic in marked.tag.topics or ("",):
            by_topic.setdefault(topic, []).append((doc, marked))
        carried.claimed(marked.tag, account)
    parts = [*_head(material), *_topics(material, by_topic, others), *_links(material)]
    parts += _account(account)
    return {"quotations.md": ("\n\n".join(parts) + "\n").encode("utf-8", "replace")}


def _head(material: Material) -> Iterator[str]:
    yield "# Quotations"
    tags = sum(len(doc.tags) for doc in material.documents)
    told = f"{_count(tags, 'passage')} of {_count(len(material.documents), 'document')}"
    names = ", ".join(line(name) for name in material.annotators)
    yield f"{told}, tagged by {names}." if names else f"{told}."
    listed = (f"- {line(doc.title)}{_about(doc)}" for doc in material.documents)
    yield "\n".join(listed) or "Nothing is tagged yet."


def _about(doc: Written) -> str:
    told = [doc.id, *(doc.about.get(key, "") for key in ("author", "source", "date"))]
    return f" ({', '.join(line(part) for part in told if part)})"


def _topics(
    material: Material, by_topic: dict[str, list[Found]], others: dict[str, Other]
) -> Iterator[str]:
    """Yield what was said topic by topic, in the order of the codebook, groups as headings."""
    book, group = material.codebook, None
    known = [*book.topics, *book.groups]
    strangers = [book.get(id) for id in sorted(by_topic) if id and id not in book]
    for topic in (*known, *strangers):
        if topic.id not in by_topic:
            continue
        if topic.parent != group:
            group = topic.parent
            yield f"## {_names(book.get(group)) if group else 'Without a group'}"
        yield f"### {_names(topic)}"
        if topic.definition:
            yield lines(topic.definition)
        for doc, marked in by_topic[topic.id]:
            yield from _entry(doc, marked, topic.id, material, others[doc.id])
    if "" in by_topic:
        yield "## Notes without a topic"
        for doc, marked in by_topic[""]:
            yield from _entry(doc, marked, "", material, others[doc.id])


def _names(topic: Topic) -> str:
    names = dict.fromkeys(filter(None, (topic.en, topic.hans, topic.hant)))
    return " · ".join(line(name) for name in names) or line(topic.id)


def _entry(
    doc: Written, marked: Marked, topic: str, material: Material, other: Other
) -> Iterator[str]:
    """Yield a quotation with its source below, then its note."""
    tag, (start, end) = marked.tag, marked.passage
    also = [material.codebook.get(id) for id in tag.topics if id != topic]
    claim = Claim.read(tag.record.fields.get("claim"))
    told = [f"{line(_short(doc.title))}, {start}–{end}", line(tag.by), line(marked.at[:10])]
    told += [f"also: {', '.join(line(one.en or one.name('')) for one in also)}"] if also else []
    told += [f"claim: {line(claim.short)}"] if claim else []
    said = [quoted(doc.quote(marked)), quoted(other.quote(marked.passage))]
    # The same in both scripts is said once; a passage of blanks has nothing to be quoted.
    said = list(dict.fromkeys(filter(None, said))) or ["> (blank)"]
    yield "\n>\n".join([*said, f"> — {' · '.join(filter(None, told))}"])
    if tag.note:
        yield f"Note: {lines(tag.note)}"


def _links(material: Material) -> Iterator[str]:
    titles = {doc.id: doc.title for doc in material.documents}
    links = [link for link in material.links if {end.doc for end in link.ends} & {*titles}]
    if not links:
        return
    yield "## Links between passages"
    for link in links:
        kind = line(_KINDS.get(link.kind, link.kind))
        a, b = (_end(end, titles) for end in link.ends)
        note = f"\n  Note: {line(link.note)}" if link.note else ""
        yield f"- {a}\n  **{kind}**\n  {b}\n  ({line(link.by)}){note}"


def _end(end: End, titles: dict[str, str]) -> str:
    start, stop = end.passage
    return f"“{line(end.quote)}” ({line(_short(titles.get(end.doc, end.doc)))}, {start}–{stop})"


def _account(account: Account) -> Iterator[str]:
    yield "## What is not in here"
    told = [f"- {line(loss)}" for loss in account.lines(most=None)]
    yield "\n".join(told) or "Nothing that was to be in here was left out."


def _short(title: str) -> str:
    """Return the beginning of a title; all of it stands at the top of the file."""
    return title if len(title) <= _SHORT else f"{title[:_SHORT]}…"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
