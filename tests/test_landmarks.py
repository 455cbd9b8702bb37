"""Clauses two texts have in common, in order: the most text there can be, and what is undecided."""

import random
from itertools import combinations, pairwise

from seedread.tags.chain import Chain
from seedread.tags.landmarks import in_order, moved


def heaviest(pairs, worth, ties, others):
    """Every way there is, by trying them all: what the best is worth, and the best ones."""
    ways = []
    for size in range(len(pairs) + 1):
        for way in combinations(pairs, size):
            steps = list(pairwise(way))
            if all(i < k and j < m for (i, j), (k, m) in steps):
                close = [(k, m) for (i, j), (k, m) in steps if (k, m) == (i + 1, j + 1)]
                total = sum(worth[i] for i, _ in way) + sum(
                    min(ties[k], others[m]) for k, m in close
                )
                ways.append((total, way))
    best = max(total for total, _ in ways)
    return best, [way for total, way in ways if total == best]


def test_no_other_way_holds_more_and_every_way_as_good_is_known():
    rng = random.Random(1)
    undecided = 0
    for _ in range(150):
        a, b = ([rng.choice("abcd") for _ in range(rng.randint(1, 5))] for _ in range(2))
        pairs = [(i, j) for i, x in enumerate(a) for j, y in enumerate(b) if x == y][:11]
        worth = [10 * rng.randint(1, 3) for _ in a]
        ties, others = ([4 * rng.randint(0, 1) for _ in side] for side in (a, b))
        chain = Chain(pairs, worth, ties, others)
        _, ways = heaviest(pairs, worth, ties, others)
        assert tuple(chain.path) in ways
        made = {pair for way in ways for pair in way}
        twice = {(i, j) for i, j in made for k, m in made if (i == k) != (j == m)}
        assert chain.undecided() == {i for i, _ in twice}
        undecided += bool(twice)
    assert 20 < undecided < 130


def runs(old, new):
    loose = bytearray(len(old))
    return in_order(old, new, loose), {old[n] for n in range(len(old)) if loose[n]}


def test_lines_that_stayed_are_one_run_whatever_came_between():
    old = "甲的第一句话,第二句话。\n乙的第一句话。\n"
    assert runs(old, old) == ([(0, 0, len(old) - 1)], set())
    found, loose = runs(old, old.replace("\n乙", "\n新来的一句话。\n乙"))
    assert [(i, n) for i, _, n in found] == [(0, 12), (13, 7)]
    assert loose == set()


def test_edited_lines_are_not_given_up_for_a_whole_copy_out_of_order():
    lines = [
        "甲说一,甲说二二,甲说三三三,甲说四四四四。\n",
        "乙说一,乙说二二,乙说三三三,乙说四四四四。\n",
    ]
    last = "最后没有人说话了。\n"
    new = lines[0].replace("一", "五") + lines[1].replace("一", "五") + lines[0] + last
    found, loose = runs("".join(lines) + last, new)
    assert (4, 4) in {(i, j) for i, j, _ in found}
    assert loose == set()


def test_two_copies_in_the_same_place_are_undecided():
    old = "开头的一句话。\n中间的一句话。\n结尾的一句话。\n"
    _, loose = runs(
        old, old.replace("中间的一句话。\n", "中间的一句话。\n别的话在此。\n中间的一句话。\n")
    )
    assert loose == set("中间的一句话。")


def test_of_what_is_left_a_line_that_is_elsewhere_once_was_moved():
    old, new = "一二三四五六七。\n甲乙。\n", "甲乙。\n一二三四五六七。\n"
    assert moved(old, new, bytearray(len(old)), bytearray(len(new))) == [(0, 4, 8)]
    twice = new + "一二三四五六七。\n"
    assert moved(old, twice, bytearray(len(old)), bytearray(len(twice))) == []
