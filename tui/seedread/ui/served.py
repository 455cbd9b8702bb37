"""How a page in a browser is drawn: as Textual does it, but without its server it ends."""

import os
from contextlib import suppress
from functools import partial

from textual import messages
from textual.app import App
from textual.drivers.web_driver import WebDriver


class Driver(WebDriver):
    """The driver of a program that `seedread serve` runs.

    A server that is killed can tell nobody. What it leaves is the end of what comes in; then the
    program leaves as by q, and what it would still draw goes nowhere.
    """

    def __init__(
        self,
        app: App[object],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._write = partial(_put, self.fileno)

    def run_input_thread(self) -> None:
        """Take what comes in until there is no more."""
        super().run_input_thread()
        if not self.exit_event.is_set():
            self._app.post_message(messages.ExitApp())


def _put(file: int, data: bytes) -> int:
    with suppress(BrokenPipeError):
        return os.write(file, data)
    return len(data)
