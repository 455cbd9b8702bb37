"""The algebra of edits, and what becomes of two changes of one record."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedread.tags.edit import GONE, Edit, combine
from seedread.tags.record import Record, parse

FILE = "a.txt/mei.jsonl"

notes = st.sampled_from(["", "A", "B", "C"])
topics = st.lists(st.sampled_from("abcd"), unique=True).map(sorted)
places = st.sampled_from([(1, 5), (3, 5), (3, 9), (10, 12)])


def tag(id="x", place=(1, 5), topics=("a",), note="", at="2026-01-01T00:00:00Z", **more):
    start, end = place
    fields = {"id": id, "start": start, "end": end, "topics": list(topics), "note": note, "at": at}
    return Record({**fields, **more})


@st.composite
def tags(draw, id="x"):
    more = draw(st.dictionaries(st.sampled_from("klm"), st.sampled_from([0, 1, "1", True])))
    at = f"2026-01-0{draw(st.integers(1, 4))}T00:00:00Z"
    return tag(id, draw(places), draw(topics), draw(notes), at, **more)


states = st.sampled_from(
    [
        None,
        *(tag(topics=topics, note=note) for topics in ("", "a", "b", "ab") for note in ("", "A")),
        tag(place=(3, 9)),
        tag(note="B"),
        tag(k=1),
    ]
)
files = st.tuples(states, states, states).map(
    lambda drawn: {id: record.but(id=id) for id, record in zip("xyz", drawn, strict=True) if record}
)


def keyed(records, file=FILE):
    return {(file, id): record for id, record in records.items()}


@given(files, files)
def test_the_edit_between_two_states_leads_from_one_to_the_other_and_back(old, new):
    edit = Edit.between(FILE, old, new)
    assert edit(FILE, old) == new
    assert (~edit)(FILE, edit(FILE, old)) == old
    assert ~~edit == edit
    assert bool(edit) == (old != new)
    assert edit.files == ([FILE] if old != new else [])


@given(files, files, files)
def test_one_edit_and_then_another_is_their_sum(first, second, third):
    a, b = Edit.between(FILE, first, second), Edit.between(FILE, second, third)
    assert (a + b)(FILE, first) == third
    assert a + b == Edit.between(FILE, first, third)
    assert ~(a + b) == ~b + ~a
    assert a + ~a == Edit({})


@given(files, files)
def test_onto_what_nobody_has_changed_it_is_the_edit_itself(old, new):
    edit = Edit.between(FILE, old, new)
    assert edit.onto(keyed(old)) == (edit, [])


@given(files, files)
def test_onto_what_has_been_done_already_there_is_nothing_to_do(old, new):
    edit = Edit.between(FILE, old, new)
    assert edit.onto(keyed(new)) == (Edit({}), [])


@given(files, files, files)
def test_what_it_makes_of_a_changed_state_it_can_undo_exactly(old, new, now):
    fitted, _ = Edit.between(FILE, old, new).onto(keyed(now))
    assert (~fitted)(FILE, fitted(FILE, now)) == now


@given(files, files, files, files)
def test_an_edit_of_two_files_is_the_edits_of_each(old, new, other, another):
    one, two = Edit.between("1", old, new), Edit.between("2", other, another)
    both = one + two
    assert both("1", old) == new
    assert both("2", other) == another
    assert both.only(["1"]) == one
    assert both.without(one.changes) == two


def test_a_record_that_is_gone_is_not_brought_back_by_a_change_to_it():
    edit = Edit({(FILE, "x"): (tag(), tag(note="A"))})
    fitted, [left] = edit.onto({})
    assert not fitted
    assert (left.key, left.reason) == ((FILE, "x"), GONE)


def test_what_another_changed_is_not_removed():
    edit = Edit({(FILE, "x"): (tag(), None)})
    fitted, [left] = edit.onto(keyed({"x": tag(note="A")}))
    assert not fitted
    assert "somebody else" in left.reason


def test_a_new_record_never_takes_the_place_of_another_with_its_id():
    edit = Edit({(FILE, "x"): (None, tag())})
    fitted, [left] = edit.onto(keyed({"x": tag(note="A")}))
    assert not fitted
    assert "id" in left.reason


def test_a_topic_added_and_a_note_written_meanwhile_are_both_kept():
    edit = Edit({(FILE, "x"): (tag(), tag(topics=["a", "b"]))})
    fitted, left = edit.onto(keyed({"x": tag(note="A")}))
    assert fitted(FILE, {}) == {"x": tag(topics=["a", "b"], note="A")}
    assert left == []


def test_a_tag_from_which_each_side_took_one_of_its_topics_is_gone():
    edit = Edit({(FILE, "x"): (tag(topics=["a", "b"]), tag(topics=["a"]))})
    fitted, left = edit.onto(keyed({"x": tag(topics=["b"])}))
    assert (fitted(FILE, {"x": tag(topics=["b"])}), left) == ({}, [])
    fitted, _ = edit.onto(keyed({"x": tag(topics=["b"], note="A")}))
    assert fitted(FILE, {})["x"].fields["topics"] == []


# ---------------------------------------------------------------- combine


@given(tags(), tags(), tags())
def test_combining_is_the_same_line_in_either_order(base, mine, theirs):
    assert combine(base, mine, theirs).canonical() == combine(base, theirs, mine).canonical()


@given(tags(), tags(), tags())
def test_combining_again_changes_nothing(base, mine, theirs):
    both = combine(base, mine, theirs)
    for side in (mine, theirs, both):
        assert combine(base, both, side).canonical() == both.canonical()
        assert combine(base, side, both).canonical() == both.canonical()


@given(tags(), tags())
def test_what_only_one_side_changed_is_as_that_side_has_it(base, mine):
    assert combine(base, mine, base) == mine
    assert combine(base, base, mine) == mine
    assert combine(base, mine, mine) == mine


@given(topics, topics, topics)
def test_topics_are_a_set_and_both_changes_count(old, a, b):
    both = combine(tag(topics=old), tag(topics=a), tag(topics=b)).fields["topics"]
    for topic in "abcd":
        was, here, there = topic in old, topic in a, topic in b
        # whoever differs from what was there has decided
        assert (topic in both) == (here if here != was else there)
    assert both == sorted(both)


@given(tags(), tags(), tags())
def test_a_passage_is_one_sides_or_the_others_never_half_of_each(base, mine, theirs):
    def place(record):
        return record.fields["start"], record.fields["end"]

    assert place(combine(base, mine, theirs)) in (place(mine), place(theirs))


def test_two_notes_leave_the_smaller_and_hold_both():
    both = combine(tag(), tag(note="B"), tag(note="A"))
    assert both == tag(note="A", conflict={"note": ["A", "B"]})
    assert both.canonical().endswith(b'"conflict": {"note": ["A", "B"]}}')


def test_three_notes_are_all_held_whoever_comes_first():
    sides = [tag(note=note) for note in "CAB"]
    lines = set()
    for one, two, three in itertools.permutations(sides):
        lines.add(combine(tag(), combine(tag(), one, two), three).canonical())
        lines.add(combine(tag(), three, combine(tag(), one, two)).canonical())
    assert lines == {tag(note="A", conflict={"note": ["A", "B", "C"]}).canonical()}


def test_a_conflict_that_one_side_settled_is_settled():
    base = tag(note="A", conflict={"note": ["A", "B"]})
    assert combine(base, tag(note="B"), base) == tag(note="B")
    theirs = tag(note="A", topics=["a", "b"], conflict={"note": ["A", "B"]})
    assert combine(base, tag(note="B"), theirs) == tag(note="B", topics=["a", "b"])


def test_numbers_are_smaller_as_numbers():
    both = combine(tag(k=1), tag(k=10), tag(k=9))
    assert (both.fields["k"], both.fields["conflict"]) == (9, {"k": [9, 10]})


def test_values_that_only_look_alike_are_both_held():
    both = combine(tag(k=0), tag(k="1"), tag(k=1))
    assert (both.fields["k"], both.fields["conflict"]) == (1, {"k": [1, "1"]})
    both = combine(tag(k=0), tag(k=True), tag(k=1))
    assert parse(both.canonical()).fields["conflict"] == {"k": [1, True]}


def test_the_time_is_the_later_one_and_no_quarrel():
    both = combine(tag(), tag(at="2026-01-03T00:00:00Z"), tag(at="2026-01-02T00:00:00Z"))
    assert both == tag(at="2026-01-03T00:00:00Z")


def test_what_each_side_added_is_kept_in_one_order():
    mine, theirs = dict.fromkeys(("zz", "cc", "yy", "bb"), 1), dict.fromkeys(("xx", "dd", "aa"), 1)
    both = combine(tag(old=1), tag(old=1, **mine), tag(old=1, **theirs))
    assert [*both.fields][-8:] == ["old", "aa", "bb", "cc", "dd", "xx", "yy", "zz"]


def test_what_one_side_took_away_and_the_other_changed_stays_as_changed():
    assert combine(tag(k=1), tag(), tag(k=2)) == tag(k=2)
    assert combine(tag(k=1), tag(), tag(k=1)) == tag()


@pytest.mark.parametrize("foreign", ["A", ["A"], 3, None, {"note": "A"}, {"note": [["A"], {}]}])
def test_a_conflict_that_somebody_wrote_otherwise_does_no_harm(foreign):
    one = combine(tag(), tag(note="B", conflict=foreign), tag(note="C"))
    two = combine(tag(), tag(note="C"), tag(note="B", conflict=foreign))
    assert one.canonical() == two.canonical()
    assert {"B", "C"} <= set(map(str, one.fields["conflict"]["note"]))


@pytest.mark.parametrize("odd", ["a", None, [1, 2], [["a"]], {"a": 1}])
def test_topics_that_are_no_list_of_texts_do_no_harm(odd):
    both = combine(tag(), tag(topics=["b"]).but(topics=odd), tag(topics=["c"]))
    other = combine(tag(), tag(topics=["c"]), tag(topics=["b"]).but(topics=odd))
    assert both.canonical() == other.canonical()
