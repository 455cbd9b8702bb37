"""What the screens look like, as text: SEEDREAD_GOLDENS=write draws the goldens anew."""

import difflib
import os
import re
from pathlib import Path

import pytest
from desk import Desk, read
from rich.cells import cell_len

from seedread.workspace import Workspace, sample

GOLDENS = Path(__file__).parent.parent / "goldens"
SIZES = [(160, 48), (100, 30), (80, 24)]
WRITE = os.environ.get("SEEDREAD_GOLDENS") == "write"
MODES = {"two": "two-panes", "one": "one-pane", "mixed": "interleaved"}


class Gallery:
    """The screens of one desk, each compared with its golden."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.wrong = desk, []
        self.width, self.height = desk.app.size

    def hang(self, name: str) -> None:
        """Compare what is on the screen now with the golden `name`, or draw that anew."""
        screen = _without_place(self.desk.screen())
        rows = screen.replace("⟦", "").replace("⟧", "").split("\n")[:-1]
        assert len(rows) == self.height
        for row in rows:
            assert cell_len(row) <= self.width, row
        file = GOLDENS / f"{name}-{self.width}x{self.height}.txt"
        if WRITE:
            file.write_text(screen, "utf-8", newline="\n")
        known = file.read_text("utf-8") if file.exists() else ""
        if screen != known:
            told = difflib.unified_diff(known.split("\n"), screen.split("\n"), file.name, "screen")
            self.wrong.append("\n".join(line.rstrip("\n") for line in told))


def _without_place(screen: str) -> str:
    """Take out where the workspace is: that differs from machine to machine."""
    return re.sub(r"(Documents \(\d+\) in ).*", r"\1…", screen)


def compare(folder: Path | Workspace, size: tuple[int, int], tour, by: str | None = "mei") -> None:
    async def story(desk: Desk) -> None:
        gallery = Gallery(desk)
        await tour(gallery, desk)
        assert not gallery.wrong, "\n\n".join(gallery.wrong)

    read(folder, story, size, by)


@pytest.mark.parametrize("size", SIZES)
def test_the_main_screens(workspace, size):
    async def tour(gallery: Gallery, desk: Desk) -> None:
        await documents(gallery, desk)
        await motions(gallery, desk)
        await panels(gallery, desk)
        await searching(gallery, desk)
        await modes(gallery, desk)

    compare(workspace, size, tour)


async def documents(gallery: Gallery, desk: Desk) -> None:
    for n, digit in enumerate("43210", 1):
        await desk.press("d", "0", "0", digit, "enter")
        gallery.hang(f"document-{6 - n}")


async def motions(gallery: Gallery, desk: Desk) -> None:
    await desk.press("J", "J", "J", "j", "j")
    gallery.hang("sentence")
    await desk.press(")")
    gallery.hang("clause")
    await desk.press("l", "l")
    gallery.hang("word")
    await desk.press("]", "]", "v", "j")
    gallery.hang("extending")
    await desk.press("1")
    gallery.hang("tagged")
    await desk.press("2", "k", "3", "h", "4", "5", "6")
    gallery.hang("tags-over-tags")
    await desk.press(*"uuuuuu")
    gallery.hang("undone")


async def panels(gallery: Gallery, desk: Desk) -> None:
    await desk.press("t")
    gallery.hang("picker")
    await desk.press(*"標準")
    gallery.hang("picker-typed")
    await desk.press("escape", "d")
    gallery.hang("documents")
    await desk.press("escape", "T")
    gallery.hang("topics")
    await desk.press("escape", "ctrl+p", *"page")
    gallery.hang("palette")
    await desk.press("escape", "e")
    gallery.hang("note")
    await desk.press("escape", "question_mark")
    gallery.hang("help")
    await desk.press("space", "space", "space")
    gallery.hang("help-end")
    await desk.press("escape")


async def searching(gallery: Gallery, desk: Desk) -> None:
    await desk.press("slash", *"黃仁勳")
    gallery.hang("search")
    await desk.press("enter", "n", "n")
    gallery.hang("search-hit")
    await desk.press("escape")


async def modes(gallery: Gallery, desk: Desk) -> None:
    await desk.press("s")
    gallery.hang("hong-kong")
    await desk.press("G")
    gallery.hang("end")
    for _ in range(2):
        await desk.press("w")
        gallery.hang(MODES[desk.reader.rows.mode])


@pytest.mark.parametrize("size", SIZES)
def test_the_sample_that_comes_with_the_program(size):
    async def tour(gallery: Gallery, desk: Desk) -> None:
        await desk.press("g", "n", "n")
        gallery.hang("sample")
        await desk.press("1")
        gallery.hang("sample-read-only")

    compare(sample(), size, tour)


@pytest.mark.parametrize("size", [(39, 9), (40, 10)])
def test_a_window_too_small_and_one_just_large_enough(workspace, size):
    async def tour(gallery: Gallery, desk: Desk) -> None:
        await desk.press("j")
        gallery.hang("smallest")

    compare(workspace, size, tour)
