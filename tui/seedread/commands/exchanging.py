"""`seedread export` and `seedread import`: foreign formats, with an account of what is lost."""

import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType

from seedread.commands.here import annotating, do, here, known, writable
from seedread.commands.output import complain, reason, say
from seedread.corpus import Corpus
from seedread.exchange.account import SHOWN, Account
from seedread.exchange.formats import FORMATS, Format
from seedread.exchange.incoming import take
from seedread.exchange.material import Wanted, gather
from seedread.exchange.newcomers import newcomers, written
from seedread.tags.edit import Edit
from seedread.text.seed import Seed
from seedread.workspace import UnusableError, Workspace


def export(options: Namespace) -> int:
    """Write a foreign format and say what it could not hold; that is no failure, so 0 all the same.

    What a format lacks is known before; what an import cannot place is news, and ends with 1.
    """
    space, account = here(options), Account()
    form = FORMATS[options.format]
    room = _room(form)
    material = gather(Corpus(space), _wanted(space, options), account)
    more = {"utf16": True} if options.utf16 else {}
    if more and form.name != "w3c":
        raise UnusableError(f"{form.name} says itself in which unit it counts: no --utf16")
    files: Mapping[str, bytes] = room.write(material, account, **more)
    _put(form, files, options.output)
    _tell(account, options.account, "not carried")
    return 0


def take_in(options: Namespace) -> int:
    """Read a foreign format: all that can be placed, in one act; 1 if something could not be."""
    form, account = FORMATS[options.format], Account()
    if not form.reads:
        raise UnusableError(f"{form.name} goes out only, it does not come in")
    space = writable(options)
    by = annotating(options, space)
    try:
        incoming = _room(form).read(_files(Path(options.file)), account)
    except ValueError as error:
        raise UnusableError(f"{options.file}: {error}") from None
    for told in incoming.told:
        say(told)
    corpus = Corpus(space)
    new = newcomers(incoming, corpus, account) if options.documents else {}
    edit = take(incoming, corpus, by, account, new)
    what = _counted(edit, new)
    if options.dry_run:
        say(f"{what} would come in" if what else "nothing new would come in")
    elif what:
        try:
            with written(space, new):
                if edit:
                    do(space, by, f"imported {what} from {form.name}", edit)
        except OSError as error:
            raise UnusableError(f"nothing came in: {reason(error)}") from None
        say(f"{what} came in")
    else:
        say("nothing new came in")
    made = [] if options.dry_run else [seed.id for seed in new.values()]
    if made:
        say(_stays(made, SHOWN))
    _tell(account, options.account, "did not come in", made)
    return 1 if account else 0


def _counted(edit: Edit, new: Mapping[str, Seed]) -> str:
    """Return in words how much comes in, "" if nothing does."""
    kinds = [after.kind for _, after in edit.changes.values() if after]
    counts = [(kinds.count(f"{kind}s"), kind) for kind in ("tag", "topic", "link")]
    counts.append((len(new), "document"))
    return ", ".join(f"{n} {kind}{'' if n == 1 else 's'}" for n, kind in counts if n)


def _stays(made: Sequence[str], most: int) -> str:
    """Return in words which files an import made: to take its tags back leaves them there."""
    names = ", ".join(made[:most]) + (f" and {len(made) - most} more" if len(made) > most else "")
    return f"new in seeds/: {names} (u takes the tags back; a file stays until you delete it)"


def _room(form: Format) -> ModuleType:
    try:
        return form.load()
    except ImportError as error:
        if not form.extra:
            raise
        what = f"{form.name} needs {error.name}: pip install 'seedread[{form.extra}]'"
        raise UnusableError(what) from None


def _wanted(space: Workspace, options: Namespace) -> Wanted:
    topics: set[str] = set()
    for topic in options.topic or ():
        known(space.codebook, topic)
        topics |= {topic, *(t.id for t in space.codebook.all.values() if t.parent == topic)}
    docs = [space.find(name).id for name in options.doc or ()]
    return Wanted(docs, frozenset(topics), options.by or ())


def _put(form: Format, files: Mapping[str, bytes], output: str | None) -> None:
    """Write the files: the one where it was asked for, several into a folder."""
    if output == "-":
        if len(files) > 1:
            raise UnusableError(f"{form.name} is several files: -o FOLDER")
        sys.stdout.buffer.write(next(iter(files.values())))
        return
    if form.file:
        path = Path(output or form.file)
        path.write_bytes(next(iter(files.values())))
        say(str(path))
        return
    folder = Path(output or f"{form.name}-export")
    if folder.is_file():
        raise UnusableError(f"{folder} is a file; {form.name} is a folder of files")
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    say(f"{folder}/ ({len(files)} files)")


def _files(path: Path) -> dict[str, bytes]:
    """Read a file, or all the files of a folder by their names in it."""
    if not path.is_dir():
        return {path.name: path.read_bytes()}
    return {
        file.relative_to(path).as_posix(): file.read_bytes()
        for file in sorted(path.rglob("*"))
        if file.is_file()
    }


def _tell(account: Account, file: str | None, what: str, made: Sequence[str] = ()) -> None:
    """Say on stderr what was lost, and put all of it into a file if one is named.

    The documents that were `made` stand there too.
    """
    for line in account.lines():
        complain(f"{what}: {line}")
    if file:
        lost = [*account.lines(most=None)] or ["nothing was lost"]
        lost += [_stays(made, len(made))] if made else []
        text = "".join(f"{line}\n" for line in lost)
        try:
            Path(file).write_text(text, "utf-8", "backslashreplace")
        except OSError as error:
            raise UnusableError(f"the account could not be written: {reason(error)}") from None
