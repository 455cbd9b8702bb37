"""The page: what a report says, put into one HTML file that asks nobody for anything."""

import hashlib
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from seedread import __version__
from seedread.agreement import Value
from seedread.exchange.report import legend, pictures
from seedread.exchange.report.contents import FEW, Contents
from seedread.exchange.report.parts import Parts
from seedread.stats import PER
from seedread.text.safe import safe

_HERE = Path(__file__).parent
MEASURES = {  # as people call what `agreement.Value.measure` says
    "percent": "raw agreement",
    "cohen_kappa": "Cohen’s κ",
    "scott_pi": "Scott’s π",
    "fleiss_kappa": "Fleiss’ κ",
    "krippendorff_alpha": "Krippendorff’s α",
    "krippendorff_alpha_u": "Krippendorff’s α_U",
    "gwet_ac1": "Gwet’s AC1",
    "f1_exact": "F1, same passages",
    "f1_overlap": "F1, overlapping",
}


def page(contents: Contents, at: str, told: str = "", text: bool = True) -> str:
    """Return a report as HTML; `at` is when it was made, `told` what it was restricted to.

    Whatever people wrote is made safe to show, then escaped, whichever way it gets there.
    """
    room = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    light = _read("light.js")
    found = _tables(contents)
    look = _read("look.css") + contents.legend.colours()
    return room.get_template("page.html").render(
        it=contents,
        at=at,
        told=told,
        text=text,
        version=__version__,
        title=contents.corpus.workspace.root.name or "seedread",
        look=Markup(look),
        light=Markup(light),
        allowed=f"default-src 'none'; style-src {_sum(look)}; script-src {_sum(light)}; "
        "base-uri 'none'; form-action 'none'",
        few=FEW,
        per=PER,
        measures=MEASURES,
        columns_of=_columns,
        head=legend.head,
        of_topic=legend.of_topic,
        shade=pictures.shade,
        bar=pictures.bar,
        part=Parts(contents),
        **found,
    )


def _tables(contents: Contents) -> dict[str, Any]:
    """Return what is looked up before the colours are known: this may name further topics."""
    survey, topics = contents.survey, contents.topics
    measured = [doc.numbers for doc in contents.documents]
    rates = [one.per(topic) or 0 for one in measured for topic in one.cells]
    shared = [count for _, _, count, _ in contents.pairs()]
    for topic in (*topics, *contents.lines, *contents.legend.book.all):
        _ = contents.legend[topic]
    return {
        "topics": topics,
        "densest": max(rates, default=0),
        "closest": max(shared, default=0),
        "pairs": contents.pairs(),
        "ties": contents.tied(),
        "memos": contents.memos(),
        "agreed": contents.agreed(),
        "totals": {topic: survey.total(topic) for topic in topics},
    }


def _columns(groups: Mapping[str | None, Mapping[str, Value]]) -> list[str]:
    """Return the measures that any topic of a group has."""
    return [name for name in MEASURES if any(name in values for values in groups.values())]


def _shown(value: Any) -> Any:
    """Return what the template puts out: a foreign text with nothing invisible left in it."""
    return safe(value) if type(value) is str else value


def _read(name: str) -> str:
    return (_HERE / name).read_text("utf-8")


def _sum(text: str) -> str:
    """Return a style sheet or a script as a security policy names it."""
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
