"""The numbers, held to what a look at every single code point finds."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from changed import git
from seedread.cli import main
from seedread.corpus import Corpus
from seedread.stats import Survey, annotators, rate
from seedread.tags import seen
from seedread.tags.edit import Edit
from seedread.tags.tag import file_of, make
from seedread.text.noise import HIDDEN, of
from seedread.text.outline import Outline
from seedread.text.passage import Passage
from seedread.text.seed import Seed
from seedread.text.units import Units
from seedread.workspace import find

SEEDS = sorted((Path(__file__).parent.parent / "seeds").iterdir())
TEXT = "芯片(xīn piàn)战争。\n标准之争!电力?\n\n浏览量:2\n长行。" + "电力基础设施。" * 900 + "\n完"


@pytest.fixture
def space(tmp_path):
    """A function that makes a workspace of a text, (start, end, topics, by) and (spans, by)."""

    def made(text=TEXT, tags=(), marks=(), name="a.txt"):
        (tmp_path / "seeds").mkdir(exist_ok=True)
        (tmp_path / "seeds" / name).write_text(text, newline="")
        space = find(tmp_path)
        seed = space.read_id(name)
        changes = {}
        for n, (start, end, topics, by) in enumerate(tags):
            record = make(seed, Passage(start, end), topics, f"{name[0]}{n:09}", by)
            changes[file_of(name, by), record.id] = None, record
        for spans, by in marks:
            record = seen.marked(seed, [Passage(*s) for s in spans], by)
            before = space.shelf.records(seen.file_of(by)).get(name)
            changes[seen.file_of(by), name] = before, record
        saved = space.shelf.write(Edit(changes))
        assert not saved.waiting
        return space

    return made


def surveyed(space, by=""):
    survey = Survey(Corpus(space), by)
    for doc in [*survey.begun(), *survey.rest()]:
        survey.add(survey.measure(doc))
    return survey


def sentences_of(seed):
    """The sentences as the reader goes through them."""
    units = Units(seed)
    return [span for block in seed.blocks() for span in units.of_block("sentence", block)]


@pytest.mark.parametrize("seed", [Seed.read(p, p.name) for p in SEEDS] + [Seed.of(TEXT.encode())])
def test_an_outline_has_the_sentences_one_goes_through_and_counts_what_is_not_noise(seed):
    outline = Outline.of(seed)
    assert list(zip(outline.starts, outline.ends, strict=True)) == sentences_of(seed)
    hidden = {n for one in of(seed) if one.kind in HIDDEN for n in range(*one.passage)}
    counted = [n for n, c in enumerate(seed[:]) if n not in hidden and c != "\n"]
    assert outline.characters == len(counted)
    for span in [Passage(0, 40), Passage(13, 700), Passage(200, 201), Passage(0, len(seed))]:
        assert outline.count([span]) == sum(n in span for n in counted)


def test_what_the_page_says_around_its_text_is_boilerplate():
    text = "标准之争到了要紧关头\n2025-05-20 浏览量:2\n芯片战争还在继续。\n标准之争到了要紧关头\n"
    outline = Outline.of(Seed.of(text.encode()))
    said = [text[a:b] for a, b in zip(outline.starts, outline.ends, strict=True)]
    idle = [said[n] for n in sorted(outline.boilerplate)]
    assert "芯片战争还在继续。" in said
    assert "芯片战争还在继续。" not in idle
    assert idle[-1] == "标准之争到了要紧关头"
    assert len(idle) < len(said)


SHORT = "芯片战争。标准之争!\n电力(diàn lì)?算力。\n浏览量:2\n完"
some_tags = st.lists(
    st.tuples(
        st.integers(0, len(SHORT) - 2),
        st.integers(1, 14),
        st.sets(st.sampled_from("xyz"), max_size=3),
        st.sampled_from(["li", "mei"]),
    ),
    max_size=8,
)
some_spans = st.lists(st.tuples(st.integers(0, 20), st.integers(21, len(SHORT))), max_size=2)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some_tags, some_spans, st.sampled_from(["", "li", "mei"]))
def test_numbers_are_what_a_look_at_every_sentence_finds(tmp_path_factory, given_, spans, by):
    root = tmp_path_factory.mktemp("w")
    (root / "seeds").mkdir()
    (root / "seeds" / "a.txt").write_text(SHORT)
    space = find(root)
    seed = space.read_id("a.txt")
    ends = [(a, min(a + n, len(SHORT)), topics, who) for a, n, topics, who in given_]
    records = [
        make(seed, Passage(a, b), topics, f"{n:010}", who)
        for n, (a, b, topics, who) in enumerate(ends)
    ]
    changes = {(file_of("a.txt", r.fields["by"]), r.id): (None, r) for r in records}
    changes[seen.file_of("mei"), "a.txt"] = (
        None,
        seen.marked(seed, map(Passage._make, spans), "mei"),
    )
    space.shelf.write(Edit(changes))
    found = surveyed(space, by).documents["a.txt"]

    wanted = [(a, b, topics) for a, b, topics, who in ends if topics and by in ("", who)]
    parts = sentences_of(seed)
    hidden = {n for one in of(seed) if one.kind in HIDDEN for n in range(*one.passage)}
    touched = [{t for a, b, ts in wanted if a < q and p < b for t in ts} for p, q in parts]
    for topic in "xyz":
        covered = {n for a, b, ts in wanted if topic in ts for n in range(a, b)}
        cell = found.cells.get(topic)
        if not covered:
            assert cell is None
            continue
        assert cell.tags == sum(topic in ts for *_, ts in wanted)
        assert cell.characters == sum(n not in hidden and SHORT[n] != "\n" for n in covered)
        assert cell.sentences == sum(topic in said for said in touched)
        assert found.strip(topic, len(SHORT)) == [float(n in covered) for n in range(len(SHORT))]
        assert found.per(topic) == pytest.approx(cell.tags / found.characters * 10_000)
    for a, b in ("xy", "xz", "yz"):
        assert found.pairs.get((a, b), 0) == sum({a, b} <= said for said in touched)
    marked = set() if by == "li" else {n for a, b in spans for n in range(a, b)}
    states = [
        "tagged" if said else "idle" if SHORT[p:q] == "浏览量:2" else
        "seen" if marked.issuperset(range(p, q)) else "unseen"
        for (p, q), said in zip(parts, touched, strict=True)
    ]  # fmt: skip
    assert (found.sentences, found.tagged, found.boilerplate, found.seen, found.unseen) == (
        len(parts),
        *(states.count(state) for state in ("tagged", "idle", "seen", "unseen")),
    )
    assert found.next == (parts[states.index("unseen")] if "unseen" in states else None)


def test_what_several_documents_have_together(space):
    space(tags=[(0, 9, ["x", "y"], "li"), (14, 19, ["x"], "mei")])
    survey = surveyed(
        space("别的芯片。", [(0, 2, ["x"], "li"), (2, 5, ["y"], "mei")], name="b.txt")
    )
    assert survey.total("x").tags == 3
    assert survey.total("x").sentences == 3
    assert survey.together("y", "x") == 2
    assert survey.jaccard("x", "y") == pytest.approx(2 / 3)
    assert survey.jaccard("x", "x") == 1
    assert survey.jaccard("no", "none") is None
    assert survey.cell("y", "b.txt").tags == 1
    assert survey.cell("y", "c.txt").tags == 0
    survey.add(survey.measure("b.txt"))
    assert survey.total("x").tags == 3
    assert annotators(survey.corpus) == ["li", "mei"]


def test_a_rate_without_characters_is_undefined(space):
    assert rate(3, 0) is None
    survey = surveyed(space("\n\n", name="b.txt"))
    found = survey.documents["b.txt"]
    assert (found.characters, found.sentences, found.per("x")) == (0, 0, None)
    assert found.strip("x", 4) == [0, 0, 0, 0]


def test_tags_of_a_document_that_is_gone_are_lost_not_counted(space):
    made = space(tags=[(0, 5, ["x"], "li"), (0, 5, [], "li")])
    (made.seeds / "a.txt").unlink()
    survey = surveyed(made)
    assert survey.documents["a.txt"].lost == 1
    assert survey.total("x").tags == 0


def test_marks_of_another_text_do_not_count_and_are_told(space):
    made = space("一句。二句。", marks=[([(0, 6)], "mei")])
    assert surveyed(made).documents["a.txt"].seen == 2
    (made.seeds / "a.txt").write_text("一句。三句。")
    found = surveyed(find(made.root)).documents["a.txt"]
    assert (found.seen, found.unseen, found.stale) == (0, 2, True)


def test_marks_of_an_earlier_version_count_where_its_sentences_still_are(space):
    made = space("一句。二句。末句。", marks=[([(0, 6)], "mei")])
    git(made.root, "init", "-q")
    git(made.root, "add", "-A")
    git(made.root, "commit", "-qm", "seen")
    (made.seeds / "a.txt").write_text("新句。\n一句。三句。末句。")
    found = surveyed(find(made.root)).documents["a.txt"]
    assert (found.seen, found.unseen, found.stale) == (1, 3, False)
    assert found.next == (0, 3)


def test_documents_nobody_has_begun_are_read_only_if_they_are_small(space):
    space(tags=[(0, 5, ["x"], "li")])
    survey = Survey(Corpus(space("别的。", name="b.txt")))
    assert survey.begun() == ["a.txt"]
    assert survey.rest() == survey.rest(9) == ["b.txt"]
    assert survey.rest(8) == []


# --------------------------------------------------------------------- the command


def test_the_command_prints_objects(space, capsys):
    root = space(tags=[(0, 14, ["x", "y"], "li"), (17, 20, ["x"], "mei")]).root
    assert main(["stats", "-C", str(root), "--json"]) == 0
    rows = [json.loads(row) for row in capsys.readouterr().out.splitlines()]
    document, *cells, pair = rows
    assert list(document) == [
        *("kind", "doc", "characters", "sentences", "tagged", "boilerplate", "seen", "unseen"),
        *("lost", "stale"),
    ]
    assert document["doc"] == "a.txt"
    assert [(c["kind"], c["topic"], c["doc"], c["tags"]) for c in cells] == [
        ("cell", "x", "a.txt", 2),
        ("cell", "y", "a.txt", 1),
    ]
    assert list(cells[0])[4:] == ["characters", "sentences", "per_10000"]
    assert cells[0]["per_10000"] == round(2 / document["characters"] * 10_000, 3)
    assert pair == {"kind": "pair", "topics": ["x", "y"], "sentences": 1, "jaccard": 0.5}

    assert main(["stats", "-C", str(root), "--json", "--by", "mei"]) == 0
    rows = [json.loads(row) for row in capsys.readouterr().out.splitlines()]
    assert [row["kind"] for row in rows] == ["document", "cell"]


def test_the_command_prints_tables(space, capsys):
    space(tags=[(0, 14, ["x", "y"], "li")])
    root = space("\n", name="b.txt").root
    assert main(["stats", "-C", str(root)]) == 0
    out = capsys.readouterr().out
    assert re.search(r"^a\.txt +\d+", out, re.MULTILINE)
    assert "nan" not in out.lower()
    assert main(["stats", "-C", str(root), "--doc", "b"]) == 0
    out = capsys.readouterr().out
    assert "a.txt" not in out
    assert "b.txt" in out


def test_the_command_refuses_who_and_what_is_not_there(space, capsys):
    root = space(tags=[(0, 14, ["x"], "li")]).root
    assert main(["stats", "-C", str(root), "--by", "nobody"]) == 2
    assert "li" in capsys.readouterr().err
    assert main(["stats", "-C", str(root), "--doc", "zzz"]) == 2
