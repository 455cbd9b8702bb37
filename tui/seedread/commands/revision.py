"""One change to the codebook by a command: what it is made from, what is said of it."""

from argparse import Namespace
from collections.abc import Callable
from functools import cached_property
from typing import Any

from seedread import annotator, settings
from seedread.commands.here import annotating, do, history, known, saved, writable
from seedread.commands.output import say
from seedread.tags.edit import Edit
from seedread.tags.holdings import account, gather, obstacle
from seedread.tags.record import Record
from seedread.tags.revise import ImpossibleError, Lines
from seedread.tags.topic import FILE
from seedread.workspace import UnusableError, Workspace


class Revision:
    """A change to the codebook of a workspace, on behalf of whoever asks for it.

    A `personal` one rewrites the annotator's tags, who must be known. Raises UnusableError, for
    topics there are not too.
    """

    def __init__(self, options: Namespace, *topics: str, personal: bool = False) -> None:
        self.space = writable(options)
        self.by = annotating(options, self.space) if personal else _anybody(options, self.space)
        codebook = self.space.codebook
        for topic in topics:
            known(codebook, topic)
        self.book: dict[str, Record] = self.space.shelf.records(FILE)

    @cached_property
    def lines(self) -> tuple[Lines, Lines]:
        """The annotator's tags, and everybody else's."""
        return gather(self.space.shelf, self.space.annotated(), self.by)

    def edit(self, change: Callable[..., Edit], *args: Any, **more: Any) -> Edit:
        """Return a change of the codebook, made by a function of `revise`."""
        try:
            return change(self.book, *args, **more)
        except ImpossibleError as error:
            raise UnusableError(str(error)) from None

    def done(self, label: str, edit: Edit, told: str, about: str = "") -> int:
        """Do it, say so, and say who else still has the topic `about`."""
        self.written(label, edit)
        say(told)
        for line in account(self.lines[1], about) if about else ():
            say(line)
        return 0

    def written(self, label: str, edit: Edit) -> None:
        """Do it, as an act that can be taken back if anybody is annotating."""
        why = obstacle(self.space.shelf, edit)
        if why:
            raise UnusableError(f"nothing was changed: {why}")
        if edit and self.by:
            do(self.space, self.by, label, edit)
        elif edit:
            saved(self.space.shelf.write(edit))


def _anybody(options: Namespace, space: Workspace) -> str:
    """Return who is annotating, who can take it back then; "" if nobody said."""
    name = annotator.who(space.root, options.annotator, settings.load().annotator)
    if name:
        history(space, name)  # before anything is read that is to be changed
    return name
