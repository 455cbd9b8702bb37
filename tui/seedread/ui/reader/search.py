"""The search line: hits show while one types."""

from typing import TYPE_CHECKING, cast

from textual import events
from textual.widgets import Input

from seedread.ui.line import Line

if TYPE_CHECKING:
    from seedread.ui.reader.screen import Reader


class SearchLine(Line):
    """A line at the foot of the reader; it lives from / until Enter or Esc."""

    def __init__(self) -> None:
        super().__init__(placeholder="search in either script", id="search", compact=True)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search for what is there so far."""
        event.stop()
        self._looks.typed(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Keep the hits and give the keys back."""
        event.stop()
        self._looks.accept(event.value)
        self._close()

    def on_key(self, event: events.Key) -> None:
        """Esc gives the search up."""
        if event.key == "escape":
            event.stop()
            self._looks.give_up()
            self._close()

    @property
    def _looks(self):  # type: ignore[no-untyped-def]
        return cast("Reader", self.screen).looks

    def _close(self) -> None:
        self._looks.reader.typing = False
        self.screen.query_one("#spread").focus()
        self.remove()
