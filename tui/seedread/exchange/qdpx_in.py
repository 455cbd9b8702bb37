"""A REFI-QDA project coming in: whose programs count as they do, so that has to be found out."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from xml.etree.ElementTree import Element

from seedread.exchange import guid, refi, zipped
from seedread.exchange.account import Account
from seedread.exchange.incoming import Foreign, Incoming, Tie
from seedread.exchange.markup import child, children, local, parsed
from seedread.exchange.qdpx_beside import Beside
from seedread.exchange.selected import Chosen, Coding, Source, Way
from seedread.text.decode import UnreadableError, decode
from seedread.text.passage import Passage

_TEXTS = ("TextSource", "PDFSource", "AudioSource", "VideoSource", "PictureSource")
_ELSEWHERE = tuple(
    f"{what}Selection" for what in ("Picture", "PDF", "Audio", "Video", "Transcript")
)


def read(files: Mapping[str, bytes], account: Account) -> Incoming:
    """Read projects; raises ValueError for what is none, or could do harm."""
    found = Incoming()
    for name, data in files.items():
        inside = zipped.read(data)
        project = [key for key in inside if key.lower().endswith(".qde") and "/" not in key]
        if len(project) != 1:
            raise ValueError(f"{name}: no REFI-QDA project: {len(project)} files .qde in it")
        root = parsed(inside.pop(project[0]))
        if local(root) != "Project":
            raise ValueError(f"{name}: no project of REFI-QDA, but {local(root)}")
        _Reader(root, inside, found, account).read()
    return found


class _Reader:
    def __init__(
        self, root: Element, files: Mapping[str, bytes], found: Incoming, account: Account
    ) -> None:
        self.root, self.found, self.account = root, found, account
        self.beside = Beside(root, files, account)
        self.where: dict[str, tuple[str, Passage]] = {}  # selections, for links

    def read(self) -> None:
        """Read all there is; what is no topic, document or tag is accounted for."""
        self.found.topics |= refi.topics(child(child(self.root, "CodeBook"), "Codes"))
        self._tags()
        self._elsewhere()
        for link in children(child(self.root, "Links"), "Link"):
            self._link(link)
        for key, note in self.beside.rest():
            self.account.lose("a note that is not of a passage", note.get("name", key))
        for name in ("Variables", "Cases", "Sets", "Graphs"):
            refi.sets(child(self.root, name), self.account)

    def _sources(self) -> Iterator[Element]:
        """Yield every source that is a text, that of a PDF included."""
        for source in children(child(self.root, "Sources"), *_TEXTS):
            if local(source) == "TextSource":
                yield source
            elif (inside := child(source, "Representation")) is not None:
                yield inside
            else:
                what = local(source).removesuffix("Source").lower()
                self.account.lose(f"a source that is no text ({what})", source.get("name", ""))

    def _tags(self) -> None:
        """Take the tags of every text, once it is known how the project counts."""
        texts = [known for source in self._sources() if (known := self._source(source))]
        total: Counter[Way] = Counter()
        for _, source in texts:
            total.update(source.scores)
        unit = "codepoints" if self.root.get("origin", "").startswith("seedread ") else ""
        for name, source in texts:
            source.settle(total, unit)
            if source.doubtful:
                what = "a document of which nothing tells how it is counted (code points taken)"
                self.account.lose(what, name)
            if source.way != ("codepoints", 0):
                self.found.told.append(f"{name} counts {source.counts}")
            tags = [(one, tag) for one in source.chosen for tag in self._placed(name, source, one)]
            self.found.tags += _together(tags)

    def _source(self, source: Element) -> tuple[str, Source] | None:
        """Read a source with its selections; without its text their quotes are all there is."""
        key = guid.plain(source.get("guid", ""))
        name = source.get("name", "") or key
        if name in self.found.texts:
            name = f"{name} {key[:8]}"
        for what in ("Coding", "NoteRef", "VariableValue"):
            for _ in children(source, what):
                self.account.lose(f"a {what} of a whole document", name)
        chosen = [Chosen.of(one) for one in children(source, "PlainTextSelection")]
        told = self._text(source, name)
        if told is None:
            for one in chosen:
                self.found.tags += self._unplaced(name, one)
            return None
        raw, self.found.texts[name] = told
        return name, Source(told[1], chosen, raw.startswith(b"\xef\xbb\xbf"))

    def _text(self, source: Element, name: str) -> tuple[bytes, str] | None:
        """Return the bytes and the text of a source; None, accounted for, if it has none."""
        inside = child(source, "PlainTextContent")
        raw = self.beside.file(source.get("plainTextPath", ""))
        if inside is not None:
            raw = "".join(inside.itertext()).encode("utf-8", "replace")
        elif raw is None:
            self.account.lose("a document whose text is not in the project", name)
            return None
        try:
            data, _ = decode(raw, "utf-8" if inside is not None else "")
        except UnreadableError as error:
            self.account.lose(f"a document whose text cannot be read ({error})", name)
            return None
        return raw, data.decode("utf-8", "replace")

    def _placed(self, doc: str, source: Source, one: Chosen) -> Iterator[Foreign]:
        """Yield the tags a selection is: one for each person who coded it."""
        where = f"{doc} {one.start}–{one.end}"
        passage, quote, why = source.find(one)
        if why:
            self.account.lose(why, where)
        if passage is not None:
            self.where[one.guid] = doc, passage
        if guid.kind_of(one.guid) == "end" or (passage is None and not quote):
            return
        blank = Foreign(where, doc, passage, quote or source.quote(passage))
        yield from self._said(one, blank)

    def _unplaced(self, doc: str, one: Chosen) -> Iterator[Foreign]:
        """Yield the tags of a selection in a text we do not have: its quote may stand in ours."""
        where = f"{doc} {one.start}–{one.end}"
        if one.cut or not one.name:
            self.account.lose("a tag of a text that is not there, its quote cut off", where)
        elif guid.kind_of(one.guid) != "end":
            yield from self._said(one, Foreign(where, doc, None, one.name))

    def _said(self, one: Chosen, blank: Foreign) -> Iterator[Foreign]:
        note, more = self.beside.of(one, blank.where)
        ours = guid.id_of(one.guid, "tag")
        by_user: dict[str, list[Coding]] = {} if one.codings else {one.user: []}
        for coding in one.codings:
            by_user.setdefault(coding.user or one.user, []).append(coding)
        for n, (user, codings) in enumerate(by_user.items()):
            known = [c.code for c in codings if c.code in self.found.topics]
            for coding in (c for c in codings if c.code not in self.found.topics):
                self.account.lose("a coding with no code", f"{blank.where} {coding.code}")
            at = one.at if ours else max((c.at for c in codings), default="") or one.at
            yield replace(
                blank,
                topics=tuple(dict.fromkeys(known)),
                note="" if n else note,
                by=self.beside.person(user),
                id=(ours if ours and not n else guid.foreign_id(f"{one.guid} {user if n else ''}")),
                at=_time(at),
                more={} if n else more,
            )

    def _link(self, link: Element) -> None:
        """Take a link between two passages; others are accounted for."""
        ends = [self.where.get(guid.plain(link.get(f"{e}GUID", ""))) for e in ("origin", "target")]
        name = link.get("name", "") or "without a name"
        if ends[0] is None or ends[1] is None:
            self.account.lose("a link that is not between two passages", name)
            return
        key, by, at, notes = guid.plain(link.get("guid", "")), "", "", []
        for ref in children(link, "NoteRef"):
            note = self.beside.note(guid.plain(ref.get("targetGUID", "")))
            if note is not None:
                notes.append(self.beside.content(note))
                by = by or self.beside.person(guid.plain(note.get("creatingUser", "")))
                at = at or _time(note.get("creationDateTime", ""))
        kind = name if guid.id_of(key, "link") else "see-also"
        told = "\n".join(filter(None, notes if kind == name else [name, *notes]))
        id = guid.id_of(key, "link") or guid.foreign_id(key)
        self.found.links.append(Tie(f"link {name}", kind, (ends[0], ends[1]), told, by, id, at))

    def _elsewhere(self) -> None:
        """Account for selections in pictures, sounds and pages, unless their text came in."""
        for one in self.root.iter():
            if local(one) in _ELSEWHERE and guid.plain(one.get("guid", "")) not in self.where:
                what = local(one).removesuffix("Selection").lower()
                self.account.lose(f"a selection in no text ({what})", one.get("name", ""))


def _together(tags: list[tuple[Chosen, Foreign]]) -> list[Foreign]:
    """Make one tag of those others have several of: one passage, one person, several topics."""
    found: dict[object, Foreign] = {}
    for n, (one, tag) in enumerate(tags):
        ours = guid.kind_of(one.guid)
        key: object = n if ours else (tag.passage, tag.by, tag.quote)
        if key in found:
            same = found[key]
            topics = tuple(dict.fromkeys((*same.topics, *tag.topics)))
            notes = dict.fromkeys(filter(None, (same.note, tag.note)))
            at = max(same.at, tag.at)
            found[key] = replace(same, topics=topics, note="\n".join(notes), at=at)
        else:
            found[key] = tag
    return list(found.values())


def _time(given: str) -> str:
    """Return a time as our lines have it; "" if it is none. Without a zone it is taken for UTC."""
    try:
        at = datetime.fromisoformat(given.strip())
        return at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError):
        return ""
