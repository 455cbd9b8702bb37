"""REFI-QDA project (.qdpx): documents, codebook, and every tag as a selection in its text.

Places are code points into UTF-8 text with LF and no BOM, as the standard has it. A tag is a
selection named after what it quotes, its topics are the codings of that selection, its note is
the description; a claim is a note the selection refers to. The id of a tag is in its GUID.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from seedread.exchange import carried, guid, refi, zipped
from seedread.exchange.account import Account
from seedread.exchange.markup import fit, written
from seedread.exchange.material import Marked, Material, Written
from seedread.exchange.qdpx_in import read as read
from seedread.tags.anchor import place
from seedread.tags.link import Link
from seedread.text.passage import Passage
from seedread.text.seed import Seed

if TYPE_CHECKING:
    from seedread.tags.link import End

Ends = dict[tuple[str, Passage], str]  # the GUID of the selection at a place


def write(material: Material, account: Account) -> dict[str, bytes]:
    """Return the one file: an archive of the project and its documents."""
    return {"project.qdpx": zipped.written(dict(_Project(material, account).files()))}


class _Project:
    """A project as it is put together: notes and selections are met on the way."""

    def __init__(self, material: Material, account: Account) -> None:
        self.material, self.account = material, account
        self.notes = Element("Notes")
        self.at: Ends = {}  # where a selection is already
        self.sources = Element("Sources")
        self.selections: dict[str, Element] = {}  # the source of each document

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield every file of the archive with its name, the project first."""
        for doc in self.material.documents:
            self._source(doc)
        links = self._links()
        root = Element("Project", xmlns=refi.PROJECT, name="seedread", origin=refi.ORIGIN)
        times = [_time(marked.at) for _, marked in self.material.marked()]
        if latest := max(times, default=""):
            root.set("modifiedDateTime", latest)
        for part in (self._users(), self._codebook(), self.sources, self.notes, links):
            if part is not None and len(part):
                root.append(part)
        yield "project.qde", written(root)
        for doc in sorted(self.material.documents, key=lambda doc: _file(doc.id)):
            yield f"Sources/{_file(doc.id)}", doc.text.encode("utf-8", "replace")

    def _users(self) -> Element:
        users = Element("Users")
        names = {*self.material.annotators, *(link.by for link in self.material.links)}
        for name in sorted(names):
            SubElement(users, "User", guid=guid.named("annotator", name), name=name)
        return users

    def _codebook(self) -> Element | None:
        used = {topic for _, marked in self.material.marked() for topic in marked.tag.topics}
        codes = refi.codes(self.material.codebook, used, self.account)
        if codes is None:
            return None
        book = Element("CodeBook")
        book.append(codes)
        return book

    def _source(self, doc: Written) -> None:
        source = SubElement(
            self.sources,
            "TextSource",
            guid=guid.named("document", doc.id),
            name=doc.id,
            plainTextPath=f"internal://{_file(doc.id)}",
        )
        about = refi.labelled({"title": doc.title, **doc.about})
        if about:
            SubElement(source, "Description").text = about
        self.selections[doc.id] = source
        taken: set[str] = set()
        for marked in doc.tags:
            key = guid.of_id("tag", marked.tag.id)
            if not guid.id_of(key, "tag") or key in taken:
                key = guid.named("odd", marked.tag.id, doc.id, marked.tag.by)
                self.account.lose("an id that is not of our shape", marked.tag.id)
            taken.add(key)
            self._selection(source, doc, marked, key)

    def _selection(self, source: Element, doc: Written, marked: Marked, key: str) -> None:
        tag, user = marked.tag, guid.named("annotator", marked.tag.by)
        found = _selected(source, doc, marked.passage, key)
        self.at.setdefault((doc.id, marked.passage), key)
        found.set("creatingUser", user)
        at = _time(marked.at)
        times = {"creationDateTime": at, "modifiedDateTime": at} if at else {}
        for name, value in times.items():
            found.set(name, value)
        if not at:
            self.account.lose("a time that is none", tag.id)
        if tag.note:
            SubElement(found, "Description").text = tag.note
            self._whole(tag.note, "a note", tag.id)
        for topic in tag.topics:
            coding = SubElement(
                found, "Coding", guid=guid.named("coding", key, topic), creatingUser=user
            )
            if at:
                coding.set("creationDateTime", at)
            SubElement(coding, "CodeRef", targetGUID=guid.named("topic", topic))
        self._claim(found, marked, key)

    def _claim(self, selection: Element, marked: Marked, key: str) -> None:
        claim = carried.claimed(marked.tag, self.account)
        if not claim:
            return
        texts = {name: getattr(claim, name) for name in ("speaker", "value", "unit", "of", "date")}
        told = refi.labelled({**texts, "doubtful": "yes" if claim.doubtful else ""})
        self._whole(told, "a claim", marked.tag.id)
        name = guid.named("claim", key)
        self._note(name, claim.short or "?", told, marked.tag.by, _time(marked.at))
        SubElement(selection, "NoteRef", targetGUID=name)

    def _note(self, key: str, name: str, told: str, by: str, at: str) -> None:
        note = SubElement(self.notes, "Note", guid=key, name=name)
        note.set("creatingUser", guid.named("annotator", by))
        if at:
            note.set("creationDateTime", at)
        SubElement(note, "PlainTextContent").text = told

    def _whole(self, text: str, what: str, where: str) -> None:
        if fit(text) != text:
            self.account.lose(f"a character XML cannot hold, in {what}", where)

    def _links(self) -> Element:
        links = Element("Links")
        seeds = {
            doc.id: Seed(doc.id, doc.text.encode("utf-8", "replace"), _rev=doc.rev)
            for doc in self.material.documents
        }
        for link in self.material.links:
            ends = [self._end(end, seeds.get(end.doc), link) for end in link.ends]
            if None in ends or not guid.is_id(link.id):
                self.account.lose("a link to what is not exported", link.id)
                continue
            one = SubElement(links, "Link", guid=guid.of_id("link", link.id), name=link.kind)
            one.set("direction", "OneWay")
            for name, end in zip(("originGUID", "targetGUID"), ends, strict=True):
                one.set(name, end or "")
            said = guid.named("said", link.id)
            at = _time(str(link.record.fields["at"]))
            self._whole(link.note, "the note of a link", link.id)
            self._note(said, link.kind, link.note, link.by, at)
            SubElement(one, "NoteRef", targetGUID=said)
        return links

    def _end(self, end: "End", seed: Seed | None, link: Link) -> str | None:
        """Return the GUID of the selection a link ends at, made for it if no tag is there."""
        if seed is None or (now := place(end, seed).now) is None:
            return None
        key = self.at.get((end.doc, now))
        if key is None:
            key = guid.named("end", end.doc, str(now.start), str(now.end))
            doc = next(doc for doc in self.material.documents if doc.id == end.doc)
            _selected(self.selections[end.doc], doc, now, key)
            self.at[end.doc, now] = key
        return key


def _selected(source: Element, doc: Written, passage: Passage, key: str) -> Element:
    start, end = passage
    places = {"startPosition": str(start), "endPosition": str(end)}
    name = doc.text[start:end]
    return SubElement(source, "PlainTextSelection", {"guid": key, "name": name, **places})


def _file(doc: str) -> str:
    return f"{guid.named('document', doc)}.txt"


def _time(at: str) -> str:
    """Return a time as the schema wants it, "" for what is none."""
    try:
        datetime.fromisoformat(at)
    except ValueError:
        return ""
    return at if at.endswith("Z") and "T" in at else ""
