"""γ by its own library: the published disorders, and what it must be at its ends."""

import json
import os
from pathlib import Path

import pytest

from seedread.gamma import gamma, observed_disorder
from seedread.text.passage import Passage

pytest.importorskip("pygamma_agreement", reason="γ needs its library: pip install '.[gamma]'")
SHARED = Path(os.environ.get("SEEDREAD_SHARED", Path(__file__).parents[2] / "shared"))
CASES = SHARED / "agreement" / "cases.json"
ALL = json.loads(CASES.read_text("utf-8"))["cases"] if CASES.exists() else []
PUBLISHED = [case for case in ALL if case["measure"] == "gamma_observed_disorder"]


@pytest.mark.skipif(not PUBLISHED, reason="the table of published cases is not here")
@pytest.mark.parametrize("case", PUBLISHED, ids=lambda c: c["id"])
def test_a_published_disorder(case):
    drawn = [
        (unit["annotator"], Passage(unit["start"], unit["end"]), unit["category"])
        for unit in case["input"]["units"]
    ]
    given = case["input"]["params"]
    found = observed_disorder(drawn, given["alpha"], given["beta"], given["deltaEmpty"])
    assert found == pytest.approx(case["expected"], abs=case["tol"])


def test_who_draws_the_same_agrees_wholly():
    passages = [(Passage(n, n + 7), "abc"[n % 3]) for n in range(0, 100, 10)]
    drawn = [(name, passage, topic) for name in ("li", "mei") for passage, topic in passages]
    assert gamma(drawn) == pytest.approx(1)
    assert gamma(drawn[: len(passages)]) is None
