"""Slow work beside the screen, in threads; what comes of it comes back between two keys."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.worker import get_current_worker

if TYPE_CHECKING:
    from seedread.reading import Reading
    from seedread.ui.reader.screen import Reader


class Beside:
    """The threads of one reader screen. Of things one waits for, a newer one replaces an older."""

    def __init__(self, reader: "Reader") -> None:
        self.reader = reader

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

    def foresee(self) -> None:
        """While nobody presses a key: load what word motions and the picker will want."""
        from seedread.tags import ranking

        def work() -> None:
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
