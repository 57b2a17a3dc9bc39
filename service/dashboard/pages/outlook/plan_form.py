"""What the form of a plan asks for, as a request of ``POST /v1/plans``: read by its schema, its faults in the words of
the form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import ValidationError
from werkzeug.datastructures import MultiDict

from service.dashboard.findings import language
from service.dashboard.pages.outlook import per_cent
from service.errors import RequestError
from service.risk.bom import Bom
from service.risk.errors import FieldError
from service.risk.mitigation.actions import KINDS
from service.risk.mitigation.plan import Wish
from service.risk.outlook.stock import Money
from service.schemas.outlook.stock import StockQuery
from service.schemas.plan import MOST_MATERIALS, MOST_OFFERS, CostsSchema, PlanRequestSchema
from service.schemas.strict import flattened

LONGEST = 200
"""Characters of one field that are read: those of a material's name."""
SHARE = "share"
"""The aim at what is lost; without it a score is aimed at."""
SCRAP = "scrap"
OFFER = ("stage", "country", "share", "made_of", "line", "cost")
MATERIAL = ("line", "material", "cost")
MONEY = ("products_per_year", "stop_cost_per_day", "carrying_rate")
BUYS_STOCK = ("products_per_year", "carrying_rate")
"""Of these what a plan with a budget reads."""
CALLED = {
    "target_score": "Your aim", "target_share_hit": "Your aim", "budget": "Budget", "allowed": "What may be done",
    "without_countries": "Move nothing to", "offers": "Offer", "materials": "Other material", "country": "country",
    "share": "share", "stage": "stage", "line_ids": "line", "line_id": "line", "material": "material", "cost": "cost",
    "costs": "Your costs", "products_per_year": "Products a year", "stop_cost_per_day": "A day of standstill",
    "carrying_rate": "Carrying stock", "bom": "The product",
}  # fmt: skip
"""Members of a request, as the form calls them."""
Row = Mapping[str, str]
_request, _money = PlanRequestSchema(), StockQuery()


@dataclass(frozen=True)
class Form:
    """What an address says, as texts: rows that say something, and what they come to."""

    asked: MultiDict[str, str]
    offers: tuple[Row, ...]
    materials: tuple[Row, ...]
    costs: Row

    @classmethod
    def from_query(cls, asked: MultiDict[str, str]) -> Form:
        """That of an address."""
        costs = {name: asked.get(f"cost_{name}", "").strip()[:LONGEST] for name in CostsSchema().fields}
        offers = tuple(row for row in _rows(asked, "offer", OFFER) if row["country"] or row["share"])
        materials = tuple(row for row in _rows(asked, "material", MATERIAL) if row["material"])
        return cls(asked, offers[: MOST_OFFERS + 1], materials[: MOST_MATERIALS + 1], costs)

    def text(self, name: str) -> str:
        """A field of the form."""
        return self.asked.get(name, "").strip()[:LONGEST]

    @property
    def allowed(self) -> list[str]:
        """Kinds of actions that are ticked; all where none is."""
        return [kind[:LONGEST] for kind in self.asked.getlist("allowed")] or [str(kind) for kind in KINDS]

    @property
    def without(self) -> list[str]:
        """Countries that nothing is moved to."""
        return list(dict.fromkeys(code[:LONGEST] for code in self.asked.getlist("without") if code))

    @property
    def by_share(self) -> bool:
        """Whether what is lost is aimed at, not the score."""
        return self.text("aim") == SHARE

    @property
    def given(self) -> str:
        """What is said beyond the aim, counted in words; empty where nothing is."""
        counted = (
            (len(self.offers), "offer", "offers"),
            (len(self.materials), "other material", "other materials"),
            (sum(map(bool, self.costs.values())), "cost", "costs"),
            (sum(bool(self.text(name)) for name in MONEY), "figure of stock", "figures of stock"),
            (len(self.without), "country left out", "countries left out"),
            (len({*map(str, KINDS)} - {*self.allowed}), "kind of change barred", "kinds of change barred"),
        )
        return ", ".join(language.plural(count, one, many) for count, one, many in counted if count)

    def wanted(self, target: str) -> dict[str, Any]:
        """The members of the request beside its BOM. ``target`` is aimed at where none is written."""
        aim = self.text("target") or target
        body: dict[str, Any] = {"target_share_hit": per_cent.share(aim)} if self.by_share else {"target_score": aim}
        costs = {name: cost for name, cost in self.costs.items() if cost}
        body |= {"costs": costs} if costs else {}
        if self.text("budget"):
            prices = self._prices()
            body |= {"budget": self.text("budget")} | {name: prices[name] for name in prices if name in BUYS_STOCK}
        body |= {"without_countries": self.without} if self.without else {}
        body |= {"allowed": self.allowed} if set(self.allowed) != {*map(str, KINDS)} else {}
        body |= {"offers": [_offer(row) for row in self.offers]} if self.offers else {}
        return body | ({"materials": [_material(row) for row in self.materials]} if self.materials else {})

    def money(self) -> dict[str, Any]:
        """What is said of stock, as the API reads it. Raises ``RequestError``."""
        try:
            return dict(_money.load(self._prices()))
        except ValidationError as error:
            raise _refused(error) from error

    def _prices(self) -> dict[str, str]:
        """What is said of stock, as the API writes it."""
        given = {name: self.text(name) for name in MONEY if self.text(name)}
        return given | ({"carrying_rate": per_cent.rate(given["carrying_rate"])} if "carrying_rate" in given else {})


def read_plan(body: Mapping[str, Any]) -> tuple[Bom, Wish, Money]:
    """What a request asks for, as the API reads it. Raises ``RequestError`` in the words of the form."""
    try:
        bom, wish, prices = _request.load(body)
    except ValidationError as error:
        raise _refused(error) from error
    return bom, wish, prices


def in_words(fault: FieldError) -> str:
    """A fault with the field of the form that it is about."""
    named = [part for part in fault.pointer.split("/") if part]
    told = [str(int(part) + 1) if part.isdigit() else _called(part) for part in named]
    place = " ".join(told[:2]) + "".join(f", {one}" for one in told[2:])
    return f"{place}: {language.sentence(fault.detail)}" if place else fault.detail


def _called(member: str) -> str:
    return CALLED.get(member, member.replace("_", " "))


def _refused(error: ValidationError) -> RequestError:
    faults = list(flattened(error.messages))
    return RequestError(in_words(faults[0]), faults)


def _rows(asked: MultiDict[str, str], of: str, names: tuple[str, ...]) -> Iterator[Row]:
    """Rows of fields that repeat; the longest column has as many."""
    columns = {name: asked.getlist(f"{of}_{name}") for name in names}
    for number in range(max(map(len, columns.values()))):
        yield {name: (values[number].strip()[:LONGEST] if number < len(values) else "")
               for name, values in columns.items()}  # fmt: skip


def _offer(row: Row) -> dict[str, Any]:
    told: dict[str, Any] = {name: row[name] for name in ("stage", "country", "cost") if row[name]}
    told |= {"share": per_cent.share(row["share"])} if row["share"] else {}
    told |= {"recycled": True} if row["made_of"] == SCRAP else {}
    return told | ({"line_ids": [row["line"]]} if row["line"] else {})


def _material(row: Row) -> dict[str, Any]:
    told = {"line_id": row["line"], "material": row["material"]}
    return told | ({"cost": row["cost"]} if row["cost"] else {})
