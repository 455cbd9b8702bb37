"""Label Studio: out and in again; its own exports, old and new; its configuration."""

import json
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from laboratory import TEXTS, exported, imported, put, round_trip, tags, workspace

FEW = settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
TEXT = TEXTS["astral.txt"]


@FEW
@given(tags())
def test_out_and_in_again_is_the_same_bytes(tmp_path_factory, said):
    round_trip(tmp_path_factory.mktemp("labelstudio"), "labelstudio", said)


def test_a_note_without_topic(tmp_path):
    round_trip(tmp_path, "labelstudio", [("plain.txt", 0, 5, (), "看法", "mei")])


def test_the_configuration_has_every_topic(tmp_path):
    corpus = workspace(tmp_path)
    put(corpus, [("plain.txt", 0, 5, ("standards-war",), "", "mei")])
    files, _ = exported(corpus, "labelstudio")
    view = ElementTree.fromstring(files["config.xml"])
    values = [label.get("value") for label in view.iter("Label")]
    assert values == [topic.id for topic in corpus.workspace.codebook.topics] + ["_note"]
    assert all(label.get("hint") for label in list(view.iter("Label"))[:-1])


def region(start, end, quote, label, **more):
    value = {"start": start, "end": end, "text": quote, "labels": [label]}
    names = {"from_name": "label", "to_name": "text", "type": "labels", "origin": "manual"}
    return {"id": "gew3t9fgkg", **names, "value": value, **more}


def task(*result):
    annotation = {"id": 9, "completed_by": {"id": 1, "email": "li@example.org"}, "result": result}
    annotation |= {"was_cancelled": False, "lead_time": 4.3, "ground_truth": False}
    return {"id": 1, "annotations": [annotation], "data": {"text": TEXT}, "project": 83}


def said(corpus):
    return [(one.tag.quote, one.tag.topics, one.tag.by) for one in corpus.tags("astral.txt")]


@pytest.mark.parametrize("measure", [len, lambda text: len(text.encode("utf-16-le")) // 2])
def test_what_label_studio_exports_now_and_before_2021(tmp_path, measure):
    at = measure(TEXT[: TEXT.index("野家")])
    over = measure(TEXT[: TEXT.index("笑")])
    result = [
        region(at, at + 2, "野家", "標準之爭", meta={"text": ["a remark"]}),
        region(over, at, "笑。\\n𠮷"[:2] + "𠮷", "new one"),
        region(3, 5, "完全不同", "new one"),
        {"id": "r", "type": "choices", "value": {"choices": ["Positive"]}},
    ]
    data = json.dumps([task(*result)]).encode()
    corpus, account = imported(tmp_path, "labelstudio", {"project-1.json": data})
    assert said(corpus) == [
        ("笑。𠮷", ("new-one",), "li"),
        ("野家", ("standards-war",), "li"),
    ]
    assert [one.tag.note for one in corpus.tags("astral.txt")] == ["", "a remark"]
    lost = list(account.lines())
    assert any("not what stands there" in x and "annotation 1 result 3" in x for x in lost)
    assert any("choices" in line and "result 4" in line for line in lost)


def test_the_short_export(tmp_path):
    at = TEXT.index("加號")
    short = {"text": TEXT, "id": 4, "annotator": 1, "lead_time": 1.5}
    short["label"] = [{"start": at, "end": at + 2, "text": "加號", "labels": ["new one"]}]
    data = json.dumps([short]).encode()
    corpus, account = imported(tmp_path, "labelstudio", {"min.json": data})
    assert said(corpus) == [("加號", ("new-one",), "mei")]
    assert not account


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"[\n{,", "bad.json line 2"),
        (b"[3]", "bad.json task 1"),
        (b'[{"data":{}}]', "task 1: no text"),
        (json.dumps([task(region("0", 3, "", "x"))]).encode(), "result 1: start is not"),
        (b"[" * 100_000, "bad.json"),
    ],
)
def test_what_is_no_task_is_refused(tmp_path, data, reason):
    with pytest.raises(ValueError, match=reason):
        imported(tmp_path, "labelstudio", {"bad.json": data})
