"""A list of any length: a row is asked for when it comes into view, and drawn by parts."""

from collections.abc import Callable, Sequence
from time import monotonic
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from seedread.text.safe import safe
from seedread.text.wrap import cells
from seedread.ui.bar import Part, fit

BREATH = 0.02  # seconds between two looks ahead, half of which they may take
Row = Callable[[int, int], Sequence[Part]]  # (number, cells of width) → its parts


class Roll(Widget, can_focus=True):
    """Rows under a cursor; drawing costs what is on the screen. Foreign text is made safe here.

    A part's style is "", a component class, or a colour, which tints it. Rows of which `able`
    says no are headings: the cursor passes over them.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *("roll--strong", "roll--dim", "roll--hit", "roll--head", "roll--alert", "roll--lit"),
        "roll--thumb",
    }
    DEFAULT_CSS: ClassVar[str] = """
    Roll { height: 1fr; }
    Roll > .roll--strong { text-style: bold; }
    Roll > .roll--dim { text-style: dim; }
    Roll > .roll--hit { text-style: bold underline; }
    Roll > .roll--head { text-style: bold; color: $text-accent; }
    Roll > .roll--alert { color: $text-error; text-style: bold; }
    Roll > .roll--lit { background: $primary; color: $text; }
    Roll > .roll--thumb { color: $primary; }
    """
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down,ｊ", "step(1)", "next", show=False),
        Binding("k,up,ｋ", "step(-1)", "previous", show=False),
        Binding("space,pagedown", "page(1)", "page", show=False),
        Binding("b,pageup,ｂ", "page(-1)", "page back", show=False),
        Binding("ctrl+d", "page(0.5)", "half a page", show=False),
        Binding("ctrl+u", "page(-0.5)", "half a page back", show=False),
        Binding("g,home,ｇ", "edge(-1)", "start", show=False),
        Binding("G,end,Ｇ", "edge(1)", "end", show=False),
        Binding("enter", "choose", "choose", show=False),
    ]

    class Chosen(Message):
        """Enter was pressed on a row, or it was clicked twice."""

        def __init__(self, at: int) -> None:
            super().__init__()
            self.at = at

    def __init__(self, moved: Callable[[int], None] = lambda at: None, id: str = "roll") -> None:
        """Make an empty list; `moved` is told when the cursor or the rows are others.

        It is no message: what hangs on the row is then drawn in the same frame.
        """
        super().__init__(id=id)
        self._moved = moved
        self.count, self.at, self.top = 0, 0, 0
        self._row: Row = lambda n, width: ()
        self._able: Callable[[int], bool] = lambda n: True
        self._styles: dict[str, Style] = {}
        self._ahead = False
        self._preparing: Timer | None = None

    def fill(
        self,
        count: int,
        row: Row,
        able: Callable[[int], bool] = lambda n: True,
        at: int = 0,
        ahead: bool = False,
    ) -> None:
        """Show `count` rows with the cursor at or near row `at`; calling it again is cheap.

        If whoever gives the rows keeps them, those of the next page can be asked for `ahead`.
        """
        self.count, self._row, self._able, self._ahead = count, row, able, ahead
        self.stand(at)
        self.refresh()

    def stand(self, at: int, by: int = 1) -> None:
        """Put the cursor on a row, or the nearest in direction `by` that can be chosen."""
        at = max(0, min(at, self.count - 1))
        for towards in (by, -by):
            n = at
            while 0 <= n < self.count and not self._able(n):
                n += 1 if towards > 0 else -1
            if 0 <= n < self.count:
                at = n
                break
        before = self.at, self.top
        self.at = at
        self._reveal()
        if self.top == before[1]:  # only the two rows look different, and the thumb
            y = {before[0] - self.top, at - self.top}
            lines = {*y, *map(self._thumb_line, (before[0], at))}
            here = (line for line in lines if 0 <= line < self.size.height)
            self.refresh(*(Region(0, line, self.size.width, 1) for line in here))
        else:
            self.refresh()
        self._moved(at)

    def action_step(self, by: int) -> None:
        """Go to the next or previous row that can be chosen; stay if there is none."""
        n = self.at + by
        while 0 <= n < self.count and not self._able(n):
            n += by
        if 0 <= n < self.count:
            self.stand(n, by)
        elif by < 0:  # show the headings above the first row
            self.top = 0
            self.refresh()

    def action_page(self, by: float) -> None:
        """Go a page, or half of one, on or back."""
        lines = max(1, int(abs(by) * (self.size.height - 1)))
        self.stand(self.at + (lines if by > 0 else -lines), 1 if by > 0 else -1)
        if self._ahead:
            self._prepare(self.top + (self.size.height if by > 0 else -self.size.height))

    def action_edge(self, by: int) -> None:
        """Go to the first or last row."""
        self.top = 0 if by < 0 else self.top
        self.stand(0 if by < 0 else self.count - 1, -by)
        self.refresh()

    def action_choose(self) -> None:
        """Choose the row under the cursor."""
        if self.count and self._able(self.at):
            self.post_message(self.Chosen(self.at))

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        self._reveal()
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """A click stands on a row, a second one chooses it."""
        at = self.top + event.y
        if at < self.count and self._able(at):
            if at == self.at and event.chain > 1:
                self.action_choose()
            else:
                self.stand(at)

    def on_mouse_scroll_down(self) -> None:
        """Scroll; the cursor comes along."""
        self._roll(3)

    def on_mouse_scroll_up(self) -> None:
        """Scroll; the cursor comes along."""
        self._roll(-3)

    def render_line(self, y: int) -> Strip:
        """Draw one row, an ellipsis where it does not fit, a thumb where the list is long."""
        width, base, n = self.size.width, self.rich_style, self.top + y
        if n >= self.count:
            return Strip.blank(width, base)
        if n == self.at and self.has_focus_within:
            base += self._style("roll--lit")
        segments, used = [], 0
        for text, kind in self._row(n, width - 1):
            whole = safe(text)
            text = fit(whole, width - 1 - used)
            used += cells(text)
            segments.append(Segment(text, base + self._style(kind)))
            if text != whole:
                break
        strip = Strip(segments).adjust_cell_length(width - 1, base)
        end = base + self._style("roll--thumb")
        return Strip.join([strip, Strip([Segment("┃" if self._thumb(y) else " ", end)])])

    def notify_style_update(self) -> None:
        """Forget styles when the theme changes."""
        super().notify_style_update()
        self._styles = {}

    def _style(self, kind: str) -> Style:
        """Return the style of a part, fetched once a theme."""
        if kind not in self._styles:
            if not kind:
                found = Style.null()
            elif kind.startswith("#"):
                found = Style(color=kind)
            else:
                found = self.get_component_rich_style(kind, partial=True)
            self._styles[kind] = found
        return self._styles[kind]

    def _prepare(self, top: int) -> None:
        """Ask for the rows of the page from `top` on, a few at a time, while no key waits."""
        if self._preparing:
            self._preparing.stop()
        rows = iter(range(max(0, top), min(top + self.size.height, self.count)))

        def some() -> None:
            until = monotonic() + BREATH / 2
            for n in rows:
                if n < self.count:  # else they are others by now
                    self._row(n, self.size.width - 1)
                if monotonic() > until:
                    return
            timer.stop()

        self._preparing = timer = self.set_interval(BREATH, some)

    def _thumb(self, y: int) -> bool:
        height = self.size.height
        if self.count <= height:
            return False
        return y == self._thumb_line(self.at)

    def _thumb_line(self, at: int) -> int:
        return round(at / max(1, self.count - 1) * (self.size.height - 1))

    def _roll(self, by: int) -> None:
        self.top = max(0, min(self.top + by, self.count - self.size.height))
        self.stand(min(max(self.at, self.top), self.top + self.size.height - 1))
        self.refresh()

    def _reveal(self) -> None:
        height = self.size.height
        if not height:  # not laid out yet: the rows above the cursor may have room, too
            return
        head = self.at - 1 if self.at and not self._able(self.at - 1) else self.at
        self.top = max(0, min(self.top, head, self.count - 1))
        self.top = max(self.top, self.at - height + 1)
