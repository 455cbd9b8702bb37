"""A passage and what stands around it in the other script, as the reader has it."""

import re

from seedread.exchange.material import Written
from seedread.text import script
from seedread.text.glossary import Glossary
from seedread.text.passage import Passage

_ENDS = "\n。！？"  # behind these a text may be cut and converts as it would have as a whole
_END = re.compile(f"[{_ENDS}]")
AROUND = 30  # code points of context that people are shown


class Other:
    """A document in the other script. `config` is OpenCC's name of the conversion, "" for none.

    A text of both scripts becomes traditional.
    """

    def __init__(self, doc: Written, glossary: Glossary | None = None) -> None:
        self.text, self.glossary = doc.text, glossary
        configs = script.CONFIGS[doc.script]
        self.config = configs[0] if configs else ""

    @property
    def script(self) -> str:
        """The other script: hans, hant, or "" if there is none."""
        return ("hans" if self.config in script.CONFIGS["hant"] else "hant") if self.config else ""

    def quote(self, passage: Passage) -> str:
        """Return a passage in the other script; "" if there is none."""
        return self.parts(passage)[1]

    def parts(self, passage: Passage, around: int = AROUND) -> tuple[str, str, str]:
        """Return what stands before, at and behind a passage, in the other script.

        Whole sentences are converted, as parts of them would come out otherwise.
        """
        if not self.config:
            return "", "", ""
        before, after = context(self.text, passage, around)
        low = max(self.text.rfind(end, 0, passage.start - len(before)) for end in _ENDS) + 1
        last = _END.search(self.text, passage.end + len(after))
        high = last.end() if last else len(self.text)
        twin = script.convert(self.text[low:high], self.config, self.glossary)
        start, end = passage.start - low, passage.end - low
        sides = ((start - len(before), start), (start, end), (end, end + len(after)))
        said = [twin.across(Passage(a, b)) if a < b else Passage(0, 0) for a, b in sides]
        return twin.text[slice(*said[0])], twin.text[slice(*said[1])], twin.text[slice(*said[2])]


def context(text: str, passage: Passage, around: int = AROUND) -> tuple[str, str]:
    """Return what stands before and behind a passage."""
    return text[max(0, passage.start - around) : passage.start], text[
        passage.end : passage.end + around
    ]
