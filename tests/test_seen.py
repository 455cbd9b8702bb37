"""What has been seen: its spans, its line, and what holds of it in another text."""

import json
from itertools import accumulate, pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seedread.tags import seen
from seedread.tags.anchor import Anchorer
from seedread.tags.canonical import kinds
from seedread.tags.record import Record, parse
from seedread.tags.shape import problem
from seedread.text.passage import Passage
from seedread.text.seed import Seed, blob_rev
from seedread.text.spans import length, meeting, union

TEXT = "中国的AI水平是世界级的。\n芯片禁运加速了进步。\n第三行。\n"
SEED = Seed.of(TEXT.encode(), "a.txt")
spans = st.lists(
    st.builds(lambda a, n: Passage(a, a + n), st.integers(0, 30), st.integers(0, 9)), max_size=9
)


def points(some):
    return {at for start, end in some for at in range(start, end)}


def line(seen_, rev=SEED.rev):
    return Record({"id": "a.txt", "rev": rev, "seen": seen_, "by": "mei", "at": ""})


@given(spans)
def test_a_union_holds_the_same_code_points_in_order_and_apart(some):
    found = union(some)
    assert points(found) == points(some)
    assert length(found) == len(points(some))
    for here in (Passage(3, 9), Passage(0, 1), Passage(12, 40)):
        assert list(meeting(found, here)) == [span for span in found if span.meets(here)]
    assert all(a.end < b.start for a, b in pairwise(found))


@given(spans, st.integers(0, 30), st.integers(1, 9))
def test_reading_on_fills_what_lies_between_the_last_mark_and_the_passage(some, at, n):
    marks, here = union(some), Passage(at, at + n)
    new = seen.onward(marks, here)
    if points([here]) <= points(marks):
        assert new is None
        return
    assert new is not None
    assert points([here]) <= points(union((*marks, new)))
    last = here.start
    while last in points(marks):  # one stands in what was seen: from its end on
        last += 1
    while last and last - 1 not in points(marks):
        last -= 1
    assert new == (last, here.end)


def test_the_first_mark_begins_at_the_beginning():
    assert seen.onward((), Passage(5, 9)) == (0, 9)
    assert seen.onward((Passage(0, 5), Passage(20, 30)), Passage(7, 9)) == (5, 9)


def test_the_line_is_as_the_format_has_it():
    record = seen.marked(SEED, [Passage(4, 9), Passage(0, 4)], "mei")
    assert list(json.loads(record.canonical())) == ["id", "rev", "seen", "by", "at"]
    assert json.loads(record.canonical())["seen"] == [[0, 9]]
    assert problem(record, "seen") == ""
    assert kinds(seen.file_of("mei")) == ("seen",)
    assert parse(record.canonical()).kind == "seen"


def test_keys_of_others_stay():
    before = line([[0, 3]]).but(mood="good")
    after = seen.marked(SEED, [Passage(0, 9)], "mei", before)
    assert after.fields["mood"] == "good"
    assert after.fields["seen"] == [[0, 9]]


@pytest.mark.parametrize(
    "other",
    [
        TEXT.replace("\n", "\r\n").encode(),
        b"\xef\xbb\xbf" + TEXT.encode(),
        TEXT.encode("gb18030"),
        TEXT.encode("utf-16"),
    ],
)
def test_marks_hold_while_only_the_bytes_are_others(other):
    record = line([[0, 9]], blob_rev(other))
    assert seen.spans(record, SEED) == ((0, 9),)
    assert not seen.stale(record, SEED)
    was = line([[0, 9]])
    if not other.startswith(TEXT.encode("gb18030")[:4]):  # which needs documents.jsonl to say so
        assert seen.spans(was, Seed.of(other, "a.txt")) == ((0, 9),)


def test_in_another_text_nothing_counts_as_seen_without_the_old_one():
    record = line([[0, 9]], blob_rev(TEXT.replace("三", "四").encode()))
    assert seen.spans(record, SEED) == ()
    assert seen.stale(record, SEED)
    assert not seen.stale(record.but(seen=[]), SEED)


HAN = [chr(n) for n in range(0x4E00, 0x5600)]


def said(n):
    """The n-th of sentences that have next to nothing in common."""
    return "".join(Random(n).choices(HAN, k=9 + n % 7)) + "。"


def edited(new, changes):
    """What becomes of sentence n: [(words, whether they were there)]."""
    words = said(new)
    half = len(words) // 2
    return {
        "stays": [(words, True)],
        "goes": [],
        "begins anew": [(words[2:], False)],
        "ends sooner": [(words[:-3] + "。", False)],
        "is denied": [(words[:half] + "不" + words[half:], False)],
        "is affirmed": [(words[:half] + words[half + 1 :], False)],
        "is other": [(words[:half] + "某" + words[half + 1 :], False)],
        "comes after": [(words, True), (said(1000 + new), False)],
        "is a paragraph": [("\n", None), (words, True), ("\n", None)],
    }[changes]


KINDS = ("stays", "stays", "goes", "begins anew", "ends sooner", "is denied", "is affirmed")
KINDS += ("is other", "comes after", "is a paragraph")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(KINDS), st.booleans()), min_size=1, max_size=14))
def test_of_an_edited_text_just_the_sentences_nobody_touched_stay_seen(some):
    old = "".join(said(n) for n in range(len(some)))
    ends = list(accumulate(len(said(n)) for n in range(len(some))))
    marks = [[ends[n] - len(said(n)), ends[n]] for n, (_, marked) in enumerate(some) if marked]
    parts = [(*part, mark) for n, (kind, mark) in enumerate(some) for part in edited(n, kind)]
    parts.append(("末了。", False, False))
    new = "".join(words for words, *_ in parts)
    record, seed = line(marks, blob_rev(old.encode())), Seed.of(new.encode(), "a.txt")
    found = seen.spans(record, seed, Anchorer(seed, {blob_rev(old.encode()): old.encode()}.get))
    at, wanted, open_ = 0, set(), set()
    for words, there, mark in parts:
        here = points([(at, at := at + len(words))])
        wanted |= here if there and mark else set()
        open_ |= here if there is None else set()
    assert points(found) - open_ == wanted
    assert points(found) <= wanted | open_


def changing(old, new, marks):
    """What is seen of a text as it is, having been marked as it was; and whether that is stale."""
    before = Seed.of(old.encode(), "a.txt")
    record, seed = line(marks, before.rev), Seed.of(new.encode(), "a.txt")
    anchorer = Anchorer(seed, {before.rev: old.encode()}.get)
    found = seen.spans(record, seed, anchorer)
    return [new[slice(*span)] for span in found], seen.stale(record, seed, anchorer)


@pytest.mark.parametrize(
    ("old", "new", "marks", "wanted"),
    [
        (
            "甲乙丙。不可以走。丁戊己。",
            "甲乙丙。可以走。丁戊己。",
            [[0, 13]],
            ["甲乙丙。", "丁戊己。"],
        ),
        ("甲乙丙。可以走了吧。丁戊己。", "甲乙丙。丁戊己。", [[0, 14]], ["甲乙丙。丁戊己。"]),
        ("甲乙丙。\n丁戊己。\n", "新的。\n甲乙丙。\n丁戊己。\n", [[2, 7]], ["丙。\n丁戊"]),
        ("芯片战争。\n标准之争。\n", "芯片戰爭。\n标准之争。\n", [[0, 12]], ["标准之争。"]),
        ("甲乙丙。\n", "完全不是那么一回事\n", [[0, 4]], []),
    ],
)
def test_what_changed_is_unseen_with_all_its_sentence(old, new, marks, wanted):
    found, stale = changing(old, new, marks)
    assert [words.strip() for words in found if words.strip()] == wanted
    assert stale == (not found)


def test_marks_of_a_text_nobody_has_any_more_are_stale():
    record = line([[0, 9]], "0" * 12)
    assert seen.spans(record, SEED, Anchorer(SEED)) == ()
    assert seen.stale(record, SEED, Anchorer(SEED))


def test_only_a_changed_document_is_compared_and_that_once():
    asked = []

    def blob(rev):
        asked.append(rev)
        return old

    old = TEXT.replace("三", "四").encode()
    anchorer = Anchorer(SEED, blob)
    for rev in (SEED.rev, blob_rev(TEXT.replace("\n", "\r\n").encode())):
        assert seen.spans(line([[0, 9]], rev), SEED, anchorer) == ((0, 9),)
    assert asked == []
    for end in (9, 16, 30):
        assert seen.spans(line([[0, end]], blob_rev(old)), SEED, anchorer)
    assert asked == [blob_rev(old)]


@pytest.mark.parametrize("wrong", [[[3, 3]], [[5, 2]], [[0]], "all", [["0", "9"]], None])
def test_a_line_of_another_shape_says_nothing(wrong):
    assert seen.spans(line(wrong), SEED) == ()
    assert not seen.stale(line(wrong), SEED)
    assert seen.spans(None, SEED) == ()


def test_spans_end_with_the_document():
    assert seen.spans(line([[2, 10**9], [10**9, 10**9 + 5]]), SEED) == ((2, len(TEXT)),)
