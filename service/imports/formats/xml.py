"""XML that strangers send: no document type, no entities, no depth and no number of elements without end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import ParseError
from xml.sax import ContentHandler, SAXException

from defusedxml import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from service.imports.errors import FileError, TooLargeError
from service.imports.limits import limits

CHUNK = 65_536


@dataclass
class Element:
    """An element: its local name, its attributes, the text that it holds, and what stands below it."""

    name: str
    attributes: dict[str, str]
    children: list[Element] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text directly in it."""
        return "".join(self.parts).strip()

    def all(self, name: str) -> Iterator[Element]:
        """The elements of a name directly below."""
        return (child for child in self.children if child.name == name)

    def first(self, name: str) -> Element | None:
        """The first element of a name directly below."""
        return next(self.all(name), None)


class Elements(ContentHandler):
    """Elements by their local names, none deeper than the limit, and at most ``most`` with the ``count`` before."""

    def __init__(self, most: int, count: int = 0) -> None:
        super().__init__()
        self.depth, self.count, self.most = 0, count, most

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802 - SAX's name
        self.depth += 1
        self.count += 1
        if self.count > self.most:
            raise TooLargeError("elements of XML", self.count, self.most)
        if self.depth > limits().depth:
            raise TooLargeError("levels of XML", self.depth, limits().depth, "flatten it")
        self.begin(name.rpartition(":")[2], attrs)

    def endElement(self, name: str) -> None:  # noqa: N802 - SAX's name
        self.depth -= 1
        self.end(name.rpartition(":")[2])

    def begin(self, name: str, attrs: Any) -> None:
        """An element opens."""

    def end(self, name: str) -> None:
        """An element closes."""


class _Tree(Elements):
    """All elements, up to the limit."""

    def __init__(self) -> None:
        super().__init__(limits().elements)
        self.open: list[Element] = []
        self.root: Element | None = None

    def begin(self, name: str, attrs: Any) -> None:
        attributes = {key.rpartition(":")[2]: value for key, value in attrs.items()}
        element = Element(name, attributes)
        if self.open:
            self.open[-1].children.append(element)
        else:
            self.root = element
        self.open.append(element)

    def end(self, name: str) -> None:
        self.open.pop()

    def characters(self, content: str) -> None:
        self.open[-1].parts.append(content)


def parse(content: bytes, handler: ContentHandler, name: str, fix: str) -> None:
    """Hand a document to ``handler``. Raises ``FileError`` for what isn't sound or declares a document type."""
    parser = DefusedExpatParser(forbid_dtd=True)
    parser.setContentHandler(handler)
    try:
        for start in range(0, len(content), CHUNK):
            parser.feed(content[start : start + CHUNK])
        parser.close()
    except DefusedXmlException as error:
        raise FileError("unsafe_xml", f"{name} declares entities or a document type: {fix}.") from error
    except (SAXException, ParseError, ValueError, LookupError) as error:
        raise FileError("broken_xml", f"{name} isn't sound XML ({error!s:.100}): {fix}.") from error


def tree(data: bytes) -> Element:
    """The document's root. Raises ``FileError``."""
    handler = _Tree()
    parse(data, handler, "The file", "save it anew")
    if handler.root is None:
        raise FileError("broken_xml", "The file holds no XML element.")
    return handler.root
