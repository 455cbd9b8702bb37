"""What has been seen: its spans, its line, and what holds of it in another text."""

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedread.tags import seen
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


def test_in_another_text_nothing_counts_as_seen():
    record = line([[0, 9]], blob_rev(TEXT.replace("三", "四").encode()))
    assert seen.spans(record, SEED) == ()
    assert seen.stale(record, SEED)
    assert not seen.stale(record.but(seen=[]), SEED)


@pytest.mark.parametrize("wrong", [[[3, 3]], [[5, 2]], [[0]], "all", [["0", "9"]], None])
def test_a_line_of_another_shape_says_nothing(wrong):
    assert seen.spans(line(wrong), SEED) == ()
    assert not seen.stale(line(wrong), SEED)
    assert seen.spans(None, SEED) == ()


def test_spans_end_with_the_document():
    assert seen.spans(line([[2, 10**9], [10**9, 10**9 + 5]]), SEED) == ((2, len(TEXT)),)
