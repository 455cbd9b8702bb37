"""A file as its lines: what is changed is changed, everything else stays byte for byte."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedread.tags.record import Record
from seedread.tags.sheet import BOM, Sheet


def line(id, start=0, end=None, **more):
    return json.dumps({"id": id, "start": start, "end": end or start + 5, **more}).encode()


def record(id, start=0, end=None, **more):
    return Record(json.loads(line(id, start, end, **more)))


def key(raw):
    fields = json.loads(raw)
    return fields["start"], fields["end"], fields["id"]


JUNK = [
    b"",
    b" ",
    b"\t",
    b"?",
    b"{",
    b'{"id": 1}',
    b'{"id": "cut", "st',
    b"\xff\xfe",
    b"null",
    b"# x",
]
written_oddly = st.builds(
    lambda id, start, end, form: form(id, start, start + end),
    st.sampled_from("abcdefgh"),
    st.integers(0, 9),
    st.integers(1, 3),
    st.sampled_from(
        [
            line,
            lambda *place: line(*place, unknown=["标", 1.5]),
            lambda *place: b"  " + line(*place).replace(b": ", b" :  ") + b"\t",
            lambda *place: BOM + line(*place),
        ]
    ),
)
ends = st.sampled_from([b"\n", b"\n", b"\r\n", b"\r\r\n"])


@st.composite
def data(draw):
    lines = draw(st.lists(st.sampled_from(JUNK) | written_oddly, max_size=8))
    raw = b"".join(one + draw(ends) for one in lines)
    if draw(st.booleans()):
        raw = raw.rstrip(b"\r\n")
    return draw(st.sampled_from([b"", BOM])) + raw


new = st.builds(record, st.sampled_from("stuvw"), st.integers(0, 9), st.integers(10, 12))


def parts(raw):
    return [one for one in raw.removeprefix(BOM).split(b"\n") if one]


@given(data())
def test_reading_and_writing_changes_no_byte(raw):
    assert Sheet.read(raw).written({}) == raw
    assert b"".join(one.raw for one in Sheet.read(raw).lines) == raw.removeprefix(BOM)


@given(data(), st.lists(new, min_size=1, max_size=4, unique_by=lambda r: r.id))
def test_what_was_added_and_taken_away_leaves_the_file_as_it_was(raw, records):
    more = Sheet.read(raw).written({r.id: r for r in records})
    assert set(Sheet.read(raw).records) | {r.id for r in records} == set(Sheet.read(more).records)
    assert Sheet.read(more).written(dict.fromkeys(r.id for r in records)) == raw


@given(data(), st.lists(new, min_size=1, max_size=4, unique_by=lambda r: r.id))
def test_all_other_lines_stay_where_and_as_they_are(raw, records):
    lines = parts(Sheet.read(raw).written({r.id: r for r in records}))
    for added in records:
        assert lines.count(added.canonical()) == 1
        lines.remove(added.canonical())
    assert lines == parts(raw)


@given(data(), new)
def test_a_new_line_stands_before_the_first_with_a_greater_key(raw, added):
    lines = parts(Sheet.read(raw).written({added.id: added}))
    at = lines.index(added.canonical())
    keys = [(r.key if r else None) for r in map(_record, lines)]
    assert all(k is None or k < added.key for k in keys[:at])
    if at + 1 < len(lines):
        assert keys[at + 1] is not None  # what nobody understands stays behind what precedes it
        assert keys[at + 1] > added.key


def _record(raw):
    [one] = Sheet.read(raw).lines
    return one.record


@given(data(), st.data())
def test_a_changed_line_stays_in_its_place_and_the_change_can_be_taken_back(raw, draw):
    sheet = Sheet.read(raw)
    once = sorted(set(sheet.records) - sheet.doubled)
    if not once:
        return
    before = sheet.records[draw.draw(st.sampled_from(once))]
    after = before.but(note="changed")
    changed = sheet.written({after.id: after})
    differing = [
        (one, other) for one, other in zip(parts(raw), parts(changed), strict=True) if one != other
    ]
    assert len(differing) == 1
    assert differing[0][1].strip(b"\r").removeprefix(BOM) == after.canonical()
    assert Sheet.read(changed).written({before.id: before}) == raw


def test_a_line_that_moved_leaves_and_enters():
    raw = line("a", 1) + b"\n?\n" + line("b", 5) + b"\n" + line("c", 9) + b"\n"
    moved = record("a", 7)
    wanted = b"?\n" + line("b", 5) + b"\n" + line("a", 7) + b"\n" + line("c", 9) + b"\n"
    assert Sheet.read(raw).written({"a": moved}) == wanted


def test_a_file_in_another_order_is_not_put_in_order():
    raw = b"".join(line(id, start) + b"\n" for id, start in [("c", 9), ("a", 1), ("b", 5)])
    more = Sheet.read(raw).written({"x": record("x", 2)})
    assert more == line("x", 2) + b"\n" + raw
    last = Sheet.read(raw).written({"x": record("x", 20)})
    assert last == raw + line("x", 20) + b"\n"


def test_unknown_keys_survive_a_change_behind_ours_in_the_order_found():
    raw = b'{"zz": 1, "start": 1, "aa": {"b": [1]}, "end": 2, "id": "a"}\n'
    sheet = Sheet.read(raw)
    changed = sheet.written({"a": sheet.records["a"].but(end=3)})
    assert changed == b'{"id": "a", "start": 1, "end": 3, "zz": 1, "aa": {"b": [1]}}\n'


def test_the_byte_order_mark_belongs_to_the_file():
    first, second = line("a", 1) + b"\n", line("b", 5) + b"\n"
    sheet = Sheet.read(BOM + second)
    assert sheet.problems == []
    assert sheet.written({"a": record("a", 1)}) == BOM + first + second
    assert sheet.written({"b": record("b", 5, note="A")}).startswith(BOM + b'{"id": "b"')
    assert sheet.written({"b": None}) == BOM
    assert Sheet.read(BOM).written({"b": record("b", 5)}) == BOM + second


def test_a_last_line_without_an_end_is_given_one_only_while_another_follows():
    raw = line("a", 1)
    more = Sheet.read(raw).written({"b": record("b", 5)})
    assert more == raw + b"\n" + line("b", 5)
    assert Sheet.read(more).written({"b": None}) == raw


def test_two_lines_are_never_joined_into_one():
    raw = line("a", 1) + b"\r"  # as very old editors end lines
    more = Sheet.read(raw).written({"b": record("b", 5)})
    assert set(Sheet.read(more).records) == {"a", "b"}
    windows = line("a", 1) + b"\r\n" + line("b", 5)
    assert Sheet.read(windows).written({"b": None}) == line("a", 1) + b"\r\n"


def test_lines_that_cannot_be_read_are_counted_with_the_reason():
    raw = b"?\n" + line("a", 1) + b"\n\n" + b'{"id": "b"'
    found = dict(Sheet.read(raw).problems)
    assert set(found) == {1, 3, 4}
    assert found[3] == "empty line"
    assert "not JSON" in found[1]


def test_of_two_lines_with_one_id_the_first_counts_and_the_second_is_kept_at_hand():
    raw = b"".join(line("a", 1, note=note) + b"\n" for note in "ABA") + line("b", 2) + b"\n"
    sheet = Sheet.read(raw)
    assert sheet.doubled == {"a"}
    assert sheet.records["a"].fields["note"] == "A"
    assert [r.fields["note"] for r in sheet.seconds] == ["B"]


OURS, BASE, THEIRS = (line("a", 1, note=note) for note in ("ours", "base", "theirs"))
NAMES = (b"<<<<<<< HEAD", b"||||||| 3b18e51", b"=======", b">>>>>>> other")


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_both_sides_of_a_conflict_are_read(end):
    lines = [line("z"), NAMES[0], OURS, NAMES[2], THEIRS, line("b", 3), NAMES[3], line("c", 9), b""]
    sheet = Sheet.read(end.join(lines))
    assert sheet.conflicted
    assert list(sheet.records) == ["z", "a", "b", "c"]
    notes = [r.fields.get("note") for r in (sheet.records["a"], *sheet.seconds)]
    assert notes == ["ours", "theirs"]


def test_what_stood_there_before_both_sides_is_nobodys_word():
    lines = [NAMES[0], line("b", 3), NAMES[1], BASE, line("c"), NAMES[2], THEIRS, NAMES[3], b""]
    sheet = Sheet.read(b"\n".join(lines))
    assert list(sheet.records) == ["b", "a"]
    assert sheet.records["a"].fields["note"] == "theirs"
    assert sheet.seconds == []
    assert len(sheet.problems) == 6


@pytest.mark.parametrize("text", ["<<<<<<<", "======= ", ">>>>>>> x"])
def test_a_marker_inside_a_note_is_no_conflict(text):
    assert not Sheet.read(line("a", note=text) + b"\n").conflicted
    assert not Sheet.read(b"========\n").conflicted


def test_what_a_file_says_does_not_depend_on_how_it_is_written():
    one = line("a", 1) + b"\n" + line("b", 2) + b"\n?\n"
    other = BOM + b"?\r\n\n" + line("b", 2).replace(b": ", b":") + b"\n" + line("a", 1)
    assert Sheet.read(one).said == Sheet.read(other).said
    assert Sheet.read(one).said != Sheet.read(one + one).said
    assert Sheet.read(one).said != Sheet.read(one.replace(b"?", b"!")).said
