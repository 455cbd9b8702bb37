"""What the deciding keys of an adjudication do."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from seedread.tags.edit import Edit
from seedread.tags.history import Outcome
from seedread.ui.ask import Ask, Confirm
from seedread.ui.charts.figures import many
from seedread.ui.coders.standpoints import numbered
from seedread.voices import Case, Said, united

if TYPE_CHECKING:
    from seedread.ui.coders.adjudication import Settle
    from seedread.ui.picking.picker import Chosen
    from seedread.ui.reader.screen import Reader


class Deciding:
    """The acts of one page; each decision is one step that can be taken back."""

    def __init__(self, page: "Settle") -> None:
        self.page = page

    # ------------------------------------------------------------------ decisions

    def take(self, n: float) -> None:
        """Settle the case as one of them has it."""
        case, named = self._case, numbered(self.page)
        voice = named[int(n) - 1][1] if case and n <= len(named) else None
        if case is None or voice is None:
            self.page.say(f"there is no number {int(n)} here")
        elif voice.read:
            self._settle(case, voice.tagged)
        else:
            self.page.say("who has not read it says nothing: there is nothing to take")

    def both(self) -> None:
        """Settle the case with all that everybody says."""
        if case := self._case:
            self._settle(case, united(case.said))

    def reject(self) -> None:
        """Settle the case with nothing."""
        if case := self._case:
            self._settle(case, [])

    def own(self) -> None:
        """Choose topics for the lit passage."""
        page, case, reader = self.page, self._case, self._reader
        seed = page.seedread.corpus.seed(case.doc) if case else None
        if case is None or reader is None or seed is None or page.state.found is None:
            return

        def chosen(result: "Chosen | None") -> None:
            if result is not None and case:
                topics = tuple(sorted(result.topics))
                self._settle(case, [Said(page.lit, topics)] if topics else [])

        has = {t for p in page.state.found.decided(case) for t in p.tag.topics}
        quote = " ".join(seed[page.lit.start : page.lit.end].split())
        reader.tagging.choose(f"Topics for “{quote}”", sorted(has), chosen)

    def note(self) -> None:
        """Write a note on what settles the case, or for the decision to come."""
        page, case, found = self.page, self._case, self.page.state.found
        if case is None or found is None:
            return
        decided = found.decided(case)

        def answered(text: str | None) -> None:
            if text is None or case is None:
                return
            if not decided:
                page.state.note = text.strip()
                page.tell()
            elif text.strip() or decided[0].tag.topics:
                self._do("noted", found.renote(case, text.strip()), [case.doc])
            else:
                page.say("a rejection is told by its note: u takes it back")

        text = decided[0].tag.note if decided else page.state.note
        page.app.push_screen(Ask("Note on the decision", text), answered)

    def undo(self) -> None:
        """Take the latest decision back, and stand on what is open again."""
        page, found, reader = self.page, self.page.state.found, self._reader
        if found is None or reader is None:
            return
        acts = page.state.acts
        doc, at = acts.pop() if acts else (self._case.doc if self._case else "", page.state.at)

        def undone(outcome: Outcome) -> None:
            files = outcome.saved.done.files if outcome.saved else []
            self._look({doc, *(file.rpartition("/")[0] for file in files)})
            page.stand(at)
            self._told(outcome)

        reader.beside.turn("undo", undone, page.say, (doc, found.by))

    def copy(self) -> None:
        """Copy what all agree on, once that has been said yes to."""
        page, found = self.page, self.page.state.found
        if found is None:
            return
        count, edit = found.uncopied, found.copying()
        docs = {file.rpartition("/")[0] for file in edit.files}
        if not count:
            page.say("all that people agree on is copied already")
            return

        def answered(yes: bool | None) -> None:
            reader, label = self._reader, f"copied {many(count, 'agreed tag')}"
            if yes and reader and self._may_write():
                done = partial(self._done, sorted(docs))
                reader.beside.act(label, edit, done, page.say, found.by)

        what, where = many(count, "tag"), many(len(docs), "document")
        question = f"Copy {what} all who have read it agree on, in {where}, to {found.by}?"
        page.app.push_screen(Confirm(question), answered)

    # -------------------------------------------------------------------- private

    @property
    def _case(self) -> Case | None:
        return self.page.state.case

    @property
    def _reader(self) -> "Reader | None":
        return self.page.seedread.reader

    def _settle(self, case: Case, wanted: Sequence[Said]) -> None:
        """Write a decision, and go on to the next open case."""
        found, state = self.page.state.found, self.page.state
        if found is None:
            return
        topics = sorted({topic for one in wanted for topic in one.topics})
        label = f"settled: {', '.join(topics)}" if topics else "rejected"
        if self._do(label, found.settle(case, wanted, state.note), [case.doc]):
            self.page.going.on()

    def _do(self, label: str, edit: Edit, docs: Iterable[str]) -> bool:
        """Do an act as the adjudicator; returns whether anything was written."""
        found, reader = self.page.state.found, self._reader
        if found is None or reader is None or not self._may_write():
            return False
        return self._done(list(docs), reader.reading.history.do(label, edit, found.by))

    def _may_write(self) -> bool:
        reader = self._reader
        if reader and not reader.reading.workspace.writable:
            self.page.say("this workspace is read-only: nothing can be settled here", True)
            return False
        return True

    def _done(self, docs: list[str], outcome: Outcome) -> bool:
        """Show what came of an act; returns whether anything was written."""
        page = self.page
        if outcome.saved and (outcome.saved.done or outcome.saved.waiting):
            page.state.acts.append((docs[0], page.state.at))
        self._look(docs)
        self._told(outcome)
        return bool(outcome.saved and outcome.saved.done)

    def _look(self, docs: Iterable[str]) -> None:
        """Show what now stands in the files."""
        page, reader = self.page, self._reader
        if page.state.found and reader:
            for doc in docs:
                page.state.found.look(doc)
            reader.reading.gather()
        page.show()

    def _told(self, outcome: Outcome) -> None:
        saved = outcome.saved
        self.page.say(outcome.message, bool(saved and (saved.error or saved.left)))
