"""Agreement coefficients against the values published for them."""

import json
import os
from collections import Counter
from pathlib import Path

import pytest

from seedread.tags import measures
from seedread.text.passage import Passage

SHARED = Path(os.environ.get("SEEDREAD_SHARED", Path(__file__).parents[2] / "shared"))
CASES = SHARED / "agreement" / "cases.json"
PUBLISHED = json.loads(CASES.read_text("utf-8"))["cases"] if CASES.exists() else []
GAMMA = "gamma_observed_disorder"  # of another library's, and tested with it


def items(given):
    if "table" in given:
        return measures.from_table(given["table"])
    if "items_x_raters" in given:
        return Counter(map(tuple, given["items_x_raters"]))
    rows = given.get("raters_x_items") or [given["rater1"], given["rater2"]]
    return Counter(zip(*rows, strict=True))


def value(case):
    given, measure = case["input"], case["measure"]
    if measure == "krippendorff_alpha_u_category":
        begin = given["continuum_begin"]
        coders = [
            [
                Passage(u["begin"], u["begin"] + u["length"])
                for u in given["units"]
                if u["rater"] == coder and u["category"] == given["category"]
            ]
            for coder in range(given["raters"])
        ]
        return measures.alpha_u(coders, Passage(begin, begin + given["continuum_length"]))
    coded = items(given)
    if measure == "bennett_s":
        return measures.bennett_s(coded, len(given["table"]))
    if measure == "krippendorff_alpha_ordinal":
        return measures.krippendorff_alpha(coded, measures.ordinal(coded))
    if measure == "krippendorff_alpha_interval":
        return measures.krippendorff_alpha(coded, measures.interval)
    return getattr(measures, measure.replace("_nominal", ""))(coded)


@pytest.mark.skipif(not PUBLISHED, reason="the table of published cases is not here")
@pytest.mark.parametrize(
    "case", [c for c in PUBLISHED if c["measure"] != GAMMA], ids=lambda c: c["id"]
)
def test_a_published_value(case):
    found = value(case)
    if case["expected"] is None:
        assert found is None
    else:
        assert found == pytest.approx(case["expected"], abs=case["tol"])
