"""What people say where manifests have identifiers: countries, minerals, products, features, families."""

from __future__ import annotations

from functools import cache

from service.risk.explanation.words import country_name
from training.publication import reference_portfolio

SHORT = {"COD": "DR Congo", "RUS": "Russia", "VNM": "Vietnam", "PRK": "North Korea", "KOR": "South Korea"}
"""Countries whose name in ISO 3166 turns round or is longer than people say."""
MINERALS = {"HREE": "heavy rare earths", "LREE": "light rare earths"}
FEATURES = {
    "share": "the country's power over the material",
    "instability": "its political instability",
    "own_record": "what it restricted of this material before",
    "companion_record": "what it restricted of other materials",
    "irreplaceable_share": "how hard the material is to replace",
    "primary_share": "how little of it is recycled",
}
BASELINES = {
    "country_rate": "each country's own rate",
    "geopolrisk": "GeoPolRisk",
    "governance": "governance alone",
    "hhi": "the HHI of supply",
    "share": "share alone",
}
SERIES = {"fob_china": "FOB China", "ex_works_china": "ex works China"}


def country(code: str) -> str:
    """A country by its alpha-3 code, with a capital."""
    name = SHORT.get(code) or country_name(code)
    return f"{name[0].upper()}{name[1:]}"


def pair(code: str, mineral: str) -> str:
    """A country and a mineral."""
    return f"{country(code)}: {MINERALS.get(mineral, mineral)}"


@cache
def _products() -> dict[str, str]:
    return {str(bom.bom_id): bom.name or str(bom.bom_id) for bom in reference_portfolio.read()}


def product(bom_id: str) -> str:
    """A product of the reference portfolio."""
    return _products().get(bom_id, bom_id)
