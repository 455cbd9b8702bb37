"""Numbers and names in a few cells: shades, short figures, columns that end together.

A shade always stands beside its number, or in a bar with a legend: colour alone says nothing.
"""

from collections.abc import Sequence

from seedread.text.safe import safe
from seedread.text.wrap import cells
from seedread.ui.bar import fit

SHADES = "░▒▓█"
TINTS = ("#6f8296", "#4f8fc0", "#c08a2a", "#d2603a")
SHORT = 6  # cells of a document's short name at the head of a column


def shaded(value: float, most: float) -> tuple[str, str]:
    """Return the shade and the tint of a value above 0, four steps up to `most`."""
    step = min(3, int(4 * value / most)) if most else 0
    return SHADES[step], TINTS[step]


def figure(value: float) -> str:
    """Return a number in at most five cells."""
    if value != int(value) and value < 1000:
        return f"{value:.1f}"
    if value < 100_000:
        return str(round(value))
    return f"{value / 1000:.0f}k" if value < 1_000_000 else f"{value / 1_000_000:.1f}M"


def many(n: int, word: str) -> str:
    """Return a number and what it counts."""
    return f"{n:,} {word}" if n == 1 else f"{n:,} {word}s"


def pad(text: str, width: int) -> str:
    """Return `text` made safe, cut or filled to `width` cells."""
    shown = fit(safe(text), width)
    return shown + " " * (width - cells(shown))


def right(text: str, width: int) -> str:
    """Return `text` made safe and cut, at the right end of `width` cells."""
    shown = fit(safe(text), width)
    return " " * (width - cells(shown)) + shown


def short(ids: Sequence[str]) -> dict[str, str]:
    """Return for each document a name of a few cells: its beginning if that tells it apart.

    Else what remains without what all of them begin with.
    """
    names = {id: id.rpartition("/")[2].partition(".")[0] for id in ids}
    for length in range(3, SHORT + 1):
        cut = {id: name[:length] for id, name in names.items()}
        if len(set(cut.values())) == len(cut):
            return cut
    same = 0
    first, last = min(names.values(), default=""), max(names.values(), default="")
    while same < min(len(first), len(last)) and first[same] == last[same]:
        same += 1
    return {id: fit(name[same:] or name, SHORT) for id, name in names.items()}
