"""CoNLL: what a reader of BIO finds again, and what the account says it cannot."""

from hypothesis import HealthCheck, given, settings
from laboratory import TEXTS, exported, put, tags, workspace

FEW = settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def entities(data):
    """Read each column as the definition of BIO says: (start, end, label)."""
    rows = [line.split(" ") for line in data.decode().split("\n")]
    found = []
    for column in range(2, len(rows[0])):
        entity = None
        for row in [*rows[1:], [""]]:
            label = row[column] if len(row) > 2 else "O"
            if entity and label == f"I-{entity[2]}":
                entity = (entity[0], int(row[1]) + 1, entity[2])
                continue
            assert not label.startswith("I-"), "inside of nothing"
            found += [entity] if entity else []
            entity = (int(row[1]), int(row[1]) + 1, label[2:]) if label != "O" else None
    return found


@FEW
@given(tags())
def test_every_passage_is_found_again_line_by_line(tmp_path_factory, said):
    corpus = workspace(tmp_path_factory.mktemp("conll"))
    put(corpus, said)
    files, account = exported(corpus, "conll")
    wanted = {}
    for doc, start, end, topics, _, by in said:
        text = TEXTS[doc].lstrip("\ufeff").replace("\r\n", "\n")
        at = start
        for line in text[start:end].split("\n"):
            blank = len(line) - len(line.lstrip())
            place = (at + blank, at + len(line.rstrip()))
            if line.strip():
                wanted.setdefault(f"{doc}/{by}.conll", []).extend((*place, t) for t in topics)
            at += len(line) + 1
    for name, data in files.items():
        assert sorted(entities(data)) == sorted(wanted.get(name, []))
    assert sum("a note" in line for line in account.lines()) == any(one[4] for one in said)


def test_the_longest_stands_in_the_first_column(tmp_path):
    corpus = workspace(tmp_path)
    said = [
        ("plain.txt", 1, 2, ("standards-war",), "", "mei"),
        ("plain.txt", 0, 3, ("export-controls",), "a note", "mei"),
    ]
    put(corpus, said)
    files, account = exported(corpus, "conll")
    assert files["plain.txt/mei.conll"].decode().split("\n")[:6] == [
        "-DOCSTART- 0 O O",
        "",
        "中 0 B-export-controls O",
        "国 1 I-export-controls B-standards-war",
        "的 2 I-export-controls O",
        "A 3 O O",
    ]
    assert any("a note: 1 (t000000001)" in line for line in account.lines())
