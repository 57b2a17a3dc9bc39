"""Figures of our own: mine output and country shares by element, as claims beside the published ones.

The method and its sources are in ``training/derived/mining.py``. A derived figure is known from the day on which the
newest of its inputs was published, and names them under ``derived_from``. Only the newest year of each edition is
derived. No earlier year is needed: nothing derived was known before 2024, so no training row changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from service.risk.evidence.claims import Claim
from training.derived.mining import MINED, OreSplit, Output, Range, editions, share_of, split_of, world_of
from training.tables.claims import COLUMNS, Claims, Document

DOCUMENT = Document(
    "derived-mining", "Mine output by element: mine production x deposit composition", "Chokepoint, own derivation",
    date(2024, 2, 6), "", "Worked out here; each figure names what it was worked out from", "Apache-2.0", "research",
    "Worked out as training/evidence/README.md says (derived mining shares) from the claims that each figure lists "
    "under derived_from; known from the day the newest of them was published.",
)  # fmt: skip
LOCATOR = "training/evidence/README.md, derived mining shares"
"""Shown to users with every derived figure: where the method is told in words, which no move of code touches."""
OUTPUT, SHARE, PLACE = "mine_output_of_element", "stage_share", "bayan_obo_share_of_china_mining_quota"


def compiled(tables: Claims) -> tuple[list[dict[str, str]], dict[str, Document]]:
    """Rows and documents of a bundle's evidence: the tables, then what is derived from them."""
    rows = [*tables.rows, *rows_from(tables.claims)]
    return rows, tables.documents | {DOCUMENT.document: DOCUMENT}


def rows_from(claims: Sequence[Claim]) -> list[dict[str, str]]:
    """Derived claims as rows of ``evidence.json``: the columns of the tables and ``derived_from``, ids by blanks."""
    derived: list[dict[str, str]] = []
    later: dict[tuple[str, ...], str] = {}
    for productions in reversed(editions(claims).values()):
        if not derived:
            china = next(p for p in productions if p.geography == "CHN")
            derived.append(_place_row(split_of(claims, china.centre)))
        rows = _edition_rows(world_of(productions, claims), productions[0].valid_from[:4])
        for row in rows:
            if newer := later.get(_subject(row)):
                row["flag"] += f";superseded_by:{newer}"
        later |= {_subject(row): row["claim_id"] for row in rows}
        derived += rows
    return derived


def _subject(row: dict[str, str]) -> tuple[str, ...]:
    return row["quantity"], row["scope"], row["geography"]


def _edition_rows(world: Sequence[Output], year: str) -> list[dict[str, str]]:
    rows = []
    for symbol in MINED:
        named_by = [(o, frozenset(o.named(symbol))) for o in world]
        sources = {c.claim_id: c for o, names in named_by for c in o.sources if c.claim_id in names}
        total = sum((o.tonnes[symbol] for o in world), Range(0.0, 0.0, 0.0))
        published = max(c.published for c in sources.values())
        whole = f"derived-output-{symbol}-WLD-{year}"
        words = "Sum over the countries."
        rows.append(_row(whole, OUTPUT, symbol, "WLD", year, total, "t_REO", published, sources, words, "derived"))
        for output in world:
            if output.country == "ZZZ":
                continue
            claim_id = f"derived-mining-{symbol}-{output.country}-{year}"
            words = f"{output.tonnes[symbol].central:.0f} of {total.central:.0f} t." + (
                f" Stands in: {output.standing_in}." if output.standing_in else ""
            )
            flag = "derived;engineering_estimate" if output.standing_in else "derived"
            named = [*output.named(symbol), whole]
            share = share_of(symbol, output, world)
            rows.append(
                _row(claim_id, SHARE, symbol, output.country, year, share, "share", published, named, words, flag)
            )
    return rows


def _place_row(split: OreSplit) -> dict[str, str]:
    """Bayan Obo's part of China's first batches of mining quotas."""
    batches = [c for c in split.sources if c.basis.startswith("first_batch")]
    by_year: dict[str, list[Claim]] = {}
    for c in batches:
        by_year.setdefault(c.valid_from[:4], []).append(c)
    parts = {year: rows[0].centre / sum(c.centre for c in rows) for year, rows in by_year.items()}
    share = Range(min(parts.values()), parts[max(parts)], max(parts.values()))
    words = "First batches of the year; China Northern Rare Earth mines Bayan Obo only."
    return _row(
        f"derived-quota-bayan-obo-{split.through}", PLACE, "REE", "CHN", str(split.through), share, "share",
        max(c.published for c in batches), [c.claim_id for c in batches], words, "derived",
    )  # fmt: skip


def _row(
    claim_id: str, quantity: str, scope: str, country: str, year: str, value: Range, unit: str, published: date,
    sources: Iterable[str], note: str, flag: str,
) -> dict[str, str]:  # fmt: skip
    digits = 0 if unit == "t_REO" else 4
    cells = dict.fromkeys(COLUMNS, "") | {
        "claim_id": claim_id, "quantity": quantity, "scope": scope, "stage": "mining", "geography": country,
        "basis": "output" if quantity != PLACE else "quota", "value_low": f"{value.low:.{digits}f}",
        "value": f"{value.central:.{digits}f}", "value_high": f"{value.high:.{digits}f}", "unit": unit,
        "nature": "estimate", "valid_from": f"{year}-01-01", "valid_to": f"{year}-12-31",
        "published": published.isoformat(), "document": DOCUMENT.document, "locator": LOCATOR,
        "source_class": DOCUMENT.source_class, "use": "model", "flag": flag, "note": note,
    }  # fmt: skip
    return cells | {"derived_from": " ".join(sources)}
