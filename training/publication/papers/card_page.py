"""The model card as a page: the bundle's own Markdown, in the report's style."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markupsafe import Markup

from training.publication.papers.pages import rendered


def html(version: str, markdown: str) -> str:
    """The card as one page. What the card holds in angle brackets stays text."""
    body = MarkdownIt("commonmark", {"html": False}).enable("table").render(markdown)
    return rendered("card.html", version=version, body=Markup(body))  # noqa: S704 - markdown-it escapes what isn't its own
