"""A person's settings, in a file they may write themselves, and where they left each document."""

import contextlib
import hashlib
import json
import os
import re
import stat
import tempfile
from collections.abc import MutableMapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from platformdirs import user_config_dir, user_state_dir

from seedread.annotator import MAY_BE, valid

_SECTIONS = ("keys", "pins", "panes")
_HEADER = re.compile(r"\s*\[\s*[\"']?([^\]\"']*?)[\"']?\s*\]")


@dataclass
class Settings:
    """What the person settled; `problems` says, as file:line: reason, what could not be used.

    `keys` are action ids and the keys for them, `pins` digits and topics, `panes` the script of a
    document and the conversion shown beside it.
    """

    annotator: str = ""
    keys: dict[str, str] = field(default_factory=dict)
    pins: dict[int, str] = field(default_factory=dict)
    panes: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def path() -> Path:
    """Return where the settings are, there or not."""
    return Path(user_config_dir("seedread")) / "settings.toml"


def load() -> Settings:
    """Read the settings; what cannot be used counts as not given, and is a problem."""
    found, file = Settings(), path()
    try:
        text = file.read_text("utf-8-sig")
    except FileNotFoundError:
        return found
    except (OSError, UnicodeDecodeError) as error:
        reason = (error.strerror if isinstance(error, OSError) else "") or "not TOML in UTF-8"
        found.problems.append(f"{file}:1: {reason}")
        return found
    import tomllib  # most people have no settings

    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        reason, line = _where(str(error), text)
        found.problems.append(f"{file}:{line}: {reason}")
        return found
    except RecursionError:
        found.problems.append(f"{file}:1: not TOML in UTF-8")
        return found
    for section, key, reason in _taken(found, given):
        found.problems.append(f"{file}:{_line(text, section, key)}: {key or section}: {reason}")
    return found


def keep(section: str, key: str, value: str | None) -> None:
    """Write one setting, comments and order kept; section "" is the top level, None removes it.

    Raises OSError, also if the file is no TOML that could be added to.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    file = path().resolve()  # people keep links to their settings
    try:
        text = file.read_bytes().decode("utf-8-sig") if file.exists() else ""
        document = tomlkit.parse(text)
        _set(document.setdefault(section, tomlkit.table()) if section else document, key, value)
        written = document.as_string()
        import tomllib

        kept: Any = tomllib.loads(written)
        if (kept.get(section, {}) if section else kept).get(key) != value:
            raise ValueError("it does not come out as it went in")
    except (TOMLKitError, ValueError) as error:
        raise OSError(f"{file} cannot be added to, mend it first: {error}") from None
    _write(file, written)


def _set(table: Any, key: str, value: str | None) -> None:
    if not isinstance(table, MutableMapping):
        raise ValueError("what should be a section is none")
    if value is not None:
        table[key] = value
    elif key in table:
        del table[key]


class Places:
    """Where each document of one workspace was left, and the small answers the person gave.

    State, no data: a broken or missing file is empty, and one that cannot be written is let go.
    """

    def __init__(self, root: Path) -> None:
        name = hashlib.sha256(os.fsencode(root.resolve())).hexdigest()[:16]
        self._root = root
        self._file = Path(user_state_dir("seedread")) / "places" / f"{name}.json"
        found: Any = {}
        with contextlib.suppress(OSError, ValueError, RecursionError):
            found = json.loads(self._file.read_bytes())
        found = found if isinstance(found, dict) else {}
        last = found.get("last")
        self.last: str = last if isinstance(last, str) else ""
        self.offsets: dict[str, int] = _only(found.get("offsets"), int)
        self.answers: dict[str, str] = _only(found.get("answers"), str)

    def save(self) -> None:
        """Keep it for the next time, if that can be done."""
        values = {"root": str(self._root), "last": self.last}
        with contextlib.suppress(OSError):
            _write(
                self._file,
                json.dumps({**values, "offsets": self.offsets, "answers": self.answers}),
            )


def _only(value: Any, kind: type) -> dict[str, Any]:
    given = value if isinstance(value, dict) else {}
    return {k: v for k, v in given.items() if type(v) is kind}


def _taken(into: Settings, given: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Take the settings that can be used; returns (section, key, reason) of all others."""
    wrong = []
    for name, value in given.items():
        if name in _SECTIONS and isinstance(value, dict):
            wrong += _section(into, name, value)
        elif name in _SECTIONS:
            wrong.append(("", name, f"must be a section, [{name}]"))
        elif name != "annotator":
            wrong.append(("", name, "there is no such setting"))
        elif isinstance(value, str) and valid(value):
            into.annotator = value
        else:
            wrong.append(("", name, MAY_BE))
    return wrong


def _section(into: Settings, section: str, given: dict[str, Any]) -> list[tuple[str, str, str]]:
    wrong = []
    for key, value in given.items():
        if not isinstance(value, str):
            wrong.append((section, key, "must be a text in quotes"))
        elif section != "pins":
            getattr(into, section)[key] = value
        elif re.fullmatch("[1-9]", key):
            into.pins[int(key)] = value
        else:
            wrong.append((section, key, "only the digits 1 to 9 can be pinned"))
    return wrong


def _where(message: str, text: str) -> tuple[str, int]:
    """Take the place out of a TOML error: (reason, line from 1)."""
    found = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)$", message)
    if not found:
        return message, 1
    return message[: found.start()], int(found[1] or max(1, len(text.splitlines())))


def _line(text: str, section: str, key: str) -> int:
    """Return the line, from 1, that gives `key`; 1 if it is given in no way people usually do."""
    wanted = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=")
    here = ""
    for n, line in enumerate(text.split("\n"), 1):
        header = _HEADER.match(line)
        if header:
            here = header[1]
        if (here == section and wanted.match(line)) or (header and not section and here == key):
            return n
    return 1


def _write(file: Path, text: str) -> None:
    """Put `text` in the place of a file, whole or not at all; raises OSError."""
    file.parent.mkdir(parents=True, exist_ok=True)
    mode = stat.S_IMODE(file.stat().st_mode) if file.exists() else 0o600
    handle, temporary = tempfile.mkstemp(prefix=f".{file.name}.", suffix=".tmp", dir=file.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        Path(temporary).chmod(mode)
        Path(temporary).replace(file)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
