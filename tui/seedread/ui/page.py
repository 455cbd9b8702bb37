"""A screen of rows about the whole workspace: a title, the rows, what the keys do."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingsMap, BindingType
from textual.screen import Screen

from seedread.text.wrap import cells
from seedread.ui import keys
from seedread.ui.bar import Bar, Part
from seedread.ui.roll import Roll

if TYPE_CHECKING:
    from seedread.ui.app import SeedreadApp


class Page(Screen[Any]):
    """A list to go through; what it is dismissed with is a place to read at, or None.

    `table` is its own keys: the act of a key is a method of the page. `state` is all it shows and
    `state.at` the row one stands on, so that the same page can be opened again as it was left.
    """

    AUTO_FOCUS: ClassVar[str] = "#roll"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,backspace,ｑ", "dismiss(None)", "back"),
        Binding("question_mark,？", "help", "help"),
    ]
    table: ClassVar[tuple[keys.Key, ...]] = ()
    CHOOSE: ClassVar[str] = "go there"  # what Enter does, in a word

    def __init__(self, state: Any) -> None:
        super().__init__()
        self.state = state
        self._acts = {key.id: key for key in self.table}
        self._bindings = BindingsMap.merge([self._bindings, BindingsMap(keys.bindings(self.table))])

    def again(self) -> "Page":
        """Return the same page anew, as it was left."""
        return type(self)(self.state)

    @property
    def seedread(self) -> "SeedreadApp":
        """The app, with its workspace, corpus, reader and history."""
        return cast("SeedreadApp", self.app)

    def compose(self) -> ComposeResult:
        """A title, the rows, two lines at the foot."""
        yield Bar("title")
        yield Roll(self.moved)
        yield Bar("foot", 2)

    @property
    def roll(self) -> Roll:
        """The rows."""
        return self.query_one(Roll)

    def head(self, *parts: Part) -> None:
        """Say what this is a list of."""
        self.query_one("#title", Bar).say(0, *parts)

    def say(self, message: str, alert: bool = False) -> None:
        """Say something above the keys."""
        foot = self.query_one("#foot", Bar)
        foot.say(0, (f" {message}", "bar--alert" if alert else "bar--strong"))
        foot.say(1, *self._keys())

    def moved(self, at: int) -> None:
        """Remember the row."""
        self.state.at = at

    def action_do(self, id: str) -> None:
        """Do what a key of the page's table stands for."""
        key = self._acts[id]
        getattr(self, key.act)(*key.args)

    def action_help(self) -> None:
        """Show the keys of this page."""
        from seedread.ui.teaching.help import Help

        self.app.push_screen(Help((*self.table, *keys.LIST)))

    def _keys(self) -> list[Part]:
        """Return the page's own keys, as many as fit before the ones that every page has."""
        always = [("enter", self.CHOOSE), ("?", "keys"), ("esc", "back")]
        room = self.app.size.width - 1 - sum(cells(f"{name} {label}  ") for name, label in always)
        parts: list[Part] = [(" ", "")]
        for name, label in [*((k.shown, k.label) for k in self.table if k.label), *always]:
            room -= 0 if (name, label) in always else cells(f"{name} {label}  ")
            if room >= 0 or (name, label) in always:
                parts += [(name, "bar--key"), (f" {label}  ", "bar--dim")]
        return parts


def when_ready(page: Page, act: Callable[[], None]) -> None:
    """Do something once it is known who is at it, and that something can be written."""
    reader, done = page.seedread.reader, []
    if reader is None:
        return

    def now() -> None:
        done.append(True)
        act()

    reader.message = ""
    reader.tagging.when_ready(now)
    if reader.message and not done:  # said where it cannot be seen
        page.say(reader.message, reader.alert)
