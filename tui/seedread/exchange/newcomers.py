"""Documents that a foreign file brings along: made files below seeds/, all of them or none."""

import os
import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from seedread.corpus import Corpus
from seedread.exchange.account import Account
from seedread.exchange.incoming import Incoming, document
from seedread.folder import TEXTS
from seedread.text.decode import UnreadableError
from seedread.text.seed import Seed
from seedread.workspace import Workspace

_LONGEST = 100  # characters of a file name made of somebody's title
_UNFIT = re.compile(
    r'[\x00-\x1f\x7f-\x9f\\/:*?"<>|\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]'
)


def newcomers(incoming: Incoming, corpus: Corpus, account: Account) -> dict[str, Seed]:
    """Return the documents that are not here yet, by what the file calls them.

    What is written is the text its tags belong to, as UTF-8 with LF; one that would not be read
    back as just that text does not come in.
    """
    taken = {doc.casefold() for doc in corpus.documents()}
    found: dict[str, Seed] = {}
    for name, text in incoming.texts.items():
        if not text or document(corpus, name, text):
            continue
        id = _id(name, taken)
        data = text.encode("utf-8", "replace")
        try:
            read = Seed.of(data, id)
        except UnreadableError as error:
            account.lose(f"a document that would be none here ({error})", name)
            continue
        if read[0 : len(read)] != text:
            account.lose("a document whose text would be read otherwise", name)
            continue
        taken.add(id.casefold())
        found[name] = read
    return found


def _id(name: str, taken: Collection[str]) -> str:
    """Return an id for a document of a name: one file name, of none that is there.

    Folders of ours (a/b.txt) stay if every part is a plain name.
    """
    parts = [_UNFIT.sub("_", part)[:_LONGEST].strip(" .") for part in name.split("/")]
    if not all(parts) or name.startswith("/"):
        parts = [_UNFIT.sub("_", name)[:_LONGEST].strip(" .") or "document"]
    stem = "/".join(part.lstrip("_.") or "document" for part in parts)
    end = next((end for end in TEXTS if stem.lower().endswith(end)), "")
    stem, end = stem[: len(stem) - len(end)], end or ".txt"
    tries = (f"{stem}{f'-{n}' if n > 1 else ''}{end}" for n in range(1, 10**9))
    return next(id for id in tries if id.casefold() not in taken)


@contextmanager
def written(space: Workspace, new: Mapping[str, Seed]) -> Iterator[None]:
    """Write documents; if what is done with them fails, or one cannot be written, none stays.

    Raises OSError; a file that is there is never written over.
    """
    made: list[Path] = []
    try:
        for seed in new.values():
            path = space.path_of(seed.id)
            if not path.parent.resolve().is_relative_to(space.seeds.resolve()):
                raise OSError(f"{seed.id} would be written outside {space.seeds}")
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                made.append(path)
                file.write(seed.data)
                file.flush()
                os.fsync(file.fileno())
        yield
    except BaseException:
        for path in made:
            path.unlink(missing_ok=True)
        raise
