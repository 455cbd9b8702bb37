"""What a format could not carry, or an import could not place: counted, with where and why."""

from collections.abc import Iterator
from dataclasses import dataclass, field

SHOWN = 5  # places named of each loss


@dataclass
class Account:
    """The losses of one export or import: what, and where each was."""

    losses: dict[str, list[str]] = field(default_factory=dict)

    def lose(self, what: str, where: str) -> None:
        """Note a loss: what in general ("a note"), and of which tag or line."""
        self.losses.setdefault(what, []).append(where)

    def lines(self, most: int | None = SHOWN) -> Iterator[str]:
        """Yield a line for each kind of loss, with the first places; all if `most` is None."""
        for what, places in self.losses.items():
            named = places if most is None else places[:most]
            rest = len(places) - len(named)
            more = f" and {rest} more" if rest else ""
            yield f"{what}: {len(places)} ({', '.join(named)}{more})"

    def __bool__(self) -> bool:
        return bool(self.losses)
