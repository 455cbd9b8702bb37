"""A claim: whose words a passage has, which number of what, and when; what a tag may carry."""

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Claim:
    """Texts as the document writes them, "" for what it does not say.

    `of` is what the number counts; `doubtful` says that it stands so, and is hardly right.
    """

    speaker: str = ""
    value: str = ""
    unit: str = ""
    of: str = ""
    date: str = ""
    doubtful: bool = False

    @classmethod
    def read(cls, given: object) -> "Claim":
        """Read what a tag's line has; a value of the wrong type counts as not given."""
        values = given if isinstance(given, dict) else {}
        found = {key: values.get(key) for key in KEYS}
        texts = {key: found[key] if isinstance(found[key], str) else "" for key in TEXTS}
        return cls(**texts, doubtful=found["doubtful"] is True)  # type: ignore[arg-type]

    def __bool__(self) -> bool:
        return self != Claim()

    @property
    def short(self) -> str:
        """It in few words: 任正非: 50 % AI研究员 (2025年)?"""
        said = " ".join(part for part in (f"{self.value}{self.unit}", self.of) if part)
        said = ": ".join(part for part in (self.speaker, said) if part)
        return said + (f" ({self.date})" if self.date else "") + ("?" if self.doubtful else "")


KEYS = tuple(field.name for field in fields(Claim))
TEXTS = KEYS[:-1]


def problem(given: object) -> str:
    """Return what keeps a value from being a claim, "" if it is one."""
    if not isinstance(given, dict):
        return "claim is not an object"
    missing = [key for key in KEYS if key not in given]
    if missing:
        return "claim has no " + ", ".join(missing)
    wrong = next((key for key in TEXTS if not isinstance(given[key], str)), "")
    if wrong:
        return f"{wrong} of the claim is not a text"
    return "" if isinstance(given["doubtful"], bool) else "doubtful of the claim is no truth value"
