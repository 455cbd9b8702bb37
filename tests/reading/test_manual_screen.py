"""The manual inside the program: from the keys to its pages, and back."""

import re

from desk import Desk, read

from seedread.ui.chooser import Chooser
from seedread.ui.teaching.help import Help
from seedread.ui.teaching.manual import Manual, drawn


def test_the_manual_is_read_from_the_keys(workspace):
    async def story(desk: Desk) -> None:
        await desk.press("?", "?", "m")
        assert isinstance(desk.app.screen, Chooser)
        assert re.search(
            r"The manual of seedread\s+Tutorial\s+How to\s+Formats\s+Reference", desk.screen()
        )
        await desk.type("how")
        await desk.press("enter")
        assert isinstance(desk.app.screen, Manual)
        shown = desk.screen()
        assert "seedread init memo" in shown
        assert "```" not in shown
        assert "](" not in shown
        await desk.press("G")
        assert "takes any port that is free" in desk.screen()
        await desk.press("g", "escape")
        assert isinstance(desk.app.screen, Help)

    read(workspace, story)


def test_marks_are_not_shown_what_they_mark_is():
    text = "# A *b*\n- `x | y` in [the page](a.md)\n![p](p.svg)\n```\n- `as` it is\n```\n"
    text += "1. **so** and `](`"
    assert [line.plain for line in drawn(text)] == [
        "A *b*",
        "  · x | y in the page",
        "",
        "    - `as` it is",
        "1. so and ](",
    ]
