"""Who looks on while a long act is done: hears how far it is, calls it off while there is time."""

from collections.abc import Callable
from threading import Lock


class Watch:
    """A look at one act from another thread. `tell` hears how many files are written, of how many.

    An act is called off before its first byte is written or never: it is whole or it is not.
    """

    def __init__(self, tell: Callable[[int, int], None] | None = None) -> None:
        self.tell = tell
        self._off = self._begun = False
        self._lock = Lock()

    def begin(self) -> bool:
        """Begin to write, from now on to the end; False if it has been called off."""
        with self._lock:
            self._begun = not self._off
            return self._begun

    def call_off(self) -> bool:
        """Have nothing written; False if that has begun already."""
        with self._lock:
            self._off = not self._begun
            return self._off
