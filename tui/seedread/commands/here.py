"""The workspace a command was given for, and what every command asks of it."""

from argparse import Namespace
from difflib import get_close_matches
from functools import partial
from pathlib import Path

from seedread import annotator, git, settings, workspace
from seedread.commands.output import complain, reason
from seedread.folder import Entry
from seedread.tags.acts import Log
from seedread.tags.anchor import Anchorer
from seedread.tags.edit import Edit
from seedread.tags.history import History
from seedread.tags.margin import Margin
from seedread.tags.record import Record
from seedread.tags.shelf import Saved, Shelf
from seedread.tags.topic import Codebook
from seedread.text.seed import Seed
from seedread.workspace import UnusableError, Workspace


def here(options: Namespace) -> Workspace:
    """Return the workspace; raises UnusableError if there is none."""
    return workspace.find(None if options.workspace is None else Path(options.workspace))


def writable(options: Namespace) -> Workspace:
    """Return the workspace; raises UnusableError if nothing can be written there."""
    space = here(options)
    if space.sample:
        raise UnusableError("these are the documents we ship: seedread init makes a place of yours")
    if not space.writable:
        raise UnusableError(f"{space.root} is read-only")
    return space


def annotating(options: Namespace, space: Workspace) -> str:
    """Return who is annotating; raises UnusableError if nothing says who."""
    settled = settings.load()
    for problem in settled.problems:
        complain(problem)
    name = annotator.who(space.root, options.annotator, settled.annotator)
    if not name:
        raise UnusableError("who is annotating? say it with --as NAME or in SEEDREAD_AS")
    if space.writable:
        history(space, name)  # before anything is read that is to be changed
    return name


def history(space: Workspace, by: str) -> History:
    """Return the acts of an annotator in a workspace: what a command does can be taken back.

    What another run of theirs was killed in is finished first; it is said.
    """
    log = Log.of(space.root)
    # On a shelf of its own: what still waits after that is no failure of this command.
    earlier = History(Shelf(space.shelf.folder, space.writable), log)
    finished = earlier.resume(by) if space.writable else []
    for told in finished:
        complain(told.message)
    if finished:
        space.shelf.notice(
            [file for told in finished if told.saved for file in told.saved.done.files]
        )
    earlier.release()
    return History(space.shelf, log, patient=False)


def do(space: Workspace, by: str, label: str, edit: Edit) -> Saved:
    """Do an edit as one act of `by`; raises UnusableError unless all of it is on disk."""
    acts = history(space, by)
    try:
        return saved(acts.do(label, edit, by).saved)
    finally:
        acts.release()


def saved(what: Saved | None) -> Saved:
    """Raise UnusableError unless everything that was to be written is on disk."""
    found = what or Saved(Edit({}), Edit({}))
    why = found.error or next((left.reason for left in found.left), "")
    if why:
        several = len({*found.done.files, *found.waiting.files}) > 1 and found.waiting
        raise UnusableError(
            f"not saved: {why}" + (", tried again at your next act" if several else "")
        )
    return found


def document(space: Workspace, id: str) -> Seed | None:
    """Return a document by its id, None if there is none; raises OSError and UnreadableError."""
    path = space.seeds / id
    return space.read(Entry(id, path)) if path.exists() else None


def records(space: Workspace, file: str) -> list[Record]:
    """Return what is in an annotation file; one that cannot be read is reported and empty."""
    try:
        return space.shelf.shown(file)
    except OSError as error:
        complain(f"annotations/{file}: {reason(error)}")
        return []


def margin(space: Workspace, seed: Seed) -> Margin:
    """Return everybody's tags of a document."""
    files = [(file, records(space, file)) for file in space.tag_files(seed.id)]
    return Margin.of(seed, files, anchorer(space, seed))


def anchorer(space: Workspace, seed: Seed) -> Anchorer:
    """Return what finds passages again in a document, with its versions as git has them."""
    return Anchorer(seed, partial(git.blob, space.root))


def known(codebook: Codebook, topic: str) -> None:
    """Raise UnusableError, with the names it may have meant, if there is no such topic."""
    if topic in codebook:
        return
    if not codebook.all:
        raise UnusableError("there are no topics here: seedread topics add, or seedread init")
    names = {
        name.casefold(): t.id
        for t in codebook.all.values()
        for name in (t.en, t.hans, t.hant, t.id)
        if name
    }
    near = get_close_matches(topic.casefold(), names, n=6, cutoff=0.5)
    meant = list(dict.fromkeys(names[name] for name in near))[:3]
    raise UnusableError(
        f"there is no topic {topic}"
        + (f"; did you mean {' or '.join(meant)}?" if meant else " (seedread topics list)")
    )
