"""doccano: out and in again; a file in the shape doccano itself exports; what is refused."""

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
    round_trip(tmp_path_factory.mktemp("doccano"), "doccano", said)


def test_two_equal_labels_keep_their_own_notes(tmp_path):
    same = ("plain.txt", 0, 5, ("standards-war",))
    round_trip(tmp_path, "doccano", [(*same, "one", "mei"), (*same, "two", "mei")])


def test_a_note_without_topic(tmp_path):
    round_trip(tmp_path, "doccano", [("plain.txt", 0, 5, (), "看法", "mei")])


def test_every_label_has_its_words(tmp_path):
    corpus = workspace(tmp_path)
    put(corpus, [("astral.txt", 5, 7, ("standards-war",), "", "mei")])
    (line,) = map(json.loads, exported(corpus, "doccano")[0]["doccano.jsonl"].splitlines())
    (start, end, label) = line["label"][0]
    assert (line["text"][start:end], label) == (corpus.seed("astral.txt")[5:7], "standards-war")


def test_what_doccano_exports(tmp_path):
    """Entities with ids and comments from one kind of project, triples from the other."""
    text = "𠀀字在外,𪚥也是。👩‍👩‍👧‍👦一家,é̂ 加號。\n😀笑。𠮷野家\n末行沒有換行"
    start = text.index("野家")
    entities = [
        {"id": 7, "label": "標準之爭", "start_offset": start, "end_offset": start + 2},
        {"id": 8, "label": "new one", "start_offset": 0, "end_offset": 2},
        {"id": 9, "label": "new one", "start_offset": 2000, "end_offset": 2001},
    ]
    first = {"id": 1, "text": text, "Comments": ["see page 3"], "entities": entities}
    first["relations"] = [{"id": 1, "from_id": 7, "to_id": 8, "type": "quotes"}]
    second = {"id": 2, "text": "not a document here", "label": [[0, 3, "MISC"]]}
    data = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in (first, second))
    corpus, account = imported(tmp_path, "doccano", {"admin.jsonl": data.encode()})
    said = [one.tag for one in corpus.tags("astral.txt")]
    assert [(tag.quote, tag.topics, tag.by) for tag in said] == [
        ("𠀀字", ("new-one",), "mei"),
        ("野家", ("standards-war",), "mei"),
    ]
    lost = list(account.lines())
    assert any("no place" in line and "line 1 label 3" in line for line in lost)
    assert any("no document here" in line and "line 2 label 1" in line for line in lost)
    assert any("a relation" in line for line in lost)
    assert any("a comment" in line for line in lost)
    assert "new-one" in corpus.workspace.codebook
    assert "misc" not in corpus.workspace.codebook


@pytest.mark.parametrize(
    "line", ["{", "[]", "{}", '{"text":"a","label":[["x",1,"T"]]}', '{"text":"a","label":[3]}']
)
def test_what_is_no_doccano_is_refused_with_its_line(tmp_path, line):
    with pytest.raises(ValueError, match=r"bad\.jsonl line 2"):
        imported(tmp_path, "doccano", {"bad.jsonl": b'{"text":"a"}\n' + line.encode() + b"\n"})


def test_what_a_file_calls_more_cannot_change_what_was_verified(tmp_path):
    corpus = workspace(tmp_path / "a")
    put(corpus, [("plain.txt", 0, 5, ("standards-war",), "", "mei")])
    line = json.loads(exported(corpus, "doccano")[0]["doccano.jsonl"])
    claim = {"speaker": "任正非", "value": "", "unit": "", "of": "", "date": "", "doubtful": False}
    more = {"start": 3, "quote": "x", "by": "li", "claim": claim, "colour": "red"}
    line["seedread"][0][3]["more"] = more
    data = json.dumps(line).encode()
    there, _ = imported(tmp_path / "b", "doccano", {"a.jsonl": data})
    ((said,),) = [there.tags("plain.txt")]
    fields = said.tag.record.fields
    assert (fields["start"], fields["quote"], fields["by"]) == (0, "中国的AI", "mei")
    assert (fields["claim"], fields["colour"]) == (claim, "red")
