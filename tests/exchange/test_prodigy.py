"""Prodigy's JSON lines: out and in again; every span fits the characters of spaCy."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from laboratory import exported, imported, put, round_trip, tags, workspace

FEW = settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@FEW
@given(tags())
def test_out_and_in_again_is_the_same_bytes(tmp_path_factory, said):
    round_trip(tmp_path_factory.mktemp("spacy"), "spacy", said)


def test_spacy_finds_every_span_on_its_characters(tmp_path):
    spacy = pytest.importorskip("spacy", reason="spaCy is not installed: pip install spacy")
    corpus = workspace(tmp_path)
    said = [
        ("plain.txt", 0, 5, ("standards-war",), "", "mei"),
        ("plain.txt", 3, 34, ("export-controls", "standards-war"), "", "mei"),
        ("astral.txt", 5, 7, ("standards-war",), "", "mei"),
        ("astral.txt", 9, 21, ("standards-war",), "", "mei"),
    ]
    put(corpus, said)
    nlp = spacy.blank("zh")
    aligned = []
    for line in exported(corpus, "spacy")[0]["spacy.jsonl"].splitlines():
        task = json.loads(line)
        doc = nlp(task["text"])
        for span in task["spans"]:
            found = doc.char_span(span["start"], span["end"], label=span["label"])
            assert found.text == task["text"][span["start"] : span["end"]]
            aligned.append((span["start"], span["end"], found.label_))
    assert sorted(aligned) == sorted((s, e, t) for _, s, e, ts, _, _ in said for t in ts)


def test_what_prodigy_exports(tmp_path):
    """As `db-out` gives it, with tokens and hashes; rejected tasks stay out."""
    text = "中国的AI水平是世界级的,芯片禁运反而加速了进步。\n第二行,讲标准之争。\n"
    start = text.index("芯片")
    span = {"start": start, "end": start + 4, "token_start": 13, "token_end": 16, "label": "Ban"}
    task = {"text": text, "_input_hash": -9, "_task_hash": 4, "_view_id": "ner_manual"}
    task |= {"spans": [span], "tokens": [{"text": "中", "start": 0, "end": 1, "id": 0}]}
    yes = task | {"answer": "accept", "_session_id": "news-mei"}
    no = task | {"answer": "reject"}
    out = task | {"answer": "accept", "spans": [span | {"end": 999}]}
    data = "\n".join(json.dumps(one) for one in (yes, no, out)).encode()
    corpus, account = imported(tmp_path, "spacy", {"out.jsonl": data})
    ((tag,),) = [[one.tag for one in corpus.tags("plain.txt")]]
    assert (tag.quote, tag.topics, tag.by) == ("芯片禁运", ("ban",), "news-mei")
    lost = list(account.lines())
    assert any("reject" in line and "line 2" in line for line in lost)
    assert any("no place" in line and "line 3 span 1" in line for line in lost)


def test_what_is_no_task_is_refused_with_its_line(tmp_path):
    data = b'{"text":"a","spans":[{"start":"0","end":1}]}'
    with pytest.raises(ValueError, match=r"bad\.jsonl line 1 span 1: start"):
        imported(tmp_path, "spacy", {"bad.jsonl": data})
