"""What passages tagged with a topic have in common, learnt one by one and forgotten the same way.

Each topic is the direction in which its passages lie, each feature weighed by how rare it is.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

Features = frozenset[str] | set[str]


class Typical:
    """How like a passage is to those of each topic. Learning again with -1 takes it back."""

    def __init__(self) -> None:
        self._with: defaultdict[str, dict[str, float]] = defaultdict(dict)
        self._lengths: defaultdict[str, float] = defaultdict(float)  # squared, of every topic
        self._seen: Counter[str] = Counter()
        self._total = 0
        self._rare: dict[str, float] = {}  # what `rarity` has worked out since something was seen

    def see(self, features: Features, times: int = 1) -> None:
        """Count a passage, whatever its topics, to know what is rare."""
        self._total += times
        for feature in features:
            self._seen[feature] += times
        self._rare = {}

    def learn(self, features: Features, topics: Iterable[str], weight: float = 1.0) -> None:
        """Learn that a passage has these topics."""
        topics = tuple(topics)
        for feature in sorted(features):  # sums of floats depend on their order
            rarity, shares = self.rarity(feature), self._with[feature]
            for topic in topics:
                share = shares.get(topic, 0.0) + weight / len(topics)
                if share > 1e-9:
                    shares[topic] = share
                else:
                    shares.pop(topic, None)
                # Features go in as the root of their count, so squares add up.
                self._lengths[topic] += weight / len(topics) * rarity**2
            if not shares:
                del self._with[feature]

    def rarity(self, feature: str) -> float:
        """Return how much a feature tells: 0 and more."""
        rare = self._rare.get(feature)
        if rare is None:
            rare = math.log((self._total + 1) / (self._seen[feature] + 0.5) + 1)
            self._rare[feature] = rare
        return rare

    def scores(self, features: Features) -> dict[str, float]:
        """Return how like a passage of these features is to each topic: 0 to 1, a cosine."""
        found: defaultdict[str, float] = defaultdict(float)
        length = 0.0
        for feature in sorted(features):
            square = self.rarity(feature) ** 2
            length += square
            if feature in self._with:
                for topic, share in self._with[feature].items():
                    found[topic] += square * share**0.5
        lengths = self._lengths
        return {t: v / math.sqrt(length * lengths[t]) for t, v in found.items() if lengths[t] > 0}

    def shares(self, feature: str) -> Mapping[str, float]:
        """Return how many passages of each topic have a feature; one of two topics counts half."""
        return self._with.get(feature, {})

    def settle(self) -> None:
        """Measure every topic anew, after `see`: what is rare has changed."""
        lengths: defaultdict[str, float] = defaultdict(float)
        for feature, shares in self._with.items():
            square = self.rarity(feature) ** 2
            for topic, share in shares.items():
                lengths[topic] += share * square
        self._lengths = lengths
