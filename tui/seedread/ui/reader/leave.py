"""What must be settled before anything is written: who tags, whether it is they, and where."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from seedread import annotator, settings

if TYPE_CHECKING:
    from seedread.ui.reader.screen import Reader

Then = Callable[[], None]


class Leave:
    """Leave to write, asked for before the first act and given for all others."""

    def __init__(self, reader: "Reader") -> None:
        self.reader = reader
        self._nobody: set[str] = set()  # names that no stranger uses, as far as git knows

    def ask(self, act: Then) -> None:
        """Do `act` once it is known who tags, and there is a place for tags."""
        reader = self.reader
        workspace = reader.reading.workspace
        if not workspace.writable:
            ours = "the sample is read-only: seedread init makes a workspace of your own"
            theirs = "this workspace is read-only: nothing can be tagged here"
            reader.say(ours if workspace.sample else theirs, alert=True)
        elif not reader.reading.by:
            self._ask_name(lambda: self.ask(act))
        elif self._stranger():
            self._ask_stranger(lambda: self.ask(act))
        elif not workspace.founded:
            self._ask_folder(workspace.shelf.folder, lambda: self.ask(act))
        else:
            act()

    def _ask_name(self, then: Then, given: str = "") -> None:
        from seedread.ui.ask import Ask

        def answered(name: str | None) -> None:
            name = (name or "").strip()
            if not name:
                return
            if not annotator.valid(name):
                self._ask_name(then, annotator.derive(name) or name)
                return
            self._be(name)
            try:
                settings.keep("", "annotator", name)
            except OSError as error:
                self.reader.say(f"your name could not be kept: {error.strerror}", alert=True)
            then()

        question = "Who is tagging? A short name for your files, such as mei"
        if given:
            question = "A name for files is 1–32 of a–z 0–9 _ -, the first a letter or digit; say"
        self.reader.app.push_screen(Ask(question, given), answered)

    def _be(self, name: str) -> None:
        """Tag as `name` from now on, in every document."""
        self.reader.reading.by = name
        self.reader.post_message(self.reader.Named(name))
        self.reader.show()

    def _stranger(self) -> str:
        places, name = self.reader.places, self.reader.reading.by
        if places.answers.get(f"stranger:{name}") == "yes" or name in self._nobody:
            return ""
        other = annotator.stranger(self.reader.reading.workspace.root, name)
        if not other:
            self._nobody.add(name)  # for now: who pulls tomorrow may be asked
        return other

    def _ask_stranger(self, then: Then) -> None:
        from seedread.ui.ask import Confirm

        name = self.reader.reading.by
        other = annotator.stranger(self.reader.reading.workspace.root, name)

        def answered(yes: bool | None) -> None:
            if yes:
                self.reader.places.answers[f"stranger:{name}"] = "yes"
                self.reader.places.save()
                then()
            else:
                self._be("")
                self.reader.say("then tag under another name: the next tag asks")

        question = f"The files of {name} were last committed by {other}. Is that you?"
        self.reader.app.push_screen(Confirm(question), answered)

    def _ask_folder(self, folder: Path, then: Then) -> None:
        from seedread.ui.ask import Confirm

        def answered(yes: bool | None) -> None:
            if not yes:
                self.reader.say("nothing was made, nothing tagged")
                return
            try:
                folder.mkdir(exist_ok=True)
            except OSError as error:
                self.reader.say(f"{folder}: {error.strerror}", alert=True)
                return
            then()

        question = f"Tags need a folder. Make {folder}?"
        self.reader.app.push_screen(Confirm(question), answered)
