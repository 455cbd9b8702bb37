"""Where a passage stands now by comparing the version it was put on with today's text."""

from seedread.tags.alignment import Alignment
from seedread.tags.placed import EVEN, Anchored, Place, certain, decided, doubtful, orphan
from seedread.tags.rivals import rivals, settled
from seedread.tags.sought import Found, Sought
from seedread.tags.wording import folded
from seedread.text.passage import Passage
from seedread.text.script import converted
from seedread.text.seed import Seed

ALONE = 8  # code points that are known without their context, if they are there once
KEPT = 0.3  # share of a passage that must be left


def compared(seed: Seed, tag: Anchored, both: Alignment) -> Place:
    """Find a passage where what is left of it is."""
    passage = tag.passage
    sought = Sought.within(both.old, passage)
    image = _image(both, sought, passage)
    others = sought.rated(both.new, both.untaken(both.new.places(sought.words)))
    if image is None:
        return _elsewhere(seed, tag, both, sought, others)
    others = [found for found in others if not found.passage.meets(image)]
    held = max(both.support(passage, image, sought.reach), sought.context(both.new, image))
    if not _says_the_same(both, passage, image):
        return doubtful([Found(held, sought.likeness(both.new, image), image), *others])
    here = Found(held, 1.0, image)
    contested = rivals(both, passage, image)
    if contested or any(both.loose[slice(*passage)]) or _twin(both, sought, passage, image, held):
        rated = [(sought.at(both.new, rival.place), rival.fitter) for rival in contested]
        fitter = next((found for found, fitter in rated if fitter), None)
        return doubtful([here, *others, *(found for found, _ in rated)], fitter)
    if held < sought.floor and not _alone(both, sought) and not settled(both, passage, image):
        return doubtful([here, *others])
    same = both.new.folded[slice(*image)] == sought.words
    return certain(seed, tag, image, 1.0 if same else 0.95)


def _elsewhere(
    seed: Seed, tag: Anchored, both: Alignment, sought: Sought, others: list[Found]
) -> Place:
    """Find what is not where the rest of the text would have it."""
    if others and _alone(both, sought):
        return certain(seed, tag, others[0].passage, 0.9)
    if others:
        return decided(seed, tag, others) if len(others) == 1 else doubtful(others)
    near = [found for found in sought.near(both.new) if both.untaken([found.passage])]
    if near:
        return doubtful(near)
    return orphan(sought.rated(both.new, both.new.places(sought.words)))


def _image(both: Alignment, sought: Sought, passage: Passage) -> Passage | None:
    """Return where a passage is, if enough of it is left there.

    What came in might have come in beside its words: if just these stand there, they are it.
    """
    image, length = both.image(passage), len(sought.words)
    if image and image.end - image.start != length:
        around = Passage(max(0, image.start - length), image.end + length)
        places = [at for at in both.new.places(sought.words) if at.meets(image)]
        places = [at for at in places if around.covers(at)]
        image = places[0] if len(places) == 1 else image
    return image if image and both.kept(passage, image) >= KEPT * length else None


def _alone(both: Alignment, sought: Sought) -> bool:
    """Whether its words are too many to be written again by chance, and in both texts once."""
    counts = {len(text.places(sought.words)) for text in (both.old, both.new)}
    return len(sought.words) >= ALONE and counts == {1}


def _says_the_same(both: Alignment, passage: Passage, image: Passage) -> bool:
    """Whether only the script changed, or marks, spaces and noise came or went."""
    said = both.old.said(*passage)
    if both.new.folded[slice(*image)] == both.old.folded[slice(*passage)]:
        return True
    if said and said == both.new.said(*image):
        return True
    was, now = both.old.text[slice(*passage)], both.new.text[slice(*image)]
    return len(was) == len(now) and any(
        folded(converted(was, config)) == folded(now) for config in ("s2t", "t2s")
    )


def _twin(both: Alignment, sought: Sought, passage: Passage, image: Passage, held: float) -> bool:
    """Whether another passage like it, in as good a place, went: this one may be what is left."""
    gone = both.gone(both.old.places(sought.words))
    return any(
        Sought.within(both.old, other).context(both.new, image) >= max(held - EVEN, 0.9)
        for other in gone
        if not other.meets(passage)
    )
