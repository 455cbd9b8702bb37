"""Files in which git left its markers: the sides told apart, made one, nothing lost."""

import json
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seedread.tags import readings, repair
from seedread.tags.merge import merge
from seedread.tags.record import Record
from seedread.tags.repair import BOTH, OURS, THEIRS, settle, unravel
from seedread.tags.sheet import Sheet

TAG = {"id": "x", "start": 1, "end": 2, "topics": ["a"], "note": "", "at": "1"}


def lines(*records):
    return "".join(json.dumps(record) + "\n" for record in records).encode()


def conflict(ours, theirs, base=None, ends=b"\n"):
    middle = b"" if base is None else b"||||||| 1234567\n" + base
    text = b"<<<<<<< HEAD\n" + ours + middle + b"=======\n" + theirs + b">>>>>>> li\n"
    return text.replace(b"\n", ends)


def made(data, stages=(None, None, None), choices=None):
    found = settle(unravel(Sheet.read(data), stages), choices)
    return [json.loads(line) for line in found.data.splitlines()]


A, B, C = (TAG | {"id": id, "start": n, "end": n + 1} for n, id in enumerate("abc", 10))


def test_what_one_side_only_has_is_kept_and_the_rest_stays():
    data = lines(TAG) + conflict(lines(A), lines(B)) + lines(C)
    assert made(data) == [TAG, A, B, C]


def test_without_a_base_topics_of_both_count_and_two_notes_are_two_readings():
    ours, theirs = TAG | {"note": "A", "topics": ["a", "b"]}, TAG | {"note": "B"}
    both = TAG | {"note": "A", "topics": ["a", "b"], "conflict": {"note": ["A", "B"]}}
    assert made(conflict(lines(ours), lines(theirs))) == [both]


def test_with_a_base_the_field_that_was_changed_counts_and_the_deletion_too():
    ours, theirs = lines(TAG | {"note": "A"}, A), lines(TAG | {"topics": ["b"]})
    assert made(conflict(ours, theirs, lines(TAG, A))) == [TAG | {"note": "A", "topics": ["b"]}]


def test_what_git_knows_of_the_merge_counts_for_more_than_its_lines():
    moved = A | {"start": 30, "end": 31}
    stages = (
        lines(TAG, A, B),
        lines(TAG | {"note": "N"}, A, B),
        lines(TAG | {"note": "M"}, B, moved),
    )
    file = conflict(lines(TAG | {"note": "N"}, A), lines(TAG | {"note": "M"})) + lines(B, moved)
    assert made(file, stages) == [json.loads(line) for line in merge(*stages).data.splitlines()]
    # Alone the markers do not tell that A was moved: two places it has, or two readings.
    assert [r["id"] for r in made(file)] == ["x", "a", "b"]
    assert made(file)[1]["conflict"]["start"] == [10, 30]


def test_what_was_settled_by_hand_already_stays_so():
    stages = lines(TAG), lines(TAG | {"note": "N"}, A), lines(TAG | {"note": "M"}, B)
    file = lines(TAG | {"note": "N"}) + conflict(lines(A), lines(B))
    assert made(file, stages) == [TAG | {"note": "N"}, A, B]


def test_a_conflict_within_a_side_is_read_with_both_of_its_own():
    inner = conflict(lines(TAG | {"note": "A"}), lines(TAG | {"note": "B"}))
    [found] = made(conflict(inner, lines(TAG | {"note": "C"})))
    assert found["conflict"] == {"note": ["A", "B", "C"]}


def test_longer_markers_in_the_base_are_nobodys_word():
    old = (
        b"<<<<<<<<< one\n"
        + lines(TAG)
        + b"=========\n"
        + lines(TAG | {"note": "O"})
        + b">>>>>>>>> t\n"
    )
    data = conflict(lines(TAG | {"note": "A"}), lines(TAG | {"note": "B"}), old)
    [found] = made(data)
    assert found["conflict"] == {"note": ["A", "B"]}


def test_lines_nobody_can_read_are_kept_once():
    data = conflict(b"{ours\n{same\n", b"{theirs\n{same\n") + lines(TAG)
    kept = settle(unravel(Sheet.read(data))).data.splitlines()
    assert sorted(kept) == sorted([b"{ours", b"{theirs", b"{same", lines(TAG).strip()])


def test_line_ends_and_a_missing_last_one_do_no_harm():
    data = conflict(lines(A), lines(B), ends=b"\r\n")
    assert made(data) == made(data.rstrip()) == [A, B]


def test_one_side_can_be_chosen_or_both():
    ours, theirs = lines(TAG | {"note": "A"}, A), lines(TAG | {"note": "B"}, B)
    data = conflict(ours, theirs, lines(TAG, C))

    def chosen(**choices):
        return made(data, choices=choices)

    assert chosen(x=OURS) == [TAG | {"note": "A"}, A, B]
    assert chosen(x=THEIRS, a=THEIRS, b=THEIRS) == [TAG | {"note": "B"}, B]
    assert [r["id"] for r in chosen(a=BOTH, b=OURS)] == ["x", "a"]
    assert made(conflict(b"", lines(A), lines(A)), choices={"a": BOTH}) == [A]
    assert made(conflict(b"", lines(A), lines(A))) == []


def test_what_settles_itself_is_told_apart_from_what_a_person_must():
    base = lines(TAG, A, B, C)
    ours = lines(TAG | {"note": "A"}, A | {"note": "A"}, B)
    theirs = lines(TAG | {"note": "B"}, A | {"topics": ["z"]}, B, C, TAG | {"id": "new"})
    sides = unravel(Sheet.read(conflict(ours, theirs, base)))
    assert sides.names == ("HEAD", "li")
    assert sides.differences == ["new", "x", "a", "c"]
    assert sides.clear == {"a", "c"}
    assert repair.told(sides, settle(sides)) == (
        "conflict markers removed; kept 1 line only theirs had; 2 lines of both made one; "
        "left out 1 line that one side deleted; "
        "two readings of a field in x"
    )


NOTES = st.sampled_from(["", "A", "B"])
VERSION = st.dictionaries(st.sampled_from("abcdef"), NOTES, max_size=6)


@given(st.tuples(VERSION, VERSION, VERSION), st.sampled_from(["merge", "diff3", "zdiff3"]))
@settings(max_examples=25)
def test_what_gits_merge_of_lines_leaves_becomes_what_ours_would_have_been(
    tmp_path_factory, v, how
):
    folder = tmp_path_factory.mktemp("merge")
    versions = [lines(*(TAG | {"id": i, "note": v[i]} for i in sorted(v))) for v in v]
    for name, data in zip("OAB", versions, strict=True):
        (folder / name).write_bytes(data)
    style = ["-c", f"merge.conflictStyle={how}"]
    shown = {"merge": [], "diff3": ["--diff3"], "zdiff3": ["--zdiff3"]}[how]
    words = ["git", *style, "merge-file", "-p", *shown, "A", "O", "B"]
    file = subprocess.run(words, cwd=folder, capture_output=True).stdout
    if not Sheet.read(file).conflicted:
        return
    sides = unravel(Sheet.read(file), tuple(versions))
    assert settle(sides).data == merge(*versions).data
    alone = settle(unravel(Sheet.read(file)))
    assert not Sheet.read(alone.data).conflicted
    said = {(r["id"], n) for r in map(json.loads, alone.data.splitlines()) for n in _notes(r)}
    base, ours, theirs = ({(i, n) for i, n in one.items()} for one in v)
    assert (ours | theirs) - base <= said


def _notes(record):
    return record.get("conflict", {}).get("note", [record["note"]])


# ------------------------------------------------------------------- double readings


def torn(**conflict):
    first = {name: values[0] for name, values in conflict.items()}
    return Record({**TAG, **first, "conflict": conflict})


def test_a_reading_is_chosen_and_the_last_one_takes_the_key_away():
    record = torn(note=["A", "B"], topics=[["a"], ["b", "c"]])
    note, topics = readings.questions(record)
    assert (note.name, topics.name) == ("note", "topics")
    assert [readings.value(r) for r in topics.readings] == ["a", "b, c"]
    one = readings.settled(record, note, 1)
    assert (one.fields["note"], one.fields["conflict"]) == ("B", {"topics": [["a"], ["b", "c"]]})
    assert one.fields["at"] > "2026"
    [left] = readings.questions(one)
    assert "conflict" not in readings.settled(one, left, 0).fields


def test_what_somebody_wrote_there_since_is_a_reading_too():
    [note] = readings.questions(Record({**TAG, "note": "C", "conflict": {"note": ["A", "B"]}}))
    assert [r["note"] for r in note.readings] == ["C", "A", "B"]


@pytest.mark.parametrize("known", [True, False])
def test_of_a_passage_only_what_both_ends_of_one_side_say_is_a_reading(known):
    text = "零一二三四五六七八九"
    record = torn(start=[1, 2], end=[3, 6], quote=["一二", "二三四五"])
    [passage] = readings.questions(record, (lambda a, b: text[a:b]) if known else None, "r2")
    assert [readings.value(r) for r in passage.readings] == ["1–3 “一二”", "2–6 “二三四五”"]
    fields = readings.settled(record, passage, 1).fields
    assert (fields["start"], fields["end"], fields["quote"]) == (2, 6, "二三四五")
    assert "conflict" not in fields
    if known:
        assert (fields["before"], fields["after"], fields["rev"]) == ("零一", "六七八九", "r2")
