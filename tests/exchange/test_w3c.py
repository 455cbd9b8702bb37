"""W3C Web Annotation: out and in again; what the model asks for; what others write."""

import json

from hypothesis import HealthCheck, given, settings
from laboratory import exported, imported, put, round_trip, tags, workspace

FEW = settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])


@FEW
@given(tags())
def test_out_and_in_again_is_the_same_bytes(tmp_path_factory, said):
    round_trip(tmp_path_factory.mktemp("w3c"), "w3c", said)


@FEW
@given(tags())
def test_counted_in_utf16_too(tmp_path_factory, said):
    round_trip(tmp_path_factory.mktemp("w3c"), "w3c", said, utf16=True)


def page(corpus, **options):
    return json.loads(exported(corpus, "w3c", **options)[0]["annotations.jsonld"])


def test_places_count_code_points_or_utf16_as_asked(tmp_path):
    corpus = workspace(tmp_path)
    put(corpus, [("astral.txt", 5, 7, ("standards-war",), "", "mei")])
    text = corpus.seed("astral.txt")
    quote = text[5:7]
    for utf16, before in ((False, 5), (True, len(text[0:5].encode("utf-16-le")) // 2)):
        selectors = page(corpus, utf16=utf16)["items"][0]["target"]["selector"]
        assert selectors[0]["exact"] == quote
        assert selectors[1]["start"] == before


def test_what_the_model_asks_for_is_there(tmp_path):
    corpus = workspace(tmp_path)
    put(corpus, [("plain.txt", 0, 5, ("standards-war", "export-controls"), "看法", "li")])
    given = page(corpus)
    assert given["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    item = given["items"][0]
    assert {"id", "type", "body", "target", "creator", "modified", "motivation"} <= set(item)
    assert [body["purpose"] for body in item["body"]] == ["tagging", "tagging", "commenting"]


def test_what_others_write(tmp_path):
    """In the shape Hypothesis and Recogito export: text bodies, quotes, no id of ours."""
    quote = {
        "type": "TextQuoteSelector",
        "exact": "标准之争",
        "prefix": "第二行,讲",
        "suffix": "。",
    }
    annotation = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "https://example.org/annotations/1",
        "type": "Annotation",
        "body": [
            {"type": "TextualBody", "purpose": "tagging", "value": "标准之争"},
            {"type": "TextualBody", "purpose": "tagging", "value": "new one"},
            {"type": "TextualBody", "purpose": "commenting", "value": "a remark"},
        ],
        "target": {"source": "plain.txt", "selector": [quote]},
        "creator": "somebody@example.org",
        "created": "2024-01-01T00:00:00Z",
    }
    lost = {"target": {"source": "plain.txt", "selector": quote | {"exact": "没有的话"}}}
    data = json.dumps([annotation, {**annotation, **lost}]).encode()
    corpus, account = imported(tmp_path, "w3c", {"their.json": data})
    (said,) = corpus.tags("plain.txt")
    assert said.tag.quote == "标准之争"
    assert said.tag.topics == ("new-one", "standards-war")
    assert said.tag.note == "a remark"
    assert "new-one" in corpus.workspace.codebook
    assert any("stands nowhere" in line and "annotation 2" in line for line in account.lines())
