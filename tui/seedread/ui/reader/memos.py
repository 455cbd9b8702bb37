"""What the key for memos does: it asks what the memo is on, and opens it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from seedread import memos
from seedread.drafts import Draft, Drafts
from seedread.tags import memo
from seedread.tags.memo import About, Memo
from seedread.tags.notebook import Notebook
from seedread.ui.bar import Part
from seedread.ui.chooser import Choice, Chooser

if TYPE_CHECKING:
    from seedread.corpus import Corpus
    from seedread.ui.reader.screen import Reader

TOLD = 2  # memos named on the status line


class Memos:
    """Writing a memo on what one stands on."""

    def __init__(self, reader: "Reader") -> None:
        self.reader = reader
        self._notebook: Notebook | None = None
        self._doc = ""

    def here(self) -> list[Part]:
        """Return what the status line says of memos on what is here."""
        reader = self.reader
        reading, passage = reader.reading, reader.cursor.passage
        if self._notebook is None or self._doc != reader.seed.id:
            self._doc = reader.seed.id
            self._notebook = Notebook(reading.workspace.shelf, self._doc)
        tags = [placed.tag.id for placed in reading.margin.meeting(passage)]
        try:
            found = self._notebook.here(passage, tags, reading.anchorer)
        except OSError:
            return []
        return [(f"  ✎ {_short(one.first)}", "") for one in found[:TOLD]]

    def memo(self) -> None:
        """Go on with a memo on what is here, or begin one."""
        self.reader.tagging.when_ready(self._choose)

    def _choose(self) -> None:
        from seedread.ui.writing.memo import resume, write

        reader = self.reader

        def chosen(found: Memo | Draft | About | None) -> None:
            if isinstance(found, Memo):
                resume(reader, found)
            elif isinstance(found, Draft):
                write(reader, found.about, self._draft_of(found), draft=found)
            elif found is not None:
                write(reader, found, None)

        choices = [*self._drafts(), *self._known(), *self._new()]
        reader.app.push_screen(Chooser("A memo on what?", choices), chosen)

    def _drafts(self) -> Iterator[Choice]:
        for draft in Drafts(self.reader.reading.workspace.root):
            first = next((line for line in draft.text.split("\n") if line.strip()), "(emptied)")
            yield Choice(draft, f"not saved yet: {first}", draft.text)

    def _draft_of(self, draft: Draft) -> Memo | None:
        """Return the memo that a draft goes on with, if there still is one."""
        return next((m for m in memos.every(self._corpus) if draft.id and m.id == draft.id), None)

    def _known(self) -> Iterator[Choice]:
        """Yield the memos on what is here, those of others as theirs."""
        here = [about for about, _ in self._things()]
        for found in memos.every(self._corpus):
            if any(memo.same(found.about, about) for about in here):
                own = found.file == memo.file_of(self.reader.reading.by)
                words = memos.target(self._corpus, found.about).words
                whose = "go on: " if own else f"read {found.by}'s: "
                yield Choice(found, f"{whose}{found.first}  ({_short(words)})", found.text)

    def _new(self) -> Iterator[Choice]:
        for about, words in self._things():
            yield Choice(about, f"new, on {words}")

    def _things(self) -> Iterator[tuple[About, str]]:
        """Yield what a memo can be on here, in words."""
        reader = self.reader
        reading, passage, seed = reader.reading, reader.cursor.passage, reader.seed
        quote = seed[passage.start : min(passage.end, passage.start + 80)]
        yield memo.on_passage(seed, passage), f"this passage “{_short(quote)}”"
        topics: dict[str, None] = {}
        for placed in reading.margin.meeting(passage):
            about = memo.on("tag", doc=seed.id, id=placed.tag.id)
            names = ", ".join(placed.tag.topics) or "note"
            yield about, f"the tag {names} by {placed.tag.by} “{_short(placed.tag.quote)}”"
            topics |= dict.fromkeys(placed.tag.topics)
        for id, link in memos.every_link(self._corpus).items():
            ends = memos.ends(self._corpus, link)
            if any(doc == seed.id and end and end.meets(passage) for doc, end in ends):
                yield memo.on("link", id=id), f"the {_short(memos.in_words(link))}"
        for id in topics:
            topic = reading.codebook.get(id)
            name = " ".join(dict.fromkeys(n for n in (topic.en, topic.name(reading.script)) if n))
            yield memo.on("topic", id=id), f"the topic {name or id}"
        yield memo.on("document", doc=seed.id), f"the document {_short(reading.title)}"
        yield memo.on("workspace"), "the whole workspace"

    @property
    def _corpus(self) -> "Corpus":
        from seedread.ui.writing.memo import corpus_of

        return corpus_of(self.reader)


def _short(text: str) -> str:
    """Return the beginning of a text, on one line."""
    text = " ".join(text.split())
    return text if len(text) <= 40 else text[:39] + "…"
