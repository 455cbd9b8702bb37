"""Tags as rows of a table, for every format that is one: CSV, spreadsheets, columns."""

import re
from collections.abc import Iterable, Iterator, Mapping

from seedread.exchange import carried
from seedread.exchange.account import Account
from seedread.exchange.incoming import Foreign, Incoming
from seedread.exchange.material import Marked, Material, Written
from seedread.exchange.other import Other, context
from seedread.tags.claim import TEXTS
from seedread.text.passage import Passage

# One row is one tag. "other" is the other script; topics are ids, joined by "; ".
COLUMNS = (
    *("id", "doc", "title", "start", "end", "before", "quote", "after"),
    *("other_before", "other_quote", "other_after", "topics", "topic_names", "note", "by", "at"),
    *("rev", *TEXTS, "doubtful"),
)
NUMBERS = frozenset({"start", "end"})
BETWEEN = "; "
_ALSO = {  # what others call our columns
    "document": "doc",
    "file": "doc",
    "source": "doc",
    "text": "quote",
    "topic": "topics",
    "code": "topics",
    "codes": "topics",
    "comment": "note",
    "memo": "note",
    "annotator": "by",
    "coder": "by",
}
_IGNORED = frozenset({"title", "topic_names", "rev"} | {c for c in COLUMNS if c[:6] == "other_"})

Row = dict[str, str | int]


def rows(material: Material, account: Account) -> Iterator[Row]:
    """Yield a row for each tag, every column there."""
    for doc in material.documents:
        other = Other(doc, material.glossary)
        for marked in doc.tags:
            yield _row(doc, marked, other, material, account)
    for link in material.links:
        account.lose("a link between passages", link.id)


def _row(doc: Written, marked: Marked, other: Other, material: Material, account: Account) -> Row:
    tag, passage = marked.tag, marked.passage
    before, after = context(doc.text, passage)
    there = other.parts(passage)
    topics = [material.codebook.get(id) for id in tag.topics]
    for id in tag.topics:
        if id != id.strip() or ";" in id:
            account.lose("a topic whose id has a semicolon or space", f"{tag.id} {id}")
    claim = carried.claimed(tag, account)
    return {
        "id": tag.id,
        "doc": doc.id,
        "title": doc.title,
        "start": passage.start,
        "end": passage.end,
        "before": before,
        "quote": doc.quote(marked),
        "after": after,
        "other_before": there[0],
        "other_quote": there[1],
        "other_after": there[2],
        "topics": BETWEEN.join(tag.topics),
        "topic_names": BETWEEN.join(topic.name(doc.script) for topic in topics),
        "note": tag.note,
        "by": tag.by,
        "at": marked.at,
        "rev": doc.rev,
        **{key: getattr(claim, key) for key in TEXTS},
        "doubtful": "yes" if claim.doubtful else "",
    }


def named(header: Iterable[str], where: str, account: Account) -> list[str]:
    """Return our names of somebody's columns, "" for one that is passed over, which is told.

    Raises ValueError if there is no column of documents, or neither quotes nor places.
    """
    found: list[str] = []
    for given in header:
        name = given.strip().casefold().replace(" ", "_")
        name = _ALSO.get(name, name)
        if name not in COLUMNS or name in found:
            account.lose("a column that is none of ours", f"{where} {given}")
            name = ""
        found.append(name)
    if "doc" not in found or not ("quote" in found or {"start", "end"} <= {*found}):
        raise ValueError(f"{where}: no table of tags: it needs the columns doc and quote")
    return found


def incoming(given: Iterable[tuple[str, Mapping[str, str]]], account: Account) -> Incoming:
    """Return what rows say, each given with its place in the file, by our names of columns."""
    found = Incoming()
    for where, row in given:
        cells = {key: value for key, value in row.items() if key and key not in _IGNORED}
        if not cells.get("doc"):
            if any(cells.values()):
                account.lose("a row without a document", where)
            continue
        found.tags.append(_foreign(where, cells, account))
    return found


def _foreign(where: str, cells: Mapping[str, str], account: Account) -> Foreign:
    places = [cells.get(key, "").strip() for key in ("start", "end")]
    numbers = [re.fullmatch(r"(\d{1,12})(?:\.0*)?", place) for place in places]
    passage = None
    if numbers[0] and numbers[1]:
        passage = Passage(int(numbers[0][1]), int(numbers[1][1]))
    elif any(places):
        account.lose("a place that is no number (the quote alone was looked for)", where)
    topics = (topic.strip() for topic in cells.get("topics", "").split(";"))
    return Foreign(
        where,
        cells["doc"],
        passage,
        quote=cells.get("quote", ""),
        prefix=cells.get("before", ""),
        suffix=cells.get("after", ""),
        topics=tuple(dict.fromkeys(filter(None, topics))),
        note=cells.get("note", ""),
        by=cells.get("by", ""),
        id=cells.get("id", ""),
        at=cells.get("at", ""),
        more=carried.read(cells),
    )
