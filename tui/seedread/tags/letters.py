"""Which code points of a changed stretch are which: the same ones, or in their stead."""

from collections.abc import Iterator

LIKE = 0.3  # share of a changed stretch that must have stayed for the rest to be believed
_STOP = frozenset("\n,。!?;:、 ”’」』)")

Run = tuple[int, int, int]  # where in the old text, where in the new one, how many code points
Op = tuple[str, int, int, int, int]


def letters(a: str, b: str) -> Iterator[Run]:
    """Yield what of `a` is what of `b`: the same or in its stead."""
    from rapidfuzz.distance import Levenshtein

    ops: list[Op] = [(o.tag, o.src_start, o.src_end, o.dest_start, o.dest_end)
                     for o in Levenshtein.opcodes(a, b)]  # fmt: skip
    same = sum(i_end - i for tag, i, i_end, _, _ in ops if tag == "equal")
    if same < LIKE * min(len(a), len(b)):
        ops = [op for n, op in enumerate(ops) if op[0] == "equal" and n in (0, len(ops) - 1)]
    else:
        ops = _slid(a, b, ops)
    for tag, i, i_end, j, _ in ops:
        if tag in ("equal", "replace") and i < i_end:
            yield i, j, i_end - i


def _slid(a: str, b: str, ops: list[Op]) -> list[Op]:
    """Return ops with what came or went beginning behind a stop, where it may as well."""
    for n in range(1, len(ops) - 1):
        (left, i0, i1, j0, j1), (tag, _, i2, _, j2), (right, _, i3, _, j3) = ops[n - 1 : n + 2]
        if left != "equal" or right != "equal" or tag not in ("insert", "delete"):
            continue
        text, start, end = (b, j1, j2) if tag == "insert" else (a, i1, i2)
        by = _slide(text, start, end, i1 - i0, i3 - i2)
        ops[n - 1] = (left, i0, i1 + by, j0, j1 + by)
        ops[n] = (tag, i1 + by, i2 + by, j1 + by, j2 + by)
        ops[n + 1] = (right, i2 + by, i3, j2 + by, j3)
    return ops


def _slide(text: str, start: int, end: int, back: int, on: int) -> int:
    """Return by how much a stretch has to be slid to begin behind a stop, 0 if it cannot."""
    steps = [0]
    while len(steps) <= back and text[start - len(steps)] == text[end - len(steps)]:
        steps.append(-len(steps))
    n = 0
    while n < on and text[start + n] == text[end + n]:
        n += 1
        steps.append(n)
    stops = (by for by in steps if start + by == 0 or text[start + by - 1] in _STOP)
    return next(stops, 0)
