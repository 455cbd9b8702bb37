"""W3C annotations as a JSON-LD processor reads them: the graph says what the tags say."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from laboratory import exported, imported, put, tags, workspace

from seedread.corpus import Corpus
from seedread.exchange.account import Account
from seedread.exchange.incoming import take
from seedread.exchange.w3c import read
from seedread.workspace import find

jsonld = pytest.importorskip("pyld", reason="pyld is not installed: pip install pyld").jsonld

FEW = settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

OA = "http://www.w3.org/ns/oa#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
XSD = "http://www.w3.org/2001/XMLSchema#"
TERMS = "http://purl.org/dc/terms/"
FOAF = "http://xmlns.com/foaf/0.1/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
STREAMS = "http://www.w3.org/ns/activitystreams#"
# Of the published context, https://www.w3.org/ns/anno.jsonld, what it says of the terms we use.
PUBLISHED = {
    "oa": OA,
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": TERMS,
    "foaf": FOAF,
    "rdf": RDF,
    "skos": SKOS,
    "xsd": XSD,
    "as": STREAMS,
    "id": {"@type": "@id", "@id": "@id"},
    "type": {"@type": "@id", "@id": "@type"},
    "Annotation": "oa:Annotation",
    "TextualBody": "oa:TextualBody",
    "SpecificResource": "oa:SpecificResource",
    "TextQuoteSelector": "oa:TextQuoteSelector",
    "TextPositionSelector": "oa:TextPositionSelector",
    "Person": "foaf:Person",
    "AnnotationPage": "as:OrderedCollectionPage",
    "commenting": "oa:commenting",
    "tagging": "oa:tagging",
    "body": {"@type": "@id", "@id": "oa:hasBody"},
    "target": {"@type": "@id", "@id": "oa:hasTarget"},
    "source": {"@type": "@id", "@id": "oa:hasSource"},
    "selector": {"@type": "@id", "@id": "oa:hasSelector"},
    "creator": {"@type": "@id", "@id": "dcterms:creator"},
    "items": {"@type": "@id", "@id": "as:items", "@container": "@list"},
    "motivation": {"@type": "@vocab", "@id": "oa:motivatedBy"},
    "purpose": {"@type": "@vocab", "@id": "oa:hasPurpose"},
    "format": "dc:format",
    "value": "rdf:value",
    "exact": "oa:exact",
    "prefix": "oa:prefix",
    "suffix": "oa:suffix",
    "nickname": "foaf:nick",
    "modified": {"@id": "dcterms:modified", "@type": "xsd:dateTime"},
    "start": {"@id": "oa:start", "@type": "xsd:nonNegativeInteger"},
    "end": {"@id": "oa:end", "@type": "xsd:nonNegativeInteger"},
}


def loaded(url, _options):
    """Give the context and nothing else: no test asks the network."""
    assert url in ("http://www.w3.org/ns/anno.jsonld", "https://www.w3.org/ns/anno.jsonld")
    document = {"@context": PUBLISHED}
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url} | {
        "document": document
    }


READING = {"documentLoader": loaded}


def given_out(corpus):
    return json.loads(exported(corpus, "w3c")[0]["annotations.jsonld"])


def annotations(page):
    """Return the annotations of the expanded graph, by their ids."""
    (whole,) = jsonld.expand(page, READING)
    assert whole["@type"] == [f"{STREAMS}OrderedCollectionPage"]
    (items,) = whole.get(f"{STREAMS}items", [{"@list": []}])
    return {one["@id"]: one for one in items["@list"]}


def literal(value, kind):
    return [{"@value": value, "@type": f"{XSD}{kind}"}]


def of_type(nodes, kind):
    (found,) = [one for one in nodes if one["@type"] == [f"{OA}{kind}"]]
    return found


@FEW
@given(tags())
def test_the_expanded_graph_says_what_the_tags_say(tmp_path_factory, said):
    corpus = workspace(tmp_path_factory.mktemp("jsonld"))
    put(corpus, said)
    found = annotations(given_out(corpus))
    assert set(found) == {f"urn:seedread:tag:t{n:09}" for n in range(len(said))}
    for n, (doc, start, end, topics, note, by) in enumerate(said):
        one = found[f"urn:seedread:tag:t{n:09}"]
        whole = corpus.seed(doc)[0:]
        assert one["@type"] == [f"{OA}Annotation"]
        assert one[f"{OA}motivatedBy"] == [{"@id": f"{OA}tagging"}]
        assert one[f"{TERMS}modified"][0]["@type"] == f"{XSD}dateTime"
        (creator,) = one[f"{TERMS}creator"]
        assert (creator["@type"], creator[f"{FOAF}nick"]) == ([f"{FOAF}Person"], [{"@value": by}])
        (target,) = one[f"{OA}hasTarget"]
        assert target[f"{OA}hasSource"] == [{"@id": f"urn:seedread:document:{doc}"}]
        quote = of_type(target[f"{OA}hasSelector"], "TextQuoteSelector")
        assert quote[f"{OA}exact"] == [{"@value": whole[start:end]}]
        assert whole[:start].endswith(quote[f"{OA}prefix"][0]["@value"])
        assert whole[end:].startswith(quote[f"{OA}suffix"][0]["@value"])
        place = of_type(target[f"{OA}hasSelector"], "TextPositionSelector")
        assert place[f"{OA}start"] == literal(start, "nonNegativeInteger")
        assert place[f"{OA}end"] == literal(end, "nonNegativeInteger")
        check_bodies(corpus, one[f"{OA}hasBody"], topics, note)


def check_bodies(corpus, bodies, topics, note):
    tagging = [one for one in bodies if one[f"{OA}hasPurpose"] == [{"@id": f"{OA}tagging"}]]
    assert all(one["@type"] == [f"{OA}SpecificResource"] for one in tagging)
    concepts = [one[f"{OA}hasSource"][0] for one in tagging]
    assert [one["@id"] for one in concepts] == [f"urn:seedread:topic:{id}" for id in topics]
    for concept, id in zip(concepts, topics, strict=True):
        topic = corpus.workspace.codebook.get(id)
        assert concept["@type"] == [f"{SKOS}Concept"]
        named = {one["@language"].lower(): one["@value"] for one in concept[f"{SKOS}prefLabel"]}
        assert named == {"en": topic.en, "zh-hans": topic.hans, "zh-hant": topic.hant}
    notes = [one for one in bodies if one not in tagging]
    assert [one[f"{RDF}value"] for one in notes] == ([[{"@value": note}]] if note else [])
    assert all(one[f"{OA}hasPurpose"] == [{"@id": f"{OA}commenting"}] for one in notes)


def normal(page):
    """Return the graph as sorted statements, blank nodes named by what is said of them."""
    options = {"algorithm": "URDNA2015", "format": "application/n-quads", **READING}
    return jsonld.normalize(page, options)


@FEW
@given(tags())
def test_in_and_out_again_is_the_same_graph(tmp_path_factory, said):
    root = tmp_path_factory.mktemp("jsonld")
    corpus = workspace(root / "a")
    put(corpus, said)
    page = given_out(corpus)
    data = json.dumps(page, indent=2, sort_keys=True).encode()  # as another tool would lay it out
    back, lost = imported(root / "b", "w3c", {"theirs.jsonld": data})
    assert not lost
    ours, theirs = normal(page), normal(given_out(back))
    assert ours == theirs
    assert ours.count(f"<{OA}exact>") == len(said)


def test_the_graph_notices_another_place(tmp_path):
    corpus = workspace(tmp_path)
    put(corpus, [("plain.txt", 0, 5, ("standards-war",), "", "mei")])
    page = given_out(corpus)
    before = normal(page)
    page["items"][0]["target"]["selector"][1]["start"] = 1
    assert normal(page) != before


def test_names_that_no_address_may_hold(tmp_path):
    """An IRI with a space in it is none: a processor may drop what is said of it."""
    name = 'a b <"中文">{50%20}#1?.txt'
    for root in (tmp_path / "a", tmp_path / "b"):
        workspace(root)
        (root / "seeds" / name).write_text("這是一個檔案。", "utf-8")
    put(Corpus(find(tmp_path / "a")), [(name, 0, 2, ("standards-war",), "", "mei")])
    page = given_out(Corpus(find(tmp_path / "a")))
    (one,) = annotations(page).values()
    source = one[f"{OA}hasTarget"][0][f"{OA}hasSource"][0]["@id"]
    assert source == "urn:seedread:document:a%20b%20%3C%22中文%22%3E%7B50%2520%7D%231%3F.txt"
    back = Corpus(find(tmp_path / "b"))
    edit = take(read({"a": json.dumps(page).encode()}, Account()), back, "mei", Account())
    assert not back.workspace.shelf.write(edit).left
    assert [said.tag.quote for said in back.tags(name)] == ["這是"]
