"""Finding a tag's passage in a document that changed: found, moved, doubtful, but never guessed."""

from pathlib import Path

import pytest

from seedread.tags.anchor import place
from seedread.tags.tag import Tag, make
from seedread.text.passage import Passage
from seedread.text.seed import Seed

SEEDS = Path(__file__).parent.parent / "seeds"
OLD = "开头。中国的AI水平是世界级的，芯片禁运反而加速了进步。结尾的话也在这里说完了。\n"


def tag(text, quote, nth=0, /, **changes):
    start = -1
    for _ in range(nth + 1):
        start = text.index(quote, start + 1)
    seed = Seed.of(text.encode(), "a.txt")
    record = make(seed, Passage(start, start + len(quote)), ["x"], "aaaaaaaaaa", "mei")
    return Tag.of(record.but(**changes))


def found(tag, text):
    """Where the tag now stands: (status, offset of its beginning)."""
    where = place(tag, Seed.of(text.encode(), "a.txt"))
    if where.now is None:
        return where.status, None
    assert text[where.now.start : where.now.end] == tag.quote
    return where.status, where.now.start


CHIPS = tag(OLD, "芯片禁运")


def test_in_its_own_version_it_is_where_it_says():
    assert found(CHIPS, OLD) == ("exact", OLD.index("芯片禁运"))


@pytest.mark.parametrize(
    "changes",
    [
        {"quote": "芯片禁令"},
        {"quote": "芯片"},
        {"quote": ""},
        {"start": 0, "end": 4},
        {"start": 1000, "end": 1004},
        {"start": 10**30, "end": 10**30 + 4},
        {"quote": "", "start": 1000, "end": 1004},
    ],
)
def test_in_its_own_version_it_is_nowhere_else(changes):
    assert found(tag(OLD, "芯片禁运", **changes), OLD) == ("orphan", None)


def test_a_change_behind_it_moves_nothing():
    assert found(CHIPS, OLD + "更多。\n") == ("exact", CHIPS.passage.start)


def test_a_change_before_it_moves_it():
    assert found(CHIPS, "新的一句。" + OLD) == ("moved", CHIPS.passage.start + 5)
    assert found(CHIPS, OLD.removeprefix("开头。")) == ("moved", CHIPS.passage.start - 3)
    assert found(CHIPS, "🦌" + OLD) == ("moved", CHIPS.passage.start + 1)


def test_with_half_of_its_context_it_is_doubtful():
    assert found(CHIPS, OLD.replace("反而加速", "并未加速")) == ("doubtful", CHIPS.passage.start)
    text = "新。" + OLD.replace("水平是世界级的", "水平世界一流")
    assert found(CHIPS, text) == ("doubtful", text.index("芯片禁运"))


def test_with_none_of_its_context_but_only_once_it_is_doubtful():
    assert found(CHIPS, "别的文章也说芯片禁运如何如何。\n") == ("doubtful", 6)


def test_gone_is_gone():
    assert found(CHIPS, OLD.replace("芯片禁运", "出口管制")) == ("orphan", None)
    assert found(CHIPS, "\n") == ("orphan", None)


def test_half_of_its_context_decides_among_several():
    text = "芯片禁运来了。" + OLD.replace("反而加速", "并未加速")
    assert found(CHIPS, text) == ("doubtful", text.rindex("芯片禁运"))


def test_two_halves_in_two_places_are_a_tie():
    before, after = CHIPS.record.fields["before"], CHIPS.record.fields["after"]
    assert found(CHIPS, f"甲{before}芯片禁运乙。丙芯片禁运{after}丁。") == ("orphan", None)


def test_the_same_in_two_places_is_a_tie_unless_one_is_where_it_was():
    assert found(CHIPS, "新。" + OLD + OLD) == ("orphan", None)
    assert found(CHIPS, OLD + OLD) == ("doubtful", CHIPS.passage.start)


def test_another_that_has_come_to_stand_where_it_was_is_not_taken_for_it():
    text = "甲" * CHIPS.passage.start + "芯片禁运乙乙。芯片禁运丙。"
    assert found(CHIPS, text) == ("orphan", None)


def test_the_repeated_title_of_a_shipped_document_is_never_chosen_silently():
    text = (SEEDS / "000_7ce4e99437b5047b.txt").read_text(encoding="utf-8")
    title = text.split("\n", 1)[0].strip()
    assert text.count(title) > 1
    for nth in range(text.count(title)):
        it = tag(text, title, nth)
        for changed in ("新" + text, text[1:], text.replace("，", ",", 3), title + "\n" + text):
            status, start = found(it, changed)
            if status in ("exact", "moved"):  # then its context was there once only
                context = it.record.fields["before"] + title + it.record.fields["after"]
                assert changed.count(context) == 1
                assert start == changed.index(context) + len(it.record.fields["before"])
    alone = tag(text, title, before="", after="")
    assert found(alone, "新" + text) == ("orphan", None)


def test_at_both_ends_of_a_document_there_is_less_context():
    first, last = tag(OLD, "开头"), tag(OLD, "说完了。\n")
    assert found(first, "新。" + OLD) == ("moved", 2)
    assert found(last, OLD.replace("中国的", "")) == ("moved", OLD.index("说完了") - 3)
    assert found(first, OLD.replace("中国", "美国")) == ("doubtful", 0)
    assert found(first, OLD.replace("中国", "美国") + "开头") == ("doubtful", 0)


def test_overlapping_occurrences_are_several():
    text = "他笑，哈哈哈，走了。\n"
    assert found(tag(text, "哈哈", before="", after=""), "新。" + text) == ("orphan", None)


@pytest.mark.parametrize("quote", ["\ud800", "?\ud800", "\ud800?"])
def test_half_a_character_is_found_nowhere(quote):
    odd = tag(OLD, "芯片", quote=quote, before="", after="")
    assert found(odd, "? ??。" + OLD) == ("orphan", None)


def test_a_quote_with_a_length_that_is_not_its_own_is_found_as_long_as_it_is():
    counted_otherwise = tag(OLD, "芯片禁运", end=OLD.index("芯片禁运") + 9)
    assert found(counted_otherwise, OLD) == ("orphan", None)
    assert found(counted_otherwise, "新" + OLD) == ("moved", OLD.index("芯片禁运") + 1)
