"""All that the spread shows, as one value."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from seedread.text.passage import Passage
from seedread.text.rows import Layout, Top

if TYPE_CHECKING:  # the first frame is drawn without tags
    from seedread.tags.links import Ends
    from seedread.tags.margin import Margin
    from seedread.tags.topic import Codebook
    from seedread.text.find import Query

LANE = 3  # cells of a lane: a mark of up to two, and a gap
RULE = " │ "
NOWHERE = Passage(0, 0)


@dataclass(frozen=True)
class View:
    """All that the spread shows: another state is another view. The first has no tags yet."""

    layout: Layout
    top: Top
    passage: Passage = NOWHERE
    margin: "Margin | None" = None
    codebook: "Codebook | None" = None
    own: str = ""
    lanes: int = 3
    search: "Query | None" = None
    links: "Ends | None" = None

    @property
    def two(self) -> bool:
        """Whether two panes face each other."""
        return self.layout.mode == "two" and self.layout.twin_width > 0

    def alike(self, other: "View") -> bool:
        """Whether the other view differs in the lit passage at most."""
        same = self.layout is other.layout and self.top == other.top
        same = same and self.margin is other.margin and self.codebook is other.codebook
        same = same and self.links is other.links
        return same and (self.own, self.lanes, self.search) == (
            other.own,
            other.lanes,
            other.search,
        )
