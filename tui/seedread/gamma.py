"""γ (Mathet, Widlöcher & Métivier 2015), which aligns passages and topics at once; by a library.

The library is heavy, so it is an extra: pip install '.[gamma]'.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from seedread.agreement import Agreement, Value
from seedread.laid import Names
from seedread.text.passage import Passage

Drawn = tuple[str, Passage, str]  # annotator, passage, topic
SAMPLES = 30  # texts annotated by chance that the disorder is held against


def values(agreement: Agreement) -> Iterator[Value]:
    """Yield γ over all topics, of all annotators and of every two; raises ImportError."""
    for group in agreement.groups():
        drawn = list(_drawn(agreement, group))
        length = sum(run.end - run.start for one in agreement.documents for run in one.runs(group))
        yield Value(None, "gamma", gamma(drawn), length, group)


def _drawn(agreement: Agreement, group: Names) -> Iterator[Drawn]:
    """Yield what a group drew in text that all of them have read, laid end to end."""
    length = 0
    for one in agreement.documents:
        for run in one.runs(group):
            for topic in one.topics:
                for name in group:
                    for passage in one.whole(topic, name, run):
                        yield name, passage.shift(length), topic
        length += one.length


def observed_disorder(
    drawn: Iterable[Drawn], alpha: float = 1, beta: float = 1, delta: float = 1
) -> float | None:
    """Return the disorder of the best alignment; None with less than two annotators.

    `alpha` weighs places, `beta` topics, `delta` is the cost of a passage that has no partner.
    Raises ImportError without the library.
    """
    continuum, unlike = _continuum(drawn), _dissimilarity(alpha, beta, delta)
    if len(continuum.annotators) < 2:
        return None
    return float(continuum.get_best_alignment(unlike).disorder)


def gamma(drawn: Iterable[Drawn], samples: int = SAMPLES, seed: int = 0) -> float | None:
    """Return γ: 1 if all is alike, 0 as by chance; None where it is undefined.

    The chance it is held against is drawn from `seed`, so that the same tags give the same value.
    Raises ImportError without the library.
    """
    import numpy

    continuum = _continuum(drawn)
    if len(continuum.annotators) < 2:
        return None
    numpy.random.seed(seed)
    found = continuum.compute_gamma(_dissimilarity(1, 1, 1), n_samples=samples)
    return float(found.gamma) if found.expected_disorder else None


def _continuum(drawn: Iterable[Drawn]) -> Any:
    from pyannote.core import Segment
    from pygamma_agreement import Continuum

    continuum = Continuum()
    for name, (start, end), topic in drawn:
        continuum.add(name, Segment(start, end), topic)
    return continuum


def _dissimilarity(alpha: float, beta: float, delta: float) -> Any:
    from pygamma_agreement import CombinedCategoricalDissimilarity

    return CombinedCategoricalDissimilarity(alpha=alpha, beta=beta, delta_empty=delta)
