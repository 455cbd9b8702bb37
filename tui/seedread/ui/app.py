"""The app: it opens documents one after another and leaves nothing unsaved."""

import gc
import sys
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App

from seedread import settings
from seedread.folder import Entry
from seedread.text.passage import Passage
from seedread.text.safe import safe
from seedread.text.seed import Seed
from seedread.ui import keys
from seedread.ui.jumps import Jumps
from seedread.ui.reader.screen import Reader
from seedread.ui.turns import Turns
from seedread.workspace import Workspace

if TYPE_CHECKING:
    from textual.events import Event

    from seedread.corpus import Corpus
    from seedread.kept import Keeper
    from seedread.reading import Reading
    from seedread.tags.history import History
    from seedread.ui.page import Page
    from seedread.ui.reader.links import Taken
    from seedread.ui.teaching.tutorial import Course


STANDS = 1.0  # seconds after which all is loaded that stays
SWITCH = 0.001  # seconds after which a thread beside the screen gives way to a key


class SeedreadApp(App[int]):
    """One workspace."""

    CSS_PATH: ClassVar[Path] = Path(__file__).parent / "seedread.tcss"
    ENABLE_COMMAND_PALETTE = False
    TITLE = "seedread"

    def __init__(self, workspace: Workspace, explicit: str | None = None) -> None:
        super().__init__()
        self.turns = Turns(self, super().on_event)
        self.settings = settings.load()
        self.table, problems = keys.table(self.settings.keys)
        self.complaints = [*self.settings.problems, *problems]
        self.reader: Reader | None = None
        self.lesson: Course | None = None  # while the tutorial runs
        self._home: dict[str, Any] = {}  # what was left to go to another workspace
        self._settle(workspace, explicit)

    def _settle(self, workspace: Workspace, explicit: str | None) -> None:
        """Begin with a workspace: nothing was done in it yet."""
        self.workspace, self.explicit = workspace, explicit
        self.places = settings.Places(workspace.root)
        self.history: History | None = None
        self.by = ""
        self.jumps = Jumps()
        self.linking: Taken | None = None  # a passage in hand, to be linked with another
        self.sticky: tuple[str, ...] = ()  # the topics at hand: enter tags with them
        self._visited: Page | None = None  # the list one went to a passage from
        self.__dict__.pop("corpus", None)

    def turn_to(self, workspace: Workspace, explicit: str) -> None:
        """Open another workspace, as `explicit`; leaving it leads back to this one."""
        if self.reader:
            self.reader.remember()
            self.reader = None
        left = ("workspace", "explicit", "places", "history", "by", "jumps", "_visited", "corpus")
        self._home = {name: getattr(self, name) for name in left}
        self._settle(workspace, explicit)
        self._enter()

    def _return(self) -> None:
        """Go back to the workspace one came from, where one left it."""
        self.reader = None
        self.__dict__.update(self._home)
        self._home = {}
        if self.lesson:
            self.lesson.end()
            self.lesson = None
        self._enter()

    @cached_property
    def corpus(self) -> "Corpus":
        """All documents, and what everybody said about them."""
        from seedread.corpus import Corpus

        return Corpus(self.workspace)

    @cached_property
    def keeper(self) -> "Keeper":
        """What searches of all documents keep."""
        from seedread.kept import Keeper

        return Keeper()

    async def on_event(self, event: "Event") -> None:
        """Take one key after the other."""
        if not self.turns.wait(event):
            await super().on_event(event)

    def on_mount(self) -> None:
        """Begin."""
        self._enter()
        self.set_timer(STANDS, _tidy)

    def _enter(self) -> None:
        """Open the document that was asked for, the one last read, or the first."""
        entry = self._first()
        problem = self.open(entry) if entry else "there is no document here"
        if problem:
            self._library(problem)

    def open(self, entry: Entry, at: Passage | None = None, asked: str = "") -> str:
        """Show a document, at a passage or where it was left, with the search for `asked` on.

        Returns why it cannot be shown, "" if it can.
        """
        try:
            left = at is None and not self.places.offsets.get(entry.id)
            long = self.workspace.is_long(entry) and left
            seed = self.workspace.glance(entry) if long else self.workspace.read(entry)
        except (OSError, ValueError) as error:
            return f"{entry.id}: {getattr(error, 'strerror', '') or error}"

        def reading() -> "Reading":
            return self._reading(self.workspace.read(entry) if long else seed)

        reader = Reader(seed, reading, not long, self.settings, self.places, self.table)
        reader.sought, reader.asked = at, asked
        if self.reader:
            self.reader.remember()
        if isinstance(self.screen, Reader):
            self.switch_screen(reader)
        else:
            self.push_screen(reader)
        self.reader = reader
        return ""

    def on_reader_leaving(self, event: Reader.Leaving) -> None:
        """Go where the reader screen wants to."""
        if event.where == "documents":
            self._library()
        elif event.where == "reopen":
            self._reopen()
        else:
            self.action_leave()

    def on_reader_sought(self, event: Reader.Sought) -> None:
        """Go to a passage of any document."""
        entry = Entry(event.doc, self.workspace.path_of(event.doc))
        problem = self.open(entry, event.passage, event.asked)
        if problem and self.reader:
            self.reader.say(problem, alert=True)

    def on_reader_named(self, event: Reader.Named) -> None:
        """Tag under this name in the documents opened from now on, too."""
        self.by = event.name

    def visit(self, page: "Page") -> None:
        """Show a list of the workspace; when it names a place, read on there."""

        def chosen(place: "tuple[str, Passage] | None") -> None:
            self._visited = page
            if self.reader and place:
                self.reader.seek(*place)
            elif self.reader:
                self.reader.show()

        self.push_screen(page, chosen)

    @property
    def visited(self) -> bool:
        """Whether there is a list one has come back from."""
        return self._visited is not None

    def revisit(self) -> bool:
        """Show the last list again, where it was left; False if there was none."""
        if self._visited:
            self.visit(self._visited.again())
        return self._visited is not None

    def action_leave(self) -> None:
        """Leave; if something could not be saved, ask first."""
        if self.workspace.shelf.pending and self.history:
            saved = self.history.retry()
            if saved.error:
                self._ask_to_leave(saved.error)
                return
        self._gone()

    async def action_quit(self) -> None:
        """Leave by ctrl+q as by q: the question about unsaved tags is not skipped.

        A screen one writes on is left first, as it wants to be.
        """
        leave = getattr(self.screen, "action_save_and_leave", self.action_leave)
        leave()

    def action_help_quit(self) -> None:
        """Ctrl+c copies nothing and quits nothing: say how to leave."""
        if self.reader:
            self.reader.say("q leaves the program")

    def _reopen(self) -> None:
        """Read the document again: its file is another one now, or gone."""
        if self.reader is None or self.screen is not self.reader:
            return
        id = self.reader.seed.id
        entry = Entry(id, self.workspace.path_of(id))
        problem = self.open(entry, self._where_now(entry))
        if problem and not entry.path.exists():
            self.reader.say(f"{id} has vanished: the text shown is the one read before", alert=True)
        elif problem:
            self.reader.say(f"{problem}: the text shown is the one read before", alert=True)
        else:
            self.reader.say("the document has changed on disk: read again")

    def _where_now(self, entry: Entry) -> Passage | None:
        """Return where the passage one stands on is in a document that has changed, if it is."""
        from seedread.tags.anchor import Anchorer
        from seedread.tags.tag import Tag, make

        reader = self.reader
        if reader is None or not reader.begun:
            return None
        try:
            if self.workspace.is_long(entry):
                return None
            seed, old = self.workspace.read(entry), reader.seed
        except (OSError, ValueError):
            return None
        stood = make(old, reader.cursor.passage, (), "stood", "")
        text = old[0 : len(old)].encode("utf-8", "surrogatepass")
        return Anchorer(seed, lambda rev: text).place(Tag.of(stood)).now

    def _gone(self) -> None:
        if self._home:
            self._return()
            return
        if self.reader:
            self.reader.remember()
        self.exit(0)

    def _ask_to_leave(self, why: str) -> None:
        from seedread.ui.ask import Confirm

        waiting = len(self.workspace.shelf.pending.changes)

        def answered(yes: bool | None) -> None:
            if yes:
                self._gone()

        kept = self.history is not None and self.history.safe
        leave = "Leave? The next start tries again." if kept else "Leave and lose them?"
        question = f"{waiting} changes are NOT SAVED ({why}). {leave}"
        self.push_screen(Confirm(question, dangerous=True), answered)

    def _first(self) -> Entry | None:
        if self.workspace.start or self.workspace.only:
            return self.workspace.first()
        if self.places.last:
            path = self.workspace.seeds / self.places.last
            if path.is_file():
                return Entry(self.places.last, path)
        return self.workspace.first()

    def _library(self, problem: str = "") -> None:
        from seedread.ui.library import Library

        library = Library(self.workspace, self.reader.seed.id if self.reader else "")
        if problem:
            library.heading = f"{problem} · {library.heading}"

        def chosen(entry: Entry | None) -> None:
            if entry is None:
                if self.reader is None:
                    self.exit(2, message=safe(problem))
                return
            if self.reader and self.reader.begun:
                self.reader.depart(self.reader.cursor.passage)
            why = self.open(entry)
            if why:
                self._library(why)

        self.push_screen(library, chosen)

    def _reading(self, seed: Seed) -> "Reading":
        """Open a document for the person who is annotating; called after the first frame."""
        from seedread import annotator
        from seedread.reading import Reading
        from seedread.tags.acts import Log
        from seedread.tags.history import History

        if self.history is None:
            self.history = History(self.workspace.shelf, Log.of(self.workspace.root))
            self.by = annotator.who(
                self.workspace.root, self.explicit, self.settings.annotator, self.places.answers
            )
            if self.by and self.workspace.writable:
                self.complaints += [told.message for told in self.history.resume(self.by)]
            self.call_later(self._complain)
        return Reading(self.workspace, seed, self.history, self.by)

    def _complain(self) -> None:
        """Say what is wrong with the settings, and what an earlier run left to finish, once."""
        if self.complaints and self.reader:
            self.reader.say("; ".join(self.complaints), alert=True)


def _tidy() -> None:
    """Begin to look for cycles, but not in what was loaded for good."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


def run(workspace: Workspace, explicit: str | None = None) -> int:
    """Show a workspace until the person leaves; returns the exit code."""
    sys.setswitchinterval(SWITCH)
    return SeedreadApp(workspace, explicit).run() or 0
