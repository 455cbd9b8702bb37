"""The rows of a report's long tables as HTML: cells of a heat map, strips, quotations."""

from collections.abc import Iterable, Sequence
from functools import cached_property

from markupsafe import Markup

from seedread.exchange.report import pictures
from seedread.exchange.report.body import label, notes, of_language, said
from seedread.exchange.report.contents import Contents, Document, Line
from seedread.exchange.report.legend import head, place
from seedread.text.passage import Passage

_SVG = 'viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true"'


class Parts:
    """The parts of the page of some contents, as the template asks for them."""

    def __init__(self, contents: Contents) -> None:
        self._it = contents
        self._marks: dict[str, Markup] = {}
        self._documents = {doc.id: doc for doc in contents.documents}

    def mark(self, id: str) -> Markup:
        """Return a topic's mark, its names under the pointer."""
        if id not in self._marks:
            one = self._it.legend[id]
            names, mark = said(one.names), said(one.mark)
            html = f'<span class="k c{one.number}" title="{names}">{mark}</span>'
            self._marks[id] = Markup(html)
        return self._marks[id]

    def topic(self, id: str) -> Markup:
        """Return a topic's mark and name."""
        name = self._it.legend[id].name if id else "only a note"
        return Markup(f"{self.mark(id)} {label(name)}")

    def lang(self, doc: str) -> Markup:
        """Return the attribute that tells a document's language, if it is known."""
        return Markup(of_language(self._lang(doc)))

    def title(self, doc: str) -> str:
        """Return the title of a document, its id if it is not in the report."""
        return self._documents[doc].title if doc in self._documents else doc

    def where(self, doc: str, passage: Passage | None) -> Markup:
        """Return a link to a passage, or to its document; its id if that is not here."""
        if doc not in self._documents:
            return Markup(label(doc))
        there = passage and self._documents[doc].body and (doc, passage.start) in self._it.anchored
        title = label(self.title(doc))
        more = f' title="{title}"' if there else ""
        at = place(doc, passage) if there else head(doc)
        return Markup(f'<a class="at" href="#{at}"{self._langs[doc]}{more}>{title}</a>')

    def notes(self, given: Iterable[tuple[str, str, str]]) -> Markup:
        """Return what is said beside a passage."""
        return Markup(notes(given))

    def heat(self, doc: Document, topics: Sequence[str], densest: float) -> Markup:
        """Return the cells of a document in the heat map."""
        rates = [doc.numbers.per(id) or 0 for id in topics]
        shades = (pictures.shade(rate, densest) for rate in rates)
        cells = zip(shades, rates, strict=True)
        return Markup(
            "".join(f'<td class="h{n}">{f"{rate:.1f}" if rate else "·"}</td>' for n, rate in cells)
        )

    def strips(self, doc: Document) -> Markup:
        """Return the rows that tell where each topic lies in a document."""
        found, numbers = [], doc.numbers
        for id in self._it.legend.order(numbers.cells):
            cell = numbers.cells[id]
            share = (
                f"{100 * cell.characters / numbers.characters:.1f}" if numbers.characters else "–"
            )
            found.append(
                f'<tr><th scope="row">{self.topic(id)}</th><td class="line">'
                f'<svg class="strip c{self._it.legend[id].number}" {_SVG}>'
                f'<path d="{pictures.strip(cell.spans, numbers.length)}"/></svg></td>'
                f'<td class="n">{cell.tags}</td><td class="n">{share} %</td></tr>\n'
            )
        return Markup("".join(found))

    def quotations(self, lines: Iterable[Line]) -> Markup:
        """Return the rows of a concordance."""
        return Markup(
            "".join(
                f"<tr><td{self._langs[line.doc]}>"
                f'<span class="around">{_flat(line.before)}</span>{_flat(line.quote)}'
                f'<span class="around">{_flat(line.after)}</span></td>'
                f'<td class="short">{self.where(line.doc, line.passage)}</td>'
                f'<td class="short">{label(line.tag.by)}</td>'
                f'<td class="short">{notes(line.notes)}</td></tr>\n'
                for line in lines
            )
        )

    @cached_property
    def _langs(self) -> dict[str, str]:
        return {doc.id: of_language(doc.lang) for doc in self._it.documents}

    def _lang(self, doc: str) -> str:
        return self._documents[doc].lang if doc in self._documents else ""


def _flat(text: str) -> str:
    return said(text.replace("\n", " "))
