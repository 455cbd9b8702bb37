"""What is drawn is the whole document, row facing row, and the lit passage in both scripts."""

from collections.abc import Iterator
from functools import cache

import pytest
from desk import Desk, read
from rich.cells import cell_len
from textual.strip import Strip

from conftest import ROOT
from seedread.text import cursor as go
from seedread.text import noise, script
from seedread.text.clean import Clean
from seedread.text.glossary import shipped
from seedread.text.passage import Passage
from seedread.text.rows import Line
from seedread.ui.reader.spread import Spread
from seedread.ui.reader.view import LANE, RULE

SIZES = [(160, 48), (100, 30), (80, 24)]
DOCUMENTS = sorted(path.name for path in (ROOT / "seeds").iterdir())


@cache
def clean(name: str) -> Clean:
    return noise.clean(text(name))


@cache
def conversion(config: str, name: str) -> str:
    """The clean document as the converter writes it, the shipped terms mended."""
    lines = clean(name).text.split("\n")
    return "\n".join(script.converted(line, config, shipped()) for line in lines)


def converted(config: str, name: str, passage: Passage) -> str:
    """What a passage of one line is in the other script."""
    bare = clean(name)
    start, end = bare.across(passage)
    line = bare.text.rfind("\n", 0, start) + 1
    rest = bare.text.find("\n", end)
    twin = script.convert(bare.text[line : rest if rest >= 0 else None], config, shipped())
    there = twin.across(Passage(start - line, end - line))
    return twin.text[there.start : there.end]


@cache
def text(name: str) -> str:
    return (ROOT / "seeds" / name).read_bytes().decode().removeprefix("\ufeff").replace("\r", "")


def panes(desk: Desk, line: Line, strip: Strip) -> tuple[Strip, Strip]:
    """Return the source's and the twin's part of a drawn line; a part that is not there is ""."""
    rows, left = desk.reader.rows, strip.cell_length - desk.reader.size.width
    left += LANE * (3 if desk.app.size.width >= 120 else 2)
    source = strip.crop(left, left + rows.width)
    if line.sides != "both":
        return (source, Strip([])) if line.sides == "source" else (Strip([]), source)
    start = left + rows.width + len(RULE)
    return source, strip.crop(start, start + rows.twin_width)


def lines(desk: Desk, about: Passage | None = None) -> Iterator[tuple[Line, Strip]]:
    """Yield the lines on the screen, as laid out and as drawn; only those about a passage."""
    spread = desk.reader.query_one(Spread)
    for y, line in enumerate(desk.reader.rows.window(desk.reader.top, desk.reader.height)):
        if about and not line.facing.block.meets(about):
            continue
        strip = spread.render_line(y)
        assert cell_len(strip.text) == strip.cell_length == desk.app.size.width
        yield line, strip


def said(rows: list[str], whole: str) -> None:
    """Check that rows, drawn without the spaces at their ends, say `whole` and nothing else."""
    at = 0
    for row in filter(None, rows):
        while whole[at : at + 1] in (" ", "\n") and not whole.startswith(row, at):
            at += 1
        assert whole.startswith(row, at), (row, whole[at : at + 80])
        at += len(row)
    assert not whole[at:].strip(" \n")


async def on_document(desk: Desk, name: str) -> None:
    await desk.press("d", *name[:3], "enter")
    assert desk.reader.seed.id == name
    desk.reader.action_do("start")


@pytest.mark.parametrize("mode", ["two", "mixed"])
@pytest.mark.parametrize("size", SIZES)
def test_paging_from_start_to_end_shows_all_of_both_texts_side_by_side(workspace, size, mode):
    async def story(desk: Desk) -> None:
        for name in DOCUMENTS:
            await on_document(desk, name)
            while desk.reader.rows.mode != mode:
                await desk.press("w")
            source, twin = walk(desk)
            said(source, text(name))
            said(twin, conversion(desk.reader.config, name))
            if not clean(name).cuts:
                assert len(source) == len(twin)

    read(workspace, story, size)


def walk(desk: Desk) -> tuple[list[str], list[str]]:
    """Page down to the end; returns the rows of either side, each once."""
    drawn: dict[tuple[int, int, str], tuple[str, str]] = {}
    top = None
    while top != desk.reader.top:
        top = desk.reader.top
        for line, strip in lines(desk):
            parts = panes(desk, line, strip)
            shown = parts[0].text.rstrip(" "), parts[1].text.rstrip(" ")
            key = (line.facing.block.start, line.row, line.sides)
            assert drawn.setdefault(key, shown) == shown
        desk.reader.action_do("page-down")
    both = ("both", "source"), ("both", "twin")
    source, twin = ([d[n] for k, d in drawn.items() if k[2] in both[n]] for n in (0, 1))
    return source, twin


@pytest.mark.parametrize("size", [(160, 48), (80, 24)])
def test_the_lit_passage_is_the_passage_and_its_conversion(workspace, size):
    async def story(desk: Desk) -> None:
        await desk.press("l")  # loads the words
        for name in DOCUMENTS:
            await on_document(desk, name)
            units = desk.reader.units
            sentences, words = list(every(units, "sentence")), list(every(units, "word"))[::20]
            assert len(sentences) > 20
            assert len(words) > 60
            for passage in (*sentences, *words):
                # Without the noise the twin may begin a row earlier than the source.
                above = -2 if clean(name).cuts else 0
                top = desk.reader.rows.top(passage.start)
                desk.reader.top = desk.reader.rows.move(top, above)
                desk.reader.stand(go.on(desk.reader.cursor, passage), follow=False)
                source, twin = lit(desk, passage)
                said(source, text(name)[slice(*passage)])
                said(twin, converted(desk.reader.config, name, passage))

    read(workspace, story, size)


def test_a_sentence_one_goes_to_is_in_view_in_both_scripts(workspace):
    async def story(desk: Desk) -> None:
        await on_document(desk, DOCUMENTS[0])
        for passage in every(desk.reader.units, "sentence"):
            desk.reader.stand(go.on(desk.reader.cursor, passage))
            source, twin = lit(desk, passage)
            said(source, desk.lit)
            said(twin, converted(desk.reader.config, DOCUMENTS[0], passage))

    read(workspace, story, (80, 24))


def every(units, unit: str) -> Iterator[Passage]:
    found = units.around(unit, 0)
    while found:
        yield found
        found = units.step(unit, found, 1)


def lit(desk: Desk, passage: Passage) -> tuple[list[str], list[str]]:
    """Return what is lit on the screen, row by row, on either side."""
    colour = desk.reader.query_one(Spread).get_component_rich_style("spread--lit").bgcolor
    found: tuple[list[str], list[str]] = [], []
    for line, strip in lines(desk, passage):
        for side, part in zip(found, panes(desk, line, strip), strict=True):
            side.append("".join(s.text for s in part if s.style and s.style.bgcolor == colour))
    return found
