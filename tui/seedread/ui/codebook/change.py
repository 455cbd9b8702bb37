"""A change to the codebook from the topics page: asking, doing it as one act, saying what came."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from seedread.tags.edit import Edit
from seedread.tags.history import Outcome
from seedread.tags.holdings import gather, obstacle
from seedread.tags.revise import Book, ImpossibleError, Lines
from seedread.tags.topic import FILE, Codebook, Topic
from seedread.ui.ask import Confirm
from seedread.ui.page import when_ready

if TYPE_CHECKING:
    from seedread.ui.codebook.topics import Topics


class Change:
    """One change, from what is asked to the words that say what came of it."""

    def __init__(self, page: "Topics") -> None:
        self.page, self.reader = page, page.reader
        self.shelf = page.reader.reading.workspace.shelf

    @property
    def book(self) -> Book:
        """The lines of the codebook as they are now."""
        return self.shelf.records(FILE)

    @property
    def codebook(self) -> Codebook:
        """The topics as they are now."""
        return self.reader.reading.codebook

    def ask(self, screen: object, then: Callable[..., None]) -> None:
        """Show a panel once it is known who is at it, and that something can be written."""

        def ready() -> None:
            self.page.app.push_screen(screen, then)  # type: ignore[call-overload]

        when_ready(self.page, ready)

    def gather(self, then: Callable[[Lines, Lines], None]) -> None:
        """Read everybody's tags beside the screen, then go on with them; escape gives it up."""
        reading = self.reader.reading

        def work() -> tuple[Lines, Lines] | OSError:
            try:
                return gather(self.shelf, reading.workspace.annotated(), reading.by)
            except OSError as error:
                return error

        def back(found: tuple[Lines, Lines] | OSError) -> None:
            release[0]()
            if isinstance(found, OSError):
                self.page.say(f"your tags cannot be read: {found.strerror or found}", alert=True)
            elif self.page.is_current:
                self.page.say("")
                then(*found)

        def give_up() -> None:
            self.reader.beside.let_go()
            release[0]()
            self.page.say("given up: nothing was changed")

        def ready() -> None:
            release.append(self.page.seedread.turns.hold(give_up))
            self.page.say("reading everybody's tags… esc gives up")
            self.reader.beside.wait_for(work, "", back)

        release: list[Callable[[], None]] = []
        when_ready(self.page, ready)

    def confirm(
        self, question: str, label: str, change: Callable[[Book], Edit], told: str, **more: str
    ) -> None:
        """Ask whether to do a change, if it can be done, and do it."""

        def answered(yes: bool | None) -> None:
            if yes:
                self.do(label, change, told, **more)

        if self.possible(change):
            self.ask(Confirm(question), answered)

    def possible(self, change: Callable[[Book], Edit]) -> bool:
        """Whether a change can be done; says why if it cannot."""
        return self._edit(change) is not None

    def _edit(self, change: Callable[[Book], Edit]) -> Edit | None:
        """Return what a change comes to; None, and says why, if it cannot be done."""
        try:
            edit = change(self.book)
            why = obstacle(self.shelf, edit)
        except ImpossibleError as error:
            why = str(error)
        if why:
            self.page.say(why, alert=True)
            return None
        return edit

    def do(
        self, label: str, change: Callable[[Book], Edit], told: str, rest: str = "", on: str = ""
    ) -> None:
        """Do a change as one act, and stand `on` a topic; say what came of it.

        `rest` is what others still have.
        """

        def ready() -> None:
            edit = self._edit(change)
            if edit is None:
                return
            if not edit:
                self.page.say("nothing to change")
                return
            self.reader.beside.act(label, edit, done, self.page.say)

        def done(outcome: Outcome) -> None:
            self.reader.learn_pins()
            self.reader.tagging.told(outcome)
            saved = outcome.saved
            self.page.state.id = (saved and on) or self.page.state.id
            self.page.fill()
            wrong = bool(saved and (saved.error or saved.left))
            self.page.say(told if saved and not wrong else outcome.message, wrong, rest)

        when_ready(self.page, ready)

    def current(self) -> Topic | None:
        """Return the topic one stands on; says so if there is none."""
        topic = self.page.current
        if topic is None and self.page.state.id:
            self.page.say(f"{self.page.state.id} is not in the codebook: a adds it by its name")
        elif topic is None:
            self.page.say("no topic here: a makes one")
        return topic

    def name(self, id: str) -> str:
        """Return a topic's names: English, and that of the reader's script."""
        topic = self.codebook.get(id)
        return "  ".join(dict.fromkeys((topic.en or id, topic.name(self.reader.reading.script))))
