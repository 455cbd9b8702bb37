"""Merging annotation files: nothing lost, nothing doubled, the same bytes in either order."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedread.tags.merge import UnmergeableError, merge
from seedread.tags.sheet import Sheet

JUNK = [b"not json\n", b"\n", b'{"id": \n', b'{"no": "id"}\n']


def written(record: dict, ends: bytes = b"\n") -> bytes:
    return json.dumps(record, ensure_ascii=False).encode() + ends


def tag(id, start=0, topics=("a",), note="", at=1, **more):
    return {
        "id": id,
        "start": start,
        "end": start + 5,
        "topics": list(topics),
        "note": note,
        "at": f"{at}",
        **more,
    }


def file(*records, junk=b""):
    return b"".join(written(r) for r in records) + junk


ids = st.sampled_from("pqrstuvw")
lines = st.one_of(
    st.builds(
        tag,
        ids,
        st.integers(0, 4),
        st.lists(st.sampled_from("abc"), unique=True, max_size=2).map(sorted),
        st.sampled_from(["", "A", "B"]),
        st.integers(1, 3),
    ).map(written),
    st.sampled_from(JUNK),
)


@st.composite
def files(draw, most=7):
    found, seen = [], set()
    for line in draw(st.lists(lines, max_size=most)):
        id = None if line in JUNK else json.loads(line)["id"]
        if id is None or id not in seen:
            found.append(line)
            seen.add(id)
    return b"".join(found)


@st.composite
def versions(draw):
    """A file and two changes of it: lines deleted, changed, added, and put in another order."""
    base = draw(files())
    return base, draw(changed(base)), draw(changed(base))


@st.composite
def changed(draw, base):
    kept = []
    for line in base.splitlines(keepends=True):
        act = draw(st.sampled_from(["keep", "keep", "keep", "drop", "change"]))
        if act == "change" and line not in JUNK:
            record = json.loads(line)
            what = draw(st.sampled_from(["note", "topics", "place", "spacing"]))
            if what == "note":
                record["note"] = draw(st.sampled_from(["", "A", "B", "C"]))
            elif what == "topics":
                record["topics"] = sorted(draw(st.sets(st.sampled_from("abcd"), min_size=1)))
            elif what == "place":
                record["start"] = draw(st.integers(0, 4))
                record["end"] = record["start"] + 5
            line = written(record)
            line = line.replace(b", ", b",") if what == "spacing" else line
        if act != "drop":
            kept.append(line)
    names = {
        json.loads(x)["id"]
        for x in kept + base.splitlines()
        if x.strip() and x not in JUNK and b'"start"' in x
    }
    for line in draw(st.lists(lines, max_size=3)):
        if line in JUNK or json.loads(line)["id"] not in names:
            names |= set() if line in JUNK else {json.loads(line)["id"]}
            kept.insert(draw(st.integers(0, len(kept))), line)
    if draw(st.booleans()):
        kept = draw(st.permutations(kept))
    return b"".join(kept)


@given(versions())
def test_either_order_gives_the_same_bytes(three):
    base, ours, theirs = three
    assert merge(base, ours, theirs) == merge(base, theirs, ours)


@given(versions())
def test_merging_again_changes_nothing(three):
    base, ours, theirs = three
    merged = merge(base, ours, theirs).data
    for side in (ours, theirs):
        assert merge(side, merged, side).data == merged
        assert Sheet.read(merge(base, merged, side).data).records == Sheet.read(merged).records


@given(versions())
def test_what_either_added_or_changed_is_there_and_what_one_deleted_goes(three):
    base, ours, theirs = (Sheet.read(data).records for data in three)
    merged = Sheet.read(merge(*three).data).records
    for id in {*base, *ours, *theirs}:
        b, o, t = base.get(id), ours.get(id), theirs.get(id)
        if o == t:
            assert merged.get(id) == o
        elif o == b or t == b:
            assert merged.get(id) == (t if o == b else o)
        elif o is None or t is None:
            assert merged[id] == (o or t)


@given(versions())
def test_no_line_is_doubled_and_lines_nobody_touched_stay_byte_for_byte(three):
    merged = merge(*three).data
    assert not Sheet.read(merged).doubled
    base, ours, theirs = (data.splitlines(keepends=True) for data in three)
    for line in {*base} & {*ours} & {*theirs}:
        assert merged.splitlines(keepends=True).count(line) >= 1
    for line in JUNK:
        counts = [side.count(line) for side in (base, ours, theirs)]
        low, high = min(counts[1:]), max(counts[1:])
        assert low <= merged.splitlines(keepends=True).count(line) <= max(high, counts[0])


def test_two_values_of_one_field_are_both_kept_and_said():
    base = file(tag("x", note="old"))
    merged = merge(base, file(tag("x", note="B", at=2)), file(tag("x", note="A", at=3)))
    record = json.loads(merged.data)
    assert (record["note"], record["conflict"]) == ("A", {"note": ["A", "B"]})
    assert record["at"] == "3"
    assert merged.unsettled == ("x",)


def test_different_fields_of_one_line_are_no_quarrel():
    base = file(tag("x", topics=["a"]))
    merged = merge(base, file(tag("x", topics=["a", "b"])), file(tag("x", note="N")))
    record = json.loads(merged.data)
    assert (record["topics"], record["note"], merged.unsettled) == (["a", "b"], "N", ())


def test_a_deletion_meets_an_edit_and_the_edit_stays():
    base, edited = file(tag("x"), tag("y", 9)), file(tag("x", note="N"), tag("y", 9))
    merged = merge(base, file(tag("y", 9)), edited)
    assert merged.data == edited


def test_of_two_topics_each_side_takes_one_away_and_the_line_goes():
    base = file(tag("x", topics=["a", "b"]))
    assert merge(base, file(tag("x", topics=["a"])), file(tag("x", topics=["b"]))).data == b""


def test_new_lines_enter_in_order_of_their_place():
    base = file(tag("a", 10), tag("z", 50))
    ours = file(tag("a", 10), tag("b", 30), tag("z", 50))
    theirs = file(tag("a", 10), tag("c", 20), tag("z", 50), tag("y", 60))
    merged = merge(base, ours, theirs).data
    assert [json.loads(line)["id"] for line in merged.splitlines()] == ["a", "c", "b", "z", "y"]


def test_keywords_that_two_people_add_to_one_topic_are_all_there():
    def topic(*hans):
        return file({"id": "t", "en": "T", "keywords": {"en": [], "hans": list(hans), "hant": []}})

    merged = merge(topic("芯片"), topic("芯片", "光刻"), topic("芯片", "封装"))
    assert json.loads(merged.data)["keywords"]["hans"] == ["芯片", "光刻", "封装"]
    assert merged.unsettled == ()


def test_what_one_person_has_seen_on_two_machines_is_seen():
    def seen(*spans):
        return file({"id": "000.txt", "rev": "r", "seen": [list(s) for s in spans], "at": "1"})

    merged = merge(seen((0, 10)), seen((0, 30)), seen((0, 10), (20, 50)))
    assert json.loads(merged.data)["seen"] == [[0, 50]]


def test_a_file_with_markers_is_not_merged_by_records():
    marked = b"<<<<<<< ours\n" + file(tag("x")) + b"=======\n>>>>>>> theirs\n"
    with pytest.raises(UnmergeableError):
        merge(file(tag("x")), marked, file(tag("x", note="N")))
