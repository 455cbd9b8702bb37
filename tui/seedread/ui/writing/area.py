"""A text area for Chinese: rows end where they may, and nothing comes in that must not be shown."""

from functools import lru_cache

from textual.document._document import Location
from textual.document._document_navigator import DocumentNavigator
from textual.document._wrapped_document import WrappedDocument
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult

from seedread.text.safe import shown
from seedread.text.wrap import wrap


def harmless(text: str) -> str:
    """Return text as it may be typed: lines and tabs stay, what a terminal obeys gets a sign."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "\t".join(shown(part, keep_newlines=True).text for part in lines.split("\t"))


class Area(TextArea):
    """A text area into which nothing comes that must not be shown, typed or pasted."""

    def __init__(self, text: str, id: str, read_only: bool) -> None:
        text = harmless(text)
        super().__init__(text, id=id, soft_wrap=True, tab_behavior="indent", read_only=read_only)
        self.wrapped_document = _Wrapped(self.document)
        self.navigator = DocumentNavigator(self.wrapped_document)

    def edit(self, edit: Edit) -> EditResult:
        """Change the text, whatever the change came from."""
        edit.text = harmless(edit.text)
        return super().edit(edit)


class _Wrapped(WrappedDocument):
    """A document cut into rows as the reader cuts them: Textual breaks before 。 and after a space.

    Lines with tabs are left to Textual, which knows how wide those are.
    """

    def wrap(self, width: int, tab_width: int | None = None) -> None:
        """Cut the whole document; what has been cut before costs little."""
        super().wrap(width, tab_width)
        self._offset_to_line_info = []
        self._line_index_to_offsets = []
        for n, line in enumerate(self.document.lines):
            if width and "\t" not in line:
                self._wrap_offsets[n] = list(_starts(line, width))
            rows = range(len(self._wrap_offsets[n]) + 1)
            begins = len(self._offset_to_line_info)
            self._line_index_to_offsets.append([begins + row for row in rows])
            self._offset_to_line_info += [(n, row) for row in rows]

    def wrap_range(self, start: Location, old_end: Location, new_end: Location) -> None:
        """Cut the document again after a change."""
        self.wrap(self._width)


@lru_cache(maxsize=4096)
def _starts(line: str, width: int) -> tuple[int, ...]:
    """Return where each row but the first begins."""
    return tuple(row.start for row in wrap(line, width)[1:])
