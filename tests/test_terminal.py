"""seedread in a real terminal, or in none: it starts where it can, and says why where it cannot."""

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("ptyprocess")

import pyte

from window import Window

FIRST, SECOND = "中美伦敦会谈", "黄仁勋与任正非"


def test_without_a_terminal_it_says_so_and_what_else_to_do(workspace):
    command = [sys.executable, "-m", "seedread"]
    done = subprocess.run(
        command, cwd=workspace, stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"reading needs a terminal; seedread list prints a plain listing" in done.stderr


def test_a_dumb_terminal_is_none(workspace):
    with Window(workspace, TERM="dumb") as window:
        assert window.end() == 2
        assert window.written == (
            b"seedread: reading needs a terminal; seedread list prints a plain listing\r\n"
        )


LOOKS = {
    "true colour": {"TERM": "xterm-256color", "COLORTERM": "truecolor"},
    "256 colours": {"TERM": "xterm-256color"},
    "16 colours": {"TERM": "xterm"},
    "no colours": {"TERM": "xterm-256color", "NO_COLOR": "1"},
    "neither": {"TERM": "xterm", "NO_COLOR": "1"},
}


@pytest.mark.parametrize("look", LOOKS)
def test_the_lit_passage_can_be_told_from_the_rest_whatever_the_colours(workspace, look):
    with Window(workspace, **LOOKS[look]) as window:
        window.wait(lambda _: stands_out(window, FIRST, SECOND))
        window.press("J", "J")
        window.wait(lambda _: stands_out(window, SECOND, FIRST))
        assert window.end("q") == 0


def stands_out(window: Window, words: str, others: str) -> bool:
    """Whether `words` are drawn bolder and on another ground than `others`."""
    lit, dark = cell_of(window, words), cell_of(window, others)
    if not lit or not dark:
        return False
    return lit.bold > dark.bold and (lit.bg, lit.reverse) != (dark.bg, dark.reverse)


def cell_of(window: Window, words: str) -> pyte.screens.Char | None:
    """Return the cell in which `words` begin first on the screen, below the title."""
    screen = window.screen
    for y in range(1, screen.lines):
        cells = [screen.buffer[y][x] for x in range(screen.columns)]
        for x in range(len(cells)):
            if "".join(cell.data for cell in cells[x : x + 2 * len(words)]) == words:
                return cells[x]
    return None


def test_a_window_too_small_says_so_until_it_is_larger(workspace):
    with Window(workspace, size=(39, 9)) as window:
        window.wait("seedread needs a window of 40×10 or")
        assert FIRST not in window.text
        window.resize(100, 30)
        window.wait("0 tags, 0 yours")
        window.wait(FIRST)
        window.resize(30, 30)
        window.wait("seedread needs a window")
        assert window.end("q") == 0


def test_looking_about_changes_no_file(workspace):
    before = contents(workspace)
    with Window(workspace) as window:
        window.wait("sentence 0–54")
        window.press(*"   bbjjkkJKGg")
        window.press(wheel(65) * 5, click(20, 10), "/")
        window.wait("search in either script")
        window.press("標準")
        window.wait(" of 33: n next")
        window.press("enter")
        window.wait(lambda text: "\n標準" not in text)
        window.press("g", "n")
        window.wait("hit 1 of 33")
        window.press("T")
        window.wait("Topics  30 in 5 groups")
        window.press("down", "enter")
        window.wait("no passage")
        window.press("q", "d")
        window.wait("Documents (5)")
        window.press("down", "enter")
        window.wait("001_")
        window.press(*"sww?")
        window.wait("The keys, in a word each")
        window.press("?")
        window.wait("sentence-next")
        window.press("q")
        window.wait("0 tags, 0 yours")
        window.press("u", "\x03")
        window.wait("q leaves the program")
        assert window.end("\x11") == 0
    assert contents(workspace) == before


def contents(root: Path) -> dict[str, str]:
    files = (path for path in root.rglob("*") if path.is_file())
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def wheel(button: int) -> str:
    return f"\x1b[<{button};20;10M"


def click(x: int, y: int) -> str:
    return f"\x1b[<0;{x};{y}M\x1b[<0;{x};{y}m"


def test_the_wheel_scrolls_and_the_mouse_draws_a_passage(workspace):
    with Window(workspace) as window:
        window.wait("sentence 0–54")
        top = window.text.split("\n")[1]
        window.press(wheel(65))
        window.wait(lambda text: top not in text.split("\n")[1])
        assert "sentence 0–54" in window.text
        window.press(wheel(64))
        window.wait(lambda text: top in text.split("\n")[1])
        x = 1 + 6
        window.press(f"\x1b[<0;{x};2M", f"\x1b[<32;{x + 7};2M", f"\x1b[<0;{x + 7};2m")
        window.wait("passage 0–4")


def test_a_terminal_that_is_closed_leaves_nothing_running(workspace):
    window = Window(workspace)
    window.wait("0 tags")
    window.press("1")
    window.wait("tagged standards-war")
    assert window.hang_up() != 0
    assert len(list((workspace / "annotations").rglob("mei.jsonl"))) == 1
