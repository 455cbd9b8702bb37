"""What the key for progress does: it marks what has been read as seen."""

from dataclasses import replace
from typing import TYPE_CHECKING

from seedread.tags import seen
from seedread.tags.edit import Edit
from seedread.tags.shape import problem
from seedread.text.spans import length

if TYPE_CHECKING:
    from seedread.ui.reader.screen import Reader


class Progress:
    """Saying how far one has read; what the cursor merely passed is nobody's business."""

    def __init__(self, reader: "Reader") -> None:
        self.reader = reader

    def seen(self) -> None:
        """Mark as seen from the last mark before the passage to its end."""
        self.reader.tagging.when_ready(self._seen)

    def _seen(self) -> None:
        reader = self.reader
        reading, seed = reader.reading, reader.seed
        shelf, file = reading.workspace.shelf, seen.file_of(reading.by)
        shelf.notice([file])
        before = shelf.records(file).get(seed.id)
        if before and problem(before, "seen"):
            reader.say(f"the line of this document in {file} says: {problem(before, 'seen')}", True)
            return
        anchorer = reading.anchorer
        marks = seen.spans(before, seed, anchorer)
        more = seen.onward(marks, reader.cursor.passage)
        if more is None:
            reader.say(f"seen already; {_share(length(marks), len(seed))} of the document seen")
            return
        after = seen.marked(seed, (*marks, more), reading.by, before)
        edit = Edit({(file, seed.id): (before, after)})
        outcome = reading.act(f"seen {more.start}–{more.end}", edit)
        if outcome.saved and outcome.saved.done:
            now = length(seen.spans(shelf.records(file).get(seed.id), seed))
            told = f"{outcome.message}: {_share(now, len(seed))} of the document seen now"
            if seen.stale(before, seed, anchorer):
                told += "; nothing is left or known of the text that was marked before"
            outcome = replace(outcome, message=told)
        reader.tagging.told(outcome)


def _share(count: int, whole: int) -> str:
    return f"{count / whole:.0%}" if whole else "nothing"
