"""What has been typed and not yet saved, kept outside the workspace so that nothing is lost."""

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from platformdirs import user_state_dir


@dataclass(frozen=True, slots=True)
class Draft:
    """The text of a memo being written: what it is on, the memo's id ("" for a new one).

    `base` is the text that the memo had when one began.
    """

    about: Mapping[str, Any]
    id: str
    base: str
    text: str


class Drafts:
    """The drafts of one workspace. State: one that cannot be read or written is let go."""

    def __init__(self, root: Path) -> None:
        name = hashlib.sha256(os.fsencode(root.resolve())).hexdigest()[:16]
        self.folder = Path(user_state_dir("seedread")) / "drafts" / name

    def keep(self, draft: Draft) -> bool:
        """Keep a draft in the place of an earlier one; whether that could be done.

        A killed program loses nothing of it; only a power cut may, as the disk is not waited for.
        """
        values = {"about": dict(draft.about), "id": draft.id, "base": draft.base}
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(suffix=".tmp", dir=self.folder)
            with os.fdopen(handle, "w", encoding="utf-8") as out:
                json.dump({**values, "text": draft.text}, out)
            Path(temporary).replace(self._file(draft.about, draft.id))
        except OSError:
            return False
        return True

    def of(self, about: Mapping[str, Any], id: str) -> Draft | None:
        """Return the draft of the memo `id`, or of a new one on `about`."""
        return _read(self._file(about, id))

    def forget(self, about: Mapping[str, Any], id: str) -> None:
        """Let a draft go: it is saved, or there is nothing in it."""
        with contextlib.suppress(OSError):
            self._file(about, id).unlink()

    def __iter__(self) -> Iterator[Draft]:
        """Yield every draft, the latest first."""
        with contextlib.suppress(OSError):
            files = [(file.stat().st_mtime_ns, file) for file in self.folder.glob("*.json")]
            for _, file in sorted(files, reverse=True):
                draft = _read(file)
                if draft:
                    yield draft

    def _file(self, about: Mapping[str, Any], id: str) -> Path:
        key = id or json.dumps(dict(about), sort_keys=True)
        return self.folder / f"{hashlib.sha256(key.encode()).hexdigest()[:32]}.json"


def _read(file: Path) -> Draft | None:
    try:
        found = json.loads(file.read_bytes())
        draft = Draft(found["about"], found["id"], found["base"], found["text"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    texts = (draft.id, draft.base, draft.text)
    usable = all(isinstance(text, str) for text in texts) and isinstance(draft.about, dict)
    return draft if usable and isinstance(draft.about.get("kind"), str) else None
