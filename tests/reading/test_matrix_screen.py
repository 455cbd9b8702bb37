"""The matrix, as one goes through it; and saying what has been seen."""

import sys
from pathlib import Path
from threading import Event
from types import ModuleType

import pytest
from desk import Desk, read

from seedread.corpus import Corpus
from seedread.stats import Survey
from seedread.tags import seen
from seedread.tags.edit import Edit
from seedread.tags.tag import file_of, make
from seedread.text.passage import Passage
from seedread.text.wrap import cells
from seedread.ui.charts.chart import Facts, State
from seedread.ui.charts.figures import figure, shaded, short
from seedread.ui.charts.heat import Heat
from seedread.ui.charts.matrix import CHARTS, Matrix
from seedread.ui.reader.screen import Reader
from seedread.workspace import find

FIRST, SECOND = "000_7ce4e99437b5047b.txt", "001_6cbf5dd94d21163e.txt"
TAGS = [  # document, start, end, topics, who
    (FIRST, 4000, 4030, ["chokepoint", "patents"], "li"),
    (FIRST, 4040, 4060, ["chokepoint"], "mei"),
    (SECOND, 300, 340, ["chokepoint"], "mei"),
]


@pytest.fixture
def tagged(workspace) -> Path:
    """The workspace with three tags."""
    space, changes = find(workspace), {}
    for n, (doc, start, end, topics, by) in enumerate(TAGS):
        record = make(space.read_id(doc), Passage(start, end), topics, f"{n:010}", by)
        changes[file_of(doc, by), record.id] = None, record
    assert not space.shelf.write(Edit(changes)).waiting
    return workspace


def row(desk: Desk, begins: str) -> str:
    return next(line for line in desk.screen().splitlines() if begins in line)


def _column(desk: Desk) -> int:
    assert isinstance(desk.app.screen, Matrix)
    return desk.app.screen.state.column


def test_cells_have_numbers_and_lead_to_their_passages(tagged, monkeypatch):
    asked = []
    stand_in = ModuleType("seedread.ui.lines.concordance")
    stand_in.show = lambda reader, topic="", doc="": asked.append((reader, topic, doc))
    monkeypatch.setitem(sys.modules, "seedread.ui.lines.concordance", stand_in)

    async def story(desk: Desk) -> None:
        await desk.press("m", "v", "o")
        # 2 tags in the first document, 1 in the second
        assert "3[██    2]▓▓    1 " in row(desk, "CP ").replace("⟧ ⟦", " ")
        assert "2 tags, " in desk.screen()
        await desk.press("l", "enter")
        assert isinstance(desk.app.screen, Reader)
        assert asked == [(desk.reader, "chokepoint", SECOND)]
        await desk.press("m")
        assert "1 tag, " in desk.screen()  # where one left

    read(tagged, story, size=(80, 24))


def test_strips_lead_to_the_place_and_back_and_progress_to_what_is_unseen(tagged):
    async def story(desk: Desk) -> None:
        await desk.press("m", "3", "n")
        column = _column(desk)
        await desk.press("enter")
        assert desk.reader.cursor.passage.start in (4000, 4040)
        await desk.press("backspace")
        assert "Where it lies" in desk.screen()
        assert _column(desk) == column > 0
        await desk.press("4")
        assert "boilerplate" in desk.screen()
        await desk.press("enter")
        assert desk.reader.cursor.passage.start == 0

    read(tagged, story, size=(100, 30))


def test_numbers_of_one_annotator(tagged, monkeypatch):
    asked = []
    stand_in = ModuleType("seedread.ui.lines.concordance")
    stand_in.show = lambda reader, topic: asked.append(topic)
    monkeypatch.setitem(sys.modules, "seedread.ui.lines.concordance", stand_in)

    async def story(desk: Desk) -> None:
        await desk.press("m", "2")
        assert "PT " in desk.screen()
        await desk.press("a", *"mei", "enter")
        assert "only mei" in desk.screen()
        assert "PT " not in desk.screen()
        await desk.press("enter")
        assert asked == ["chokepoint by:mei"]

    read(tagged, story, size=(100, 30))


def test_what_is_seen_is_marked_told_and_taken_back(workspace):
    def line():
        return find(workspace).shelf.records(seen.file_of("mei")).get(FIRST)

    async def story(desk: Desk) -> None:
        await desk.press("j", "Z")
        end = desk.reader.cursor.passage.end
        assert line().fields["seen"] == [[0, end]]
        assert "1% of the document seen now" in desk.said
        await desk.press("Z")
        assert desk.said.startswith("seen already")
        await desk.press("u")
        assert line() is None

    read(workspace, story)


def test_an_empty_matrix_says_what_to_do_and_leaving_it_ends_the_work(workspace, monkeypatch):
    go, measured, measure = Event(), [], Survey.measure

    def slow(self, doc):
        measured.append(doc)
        go.wait(10)
        return measure(self, doc)

    async def story(desk: Desk) -> None:
        await desk.press("m")
        assert "nothing is tagged yet" in desk.screen()
        await desk.press("escape")
        monkeypatch.setattr(Survey, "measure", slow)
        await desk.strike("m")
        await desk.strike("escape")
        go.set()
        await desk.settle()
        assert len(measured) <= 1
        assert isinstance(desk.app.screen, Reader)

    read(workspace, story, size=(80, 24))


# ------------------------------------------------------------- pictures as plain data


def chart_of(kind, root, documents=None, **state):
    space = find(root)
    survey = Survey(Corpus(space))
    for doc in survey.begun():
        survey.add(survey.measure(doc))
    state = State(view=CHARTS.index(kind), **state)
    documents = documents or [entry.id for entry in space.entries()]
    return kind(Facts(survey, space.codebook, "hans", documents, lambda doc: f"题目 {doc}"), state)


@pytest.mark.parametrize("kind", CHARTS)
@pytest.mark.parametrize("width", [79, 99, 159])
def test_no_row_is_wider_than_the_window(tagged, kind, width):
    chart = chart_of(kind, tagged, doc=FIRST)
    assert cells("".join(text for text, _ in chart.heading(width))) <= width
    assert len(chart.rows) > 0
    for n in range(len(chart.rows)):
        assert cells("".join(text for text, _ in chart.row(n, width))) <= width


@pytest.mark.parametrize("column", [0, 3, 700, 1999])
def test_the_column_one_stands_on_is_in_view_among_two_thousand(tagged, column, monkeypatch):
    monkeypatch.setattr("seedread.ui.charts.heat.FEW", 5000)
    documents = [f"doc-{n:04}.txt" for n in range(2000)]
    chart = chart_of(Heat, tagged, documents, column=column, at=1)
    heading = "".join(text for text, _ in chart.heading(79))
    assert f"▼{column:04}" in heading
    assert "".join(text for text, _ in chart.row(1, 79)).count("[") == 1


def test_short_names_tell_documents_apart():
    assert short(["000_7ce.txt", "001_7cf.txt"]) == {"000_7ce.txt": "000", "001_7cf.txt": "001"}
    many = [f"report-of-{n}.txt" for n in range(30)]
    assert set(short(many).values()) == {str(n) for n in range(30)}
    assert short(["a/x.txt", "b/x.txt"]).keys() == {"a/x.txt", "b/x.txt"}
    assert short([]) == {}


def test_figures_fit_and_shades_grow():
    assert [figure(n) for n in (0, 1.25, 999.9, 3, 99_999, 120_000, 3_400_000)] == [
        *("0", "1.2", "999.9", "3", "99999", "120k", "3.4M")
    ]
    assert [shaded(n, 4)[0] for n in (0.1, 1, 2, 3, 4)] == ["░", "▒", "▓", "█", "█"]
    assert shaded(1, 0)[0] == "░"


def test_rows_are_grouped_as_in_the_codebook_and_strange_topics_come_last(tagged):
    space = find(tagged)
    record = make(space.read_id(FIRST), Passage(0, 5), ["no-such"], "z" * 10, "li")
    space.shelf.write(Edit({(file_of(FIRST, "li"), record.id): (None, record)}))
    chart = chart_of(Heat, tagged)
    assert chart.rows[0] is None
    assert not chart.able(0)
    assert chart.rows[-2:] == [None, "no-such"]
    assert "not in the codebook" in chart.row(len(chart.rows) - 2, 79)[0][0]
    assert chart_of(Heat, tagged, by_total=True).rows[0] == "chokepoint"
