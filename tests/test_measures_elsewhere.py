"""Agreement coefficients against libraries that others wrote, on codes given by chance."""

import random
from collections import Counter
from types import SimpleNamespace

import pytest

from seedread.tags import measures

WHY = "an independent library of measures is not installed: pip install krippendorff nltk irrCAC"
np = pytest.importorskip("numpy", reason=WHY)


def table(seed: int, coders: int, gaps: bool) -> list[list[int | None]]:
    """Return a row of codes per coder: they mostly follow a truth; some are missing."""
    chance = random.Random(seed)
    codes = range(1, chance.choice((2, 3, 5)) + 1)
    truth = [chance.choice(codes) for _ in range(chance.randint(8, 60))]
    care = chance.random()

    def given(true: int) -> int | None:
        if gaps and chance.random() < 0.2:
            return None
        return true if chance.random() < care else chance.choice(codes)

    return [[given(true) for true in truth] for _ in range(coders)]


def varied(rows: list[list[int | None]]) -> bool:
    return len({code for row in rows for code in row if code is not None}) > 1


def items(rows: list[list[int | None]]) -> measures.Items:
    return Counter(zip(*rows, strict=True))


TABLES = [table(seed, coders, gaps=False) for seed in range(40) for coders in (2, 3, 5)]
GAPPY = [table(seed, coders, gaps=True) for seed in range(40) for coders in (2, 3, 5)]


def test_alpha_with_missing_codes():
    library = pytest.importorskip("krippendorff", reason=WHY)
    compared = 0
    for rows in filter(varied, GAPPY + TABLES):
        data = np.array([[np.nan if c is None else c for c in row] for row in rows], dtype=float)
        coded = items(rows)
        levels = {
            "nominal": measures.nominal,
            "interval": measures.interval,
            "ordinal": measures.ordinal(coded),
        }
        for level, distance in levels.items():
            theirs = library.alpha(reliability_data=data, level_of_measurement=level)
            assert measures.krippendorff_alpha(coded, distance) == pytest.approx(theirs, abs=1e-9)
            compared += 1
    assert compared > 500


def test_kappa_and_pi_of_two():
    library = pytest.importorskip("nltk.metrics.agreement", reason=WHY)
    for rows in filter(varied, (rows for rows in TABLES if len(rows) == 2)):
        triples = [(who, n, code) for who, row in enumerate(rows) for n, code in enumerate(row)]
        task = library.AnnotationTask(data=triples)
        coded = items(rows)
        assert measures.cohen_kappa(coded) == pytest.approx(task.kappa(), abs=1e-9)
        assert measures.scott_pi(coded) == pytest.approx(task.pi(), abs=1e-9)
        assert measures.percent(coded) == pytest.approx(task.avg_Ao(), abs=1e-9)


@pytest.mark.filterwarnings("ignore")  # of the library's own making
def test_fleiss_and_gwet_of_many():
    for rows in filter(varied, TABLES[::4]):
        theirs, coded = chance_corrected(rows), items(rows)
        assert measures.fleiss_kappa(coded) == pytest.approx(theirs.fleiss, abs=1e-6)
        assert measures.gwet_ac1(coded) == pytest.approx(theirs.gwet, abs=1e-6)


def chance_corrected(rows: list[list[int | None]]) -> SimpleNamespace:
    pandas = pytest.importorskip("pandas", reason=WHY)
    library = pytest.importorskip("irrCAC.raw", reason=WHY)
    data = pandas.DataFrame(list(zip(*rows, strict=True)))
    found = library.CAC(data, digits=9)
    value = lambda name: getattr(found, name)()["est"]["coefficient_value"]  # noqa: E731
    return SimpleNamespace(fleiss=value("fleiss"), gwet=value("gwet"))


@pytest.mark.filterwarnings("ignore")
def test_gwet_with_missing_codes():
    for rows in filter(varied, GAPPY[::6]):
        theirs = chance_corrected(rows)
        assert measures.gwet_ac1(items(rows)) == pytest.approx(theirs.gwet, abs=1e-6)
