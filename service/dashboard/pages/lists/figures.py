"""``/figures``: figures of documents and statistics, by what they measure, of which element, where and from whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from urllib.parse import urlencode

from flask import Response, request

from service.api.context import kernel, today
from service.dashboard.findings import language
from service.dashboard.pages.lists.view import page_of
from service.dashboard.pages.serving import ALL_ROWS, page, refused, site, wants_table
from service.risk.evidence.claims import Claim
from service.risk.vocabulary import ELEMENTS, Stage
from service.schemas.fields import COUNTRIES

ROWS_A_PAGE = 100
FILTERS = ("quantity", "element", "stage", "geography", "document")
LONGEST, MOST_PILLS = 100, 12


@site.get("/figures")
def list_figures() -> Response:
    """Figures that were published by today, the newest first."""
    on, asked = today(), _asked()
    claims = _known(asked)
    last = max(1, -(-len(claims) // ROWS_A_PAGE))
    number = min(last, page_of(request.args.get("page", "1")))
    start = (number - 1) * ROWS_A_PAGE
    shown = claims[:ALL_ROWS] if wants_table() else claims[start : start + ROWS_A_PAGE]
    return page(
        "figures.html", rows=shown, asked=asked, count=len(claims), number=number, last=last, link=_link, on=on,
        quantities=_counts(asked, "quantity"), stages=_counts(asked, "stage"), documents=kernel().documents,
        most=MOST_PILLS,
    )  # fmt: skip


def _asked() -> dict[str, str]:
    """The filters of the address. Raises ``RequestError`` for one that names nothing."""
    asked = {name: request.args[name][:LONGEST] for name in FILTERS if request.args.get(name)}
    ledger = kernel().ledger
    known = {
        "quantity": ledger.quantities,
        "document": ledger.documents,
        "element": ELEMENTS,
        "stage": [str(stage) for stage in Stage],
        "geography": COUNTRIES.keys() | {language.alpha2(claim.geography) for claim in kernel().evidence.claims},
    }
    for name, values in known.items():
        if name in asked and asked[name] not in values:
            raise refused(name, "unknown", f"There is no {name} {asked[name][:40]!r}: take the filter away.")
    return asked


def _known(asked: Mapping[str, str]) -> list[Claim]:
    """Claims that the filters leave, published by today, the newest first."""
    query = {**asked, "geography": language.alpha3(asked["geography"])} if "geography" in asked else asked
    claims = [claim for claim in kernel().evidence.query(**query) if claim.published <= today()]
    return sorted(claims, key=lambda claim: (-claim.published.toordinal(), claim.claim_id))


def _counts(asked: Mapping[str, str], name: str) -> list[tuple[str, int]]:
    """How many figures there would be by the values of a filter, most first."""
    others = {key: value for key, value in asked.items() if key != name}
    counts = Counter(value for claim in _known(others) for value in getattr(claim, name).split() if value)
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))


def _link(asked: Mapping[str, str], **changes: str | int | None) -> str:
    """The address with other filters; None takes one away."""
    query = {name: value for name, value in {**asked, **changes}.items() if value not in (None, "")}
    return f"/figures?{urlencode(query)}" if query else "/figures"
