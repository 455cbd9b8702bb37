"""Choosing in what a merge left open: noting it, writing what is settled, taking it back."""

from typing import TYPE_CHECKING, cast

from seedread.settling import Chosen, Torn, Unsettled, left_open
from seedread.tags.edit import Edit
from seedread.tags.readings import Question, Text, questions, settled
from seedread.ui.page import when_ready

if TYPE_CHECKING:
    from seedread.ui.upkeep.conflicts import Conflicts


class Choosing:
    """The hand of the page of conflicts; every act can be taken back, the latest first."""

    def __init__(self, page: "Conflicts") -> None:
        self.page, self.state = page, page.state
        assert page.seedread.reader is not None
        self.reader = page.seedread.reader
        self.space = page.seedread.workspace
        self.chosen = Chosen(self.space.root)

    def choose(self, torn: Torn, choices: dict[str, str]) -> None:
        """Note a choice; when nothing is open any more the file is written."""
        before, at = dict(torn.choices), self.state.at

        def back() -> str:
            torn.choices, self.state.at = before, at
            return "taken back"

        def ready() -> None:
            torn.choices = {**before, **choices}
            if torn.open:
                self.state.done.append(back)
                self._keep()
                self.page.refill(f"{len(torn.open)} still to choose in {torn.file}")
                self.page.onward(torn)
            else:
                self._write(torn, before)

        when_ready(self.page, ready)

    def settle(self, line: Unsettled, question: Question, n: int) -> None:
        """Give a field one of its readings: an act like any other."""
        reading, owner = self.reader.reading, _owner(line.file)

        def back() -> str:
            about = line.file.rpartition("/")[0] or reading.seed.id
            return reading.history.undo(about, reading.by).message

        def ready() -> None:
            if owner not in ("", reading.by):
                self.page.say(f"this line is {owner}'s: only they can settle it", True)
                return
            after = settled(line.record, question, n)
            edit = Edit({(line.file, line.record.id): (line.record, after)})
            outcome = reading.act(f"settled {question.name}", edit)
            saved = outcome.saved
            wrong = bool(saved and (saved.error or saved.left))
            if not wrong:
                self.state.done.append(back)
            self._look_again(outcome.message + ("" if wrong else " · u takes it back"), wrong)

        when_ready(self.page, ready)

    def undo(self) -> None:
        """Take the latest choice back, and what was written after it."""
        if not self.state.done:
            self.page.say("nothing was chosen since this list was opened")
            return
        try:
            self._look_again(self.state.done.pop()())
        except OSError as error:
            self._look_again(f"not taken back: {error.strerror or error}", True)

    def asked(self, line: Unsettled) -> list[Question]:
        """Return what is to be asked of a line; of a passage, as today's text bears it out."""
        doc = line.file.rpartition("/")[0]
        seed = self.page.seedread.corpus.seed(doc) if doc and not doc.startswith("_") else None
        if seed is None:
            return questions(line.record)
        return questions(line.record, cast(Text, lambda start, end: seed[start:end]), seed.rev)

    def _write(self, torn: Torn, before: dict[str, str]) -> None:
        shelf = self.space.shelf
        try:
            data, told = torn.write(self.space)
        except OSError as error:
            torn.choices = before
            self.page.refill(f"NOT WRITTEN: {error.strerror or error}", True)
            return

        def back() -> str:
            shelf.replace(torn.file, data, torn.was)
            torn.choices = before
            self.state.torn.append(torn)
            return f"{torn.file} is as the merge left it"

        self.state.done.append(back)
        if shelf.pending:  # what was tagged before the file could be written
            self.reader.reading.history.retry()
        self._look_again(f"written, git add it · u takes it back · {told}")

    def _look_again(self, message: str, alert: bool = False) -> None:
        """Read the files anew; what was chosen in those that are as they were stays chosen."""
        kept = {(torn.file, torn.was): torn for torn in self.state.torn}
        torn, self.state.unsettled = left_open(self.space)
        self.state.torn = [kept.get((one.file, one.was), one) for one in torn]
        self._keep()
        self.reader.reading.gather()
        self.page.refill(message, alert)

    def _keep(self) -> None:
        """Keep what is chosen: one may leave the program before it can be written."""
        self.state.kept = self.chosen.keep(self.state.torn)


def _owner(file: str) -> str:
    """Return whose file it is, "" if it is everybody's."""
    folder, _, name = file.removesuffix(".jsonl").rpartition("/")
    return name if folder else ""
