"""Which topics a sentence is likely to have, and which of its words say so.

What speaks: keywords, weighed by how rare they are and by how often they were right; how like the
sentence is to what has been tagged; and what stands around it, tags included.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from seedread.tags.cues import Cue, Cues
from seedread.tags.topic import Codebook
from seedread.tags.typical import Typical
from seedread.text import words
from seedread.text.fold import Folded
from seedread.text.grams import PARTICLES, grams
from seedread.text.passage import Passage

LONGEST = 400  # code points of a passage that are looked at
BEST = 5  # topics a ranking names
CUE, LIKE, LIKE_LEARNT = 6.0, 6.0, 9.0  # what a keyword, a likeness can come to
ENOUGH = 60  # tagged passages after which half of what is learnt is trusted
RIGHT, DOUBT, CHANCE = 0.6, 8.0, 0.02  # a keyword is right so often, worth so many tags; without
AROUND = (0.3, 0.15)  # what the next sentence and the one after it weigh on either side
ELSEWHERE = 0.8  # how much of it if they are in another paragraph
LOUD, STRONG = 5.0, 4.0  # what one of them can say at most; what a sentence says that needs none
TAGGED = 5.0  # what a tag says of the sentences around it
REASONS = 3
SHARE, OWN = 0.25, 0.5  # of the strongest reason; of the tags with a word that have the topic
TWICE = 1.5  # tags of a topic that must hold a word before it is a reason
# What people would not call a reason, though it often stands in sentences of one topic.
_IDLE = """
可以 就是 已经 因为 所以 可能 没有 现在 时候 但是 如果 不是 还是 怎样 怎么 为何 应该 然后 以后
之后 以前 之前 不过 虽然 尽管 通过 进行 开始 继续 非常 比较 一些 一种 很多 许多 大家 自己 其实
如此 迅速 面对 获取 对方 主要 日益 达成 计划 拥有 其中 此外 一个 一直 一下 一定 任何 所有 只是
只有 而且 或者 或许 以及 对于 关于 由于 因此 于是 最后 最终 首先 第一 第二 目前 今天 今年 去年
年初 表示 认为 觉得 知道 看到 说法 东西 事情 方面 情况 这样 那样 同时 成为 作为 不能 不会 需要
能够 必须 不断 完全 真正 直接 甚至 仍然 依然 却是 无论 不管 多少 越来越 例如 the and for
with that this from are was were has have not its his they
you
"""
IDLE = frozenset(_IDLE.split())

Scores = Mapping[str, float]


class Suggestion(NamedTuple):
    """A topic, how much speaks for it, the words that do, and those of the sentences around."""

    topic: str
    score: float
    because: tuple[str, ...] = ()
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sight:
    """A passage as it is looked at: what stands in it, and what it says by itself.

    `place` is the same for what stands in one paragraph, `tagged` what its tags say already.
    """

    folded: Folded
    cues: tuple[Cue, ...]
    features: frozenset[str]
    scores: Scores
    place: int = 0
    tagged: frozenset[str] = frozenset()


@dataclass
class Guesses:
    """What has been learnt so far about the topics of one codebook."""

    codebook: Codebook
    examples: int = 0
    _right: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    _met: Counter[str] = field(default_factory=Counter)
    _seen: Counter[str] = field(default_factory=Counter)
    _total: int = 0

    def __post_init__(self) -> None:
        """Begin with what the codebook itself says."""
        self.known = {t.id for t in self.codebook.topics if not t.retired}
        self.cues = Cues(self.codebook.topics)
        self.typical = Typical()
        for term, spoken in sorted(self.cues.terms.items()):
            for topic in spoken:
                self.typical.learn(grams(term), (topic,), 1 / len(spoken))
        self.typical.settle()

    def see(self, text: str) -> None:
        """Count a passage, to know which words are rare. Passages seen count after `settle`."""
        folded = _folded(text)
        self._total += 1
        self._seen.update({cue.term for cue in self.cues.found(folded.text)})
        self.typical.see(grams(folded.text))

    def settle(self) -> None:
        """Let what was seen count; takes longer the more was learnt."""
        self.typical.settle()

    def learn(self, text: str, topics: Iterable[str], times: int = 1) -> None:
        """Learn from a tagged passage; `times` -1 forgets it again."""
        wanted = sorted(self.known.intersection(topics))
        if not wanted:
            return
        folded = _folded(text)
        self.examples += times
        for term in {cue.term for cue in self.cues.found(folded.text)}:
            self._met[term] += times
            for topic in wanted:
                self._right[term][topic] += times
        self.typical.learn(grams(folded.text), wanted, times)

    def sight(self, text: str, start: int = 0, place: int = 0, tagged: Iterable[str] = ()) -> Sight:
        """Look at a passage that begins at `start`."""
        folded = _folded(text, start)
        cues, features = tuple(self.cues.found(folded.text)), frozenset(grams(folded.text))
        found: defaultdict[str, float] = defaultdict(float)
        for term, weight in _strongest(cues).items():
            for topic, share in self._shares(term).items():
                found[topic] += weight * self._rarity(term) * share * CUE
        trust = LIKE + LIKE_LEARNT * self.examples / (self.examples + ENOUGH)
        for topic, likeness in self.typical.scores(features).items():
            found[topic] += trust * likeness
        known = frozenset(self.known.intersection(tagged))
        return Sight(folded, cues, features, dict(found), place, known)

    def rank(self, sights: Sequence[Sight], at: int, most: int = BEST) -> list[Suggestion]:
        """Return the likeliest topics of `sights[at]`, the others being the sentences around it."""
        scores = blended(sights, at)
        best = sorted((-round(v, 6), t) for t, v in scores.items() if v > 0)[:most]
        spans = _free(sights[at]) if self.examples else []
        return [self._suggestion(sights, at, spans, topic, -score) for score, topic in best]

    def because(self, sight: Sight, topic: str, spans: Iterable[Passage] = ()) -> tuple[str, ...]:
        """Return the terms of a passage, and which of its words, speak for a topic, best first."""
        found: dict[tuple[int, int], float] = {}
        for cue in sight.cues:
            share = self._shares(cue.term).get(topic, 0.0)
            if len(cue.term) > 1 and (topic in self.cues.of(cue.term) or share >= OWN):
                found[cue.start, cue.end] = cue.weight * self._rarity(cue.term) * share * CUE
        for start, end in spans:
            found[start, end] = self._word(sight.folded.text[start:end], topic)
        top = max(found.values(), default=0.0)
        order = sorted(found, key=lambda span: (-round(found[span], 6), span))
        shown = sight.folded.clean.text
        kept = [shown[a:b] for a, b in order if found[a, b] > max(0.05, SHARE * top)]
        return tuple(dict.fromkeys(kept))[:REASONS]

    def _suggestion(
        self, sights: Sequence[Sight], at: int, spans: list[Passage], topic: str, score: float
    ) -> Suggestion:
        because = self.because(sights[at], topic, spans)
        near: tuple[str, ...] = ()
        if not because:
            for other in _around(at, len(sights)):
                near = near or self.because(sights[other], topic)
        return Suggestion(topic, round(score, 3), because, near)

    def _word(self, word: str, topic: str) -> float:
        """Return how much a word says for a topic: nothing unless most tags with it have that."""
        if word in IDLE or len(word) < 2 or PARTICLES.intersection(word):
            return 0.0
        parts = sorted(grams(word))
        shares = [self.typical.shares(part) for part in parts]
        if not parts or not all(topic in share for share in shares):
            return 0.0
        if min(share[topic] for share in shares) < TWICE:
            return 0.0
        right = min(share[topic] / sum(share.values()) for share in shares)
        rarity = max(map(self.typical.rarity, parts)) / self.typical.rarity("")
        return right * rarity * CUE / 2 if right >= OWN else 0.0

    def _shares(self, term: str) -> dict[str, float]:
        """Return how likely each topic is where a term stands, by the codebook and by the tags."""
        given, met = self.cues.of(term), self._met[term]
        right: Mapping[str, int] = self._right.get(term, {})
        found = {}
        for topic in sorted({*given, *right}):
            first = RIGHT * given[topic] / len(given) if topic in given else CHANCE
            found[topic] = (DOUBT * first + right.get(topic, 0)) / (DOUBT + met)
        return found

    def _rarity(self, term: str) -> float:
        """Return how rare a term is, 0 to 1."""
        total = self._total + 2
        return math.log(total / min(self._seen[term] + 1, total)) / math.log(total)


def blended(sights: Sequence[Sight], at: int) -> dict[str, float]:
    """Return what a sentence and those around it say for each topic.

    The less a sentence says by itself, the more it takes its topic from the passage it is in.
    """
    own = sights[at].scores
    found = defaultdict(float, own)
    trust = 2 / (1 + max(own.values(), default=0.0) / STRONG)
    for other in _around(at, len(sights)):
        sight, weight = sights[other], trust * AROUND[abs(other - at) - 1]
        weight *= 1 if sight.place == sights[at].place else ELSEWHERE
        top = max(sight.scores.values(), default=0.0)
        level = min(1.0, LOUD / top) if top else 1.0
        for topic, score in sight.scores.items():
            found[topic] += weight * level * score
        for topic in sight.tagged:
            found[topic] += weight * TAGGED
    return dict(found)


def _around(at: int, count: int) -> list[int]:
    steps = [by for n in range(1, len(AROUND) + 1) for by in (-n, n)]
    return [at + by for by in steps if 0 <= at + by < count]


def _free(sight: Sight) -> list[Passage]:
    """Return the words of a passage that are in no term; none until the word list is loaded."""
    if not words.ready():
        return []
    taken = [(cue.start, cue.end) for cue in sight.cues]
    found = words.words(sight.folded.text)
    return [span for span in found if not any(span.start < b and a < span.end for a, b in taken)]


def _folded(text: str, start: int = 0) -> Folded:
    return Folded.of(text[:LONGEST].replace("\n", " "), start)


def _strongest(cues: Iterable[Cue]) -> dict[str, float]:
    found: dict[str, float] = {}
    for cue in cues:
        found[cue.term] = max(found.get(cue.term, 0.0), cue.weight)
    return found
