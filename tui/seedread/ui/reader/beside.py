"""Slow work beside the screen, in threads; what comes of it comes back between two keys."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from textual.worker import get_current_worker

if TYPE_CHECKING:
    from seedread.reading import Reading
    from seedread.tags.edit import Edit
    from seedread.tags.history import Outcome
    from seedread.tags.watch import Watch
    from seedread.ui.app import SeedreadApp
    from seedread.ui.reader.screen import Reader

    Told = Callable[[Outcome], object]
    Say = Callable[[str], None]

LONG = 16  # files an act is done to at once; to more it is done beside the screen


class Beside:
    """The threads of one reader screen. Of things one waits for, a newer one replaces an older."""

    def __init__(self, reader: "Reader") -> None:
        self.reader = reader
        self.acting = False  # whether an act over many files is under way
        self._foreseen = False

    def open(self, what: Callable[[], "Reading"], then: Callable[["Reading"], None]) -> None:
        """Read a long document whole; if it is gone meanwhile, leave it to the list to say so."""

        def work() -> None:
            try:
                reading = what()
            except (OSError, ValueError):
                self._back(self.reader.post_message, self.reader.Leaving("documents"))
            else:
                self._back(then, reading)

        self.reader.run_worker(work, thread=True, group="open")

    def wait_for(self, what: Callable[[], Any], message: str, then: Callable[..., None]) -> None:
        """Say `message`, do `what`, then call `then` with its result, if it has one."""

        def work() -> None:
            result = what()
            self._back(then, *(() if result is None else (result,)))

        self.reader.say(message)
        self.reader.run_worker(work, thread=True, exclusive=True, group="wait")

    def act(
        self, label: str, edit: "Edit", then: "Told", say: "Say | None" = None, by: str = ""
    ) -> None:
        """Do an act, of the annotator if not `by` another, and call `then` with what came of it.

        Over many files it is done here, told of by `say`, and keys wait; escape gives it up as
        long as nothing is written.
        """
        reading = self.reader.reading
        do, who = reading.history.do, by or reading.by
        if len(edit.files) <= LONG:
            then(reading.shown(do(label, edit, who)) if by else reading.act(label, edit))
        else:
            self._long(lambda watch: do(label, edit, who, watch), label, then, say)

    def turn(
        self,
        way: str,
        then: "Told",
        say: "Say | None" = None,
        about: tuple[str, str] | None = None,
    ) -> None:
        """Undo or redo (`way`), as `act` acts.

        `about` is a document, or "" for any, and who did it: else this one, and oneself.
        """
        reading = self.reader.reading
        history, (doc, by) = reading.history, about or (reading.seed.id, reading.by)
        do = history.undo if way == "undo" else history.redo
        if len(history.ahead(doc, by, f"{way}ne").files) <= LONG:
            then(reading.shown(do(doc, by)))
        else:
            self._long(lambda watch: do(doc, by, watch), way, then, say)

    def _long(
        self, do: "Callable[[Watch], Outcome]", label: str, then: "Told", say: "Say | None"
    ) -> None:
        from seedread.tags.watch import Watch

        reader, tell = self.reader, say or self.reader.say

        def so_far(done: int, all: int) -> None:
            told = f"{label}: {done:,} of {all:,} files written"
            reader.call_later(lambda: tell(told) if self.acting else None)

        def give_up() -> None:
            if not watch.call_off():
                tell(f"{label}: it is being written, and will be whole; u takes it back then")

        def over(outcome: "Outcome") -> None:
            self.acting = False
            try:
                then(reader.reading.shown(outcome))
            finally:
                release()

        def work() -> None:
            try:
                outcome = do(watch)
            except BaseException:
                self.acting = False
                reader.call_later(release)
                raise
            reader.call_later(over, outcome)

        watch = Watch(so_far)
        self.acting = True
        release = cast("SeedreadApp", reader.app).turns.hold(give_up)
        tell(f"{label}… esc gives up")
        reader.run_worker(work, thread=True, group="act")

    def let_go(self) -> None:
        """Do not wait any more: what was begun may end, but nothing comes of it."""
        self.reader.workers.cancel_group(self.reader, "wait")

    def count(self) -> None:
        """Count a long document, so that no later key has to."""

        def work() -> None:
            len(self.reader.seed)
            self._back(self.reader.show)

        if not self.reader.seed.counted:
            self.reader.run_worker(work, thread=True, group="count")

    def rest(self) -> None:
        """While nobody presses a key: keep the place, lest one is cut off; look ahead, once."""
        reader = self.reader
        stood = reader.places.last, reader.places.offsets.get(reader.seed.id)
        if stood != (reader.seed.id, reader.cursor.passage.start):
            reader.remember()
        if not self._foreseen:
            self._foreseen = True
            self.foresee()

    def foresee(self) -> None:
        """While nobody presses a key: load what word motions and the picker will want.

        And look for what a merge left open in the files of other documents.
        """
        from seedread.settling import suspects
        from seedread.tags import ranking

        reading = self.reader.reading

        def found(files: frozenset[str]) -> None:
            reading.elsewhere = files
            reading.gather()
            self.reader.show()

        def work() -> None:
            if files := frozenset(suspects(reading.workspace)):
                self._back(found, files)
            self.load_words()
            ranking.readings()

        self.reader.run_worker(work, thread=True, group="foresee")

    def load_words(self) -> None:
        """Load the word list, and what people here call things; for a thread."""
        from seedread import shared
        from seedread.text import words

        words.teach(shared.vocabulary(self.reader.reading.workspace))
        self.reader.units.of_block.cache_clear()

    def _back(self, call: Callable[..., Any], *args: Any) -> None:
        """From a thread, call something of the screen's, unless nobody waits for it any more."""
        worker = get_current_worker()

        def now() -> None:
            if not worker.is_cancelled:
                call(*args)

        if not worker.is_cancelled and self.reader.app.is_running:
            self.reader.app.call_from_thread(now)
