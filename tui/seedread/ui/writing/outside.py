"""A person's own editor, on a text of theirs."""

import os
import shlex
import subprocess
import tempfile
from pathlib import Path

from textual.app import App, SuspendNotSupported


def edited(app: "App[int]", text: str) -> tuple[str, str]:
    """Let `text` be edited by $VISUAL or $EDITOR; returns what it is now, and what to say.

    If there is no editor, or it fails, the text is as it was, and what is said tells why.
    """
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    try:
        words = shlex.split(command)
    except ValueError as error:
        return text, f"$EDITOR is {command}: {error}"
    if not words:
        return text, "no editor: set EDITOR, as in EDITOR=vim seedread"
    with tempfile.TemporaryDirectory(prefix="seedread-") as folder:
        file = Path(folder) / "memo.md"
        try:
            file.write_text(text + "\n", "utf-8")
            with app.suspend():
                code = subprocess.call([*words, str(file)])
            now = file.read_bytes().decode("utf-8", "replace").removesuffix("\n")
        except SuspendNotSupported:
            return text, "no other program can be run in this terminal"
        except OSError as error:
            return text, f"{words[0]}: {error.strerror}"
    if code:
        return text, f"{words[0]} ended with {code}: nothing was taken over"
    return now, "taken over from the editor" if now != text else "nothing was changed"
