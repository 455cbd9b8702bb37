from hypothesis import given
from hypothesis import strategies as st

from seedread.text.passage import Passage
from seedread.ui.jumps import MOST, Jumps


def at(n):
    return ("000.txt", Passage(n, n + 1))


def test_there_is_nothing_to_go_back_to_before_a_jump():
    assert Jumps().step(-1, at(0)) is None
    assert Jumps().step(1, at(0)) is None


def test_back_and_forward_again():
    jumps = Jumps()
    jumps.leave(at(1))
    jumps.leave(at(2))
    assert jumps.step(-1, at(3)) == at(2)
    assert jumps.step(-1, at(2)) == at(1)
    assert jumps.step(-1, at(1)) is None
    assert [jumps.step(1, at(1)), jumps.step(1, at(2))] == [at(2), at(3)]
    assert jumps.step(1, at(3)) is None


def test_a_jump_from_the_middle_lets_what_lay_forward_go():
    jumps = Jumps()
    jumps.leave(at(1))
    jumps.leave(at(2))
    jumps.step(-1, at(3))
    jumps.leave(at(2))
    assert jumps.step(1, at(9)) is None
    assert jumps.step(-1, at(9)) == at(2)
    assert jumps.step(-1, at(2)) == at(1)


def test_a_place_one_stands_on_already_is_no_way_back():
    jumps = Jumps()
    jumps.leave(at(1))
    jumps.leave(at(2))
    assert jumps.step(-1, at(2)) == at(1)


@given(st.lists(st.integers(0, 9), max_size=300))
def test_the_oldest_places_are_let_go(places):
    jumps = Jumps()
    for n in places:
        jumps.leave(at(n))
    found, here = [], at(99)
    while (place := jumps.step(-1, here)) is not None:
        found.append(place[1].start)
        here = place
    assert found == places[::-1][:MOST]
