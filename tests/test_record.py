"""A line of an annotation file: what is one, what it says, how it is written."""

import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedread.tags.record import ALPHABET, MalformedError, Record, new_id, parse

ANNOTATIONS = Path(__file__).parent.parent / "annotations"

# As the format is documented: the keys in their order, blanks after colons and commas, no escapes.
TAG = (
    '{"id": "7f3kq9m2xd", "start": 120, "end": 126, "quote": "标准争夺之战", '
    '"before": "他现在只能说", "after": ",这个事是不能输", "topics": ["standards-war"], '
    '"note": "", "by": "mei", "at": "2026-11-22T08:15:00Z", "rev": "3b18e512dbca"}'
).encode()


def test_the_documented_line_is_written_as_documented():
    record = parse(TAG)
    assert record.kind == "tags"
    assert record.id == "7f3kq9m2xd"
    assert record.key == ("", 120, 126, "7f3kq9m2xd")
    assert Record(dict(reversed(record.fields.items()))).canonical() == TAG


@pytest.mark.parametrize("file", sorted(ANNOTATIONS.rglob("*.jsonl")), ids=lambda f: f.parent.name)
def test_every_shipped_line_is_written_as_it_is(file):
    for line in file.read_bytes().split(b"\n")[:-1]:
        assert Record(parse(line).fields).line() == line


def test_a_line_is_written_as_it_was_found_until_it_is_changed():
    found = parse(b'{"start":1,"end":2,\t"id":"x","note":"\\u6807"}')
    assert found.line() == found.raw
    changed = found.but(end=3)
    assert changed.line() == '{"id": "x", "start": 1, "end": 3, "note": "标"}'.encode()
    assert changed.but(end=2) == found


def test_unknown_keys_follow_ours_in_the_order_found_and_a_conflict_comes_last():
    found = b'{"zz": 1, "conflict": {"k": [1, 2]}, "note": "A", "id": "x", "start": 1, "aa": [2]}'
    again = b'{"id": "x", "start": 1, "note": "A", "zz": 1, "aa": [2], "conflict": {"k": [1, 2]}}'
    assert parse(found).canonical() == again


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"", "not JSON"),
        (b"nothing", "not JSON"),
        (b'{"id": "x"', "at column 11"),
        (b'{"id": "x"} {"id": "y"}', "Extra data"),
        (b"[1]", "not a JSON object"),
        (b'"x"', "not a JSON object"),
        (b"{}", "no id"),
        (b'{"id": ""}', "no id"),
        (b'{"id": 7}', "no id"),
        (b'{"id": "x", "a": NaN}', "NaN is not JSON"),
        (b'{"id": "x", "a": -Infinity}', "-Infinity is not JSON"),
        (b'{"id": "x", "id": "y"}', "same key twice"),
        (b'{"id": "x", "a": {"b": 1, "b": 2}}', "same key twice"),
        (b'{"id": "\xff"}', "not UTF-8"),
        (b'{"id": "x\xed\xa0\x80"}', "not UTF-8"),
        ('{"id": "x"}'.encode("utf-16-le"), "not JSON"),
        ('{"id": "x"}'.encode("utf-32"), "not UTF-8"),
        (b'{"id": "x", "a": ' + b"[" * 100_000, "not JSON"),
        (b'{"id": "x", "a": 1' + b"0" * 5000 + b"}", "not JSON"),
    ],
)
def test_what_is_no_record_is_refused_with_the_reason(line, reason):
    with pytest.raises(MalformedError) as error:
        parse(line)
    assert reason in str(error.value)


def test_half_a_character_written_as_an_escape_stays_one():
    line = b'{"id": "x", "note": "\\ud83d"}'
    assert parse(line).canonical() == line
    assert parse(parse(line).canonical()) == parse(line)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)  # fmt: skip


@given(st.dictionaries(st.text(), json_values, max_size=6), st.text(min_size=1))
def test_whatever_a_line_says_it_says_again_when_written_anew(more, id):
    fields = {**more, "id": id}
    written = Record(fields).line()
    assert b"\n" not in written
    assert json.loads(written) == fields
    assert parse(written) == Record(fields)


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"start": 1, "end": 2}, "tags"),
        ({"start": 1, "on": "y", "of": "li"}, "disputes"),
        ({"en": "X"}, "topics"),
        ({"title": "X", "encoding": ""}, "documents"),
        ({"from": "hans", "term": "老范", "to": {}}, "glossary"),
        ({"kind": "agrees", "from": {}, "to": {}}, "links"),
        ({"about": {"kind": "workspace"}, "text": []}, "memos"),
        ({"rev": "", "seen": []}, "seen"),
    ],
)
def test_the_keys_tell_what_a_line_is(fields, kind):
    assert Record({"id": "x", **fields}).kind == kind


@pytest.mark.parametrize("start", [None, "5", 5.0, True, [5]])
def test_a_place_that_is_no_number_sorts_as_none(start):
    assert Record({"id": "x", "start": start, "end": 9}).key == ("", 0, 9, "x")


def test_links_sort_by_the_document_and_the_place_they_lead_from():
    end = {"doc": "b.txt", "start": 7}
    assert Record({"id": "x", "from": end, "to": {}}).key == ("b.txt", 7, 0, "x")
    assert Record({"id": "x", "from": None, "to": {}}).key == ("", 0, 0, "x")


def test_ids_are_short_and_easy_to_read():
    ids = {new_id(()) for _ in range(200)}
    assert len(ids) == 200
    assert all(len(id) == 10 and set(id) <= set(ALPHABET) for id in ids)
    assert len(ALPHABET) == 32
    assert not set(ALPHABET) & set("ilou")


def test_an_id_that_is_taken_is_drawn_again():
    class TwiceTaken:
        asked: list[str] = []  # noqa: RUF012

        def __contains__(self, id):
            self.asked.append(id)
            return len(self.asked) < 3

    taken = TwiceTaken()
    assert new_id(taken) == taken.asked[2]
    assert len(set(taken.asked)) == 3


def test_seeding_chance_does_not_bring_the_same_ids_again():
    random.seed(7)
    first = new_id(())
    random.seed(7)
    assert new_id(()) != first
