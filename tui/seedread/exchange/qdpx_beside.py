"""What a REFI-QDA project has beside its texts: its users, and its notes with what they say."""

from collections.abc import Iterator, Mapping
from itertools import count
from xml.etree.ElementTree import Element

from seedread.annotator import derive, valid
from seedread.exchange import carried, guid, refi
from seedread.exchange.account import Account
from seedread.exchange.markup import child, children, text
from seedread.exchange.selected import Chosen


class Beside:
    """The users and notes of a project, by their GUID; `files` are those of the archive."""

    def __init__(self, root: Element, files: Mapping[str, bytes], account: Account) -> None:
        users = children(child(root, "Users"), "User")
        notes = children(child(root, "Notes"), "Note")
        self.users = {guid.plain(u.get("guid", "")): u.get("name", "") for u in users}
        self.notes = {guid.plain(note.get("guid", "")): note for note in notes}
        # Some programs write sources/, some Sources/.
        self.files = {name.rpartition("/")[2].lower(): data for name, data in files.items()}
        self.account = account
        self._people: dict[str, str] = {}  # what each user is called here
        self._told: set[str] = set()  # notes that came in

    def file(self, path: str) -> bytes | None:
        """Return a file of the archive; None if there is none, or the path leads out of it."""
        name = path.removeprefix("internal://")
        return self.files.get(name.lower()) if name != path else None

    def person(self, user: str) -> str:
        """Return an annotator's name for a user, spelled our way if need be, which is said."""
        if user not in self._people:
            name = self.users.get(user, "")
            own = [name for name in self.users.values() if valid(name)]
            spelled = name if not name or valid(name) else self._spelled(name, own)
            self._people[user] = spelled
        return self._people[user]

    def _spelled(self, name: str, others: list[str]) -> str:
        """Return a name of the shape ours have, of nobody else in the project."""
        found = derive(name)
        taken = {*others, *self._people.values()}
        tries = (f"{found}-{n}" if n > 1 else found for n in count(1))
        found = next(one for one in tries if one not in taken)
        if not valid(found):
            return name
        self.account.lose(f"the spelling of a name, now {found}", name)
        return found

    def note(self, key: str) -> Element | None:
        """Return a note, which has come in with that; None if there is none."""
        self._told.add(key)
        return self.notes.get(key)

    def rest(self) -> Iterator[tuple[str, Element]]:
        """Yield the notes that have not come in."""
        return ((key, note) for key, note in self.notes.items() if key not in self._told)

    def content(self, note: Element) -> str:
        """Return all that a note says, wherever that stands."""
        data = self.file(note.get("plainTextPath", ""))
        inside = data.decode("utf-8-sig", "replace") if data else text(note, "PlainTextContent")
        return "\n".join(filter(None, (text(note, "Description"), inside)))

    def of(self, one: Chosen, where: str) -> tuple[str, Mapping[str, object]]:
        """Return the note of a selection, and its claim."""
        said, more = [one.note], {}
        for key in one.notes:
            note = self.note(key)
            if note is None:
                self.account.lose("a note that is not in the project", where)
            elif guid.kind_of(key) == "claim":
                _, values = refi.unlabelled(text(note, "PlainTextContent"))
                more = carried.read(values)
            else:
                said.append(self.content(note))
        return "\n".join(filter(None, said)), more
