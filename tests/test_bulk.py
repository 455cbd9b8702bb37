"""Many passages tagged in one act, a tag moved to another passage, an edge that motions move."""

import pytest

from seedread.tags.bulk import Hand, moved
from seedread.tags.edit import Edit
from seedread.tags.margin import Margin
from seedread.tags.tag import Tag, make
from seedread.text import cursor as go
from seedread.text.passage import Passage
from seedread.text.seed import Seed
from seedread.text.units import Units
from seedread.ui.picking.recent import KEPT, Recent, Usage
from seedread.ui.reader.hits import around
from seedread.ui.reader.passages import edge

TEXT = "标准之争。电力不足,标准在前。他说“标准!”就走。\n标准是什么?不知道。\n"
FILE = "a.txt/mei.jsonl"


@pytest.fixture
def seed() -> Seed:
    return Seed("a.txt", TEXT.encode())


def hand(seed: Seed, records, file: str = FILE) -> Hand:
    return Hand.of(seed, FILE, "mei", Margin.of(seed, [(file, records)]).tags)


def hits() -> list[Passage]:
    return [Passage(n, n + 2) for n in range(len(TEXT)) if TEXT.startswith("标准", n)]


def test_every_passage_gets_the_topics_once(seed):
    edit = hand(seed, []).tagged([*hits(), *hits()], ["b", "a"], set())
    records = edit(FILE, {}).values()
    assert len(records) == len(hits()) == 4
    assert {Tag.of(r).passage for r in records} == set(hits())
    assert {Tag.of(r).topics for r in records} == {("a", "b")}
    assert all(r.fields["quote"] == "标准" for r in records)


def test_what_has_the_topics_is_left_and_what_has_others_gets_them_too(seed):
    first, second, *_ = hits()
    has = make(seed, first, ["a"], "1111111111", "mei")
    other = make(seed, second, ["b"], "2222222222", "mei", "why")
    edit = hand(seed, [has, other]).tagged(hits(), ["a"], set())
    after = edit(FILE, {r.id: r for r in (has, other)})
    assert after[has.id] is has
    assert (after[other.id].fields["topics"], after[other.id].fields["note"]) == (["a", "b"], "why")
    assert len(after) == 4
    assert (~edit)(FILE, after) == {r.id: r for r in (has, other)}


def test_the_tags_of_others_do_not_count(seed):
    theirs = make(seed, hits()[0], ["a"], "1111111111", "li")
    assert hand(seed, [theirs], "a.txt/li.jsonl").lacking(hits(), ["a"]) == hits()


def test_a_moved_tag_keeps_its_id_and_says_where_it_stands_now(seed):
    before = make(seed, hits()[0], ["a"], "1111111111", "mei", "why").but(mine="kept")
    mine = hand(seed, [before])
    (placed,) = mine.tags.values()
    edit = mine.reshaped(placed, Passage(5, 10))
    (after,) = edit(FILE, {before.id: before}).values()
    assert Tag.of(after).passage == Passage(5, 10)
    said = {key: after.fields[key] for key in ("id", "quote", "before", "after", "note", "mine")}
    assert said == {
        "id": "1111111111",
        "quote": TEXT[5:10],
        "before": TEXT[0:5],
        "after": TEXT[10:18],
        "note": "why",
        "mine": "kept",
    }
    assert moved(before, seed, hits()[0]) is before


def test_moved_onto_another_tag_the_two_become_one_line(seed):
    here, there = hits()[:2]
    moving = make(seed, here, ["a"], "1111111111", "mei", "one")
    resting = make(seed, there, ["b"], "2222222222", "mei", "two").but(claim={"of": "x"})
    mine = hand(seed, [moving, resting])
    edit = mine.reshaped(mine.tags[here], there)
    (after,) = edit(FILE, {r.id: r for r in (moving, resting)}).values()
    assert after.id == moving.id
    assert Tag.of(after).passage == there
    assert Tag.of(after).topics == ("a", "b")
    assert (after.fields["note"], after.fields["claim"]) == ("one; two", {"of": "x"})
    assert isinstance(~edit, Edit)


def text(cursor: go.Cursor) -> str:
    return TEXT[cursor.passage.start : cursor.passage.end]


def test_motions_move_the_end_and_the_start_stays(seed):
    units = Units(seed)
    end = edge(Passage(5, 9), at_end=True)
    assert text(end) == "电力不足"
    longer = go.move(units, end, "clause", 1)
    assert text(longer) == "电力不足,标准在前。"
    assert text(go.move(units, end, "sentence", 1)) == "电力不足,标准在前。他说“标准!”就走。"
    whole = edge(longer.passage, at_end=True)
    assert text(go.move(units, whole, "clause", -1)) == "电力不足,"
    assert text(go.paragraph(units, end, 1)) == TEXT[5:].partition("?")[0] + "?"


def test_motions_move_the_start_and_the_end_stays(seed):
    units = Units(seed)
    start = edge(Passage(5, 15), at_end=False)
    assert text(go.move(units, start, "clause", 1)) == "标准在前。"
    assert text(go.move(units, start, "sentence", -1)) == "标准之争。电力不足,标准在前。"
    word = go.move(units, start, "word", 1)
    assert text(start).endswith(text(word))
    assert 0 < len(text(word)) < len(text(start))


def test_while_stretching_quotations_and_turns_can_be_reached(seed):
    units = Units(seed)
    standing = go.extend(go.at(units, TEXT.index("他说")))
    quoted = units.quotation(TEXT.index("!”"))
    assert text(go.reach(standing, quoted)) == "他说“标准!”就走。"
    start = edge(Passage(0, 5), at_end=True)
    assert text(go.reach(start, quoted)) == TEXT[: TEXT.index("”") + 1]


def test_a_hit_stands_in_its_sentence_and_one_over_two_in_both(seed):
    units = Units(seed)
    assert TEXT[slice(*around(units, hits()[1]))] == "电力不足,标准在前。"
    assert TEXT[slice(*around(units, Passage(3, 7)))] == "标准之争。电力不足,标准在前。"


class Answers:
    def __init__(self, **answers: str) -> None:
        self.answers = answers


def test_the_last_topics_are_kept_the_latest_first():
    places = Answers()
    recent = Recent(places)  # type: ignore[arg-type]
    assert (recent.last, recent.topics) == ((), ())
    recent.used(["a", "b"])
    recent.used(["c"])
    recent.used([])
    recent.used(["b"])
    again = Recent(places)  # type: ignore[arg-type]
    assert (again.last, again.topics) == (("b",), ("b", "c", "a"))
    again.used([f"t{n}" for n in range(50)])
    assert len(again.topics) == KEPT


@pytest.mark.parametrize("kept", ["", "{", "3", '{"a": 1}', '[1, ["x"]]'])
def test_a_broken_state_is_no_state(kept):
    assert Recent(Answers(**{"topics recent": kept})).topics == ()  # type: ignore[arg-type]


def test_use_is_counted_for_oneself_and_quoted_from_all():
    usage = Usage()
    usage.take("d", [("d/mei.jsonl", ["a"], "一"), ("d/li.jsonl", ["a", "b"], "二")], "mei")
    usage.take("e", [("e/mei.jsonl", ["a"], "一"), ("e/mei.jsonl", ["a"], "三")], "mei")
    assert usage.counts == {"a": 3, "b": 0}
    assert usage.quotes == {"a": [("一", "d"), ("二", "d")], "b": [("二", "d")]}
