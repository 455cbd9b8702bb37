"""What we ship (documents, codebook, first reading) holds without a line of our own code."""

import hashlib
import itertools
import json
import re
from pathlib import Path

import pytest
from rich.cells import cell_len

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"
ANNOTATIONS = ROOT / "annotations"

SHA256 = {
    "000_7ce4e99437b5047b.txt": "d83927819eea62bf93fc4a8b3b8a0c9f7af55bcba54f0c7688409de5a46b47f3",
    "001_6cbf5dd94d21163e.txt": "7661266a5e1eb90d1d5a4cb6f3dfec64ab6188d551562f4bee58a0f94a2db5d3",
    "002_3128ee1774a75189.txt": "a961523f7f6f9797d890076904ebd81a0d5b627140e5bc70ad0e8962b189c9cc",
    "003_82d3ed98189e5d85.txt": "d725dec0618e74357898a6d47e04842da88e3e9d224af97dce4b3f3f5046578a",
    "004_1110d360e7397345.txt": "7f9ceccba712ea73516d03afaf1f9a67d9654a7c09bc189a08fefc9495e92eda",
}
TAG_KEYS = "id start end quote before after topics note by at rev"
TOPIC_KEYS = "id parent en hans hant definition include exclude keywords colour mark pin retired"
GROUPS = {"policy-leverage", "order-ecosystem", "technology", "markets", "people-ideas"}

documents = pytest.mark.parametrize("document", sorted(SHA256))


def lines(path: Path) -> list[dict]:
    *records, rest = path.read_bytes().decode("utf-8").split("\n")
    assert rest == "", f"{path} does not end with a line feed"
    return [json.loads(line) for line in records]


def topic_lines() -> list[dict]:
    return lines(ANNOTATIONS / "topics.jsonl")


def topics() -> list[dict]:
    return [line for line in topic_lines() if line["parent"] is not None]


def first_reading(document: str) -> Path:
    return ANNOTATIONS / document / "example.jsonl"


def tags(document: str) -> list[dict]:
    return lines(first_reading(document))


def all_tags() -> list[dict]:
    return [tag for document in sorted(SHA256) for tag in tags(document)]


def text(document: str) -> str:
    """The document as offsets count it: no BOM, every line end LF."""
    decoded = (SEEDS / document).read_bytes().decode("utf-8").removeprefix("\ufeff")
    return decoded.replace("\r\n", "\n").replace("\r", "\n")


def blob_hash(data: bytes) -> str:
    """What `git hash-object` prints."""
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def canonical(records: list[dict]) -> bytes:
    return "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records).encode("utf-8")


def luminance(colour: str) -> float:
    """WCAG relative luminance of `#rrggbb`, 0 (black) to 1 (white)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@documents
def test_document_is_byte_for_byte_the_one_received(document):
    assert hashlib.sha256((SEEDS / document).read_bytes()).hexdigest() == SHA256[document]


def test_topics_file_is_canonical_and_sorted():
    records = topic_lines()
    assert canonical(records) == (ANNOTATIONS / "topics.jsonl").read_bytes()
    assert all(" ".join(record) == TOPIC_KEYS for record in records)
    assert all(list(record["keywords"]) == ["en", "hans", "hant"] for record in records)
    ids = [record["id"] for record in records]
    assert ids == sorted(set(ids))


def test_thirty_topics_in_five_groups():
    assert {line["id"] for line in topic_lines() if line["parent"] is None} == GROUPS
    assert len(topics()) == 30
    assert {topic["parent"] for topic in topics()} == GROUPS


def test_topics_are_named_in_both_scripts_and_defined():
    for line in topic_lines():
        assert all(line[name] for name in ("en", "hans", "hant")), line["id"]
        assert line["retired"] is False
    for topic in topics():
        assert all(topic[key] for key in ("definition", "include", "exclude")), topic["id"]
        assert all(topic["keywords"].values())


def test_marks_are_unique_and_one_or_two_cells_wide():
    marks = [topic["mark"] for topic in topics()]
    assert len(set(marks)) == len(marks)
    assert all(1 <= cell_len(mark) <= 2 for mark in marks)
    assert {line["mark"] for line in topic_lines() if line["parent"] is None} == {""}


def test_the_nine_digits_are_pinned_once_each():
    pinned = {topic["pin"]: topic["id"] for topic in topics() if topic["pin"] is not None}
    assert sorted(pinned) == list(range(1, 10))
    assert sum(line["pin"] is not None for line in topic_lines()) == 9
    assert pinned[1] == "standards-war"
    assert pinned[2] == "power-infrastructure"


def test_colours_differ_and_stand_out_on_black_and_on_white():
    colours = [line["colour"] for line in topic_lines()]
    assert len(set(colours)) == len(colours)
    for colour in colours:
        assert re.fullmatch("#[0-9a-f]{6}", colour)
        # WCAG asks 3:1 of anything graphical
        assert (luminance(colour) + 0.05) / 0.05 >= 3, colour
        assert 1.05 / (luminance(colour) + 0.05) >= 3, colour


@documents
def test_first_reading_is_canonical_and_sorted(document):
    records = tags(document)
    assert canonical(records) == first_reading(document).read_bytes()
    assert all(" ".join(record) == TAG_KEYS for record in records)
    order = [(record["start"], record["end"], record["id"]) for record in records]
    assert order == sorted(order)
    assert len({(start, end) for start, end, _ in order}) == len(order)


@documents
def test_every_quote_and_context_is_in_its_place(document):
    whole = text(document)
    for tag in tags(document):
        start, end = tag["start"], tag["end"]
        assert 0 <= start < end <= len(whole)
        assert tag["quote"] == whole[start:end]
        assert tag["quote"] == tag["quote"].strip()
        assert tag["before"] == whole[max(0, start - 8) : start]
        assert tag["after"] == whole[end : end + 8]


@documents
def test_offsets_belong_to_the_shipped_version(document):
    rev = blob_hash((SEEDS / document).read_bytes())[:12]
    assert {tag["rev"] for tag in tags(document)} == {rev}


def test_ids_are_unique_and_easy_to_read():
    ids = [tag["id"] for tag in all_tags()]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch("[0-9abcdefghjkmnpqrstvwxyz]{10}", i) for i in ids)


def test_tags_use_known_topics_in_order():
    known = {topic["id"] for topic in topics()}
    for tag in all_tags():
        assert tag["topics"]
        assert tag["topics"] == sorted(set(tag["topics"]))
        assert set(tag["topics"]) <= known


def test_first_reading_was_made_in_reading_order():
    times = [tag["at"] for tag in all_tags()]
    assert all(earlier < later for earlier, later in itertools.pairwise(times))
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", at) for at in times)
    assert {tag["by"] for tag in all_tags()} == {"example"}


def test_first_reading_is_broad_enough_to_show_the_work():
    assert len(all_tags()) >= 30
    assert all(len(tags(document)) >= 6 for document in SHA256)
    assert len({topic for tag in all_tags() for topic in tag["topics"]}) >= 20
    assert any(len(tag["topics"]) > 2 for tag in all_tags())
    assert any(tag["note"] for tag in all_tags())
