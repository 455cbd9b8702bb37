"""One key after the other: none is taken before all that the last one began is done.

A key goes from the app to a widget, up to its screen and back to the app, queue by queue. Keys that
come at once (pasted, typed ahead, sent over a slow line) would overtake a panel that is opening. So
the next one waits here until a message sent after the first has come round twice.
"""

from collections import deque
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from textual import events

if TYPE_CHECKING:
    from textual.app import App
    from textual.message import Message

ROUNDS = 2  # the first comes behind the key, the second behind what the key has sent
PATIENCE = 5.0  # seconds after which what never comes is not waited for


class Turns:
    """Whose turn it is. `take` is what an app does with an event."""

    def __init__(self, app: "App[int]", take: Callable[[events.Event], Awaitable[None]]) -> None:
        self._app, self._take = app, take
        self._waiting: deque[events.Event] = deque()
        self._number = 0  # of the key whose turn it is
        self._going = False
        self._holds: set[object] = set()
        self._give_up: Callable[[], None] | None = None  # what escape does meanwhile

    @property
    def over(self) -> bool:
        """Whether no key is on its way or waits."""
        return not (self._waiting or self._going)

    def wait(self, message: "Message") -> bool:
        """Return whether a message is a key that waits now; it is taken when its turn has come.

        While a long act is done, what the mouse does is not taken at all.
        """
        if self._give_up and isinstance(message, events.MouseEvent):
            return True
        if not isinstance(message, events.Key | events.Paste) or message.is_forwarded:
            return False
        if self._give_up and isinstance(message, events.Key) and message.key == "escape":
            self._waiting.clear()  # what was typed in advance is given up, too
            self._give_up()
            return True
        if self._waiting or self._going or self._holds:
            self._waiting.append(message)
            if len(self._waiting) == 1 and not self._holds:
                self._app.set_timer(PATIENCE, lambda n=self._number: self._end(n))
            return True
        self._begin()
        return False

    def hold(self, escape: Callable[[], None] | None = None) -> Callable[[], None]:
        """Let no key through until what this returns is called, or for a few seconds.

        With `escape`, for as long as it takes: that key does not wait, it does this.
        """
        mark = object()
        self._holds.add(mark)
        self._give_up = escape or self._give_up

        def release() -> None:
            self._holds.discard(mark)
            self._give_up = None if escape else self._give_up
            self._next()

        if escape is None:
            self._app.set_timer(PATIENCE, release)
        return release

    def _begin(self) -> None:
        self._going = True
        self._number += 1
        self._app.call_next(self._round, self._number, ROUNDS)

    def _round(self, number: int, rounds: int) -> None:
        """Send a message the way keys go, from where they now go."""
        if not self._app.screen_stack:
            return
        start = self._app.focused or self._app.screen
        path: list[Any] = [node for node in start.ancestors_with_self if node is not self._app]
        self._pass(number, rounds, start, [*path, self._app])

    def _pass(self, number: int, rounds: int, start: object, path: list[Any]) -> None:
        while path and number == self._number:
            if path.pop(0).call_later(self._pass, number, rounds, start, path):
                return
        if number != self._number:
            return
        if start is not (self._app.focused or self._app.screen):
            self._round(number, ROUNDS)  # another panel: that has to be ready too
        elif rounds > 1:
            self._round(number, rounds - 1)
        else:
            self._end(number)

    def _end(self, number: int) -> None:
        if self._going and number == self._number:
            self._going = False
            self._next()

    def _next(self) -> None:
        if self._waiting and not self._going and not self._holds:
            self._begin_with(self._waiting.popleft())

    def _begin_with(self, event: events.Event) -> None:
        self._going = True
        self._number += 1
        self._app.call_later(self._taken, event)

    async def _taken(self, event: events.Event) -> None:
        self._app.call_next(self._round, self._number, ROUNDS)
        await self._take(event)
