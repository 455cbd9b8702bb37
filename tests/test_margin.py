"""Tags found by where they stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedread.tags.margin import Margin, Placed
from seedread.tags.record import Record
from seedread.tags.tag import Tag, make
from seedread.text.passage import Passage
from seedread.text.seed import Seed

TEXT = "中国的AI水平是世界级的，芯片禁运反而加速了进步。\n第二行说的是别的。\n"
SEED = Seed.of(TEXT.encode(), "a.txt")

passages = st.builds(
    lambda start, length: Passage(start, start + length), st.integers(0, 40), st.integers(1, 15)
)


def placed(passage, id="x", file="a.txt/mei.jsonl"):
    tag = Tag(Record({"id": id}), id, passage, "", (), "", "mei", "")
    return Placed(tag, passage, "exact", file)


def margin(places):
    return Margin(placed(place, f"{n:03}") for n, place in enumerate(places))


@given(
    st.lists(passages, max_size=40), passages | st.integers(0, 50).map(lambda at: Passage(at, at))
)
def test_meeting_is_what_a_look_at_every_tag_finds(places, passage):
    found = margin(places).meeting(passage)
    wanted = {n for n, p in enumerate(places) if p.start < passage.end and passage.start < p.end}
    assert {int(p.tag.id) for p in found} == wanted
    assert len(found) == len(wanted)
    assert [p.key for p in found] == sorted(p.key for p in found)


@given(st.lists(passages, max_size=40), passages)
def test_exactly_is_what_a_look_at_every_tag_finds(places, passage):
    found = margin(places).exactly(passage)
    assert [int(p.tag.id) for p in found] == [n for n, p in enumerate(places) if p == passage]


@given(st.lists(passages, max_size=40), passages)
def test_a_step_leads_to_the_nearest_other_passage(places, here):
    tags = margin(places)
    later = min((p for p in places if p > here), default=None)
    earlier = max((p for p in places if p < here), default=None)
    for by, wanted in ((1, later), (-1, earlier)):
        found = tags.step(here, by)
        assert (found.passage if found else None) == wanted


@given(st.lists(passages, min_size=1, max_size=40))
def test_steps_from_the_beginning_pass_every_passage_once(places):
    tags, here, seen = margin(places), Passage(-1, -1), []
    while found := tags.step(here, 1):
        here = found.passage
        seen.append(here)
    assert seen == sorted(set(places))


def test_exactly_may_ask_for_one_persons_tags():
    here = Passage(3, 9)
    tags = Margin([placed(here, "1", "a.txt/li.jsonl"), placed(here, "2")])
    assert [p.tag.id for p in tags.exactly(here)] == ["1", "2"]
    assert [p.tag.id for p in tags.exactly(here, "a.txt/mei.jsonl")] == ["2"]
    assert tags.counts == {"a.txt/li.jsonl": 1, "a.txt/mei.jsonl": 1}


def test_ten_thousand_tags_one_of_them_over_all():
    places = [Passage(n * 7 % 60_000, n * 7 % 60_000 + 5) for n in range(10_000)]
    tags = margin([*places, Passage(0, 100_000)])
    assert len(tags) == 10_001
    for at in range(0, 60_000, 997):
        here = Passage(at, at + 20)
        found = [p for p in places if p.meets(here)]
        assert [p.passage for p in tags.meeting(here)] == sorted([*found, Passage(0, 100_000)])


def test_no_tags_at_all():
    tags = Margin()
    assert len(tags) == 0
    assert tags.meeting(Passage(0, 9)) == []
    assert tags.step(Passage(0, 9), 1) is None
    assert tags.step(Passage(0, 9), -1) is None


# ---------------------------------------------------------------- of files


def tag(start=0, end=5, id="aaaaaaaaaa", by="mei", **changes):
    return make(SEED, Passage(start, end), ["chips"], id, by).but(**changes)


def test_everybodys_tags_are_gathered_in_document_order():
    files = [("a.txt/mei.jsonl", [tag(9, 12)]), ("a.txt/li.jsonl", [tag(2, 4, "b", "li"), tag()])]
    gathered = Margin.of(SEED, files)
    assert [(p.passage, p.tag.by) for p in gathered.tags] == [
        ((0, 5), "mei"),
        ((2, 4), "li"),
        ((9, 12), "mei"),
    ]
    assert [p.file for p in gathered.tags] == [
        "a.txt/li.jsonl",
        "a.txt/li.jsonl",
        "a.txt/mei.jsonl",
    ]


@pytest.mark.parametrize(
    "line",
    [
        Record({"id": "x"}),
        Record({"id": "x", "start": 0, "end": 5}),
        tag(on="y", of="li"),
        tag().but(start="0"),
        tag().but(end=0),
        tag().but(start=5),
        tag(topics="chips"),
        tag(topics=[1]),
        tag(note=None),
    ],
)
def test_lines_that_are_no_tags_are_left_out(line):
    gathered = Margin.of(SEED, [("a.txt/mei.jsonl", [line, tag(9, 12)])])
    assert [p.passage for p in gathered.tags] == [(9, 12)]
    assert gathered.orphans == ()


def test_a_tag_that_stands_nowhere_is_an_orphan():
    gathered = Margin.of(SEED, [("a.txt/mei.jsonl", [tag(quote="不是这里")])])
    assert gathered.tags == []
    assert [t.id for t in gathered.orphans] == ["aaaaaaaaaa"]


def test_two_lines_with_one_id_are_both_there():
    both = [tag(), tag(topics=["models"])]
    gathered = Margin.of(SEED, [("a.txt/mei.jsonl", both)])
    assert [p.tag.topics for p in gathered.tags] == [("chips",), ("models",)]
