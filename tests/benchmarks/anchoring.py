"""Edit the shipped documents in every way and look where their tags are found; print a table.

    python tests/benchmarks/anchoring.py [TAGS [SEED]]

What happened to a passage is known from the edit (tests/edits.py), not from comparing texts; of
which passages nobody could know it from the texts is worked out by tests/undecidable.py.
"""

import random
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from edits import WRITTEN, Truth, edited, kinds, passages
from seedread.tags.anchor import Anchorer
from seedread.tags.tag import Tag, make
from seedread.text.seed import Seed
from undecidable import Undecidable

SEEDS = Path(__file__).parent.parent.parent / "seeds"
TIMES = (1, 2, 5, 10, 25, 50, 100, 200)
MIXED = "any of these"
HEAD = (
    *("kind of edit", "old text", "tags", "unchanged", "found", "flagged", "wrong"),
    *("edited", "right or first", "first three", "gone or torn", "unflagged"),
    *("undecidable", "flagged or right"),
)


def judged(truth: Truth, tag: Tag, new: Seed, anchorer: Anchorer, known: bool) -> Counter[str]:
    """Hold one place against the truth; `known` says whether that can be told from the texts."""
    fate, place = truth.fate(tag.passage), anchorer.place(tag)
    fate = {"marks": "unchanged", "torn": "gone"}.get(fate, fate)
    sure = place.certain
    assert place.now is not None or place.status == "orphan"
    right = place.now is not None and truth.right(tag.passage, place.now)
    if not known:
        return Counter({"tags": 1, "undecidable": 1, "not guessed": right or not sure})
    count = Counter({"tags": 1, "known": 1, fate: 1})
    if sure and not right:
        count["silently wrong"] += 1
        count[f"{fate} silently wrong"] += 1
    if fate == "unchanged":
        count["found"] += right and sure
        count["flagged"] += not sure
    elif fate == "edited":
        count["first"] += right
        count["three"] += right or any(truth.right(tag.passage, p) for p in place.candidates[:3])
    return count


def measured(
    old: str, name: str, raw: bytes, truth: Truth, tags: int, seed: int, blob: bool
) -> Counter[str]:
    rng = random.Random(seed)
    before = Seed.of(old.encode(), name)
    after = Seed.of(raw, name)
    anchorer = Anchorer(after, (lambda rev: old.encode()) if blob else (lambda rev: None))
    total, undecidable = Counter[str](), Undecidable(truth)
    for passage in passages(old, rng, tags):
        tag = Tag.of(make(before, passage, ["x"], "aaaaaaaaaa", "mei"))
        total += judged(truth, tag, after, anchorer, not undecidable.holds(passage))
    return total


def table(tags: int = 150, shift: int = 0) -> None:
    print("| " + " | ".join(HEAD) + " |\n|" + "---|" * len(HEAD))
    sums = {True: Counter[str](), False: Counter[str]()}
    often: dict[int, Counter[str]] = {times: Counter() for times in TIMES}
    for kind, change, many in kinds():
        rows = {True: Counter[str](), False: Counter[str]()}
        for path in sorted(SEEDS.glob("*.txt")):
            old = path.read_text(encoding="utf-8")
            for times in TIMES if many else (1,):
                truth = edited(old, change, times, times + shift)
                raw = WRITTEN.get(kind, str.encode)("".join(c for c, _ in truth.text))
                for blob in rows:
                    more = measured(old, path.name[:3], raw, truth, tags, times + shift, blob)
                    rows[blob] += more
                    often[times] += more if blob and many else Counter()
        for blob, row in rows.items():
            mixed = kind == MIXED
            sums[blob] += Counter() if mixed else row
            print(line(kind, blob, row), flush=True)
    for blob, row in sums.items():
        print(line(f"**all but {MIXED}**", blob, row))
    print("\nWith the old text, by the number of changes:\n")
    print("| changes | " + " | ".join(HEAD[1:]) + " |\n|" + "---|" * len(HEAD))
    for times, row in often.items():
        print(line(f"{times}", True, row))


def line(kind: str, blob: bool, row: Counter[str]) -> str:
    def share(part: str, whole: str) -> str:
        return f"{row[part] / row[whole]:.2%}" if row[whole] else "–"

    cells = [
        *(kind, "yes" if blob else "no", f"{row['tags']:,}", f"{row['unchanged']:,}"),
        *(share("found", "unchanged"), f"{row['flagged']}", f"{row['unchanged silently wrong']}"),
        *(f"{row['edited']:,}", share("first", "edited"), share("three", "edited")),
        *(f"{row['gone']:,}", f"{row['silently wrong']} ({share('silently wrong', 'known')})"),
        *(f"{row['undecidable']:,}", share("not guessed", "undecidable")),
    ]
    return "| " + " | ".join(cells) + " |"


if __name__ == "__main__":
    table(*map(int, sys.argv[1:]))
