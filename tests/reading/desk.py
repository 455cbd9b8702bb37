"""A reader's desk for tests: press keys, read the screen as a person does."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from rich.segment import Segment
from textual.pilot import Pilot

from seedread.ui.app import SeedreadApp
from seedread.ui.reader.screen import Reader
from seedread.ui.reader.spread import Spread
from seedread.workspace import find


class Desk:
    """A running program, its keys and its screen."""

    def __init__(self, app: SeedreadApp, pilot: Pilot[int]) -> None:
        self.app, self.pilot = app, pilot

    @property
    def reader(self) -> Reader:
        assert self.app.reader is not None
        return self.app.reader

    async def press(self, *keys: str) -> None:
        """Press keys, one after another, and wait until everything they began is done."""
        for key in keys:
            await self.pilot.press(key)
        await self.settle()

    async def type(self, text: str) -> None:
        await self.press(*text)

    async def settle(self) -> None:
        await self.app.workers.wait_for_complete()
        await self.pilot.pause()

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


def _marked(segments: list[Segment], lit: Any) -> list[str]:
    return [
        f"⟦{s.text}⟧" if s.style and s.style.bgcolor == lit and s.text.strip() else s.text
        for s in segments
    ]


Story = Callable[[Desk], Coroutine[Any, Any, None]]


def read(folder: Path, story: Story, size: tuple[int, int] = (160, 48), by: str | None = "mei") -> None:
    """Open `folder` at a desk of `size` cells and let the story happen."""

    async def run() -> None:
        app = SeedreadApp(find(folder), by)
        async with app.run_test(size=size) as pilot:
            desk = Desk(app, pilot)
            await pilot.pause()
            if app.reader is not None:
                app.reader.begin()
            await desk.settle()
            try:
                await story(desk)
            except AssertionError:
                print(desk.screen())
                raise

    asyncio.run(run())
