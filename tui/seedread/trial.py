"""How good suggestions are: learnt from some documents, tried on the tags of others."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from seedread.suggest import Learner, alike


@dataclass
class Trial:
    """How often suggestions were right: the first one, and one of the first three."""

    sentences: int = 0
    first: int = 0
    three: int = 0
    topics: dict[str, Counter[str]] = field(default_factory=dict)  # sentences, first, three
    confused: Counter[tuple[str, str]] = field(default_factory=Counter)  # said, suggested

    def count(self, said: Collection[str], suggested: list[str]) -> None:
        """Count a sentence with the topics it has, and those suggested for it, the best first."""
        self.sentences += 1
        self.first += bool(said) and suggested[:1] != [] and suggested[0] in said
        self.three += not set(said).isdisjoint(suggested[:3])
        for topic in said:
            row = self.topics.setdefault(topic, Counter())
            row["sentences"] += 1
            row["first"] += suggested[:1] == [topic]
            row["three"] += topic in suggested[:3]
        if not suggested or suggested[0] not in said:
            for topic in said:
                self.confused[topic, suggested[0] if suggested else ""] += 1


def trial(learner: Learner, docs: Iterable[str]) -> Trial:
    """Try what was learnt on the tagged sentences of documents it was not learnt from."""
    found = Trial()
    known = {t.id for t in learner.guesses.codebook.topics if not t.retired}
    for doc in docs:
        seed = learner.corpus.seed(doc)
        if seed is None:
            continue
        learner.see(seed)
        margin = learner.corpus.margin(doc)
        for sentence, ranked in learner.ranked(seed, own=False):
            said = {
                topic
                for placed in margin.meeting(sentence)
                if alike(placed.passage, sentence) and learner.by in ("", placed.tag.by)
                for topic in placed.tag.topics
            }
            if said & known:
                found.count(said & known, [one.topic for one in ranked])
    return found
