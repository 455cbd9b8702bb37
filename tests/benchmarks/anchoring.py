"""Edit the shipped documents in every way and look where their tags are found; print a table.

    python tests/benchmarks/anchoring.py [TAGS] > tests/benchmarks/RESULTS-anchoring.md

What happened to a passage is known from the edit (tests/edits.py), not from comparing texts.
"""

import random
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from edits import Truth, edited, kinds, passages  # noqa: E402

from seedread.tags.anchor import Anchorer  # noqa: E402
from seedread.tags.tag import Tag, make  # noqa: E402
from seedread.text.seed import Seed  # noqa: E402

SEEDS = Path(__file__).parent.parent.parent / "seeds"
TIMES = (1, 2, 5, 10, 25, 50, 100, 200)
HEAD = (
    *("kind of edit", "old text", "tags", "unchanged", "found", "flagged", "wrong"),
    *("edited", "right or first", "first three", "gone or torn", "unflagged"),
)


def judged(truth: Truth, tag: Tag, new: Seed, anchorer: Anchorer) -> Counter[str]:
    """Hold one place against the truth."""
    fate, place = truth.fate(tag.passage), anchorer.place(tag)
    fate = {"marks": "unchanged", "torn": "gone"}.get(fate, fate)
    count = Counter({"tags": 1, fate: 1})
    sure = place.certain
    assert place.now is not None or place.status == "orphan"
    right = place.now is not None and truth.right(tag.passage, place.now)
    same = place.now is not None and new[slice(*place.now)] == tag.quote
    if sure and not right:
        count["silently wrong"] += 1
        count[f"{fate} silently wrong"] += 1
        count["same words"] += same
    if fate == "unchanged":
        count["found"] += right and sure
        count["flagged"] += not sure
        count["flagged, not first"] += not sure and not right
    elif fate == "edited":
        count["first"] += right
        count["three"] += right or any(truth.right(tag.passage, p) for p in place.candidates[:3])
    return count


def measured(
    old: str, name: str, truth: Truth, tags: int, seed: int, blob: bool, shown: int
) -> Counter[str]:
    rng = random.Random(seed)
    before = Seed.of(old.encode(), name)
    raw = "".join(c for c, _ in truth.text).encode()
    after = Seed.of(raw, name)
    anchorer = Anchorer(after, (lambda rev: old.encode()) if blob else (lambda rev: None))
    total: Counter[str] = Counter()
    for passage in passages(old, rng, tags):
        tag = Tag.of(make(before, passage, ["x"], "aaaaaaaaaa", "mei"))
        count = judged(truth, tag, after, anchorer)
        total += count
        if shown and (count["silently wrong"] or (blob and count["flagged"])):
            place = anchorer.place(tag)
            print(name, truth.fate(passage), tag.before, "[", tag.quote, "]", tag.after,
                  "→", place.status, place.confidence, place.now and
                  after[max(0, place.now.start - 8) : place.now.end + 8])  # fmt: skip
    return total


def table(tags: int, shown: int = 0) -> None:
    print("| " + " | ".join(HEAD) + " |\n|" + "---|" * len(HEAD))
    sums = {True: Counter[str](), False: Counter[str]()}
    for kind, change, many in kinds():
        rows = {True: Counter[str](), False: Counter[str]()}
        for path in sorted(SEEDS.glob("*.txt")):
            old = path.read_text(encoding="utf-8")
            for times in TIMES if many else (1,):
                truth = edited(old, change, times, times)
                for blob in rows:
                    rows[blob] += measured(old, path.name[:3], truth, tags, times, blob, shown)
        for blob, row in rows.items():
            sums[blob] += row
            print(line(kind, blob, row), flush=True)
    for blob, row in sums.items():
        print(line("**all**", blob, row))


def line(kind: str, blob: bool, row: Counter[str]) -> str:
    def share(part: str, whole: str) -> str:
        return f"{row[part] / row[whole]:.2%}" if row[whole] else "–"

    cells = [
        *(kind, "yes" if blob else "no", f"{row['tags']:,}", f"{row['unchanged']:,}"),
        *(share("found", "unchanged"), f"{row['flagged']}", f"{row['unchanged silently wrong']}"),
        *(f"{row['edited']:,}", share("first", "edited"), share("three", "edited")),
        *(f"{row['gone']:,}", f"{row['silently wrong']} ({share('silently wrong', 'tags')})"),
    ]
    return "| " + " | ".join(cells) + " |"


if __name__ == "__main__":
    table(int(sys.argv[1]) if len(sys.argv) > 1 else 150, len(sys.argv) - 2)
