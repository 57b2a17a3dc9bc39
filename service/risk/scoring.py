"""``score(bom, kernel)``: how likely a product's rare-earth supply is disrupted within twelve months, and why.

A score is a pure function of the bundle, the BOM and the date.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from service.risk.answer import Contributions, Coverage, HazardScore, LineScore, ModelRef, Score
from service.risk.bom import Bom
from service.risk.bundle.kernel import Kernel
from service.risk.disruption.features import FAMILIES
from service.risk.errors import BomError, FieldError, ReceiptError
from service.risk.explanation.hazard_details import shown_of
from service.risk.explanation.messages import cost_messages, messages_of, reading_of
from service.risk.explanation.register_standing import register_messages
from service.risk.product.assessment import Assessed, assess
from service.risk.product.drivers import drivers
from service.risk.product.expected_cost import hazard_cost, line_cost, price_of, product_cost, summed, values_of
from service.risk.product.probability import Product
from service.risk.purchase import receipt as receipts
from service.risk.purchase.canonical import canonical_bom
from service.risk.purchase.hazards import Purchase, read_bom

EVENT = "supply-disruption/v1"
HORIZON_DAYS = 365
MOST_HAZARDS = 400
"""Distinct hazards that one answer may assess, be it only for its interval; a thousand lines of a real product share a
few dozen."""
FIRST_DAY = date(1997, 12, 31)
"""The archive's first year with trade structure two years back."""


def score(bom: Bom, kernel: Kernel, as_of: date | None = None) -> Score:
    """Score a BOM for the day it states, else ``as_of``.

    Raises ``BomError`` with every line that can't be read as written, or without a day.
    """
    day = bom.as_of or as_of
    if day is None:
        raise BomError("No date.", [FieldError("/as_of", "missing", "give the day to score for, YYYY-MM-DD")])
    if day < FIRST_DAY:
        fix = f"trade data allow scores from {FIRST_DAY.isoformat()} on"
        raise BomError("The date is too early.", [FieldError("/as_of", "too_early", fix)])
    canonical = canonical_bom(bom, day)
    return _Scoring(canonical, day, kernel).result()


def rescore(receipt: str, kernel: Kernel) -> Score:
    """Recompute the answer of a receipt. Raises ``ReceiptError`` when it is damaged or was issued under another model,
    evidence or register."""
    bom, day, state = receipts.read(receipt)
    now = _state(kernel)
    other = [name for name in now if state.get(name) != now[name]]
    if other:
        detail = "; ".join(f"{name} was {state.get(name)}, here {now[name]}" for name in other)
        fix = f"{detail}. Ask a service that runs the bundle named in the answer."
        raise ReceiptError("The receipt was issued under other facts.", [FieldError("/receipt", "other_state", fix)])
    return score(bom, kernel, day)


def _state(kernel: Kernel) -> dict[str, str]:
    return {
        "model": kernel.sha256[:16],
        "evidence": str(kernel.manifest["evidence_revision"]),
        "register": kernel.register.revision,
    }


class _Scoring:
    """One BOM's way to its answer."""

    def __init__(self, bom: Bom, day: date, kernel: Kernel) -> None:
        self.bom, self.day, self.kernel = bom, day, kernel
        self.purchase: Purchase = read_bom(bom, day, kernel.resolver)
        self.keys = self.purchase.keys
        self.every = [*self.keys, *self.purchase.other_keys]
        """Hazards of the score, then those that only its interval knows."""
        if len(self.every) > MOST_HAZARDS:
            detail = (
                f"{len(self.every)} distinct hazards, those that may be present among them, at most {MOST_HAZARDS}: "
                "declare the same supply for like lines"
            )
            raise BomError("The BOM is too varied.", [FieldError("/lines", "too_many_hazards", detail)])
        self.all_assessed = assess(kernel, self.every)
        self.assessed = self.all_assessed[: len(self.keys)]
        self.product = Product(kernel.quadrature, self.purchase.lines, self.all_assessed)
        self.rise = float(kernel.manifest["severity"]["served_rise"])
        chance = {key: a.central.probability for key, a in zip(self.keys, self.assessed, strict=True)}
        price = price_of(kernel.evidence, day)
        values = [values_of(line, price) for line in self.purchase.lines]
        self.costs = [
            line_cost(line, own, chance, self.rise) for line, own in zip(self.purchase.lines, values, strict=True)
        ]
        self.values = summed(values)
        self.exposed = summed([own for own, cost in zip(values, self.costs, strict=True) if cost is not None])

    def result(self) -> Score:
        read = [line for line in self.purchase.lines if line.scored]
        known = bool(read)
        status = "scored" if len(read) == len(self.purchase.lines) else "partial" if known else "unscored"
        whole = self.product.probability()
        probability = whole if known else None
        manifest = self.kernel.manifest
        return Score(
            score=None if probability is None else 100.0 * probability,
            probability=probability,
            interval=self._interval(probability),
            band=_band(probability, manifest["bands"]),
            percentile=_percentile(probability, manifest["portfolio"]["scores"]),
            event=EVENT,
            horizon_days=HORIZON_DAYS,
            window_start=self.day,
            window_end=self.day + timedelta(days=HORIZON_DAYS - 1),
            as_of=self.day,
            status=status,
            in_sample_replay=self.day.year <= manifest["outcomes_through"],
            coverage=self._coverage(),
            expected_cost_increase=product_cost(self.purchase.lines, self.costs),
            lines=tuple(self._lines()),
            hazards=tuple(self._hazard(a) for a in self.assessed),
            interval_figures=self._interval_figures(),
            drivers=drivers(self.kernel, self.assessed, 100.0 * whole, self.product),
            model=self._model(),
            evidence_revision=str(manifest["evidence_revision"]),
            register_revision=self.kernel.register.revision,
            receipt=receipts.issue(self.bom, self.day, _state(self.kernel)),
            messages=(
                *messages_of(self.purchase, self.assessed, self.kernel, self.day),
                *cost_messages(self.purchase.lines),
                *register_messages(
                    self.assessed, [shown_of(a, self.kernel).around for a in self.assessed], self.kernel, self.day
                ),
            ),
        )

    def _interval(self, probability: float | None) -> tuple[float, float] | None:
        if probability is None:
            return None
        low = self.product.at([a.low for a in self.all_assessed], "favourable")
        high = self.product.at([a.high for a in self.all_assessed], "adverse")
        return min(low, probability), max(high, probability)

    def _interval_figures(self) -> tuple[str, ...]:
        """Figures of what the lines may hold besides their hazards, that no hazard names."""
        named = {figure for a in self.assessed for figure in shown_of(a, self.kernel).figures}
        possible = self.all_assessed[len(self.assessed) :]
        return tuple(sorted({figure for a in possible for figure in shown_of(a, self.kernel).figures} - named))

    def _coverage(self) -> Coverage:
        lines = self.purchase.lines

        def share(amounts: list[tuple[Decimal | None, bool]]) -> float | None:
            total = sum((a for a, _ in amounts if a is not None), Decimal(0))
            return float(sum((a for a, ok in amounts if ok and a is not None), Decimal(0)) / total) if total else None

        count = sum(line.scored for line in lines) / len(lines) if lines else 0.0
        return Coverage(
            count, share([(x.mass_g, x.scored) for x in lines]), share([(x.value, x.scored) for x in lines])
        )

    def _lines(self) -> Iterator[LineScore]:
        for line, cost, hazards, (own, without) in zip(
            self.purchase.lines, self.costs, self.product.central, self.product.of_lines(), strict=True
        ):
            if not line.scored:
                yield LineScore(line.line.line_id, None, None, (), None, line.mass_g, line.value, None, None)
                continue
            ids = tuple(self.every[n].id for n in hazards)
            name, reading = line.line.line_id, reading_of(line)
            yield LineScore(name, 100.0 * own, own, ids, 100.0 * without, line.mass_g, line.value, cost, reading)

    def _hazard(self, a: Assessed) -> HazardScore:
        holding = self.purchase.holdings[a.key]
        assembly = a.central.assembly
        assert assembly is not None
        families = dict(zip(FAMILIES, a.central.contributions, strict=True))
        shown = shown_of(a, self.kernel)
        return HazardScore(
            id=a.key.id,
            element=a.key.element,
            form=str(a.key.form),
            weakest_stage=shown.weakest_stage,
            probability=a.central.probability,
            interval=(a.low, a.high),
            calibration="extrapolated" if a.extrapolated else "in_domain",
            contributions=Contributions(self.kernel.model.baseline, **families),
            supply=shown.supply,
            mass_g=holding.mass_g,
            mass_range_g=holding.mass_range_g,
            value=self.values.get(a.key),
            expected_cost_increase=hazard_cost(self.exposed.get(a.key), a.central.probability, self.rise),
            figures=shown.figures,
            controls=tuple(m for m, _ in assembly.measures),
            register=shown.around.shown,
            defaults=assembly.chain.defaults,
        )

    def _model(self) -> ModelRef:
        manifest = self.kernel.manifest
        through = [a.central.assembly.price_through for a in self.assessed if a.central.assembly]
        return ModelRef(
            version=self.kernel.version,
            sha256=self.kernel.sha256,
            vintage=str(manifest["vintage"]),
            trained_through=manifest["trained_through"],
            structure_through=manifest["structure_through"],
            prices_through=max((t[:7] for t in through if t), default=None),
        )


def _band(probability: float | None, bands: Mapping[str, float]) -> str | None:
    """The band with the highest threshold (score points) that the score reaches."""
    if probability is None:
        return None
    reached = [(threshold, name) for name, threshold in bands.items() if 100.0 * probability >= threshold]
    return max(reached)[1]


def _percentile(probability: float | None, portfolio: Sequence[float]) -> float | None:
    """Share (0..1) of the reference portfolio that scores no higher."""
    if probability is None or not portfolio:
        return None
    return sum(100.0 * probability >= s for s in portfolio) / len(portfolio)
