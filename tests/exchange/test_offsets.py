"""Other units than code points, held to what Python's codecs make of the same text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedread.exchange.offsets import UNITS, Ruler

texts = st.text(st.sampled_from("a中𠀀😀é\u0301\u200d\n\t"), max_size=40)
MEASURES = {
    "codepoints": len,
    "utf16": lambda text: len(text.encode("utf-16-le")) // 2,
    "utf8": lambda text: len(text.encode()),
    "utf16-crlf": lambda text: len(text.replace("\n", "\r\n").encode("utf-16-le")) // 2,
    "codepoints-crlf": lambda text: len(text.replace("\n", "\r\n")),
}


def test_every_unit_has_its_measure():
    assert set(MEASURES) == set(UNITS)


@pytest.mark.parametrize("unit", UNITS)
@given(texts)
def test_a_place_is_the_length_of_what_stands_before_it(unit, text):
    ruler = Ruler(text, unit)
    for offset in range(len(text) + 1):
        place = MEASURES[unit](text[:offset])
        assert ruler.to(offset) == place
        assert ruler.back(place) == offset
    assert ruler.length == MEASURES[unit](text)


@pytest.mark.parametrize("unit", UNITS)
@given(texts)
def test_inside_a_character_there_is_no_place(unit, text):
    ruler = Ruler(text, unit)
    places = {ruler.to(offset) for offset in range(len(text) + 1)}
    for place in set(range(-1, ruler.length + 2)) - places:
        with pytest.raises(ValueError):
            ruler.back(place)


def test_a_passage_is_never_empty():
    with pytest.raises(ValueError):
        Ruler("中文", "utf16").passage(1, 1)
