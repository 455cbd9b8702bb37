"""What formats of single labels share: places in foreign texts, tags put together, bad files."""

import contextlib
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from laboratory import exported, files, imported, put, workspace

from seedread import workspace as workspaces
from seedread.corpus import Corpus
from seedread.exchange.account import Account
from seedread.exchange.formats import FORMATS
from seedread.exchange.spans import NO_TOPIC, Span, Theirs, joined
from seedread.text.passage import Passage

texts = st.text(st.sampled_from("a中𠀀\r\n"), min_size=1, max_size=12)
LENGTHS = {"codepoints": len, "utf16": lambda text: len(text.encode("utf-16-le")) // 2}


@pytest.mark.parametrize("unit", LENGTHS)
@given(st.booleans(), texts, st.data())
def test_places_in_texts_with_a_mark_and_other_line_ends(unit, mark, text, data):
    raw = "\ufeff" * mark + text
    start = data.draw(st.integers(mark, len(raw) - 1))
    end = data.draw(st.integers(start + 1, len(raw)))
    inside = any(raw[at - 1 : at + 1] == "\r\n" for at in (start, end))
    theirs, length = Theirs(raw, unit), LENGTHS[unit]
    if not inside:
        passage = theirs.passage(length(raw[:start]), length(raw[:end]))
        plain = raw[start:end].replace("\r\n", "\n").replace("\r", "\n")
        assert theirs.text[slice(*passage)] == plain


def span(label, start=0, end=2, **more):
    return Span("here", "doc", Passage(start, end), label, "一二三四", **more)


def test_labels_of_one_passage_are_the_topics_of_one_tag():
    (tag,) = joined([span("a", note="x"), span("b", note="x"), span(NO_TOPIC)])
    assert (tag.topics, tag.note, tag.quote, tag.suffix) == (("a", "b"), "x", "一二", "三四")


def test_two_people_and_two_ids_stay_apart():
    own = [{"id": "t000000001", "by": "mei"}, {"id": "t000000002", "by": "mei"}]
    found = list(joined([span("a", own=own[0]), span("a", own=own[1]), span("a", by="li")]))
    assert [(tag.id, tag.by) for tag in found] == [
        ("t000000001", "mei"),
        ("t000000002", "mei"),
        ("", "li"),
    ]


def test_a_tag_pulled_apart_keeps_its_id_once():
    own = {"id": "t000000001", "by": "mei"}
    found = list(joined([span("a", own=own), span("b", 1, 3, own=own)]))
    assert [tag.id for tag in found] == ["t000000001", ""]


@pytest.mark.parametrize("form", ["doccano", "labelstudio", "spacy", "brat", "tsv3", "xmi"])
def test_claims_and_keys_nobody_knows_come_back(tmp_path, form):
    if form == "xmi":
        pytest.importorskip("cassis", reason="dkpro-cassis is not installed")
    corpus = workspace(tmp_path / "a")
    put(corpus, [("plain.txt", 0, 5, ("standards-war",), "看法", "mei")])
    (path,) = (tmp_path / "a" / "annotations" / "plain.txt").iterdir()
    claim = {
        "speaker": "任正非",
        "value": "3",
        "unit": "nm",
        "of": "",
        "date": "",
        "doubtful": True,
    }
    record = json.loads(path.read_bytes()) | {"claim": claim, "colour": ["red", {"a": 1}]}
    path.write_text(json.dumps(record, ensure_ascii=False) + "\n", "utf-8")
    again = Corpus(workspaces.find(tmp_path / "a"))
    out, lost = exported(again, form)
    assert not lost
    imported(tmp_path / "b", form, out)
    assert files(tmp_path / "b") == files(tmp_path / "a")


FORMS = ("brat", "doccano", "labelstudio", "spacy", "tsv3")
anything = st.sampled_from([None, True, -1, 1.5, 10**30, "", "x", [], [1], {}, {"text": 3}])


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """Return a small export in every format."""
    corpus = workspace(tmp_path_factory.mktemp("whole"))
    put(corpus, [("astral.txt", 5, 30, ("standards-war",), "a note", "mei")])
    return {form: exported(corpus, form)[0] for form in FORMS}


def spoiled(value, data):
    """Return JSON with something else at one place in it."""
    if isinstance(value, dict | list) and value and data.draw(st.integers(0, 5)):
        keys = sorted(value) if isinstance(value, dict) else range(len(value))
        key = data.draw(st.sampled_from(keys))
        copy = value.copy()
        copy[key] = spoiled(value[key], data)
        return copy
    return data.draw(anything)


@pytest.mark.parametrize("form", ["doccano", "labelstudio", "spacy"])
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_json_with_anything_in_it_is_read_or_refused(whole, form, data):
    (name, *_) = whole[form]
    given = spoiled(json.loads(whole[form][name]), data)
    with contextlib.suppress(ValueError):
        FORMATS[form].load().read({name: json.dumps(given).encode()}, Account())


@pytest.mark.parametrize("form", ["brat", "tsv3"])
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_lines_with_anything_in_them_are_read_or_refused(whole, form, data):
    given = dict(whole[form])
    name = data.draw(st.sampled_from(sorted(given)))
    at = data.draw(st.integers(0, len(given[name])))
    cut = data.draw(st.integers(0, 3))
    more = data.draw(st.sampled_from([b"", b"\t", b"\n", b"9", b"[", b"\\", b"\xff", b" ", b";"]))
    given[name] = given[name][:at] + more + given[name][at + cut :]
    with contextlib.suppress(ValueError):
        FORMATS[form].load().read(given, Account())
