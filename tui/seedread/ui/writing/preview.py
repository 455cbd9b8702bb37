"""A memo as it is read: beside a list, or below it."""

from seedread.tags.memo import Memo
from seedread.text.safe import shown
from seedread.text.wrap import wrap
from seedread.ui.bar import Bar, Part

DEEP = 200  # lines of a memo that are laid out to be shown


class Preview(Bar):
    """What a memo says, as much of it as there is room for."""

    def show(self, found: Memo | None, words: str = "") -> None:
        """Show a memo, `words` for what it is on."""
        lines: list[Part] = []
        width = max(10, self.content_size.width)
        if found:
            lines = [(words, "bar--dim"), ("", "")]
            for line in found.text.split("\n")[:DEEP]:
                text = shown(line.replace("\t", "    ")).text
                lines += [(text[row.start : row.end], "") for row in wrap(text, width)]
        for n in range(DEEP):
            self.say(n, lines[n] if n < len(lines) else ("", ""))
