"""A line to type in: whatever is pasted into it, or stood in a note, is shown as what it is."""

from rich.text import Text
from textual.widgets import Input

from seedread.text.safe import shown


class Line(Input):
    """An Input whose value stays as it is, but which shows a sign for what must not be shown."""

    @property
    def _value(self) -> Text:
        """The value as drawn: code point for code point, or the cursor would stand elsewhere."""
        safe = shown(self.value)
        drawn = list(self.value)
        for start, end in safe.marks:
            drawn[safe.back(start)] = safe.text[start] if end - start == 1 else "�"
        return Text("".join(drawn), no_wrap=True, overflow="ignore", end="")
