"""One document open before one person: its tags, and every act that can be done to them."""

from collections.abc import Iterable
from contextlib import suppress
from functools import cached_property, partial
from pathlib import Path

from seedread import git
from seedread.tags import term
from seedread.tags.anchor import Anchorer
from seedread.tags.disk import stamp
from seedread.tags.edit import Edit
from seedread.tags.history import History, Outcome
from seedread.tags.link import RELATIONS
from seedread.tags.links import Ends, Links
from seedread.tags.margin import Margin, Placed
from seedread.tags.memo import FOLDER as MEMOS
from seedread.tags.names import FILE as NAMES
from seedread.tags.record import Record, new_id
from seedread.tags.tag import CONTEXT, file_of, make, noted, now, retagged
from seedread.tags.topic import FILE as TOPICS
from seedread.tags.topic import Codebook, Topic
from seedread.text import script
from seedread.text.glossary import shipped
from seedread.text.passage import Passage
from seedread.text.seed import Seed, blob_rev
from seedread.text.units import Units
from seedread.workspace import DOCUMENTS, Workspace, script_of

SHARED = (TOPICS, RELATIONS, term.FILE, NAMES, DOCUMENTS)  # files of all documents


class Reading:
    """What a reader screen shows and does, without the screen.

    `by` is the annotator, "" as long as nobody has said who that is.
    """

    def __init__(self, workspace: Workspace, seed: Seed, history: History, by: str = "") -> None:
        self.workspace, self.seed, self.history, self.by = workspace, seed, history, by
        self.units = Units(seed)
        self.anchorer = Anchorer(seed, partial(git.blob, workspace.root))
        self.margin = Margin()
        self.linking = Links(workspace.shelf)
        self.links = Ends()
        self.codebook = Codebook([])
        self.glossary = shipped()
        self.problems = 0  # lines of the document's annotation files that could not be read
        self.torn: list[str] = []  # files watched in which a merge left its markers
        self.unsettled = 0  # lines of which a merge kept two readings
        self.elsewhere: frozenset[str] = frozenset()  # files of others a merge left open
        self.last: tuple[str, ...] = ()
        self._files: list[str] = []
        self._watched: set[str] = set()
        self._states: dict[str, object] = {}  # of the files, as they are shown
        self._stat = self._look()

    @cached_property
    def script(self) -> str:
        """The script the document is written in."""
        return script_of(self.seed)

    @cached_property
    def title(self) -> str:
        """The document's title, as foreign as its text."""
        return self.workspace.title(self.seed)

    @property
    def configs(self) -> tuple[str, ...]:
        """The conversions that fit the document, the default first."""
        return script.CONFIGS[self.script]

    @property
    def file(self) -> str:
        """The annotator's file for this document; "" while there is no annotator."""
        return file_of(self.seed.id, self.by) if self.by else ""

    def gather(self) -> None:
        """Take in the codebook and everybody's tags as they are on disk now."""
        if not self.notice():
            self._show()

    def notice(self) -> bool:
        """Look whether others wrote; returns whether anything that is shown has changed."""
        shelf, before = self.workspace.shelf, self._watched
        self._files = self.workspace.tag_files(self.seed.id)
        files = (*self._files, *self.linking.files, *shelf.files(MEMOS))
        self._watched = {*SHARED, *files, *self.elsewhere}
        shelf.notice(sorted(self._watched | before))
        # A list that was gathered meanwhile may have noticed it first.
        states = {file: shelf.state(file) for file in self._watched}
        changed = states != self._states
        if changed:
            self._states = states
            self._show()
        return changed

    def outdated(self) -> bool:
        """Whether the document's file has changed since it was read; tells of a change once."""
        before, self._stat = self._stat, self._look()
        if self._stat == before:
            return False
        try:
            return blob_rev(self._path.read_bytes()) != self.seed.rev
        except OSError:
            return True

    def own(self, passage: Passage) -> Placed | None:
        """Return the annotator's tag on just this passage."""
        found = self.margin.exactly(passage, self.file) if self.by else []
        return found[0] if found else None

    def toggle(self, passage: Passage, topic: str) -> Outcome:
        """Tag the passage with a topic, or take the topic off if it is there."""
        mine = self.own(passage)
        if mine and topic in mine.tag.topics:
            rest = [t for t in mine.tag.topics if t != topic]
            return self._change(f"untagged {topic}", mine, retagged(self._moved(mine), rest))
        return self.put(passage, [topic])

    def put(self, passage: Passage, topics: Iterable[str], more: Edit | None = None) -> Outcome:
        """Tag the passage with topics; on a tag of one's own they join its line."""
        wanted = tuple(topics)
        if not wanted:
            return Outcome("nothing chosen")
        self.last = wanted
        label = "tagged " + ", ".join(wanted)
        mine = self.own(passage)
        if mine:
            record = retagged(self._moved(mine), {*mine.tag.topics, *wanted})
            return self._change(label, mine, record, more)
        record = make(self.seed, passage, wanted, self._new_id(), self.by)
        return self.act(label, Edit({(self.file, record.id): (None, record)}), more)

    def choose(self, passage: Passage, topics: Iterable[str], more: Edit | None = None) -> Outcome:
        """Give the passage just these topics of one's own: what a picker was left with."""
        wanted = set(topics)
        mine = self.own(passage)
        if mine is None or wanted >= set(mine.tag.topics):
            return self.put(passage, sorted(wanted), more) if wanted else Outcome("nothing chosen")
        self.last = tuple(sorted(wanted)) or self.last
        label = "tagged " + (", ".join(sorted(wanted)) or "with nothing")
        return self._change(label, mine, retagged(self._moved(mine), wanted), more)

    def remove(self, placed: Placed) -> Outcome:
        """Take a tag of one's own away, its note included."""
        if placed.file != self.file:
            return Outcome(f"this tag is {placed.tag.by}'s: only they can remove it")
        return self._change("removed " + (", ".join(placed.tag.topics) or "note"), placed, None)

    def note(self, passage: Passage, text: str) -> Outcome:
        """Put a note on the passage: on one's tag there, or as a tag without topics."""
        mine = self.own(passage)
        if mine:
            return self._change("noted", mine, noted(self._moved(mine), text))
        if not text:
            return Outcome("nothing noted")
        record = make(self.seed, passage, (), self._new_id(), self.by, text)
        return self.act("noted", Edit({(self.file, record.id): (None, record)}))

    def undo(self) -> Outcome:
        """Take back the latest act that touches this document."""
        return self.shown(self.history.undo(self.seed.id, self.by))

    def redo(self) -> Outcome:
        """Do again what was last taken back."""
        return self.shown(self.history.redo(self.seed.id, self.by))

    def invent(self, topic: Topic) -> Edit:
        """Return the edit that adds a topic to the codebook; it is done with the tag."""
        return Edit({(TOPICS, topic.id): (None, topic.record())})

    def _change(
        self, label: str, placed: Placed, after: Record | None, more: Edit | None = None
    ) -> Outcome:
        before = placed.tag.record
        return self.act(label, Edit({(placed.file, before.id): (before, after)}), more)

    def act(self, label: str, edit: Edit, more: Edit | None = None) -> Outcome:
        """Do an edit, with another that belongs to it, and show what came of it."""
        if not self.by:
            return Outcome("nobody has said who is tagging")
        return self.shown(self.history.do(label, (more or Edit({})) + edit, self.by))

    def shown(self, outcome: Outcome) -> Outcome:
        """Show what came of an act, here or in a thread."""
        self.gather()
        return outcome

    def _show(self) -> None:
        shelf = self.workspace.shelf
        self.__dict__.pop("title", None)
        self.codebook = self.workspace.codebook
        self.glossary = term.glossary(shelf.records(term.FILE).values())
        self.torn = [file for file in sorted(self._watched) if shelf.torn(file)]
        whole = [file for file in self._files if file not in self.torn]
        self.problems = sum(shelf.problems(file) for file in whole)
        self.links = self.linking.ends(self.seed, self.anchorer)
        files = [(file, shelf.shown(file)) for file in self._files]
        self.margin = Margin.of(self.seed, files, self.anchorer)
        lines = [p.tag.record for p in self.margin.tags]
        for file in self.elsewhere.difference(self._files, self.torn):
            with suppress(OSError):
                lines += shelf.records(file).values()
        self.unsettled = sum("conflict" in record.fields for record in lines)

    def _moved(self, placed: Placed) -> Record:
        """Return a tag's record as it stands in today's version of the document."""
        record, (start, end) = placed.tag.record, placed.passage
        if placed.tag.rev == self.seed.rev:
            return record
        return record.but(
            start=start,
            end=end,
            quote=self.seed[start:end],
            before=self.seed[max(0, start - CONTEXT) : start],
            after=self.seed[end : end + CONTEXT],
            at=now(),
            rev=self.seed.rev,
        )

    @property
    def _path(self) -> Path:
        return self.workspace.path_of(self.seed.id)

    def _look(self) -> object:
        return stamp(self._path)

    def _new_id(self) -> str:
        return new_id(self.workspace.shelf.ids())
