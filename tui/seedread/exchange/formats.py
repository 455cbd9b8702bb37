"""Which foreign formats there are, what their files are called, and which of them come in."""

from dataclasses import dataclass
from importlib import import_module
from types import ModuleType


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its room, the file it makes (or a folder of files), whether it can be read.

    `extra` is the optional dependency it needs (pip install 'seedread[…]').
    """

    name: str
    about: str
    file: str = ""  # "": a folder of files
    reads: bool = False
    extra: str = ""
    room: str = ""

    def load(self) -> ModuleType:
        """Return the room that writes and reads it; raises ImportError without its extra."""
        return import_module(f"seedread.exchange.{self.room or self.name}")


_ALL = (
    Format("w3c", "W3C Web Annotation, JSON-LD", "annotations.jsonld", reads=True),
    Format("qdc", "REFI-QDA codebook", "codebook.qdc", reads=True),
    Format("qdpx", "REFI-QDA project, with documents", "project.qdpx", reads=True),
    Format("csv", "a table of tags, in both scripts", "tags.csv", reads=True, room="sheet"),
    Format("markdown", "quotations with their sources, topic by topic", "quotations.md"),
    Format("codebook", "the codebook as Markdown", "codebook.md"),
    Format("doccano", "doccano, JSON lines", "doccano.jsonl", reads=True),
    Format("labelstudio", "Label Studio, JSON with its configuration", reads=True),
    Format("spacy", "Prodigy and spaCy, JSON lines", "spacy.jsonl", reads=True, room="prodigy"),
    Format("brat", "brat standoff with annotation.conf", reads=True),
    Format("tsv3", "WebAnno TSV 3.3", reads=True),
    Format("xmi", "UIMA CAS XMI with its type system", reads=True, extra="exchange"),
    Format("conll", "CoNLL, BIO by character"),
    Format("xlsx", "the table of tags for spreadsheets", "tags.xlsx", extra="exchange"),
    Format("parquet", "the table of tags, in columns", "tags.parquet", extra="exchange"),
)
FORMATS = {one.name: one for one in _ALL}
