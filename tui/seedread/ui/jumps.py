"""Where one jumped from: back and forward again, as in vim and in browsers."""

from seedread.text.passage import Passage

Place = tuple[str, Passage]  # document, passage
MOST = 100


class Jumps:
    """The places one left by a jump, oldest first, and which of them one has gone back to."""

    def __init__(self) -> None:
        self._places: list[Place] = []
        self._at = 0  # the place one stands on; their number: on none of them

    def leave(self, here: Place) -> None:
        """Note where one is, before a jump; what lay forward of it is let go."""
        self._places = [*self._places[: self._at], here][-MOST:]
        self._at = len(self._places)

    def step(self, by: int, here: Place) -> Place | None:
        """Go back (`by` < 0) or forward; None if there is nothing there."""
        if by < 0 and self._at == len(self._places):
            while self._places and self._places[-1] == here:
                self._places.pop()
            if not self._places:
                self._at = 0
                return None
            self._at = len(self._places)
            self._places.append(here)
        target = self._at + by
        if not 0 <= target < len(self._places):
            return None
        self._at = target
        return self._places[target]
