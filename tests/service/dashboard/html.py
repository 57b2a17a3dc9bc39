"""What every page has to keep to: valid HTML, labels, tables and headings for screen readers, nothing that runs."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from werkzeug.test import TestResponse

from service.dashboard.pages.serving import POLICY

XHTML = "{http://www.w3.org/1999/xhtml}"
HEADINGS = [f"{XHTML}h{level}" for level in range(1, 7)]
FIELDS = ("input", "select", "textarea")


class Page:
    """A page that was answered, checked as far as any page can be."""

    def __init__(self, response: TestResponse, status: int = 200) -> None:
        self.text = response.get_data(as_text=True)
        assert response.status_code == status, self.text[:500]
        assert response.content_type == "text/html; charset=utf-8"
        self.root = html5lib.HTMLParser(strict=True).parse(self.text)
        check_headers(response)
        check_nothing_runs(self.root)
        check_ids(self.root)
        check_structure(self.root)
        check_fields(self.root)

    def all(self, name: str) -> list[Element]:
        """Elements of a name, in order."""
        return list(self.root.iter(f"{XHTML}{name}"))

    def words(self) -> str:
        """What the main part says, blanks made one."""
        (main,) = self.all("main")
        return words_of(main)

    def links(self) -> set[str]:
        """Addresses within the service."""
        addresses = {link.get("href", "") for link in self.all("a")}
        assert all(re.match(r"[/?#]", address) for address in addresses), addresses
        return addresses

    def rows(self, caption: str) -> list[list[str]]:
        """Cells of the body of the table with that caption."""
        for table in self.all("table"):
            if words_of(next(table.iter(f"{XHTML}caption"))).startswith(caption):
                body = next(table.iter(f"{XHTML}tbody"))
                return [[words_of(cell) for cell in row] for row in body.iter(f"{XHTML}tr")]
        raise AssertionError(caption)

    def token(self) -> str:
        """The token of its forms."""
        return next(field.get("value", "") for field in self.all("input") if field.get("name") == "csrf_token")


def words_of(element: Element) -> str:
    """All text in an element."""
    return " ".join("".join(element.itertext()).replace("\u00a0", " ").split())


def check_headers(response: TestResponse) -> None:
    """The policy, and that nothing on the way keeps the page."""
    headers = response.headers
    assert headers["Content-Security-Policy"] == POLICY
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"


def check_nothing_runs(root: Element) -> None:
    """No script, no style in the page, no handler, no other host but where a link leads that tells it nothing."""
    for element in root.iter():
        name = str(element.tag).rpartition("}")[2]
        assert name not in ("script", "style", "iframe", "object", "embed", "base"), name
        for attribute, value in element.attrib.items():
            assert not attribute.startswith("on"), attribute
            assert attribute != "style", value
            away = name == "a" and attribute == "href" and element.get("rel") == "noreferrer"
            allowed = away and value.startswith("https://")
            assert allowed or not re.match(r"(?:[a-z]+:)?//|javascript:|data:", value.strip().lower()), value


def check_ids(root: Element) -> None:
    """Ids once each, and every reference to one resolves."""
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids)), sorted(name for name in ids if ids.count(name) > 1)
    for element in root.iter():
        for attribute in ("aria-labelledby", "aria-describedby", "for", "list"):
            assert set((element.get(attribute) or "").split()) <= set(ids), (attribute, element.get(attribute))
        href = element.get("href") or ""
        assert not href.startswith("#") or href[1:] in ids, href


def check_structure(root: Element) -> None:
    """A language, a title, one main part, one first heading, no level left out, captions, scopes and names."""
    assert root.get("lang") == "en"
    assert words_of(next(root.iter(f"{XHTML}title"))).endswith("– Chokepoint")
    assert len(list(root.iter(f"{XHTML}main"))) == 1
    levels = [HEADINGS.index(element.tag) + 1 for element in root.iter() if element.tag in HEADINGS]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels
    for table in root.iter(f"{XHTML}table"):
        assert table[0].tag == f"{XHTML}caption"
        assert all(cell.get("scope") for cell in table.iter(f"{XHTML}th"))
    for picture in root.iter("{http://www.w3.org/2000/svg}svg"):
        named = picture.get("role") == "img" and picture.get("aria-label")
        assert named or picture.get("aria-hidden") == "true"


def check_fields(root: Element) -> None:
    """Every field has a label; every form that changes something carries a token."""
    labelled = {field for label in root.iter(f"{XHTML}label") for field in label.iter()}
    ids = {label.get("for") for label in root.iter(f"{XHTML}label")}
    for name in FIELDS:
        for field in root.iter(f"{XHTML}{name}"):
            if field.get("type") != "hidden":
                assert field in labelled or field.get("id") in ids or field.get("aria-label"), field.attrib
    for form in root.iter(f"{XHTML}form"):
        names: list[Any] = [field.get("name") for field in form.iter(f"{XHTML}input")]
        assert form.get("method") != "post" or "csrf_token" in names
