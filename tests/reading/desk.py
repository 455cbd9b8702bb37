"""A reader's desk for tests: press keys, read the screen as a person does."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from time import monotonic
from typing import Any

from rich.segment import Segment
from textual import events
from textual.css.query import NoMatches
from textual.keys import _character_to_key
from textual.pilot import Pilot

from seedread.ui.app import SeedreadApp
from seedread.ui.reader import suggestions
from seedread.ui.reader.screen import Reader
from seedread.ui.reader.spread import Spread
from seedread.workspace import Workspace, find

suggestions.CALM = 0.0  # nobody waits here for a key to be late
HOPS = 4  # from the app to the widget, up to its screen, to the app, and on to what it asks for


class Desk:
    """A running program, its keys and its screen."""

    def __init__(self, app: SeedreadApp, pilot: Pilot[int]) -> None:
        self.app, self.pilot = app, pilot

    @property
    def reader(self) -> Reader:
        assert self.app.reader is not None
        return self.app.reader

    async def press(self, *keys: str) -> None:
        """Press keys, one after another, and wait until everything each began is done."""
        for key in keys:
            await self.strike(key)
            await self.settle()

    async def strike(self, key: str) -> None:
        """Press a key and do not wait for what it begins."""
        self.app.post_message(_event(key))
        for _ in range(HOPS):
            await self.pilot.pause(0)

    async def type(self, text: str) -> None:
        await self.press(*text)

    async def burst(self, keys: str) -> None:
        """Let keys come all at once, as typed ahead; "\\r" is enter, "\\x1b" escape."""
        for key in keys:
            self.app.post_message(_event({"\r": "enter", "\x1b": "escape"}.get(key, key)))
        await self.settle()

    async def settle(self) -> None:
        """Let every message come where it goes; unlike Pilot's waiting, whatever the time."""
        for _ in range(3):
            await self.app.workers.wait_for_complete()
            for _ in range(HOPS):
                await self.pilot.pause(0)
            while self.app.is_running and not self.app.turns.over:
                await self.pilot.pause(0)
            if isinstance(self.app.screen, Reader) and self.app.screen.is_mounted:
                self.app.screen.begin()

    async def until(self, so: Callable[[], bool], seconds: float = 10) -> None:
        """Wait for what comes by itself."""
        deadline = monotonic() + seconds
        while not self._is(so):
            assert monotonic() < deadline, self.screen()
            await self.pilot.pause(0.02)
        await self.settle()

    def _is(self, so: Callable[[], bool]) -> bool:
        """Whether it is so; it is not while one reader has gone and the next is still empty."""
        try:
            return so()
        except NoMatches:
            return False

    @property
    def lit(self) -> str:
        """The text of the current passage."""
        start, end = self.reader.cursor.passage
        return self.reader.seed[start:end]

    @property
    def said(self) -> str:
        return self.reader.message

    def screen(self) -> str:
        """The screen as text; the lit passage between ⟦ and ⟧ in both panes."""
        lines = []
        lit = self.reader.query_one(Spread).get_component_rich_style("spread--lit").bgcolor
        for strip in self.app.screen._compositor.render_strips():
            line = "".join(_marked(list(strip), lit))
            lines.append(line.replace("⟧⟦", "").rstrip())
        return "\n".join(lines) + "\n"


def _event(key: str) -> events.Key:
    """Return the event of a key, given by its name or as the character it types."""
    name = key if len(key) > 1 or key.isalnum() else _character_to_key(key)
    typed = {"space": " "}.get(key, key if len(key) == 1 else None)
    return events.Key(name, typed)


def _marked(segments: list[Segment], lit: Any) -> list[str]:
    return [
        f"⟦{s.text}⟧" if s.style and s.style.bgcolor == lit and s.text.strip() else s.text
        for s in segments
    ]


Story = Callable[[Desk], Coroutine[Any, Any, None]]


def read(
    folder: Path | Workspace,
    story: Story,
    size: tuple[int, int] = (160, 48),
    by: str | None = "mei",
) -> None:
    """Open `folder` at a desk of `size` cells and let the story happen."""

    async def run() -> None:
        space = folder if isinstance(folder, Workspace) else find(folder)
        app = SeedreadApp(space, by)
        async with app.run_test(size=size) as pilot:
            desk = Desk(app, pilot)
            await desk.settle()
            try:
                await story(desk)
            except AssertionError:
                print(desk.screen())
                raise

    asyncio.run(run())
