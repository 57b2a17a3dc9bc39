"""Weights of an epoch's worlds under other hazards: draws for the interval, settings for the split of a score.

The draws are the same for every product, so what never lowers a world's loss never lowers a draw's score. They tilt
``PRODUCERS``; other countries that a product names are added for it alone. Coefficients and recall vary by draw as the
hazards say. The forms covered and the rate of collapse move between their bounds with the quantiles of the draws. Each
has an order of its own, so that neither goes with another.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from functools import cached_property
from itertools import product as every

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from service.risk.source_shock.reweighting import Tilt, act_band, collapse_band, cover_band, tilted
from service.risk.source_shock.source_hazards import SourceHazards
from service.risk.source_shock.worlds import PRODUCERS, Worlds

FAMILIES = ("power", "control", "substitution")
"""Families of hazard features that a setting puts to their reference."""
SETTINGS = tuple(every((False, True), repeat=len(FAMILIES)))
"""Which families are on, by setting; the last has all on."""
DRAWS_ALONE = 32
"""Draws that tell the width due to the coefficients alone."""
ENDS = (0.05, 0.95)
"""Quantiles at which a cause is put to tell its width alone."""
SHUFFLE = 2_026
"""Fixes in which order the draws move covers and collapses."""

WEIGHTS_KEPT = 4
"""Sets of acts whose absence is kept, 0.3 MB each."""
LEAST = 1e-9
"""A hazard of nothing is taken for this where its log-odds are needed."""

Floats = NDArray[np.float64]
Weights = NDArray[np.float32]


class WorldWeights:
    """The weights of one epoch, made when first asked for. They take 1.8 MB for the draws. They take 1.2 MB for the
    causes alone, and 0.5 MB for the settings."""

    def __init__(self, sources: SourceHazards, worlds: Worlds) -> None:
        self.sources = sources
        self.worlds = worlds
        self._countries = tuple(country for country in PRODUCERS if sources.knows(country))
        self._kept: dict[Hashable, Floats] = {}

    @cached_property
    def settings(self) -> Floats:
        """Weights (worlds, 8) by ``SETTINGS``; the last are equal."""
        weights = np.ones((self.worlds.count, len(SETTINGS)))
        self._tilt(weights, self._countries, self._setting_tilt)
        return weights

    @cached_property
    def draws(self) -> Weights:
        """Weights (worlds, draws) of all causes together."""
        return self._weights(self._countries, "coefficients", "cover", "collapse")

    @cached_property
    def alone(self) -> dict[str, Weights]:
        """Weights (worlds, draws or two ends) by cause."""
        return {cause: self._weights(self._countries, cause) for cause in ("coefficients", "cover", "collapse")}

    def draws_with(self, countries: Iterable[str]) -> Weights:
        """``draws`` for a product that names further countries."""
        further = tuple(sorted(self.further(countries)))
        if not further:
            return self.draws
        weights = self.draws.copy()
        self._tilt(weights, further, lambda country: self._draw_tilt(country, ("coefficients", "cover", "collapse")))
        return weights

    def settings_with(self, countries: Iterable[str]) -> Floats:
        """``settings`` for a product that names further countries."""
        further = tuple(sorted(self.further(countries)))
        if not further:
            return self.settings
        weights = self.settings.copy()
        self._tilt(weights, further, self._setting_tilt)
        return weights

    def under(self, restrictions: Floats, countries: Iterable[str], name: Hashable = None) -> Floats:
        """Weights (worlds, tables) under other restriction hazards (tables, countries of the hazards, elements). They
        are told from the hazards of the product's countries that differ from the central ones. Where the tables have a
        ``name`` the weights are kept by it: most products that meet an act meet it in the same countries."""
        others = {country: self.sources.pooled(restrictions, country) for country in sorted(countries)}
        moved = {c: chances for c, chances in others.items() if (chances != self.sources.chances(c)).any()}
        key = name, tuple(moved)
        if name is not None and key in self._kept:
            return self._kept[key]
        weights = np.ones((self.worlds.count, len(restrictions)))
        self._tilt(weights, tuple(moved), lambda country: self._as_tilt(country, moved[country]))
        if name is not None:
            if len(self._kept) >= WEIGHTS_KEPT:
                self._kept.pop(next(iter(self._kept)), None)
            self._kept[key] = weights
        return weights

    def further(self, sources: Iterable[str]) -> frozenset[str]:
        """Countries among a product's sources that the weights of every product leave out."""
        return frozenset(s for s in sources if not s.startswith("!")).difference(self._countries)

    def _weights(self, countries: tuple[str, ...], *causes: str) -> Weights:
        some = len(self.quantiles(causes))
        weights = np.ones((self.worlds.count, some), np.float32)
        self._tilt(weights, countries, lambda country: self._draw_tilt(country, causes))
        return weights

    def _tilt(self, weights: NDArray[np.floating], countries: tuple[str, ...], tilt_of: Callable[[str], Tilt]) -> None:
        tilted(self.worlds, {country: tilt_of(country) for country in countries}, weights)

    def _setting_tilt(self, country: str) -> Tilt:
        """Hazards of the settings: families at their reference move the log-odds independently of each other."""
        sources = self.sources
        central = logit(np.maximum(sources.chances(country), LEAST))
        off = {f: logit(np.maximum(sources.chances_without(country, f), LEAST)) - central for f in FAMILIES}
        shifts = [
            sum((off[family] for family, on in zip(FAMILIES, setting, strict=True) if not on), np.zeros_like(central))
            for setting in SETTINGS
        ]
        return self._as_tilt(country, expit(central + np.array(shifts)))

    def _draw_tilt(self, country: str, causes: tuple[str, ...]) -> Tilt:
        sources = self.sources
        quantiles = self.quantiles(causes)
        chances = np.tile(sources.chances(country), (len(quantiles), 1))
        if "coefficients" in causes:
            chances = sources.chances_drawn(country)[: len(quantiles)]
        cover, collapse = None, None
        if "cover" in causes:
            ranges = sources.cover_range(country)
            centre = sources.cover(country)
            cover = {form: between(ranges[form], centre[form], quantiles[:, 0]) for form in centre}
        if "collapse" in causes:
            hazards = sources.hazards
            collapse = between(hazards.collapse_range, hazards.collapse, quantiles[:, 1])
        return self._as_tilt(country, chances, cover, collapse)

    def _as_tilt(
        self, country: str, chances: Floats, cover: dict[str, Floats] | None = None, collapse: Floats | None = None
    ) -> Tilt:
        sources, worlds = self.sources, self.worlds
        same = np.ones(len(chances))
        centre, rate = sources.cover(country), sources.hazards.collapse
        return Tilt(
            act_band(worlds, sources.chances(country), chances, sources.limited(country)),
            cover_band(worlds, centre, cover or {form: same * chance for form, chance in centre.items()}),
            collapse_band(worlds, rate, same * rate if collapse is None else collapse),
        )

    def quantiles(self, causes: tuple[str, ...]) -> Floats:
        """Quantiles (draws, 2) of cover and collapse by draw."""
        if len(causes) == 1:
            if causes == ("coefficients",):
                return np.full((DRAWS_ALONE, 2), 0.5)
            return np.tile(np.array(ENDS)[:, None], (1, 2))
        many = len(self.sources.hazards.draws)
        random = np.random.default_rng(SHUFFLE)
        return np.stack([(random.permutation(many) + 0.5) / many for _ in range(2)], axis=1)


def between(bounds: tuple[float, float], central: float, quantile: Floats) -> Floats:
    """Values at quantiles (0..1) of an uncertain number. The lower bound is at 0, the central value at 1/2, the upper
    bound at 1, with straight lines between."""
    return np.interp(quantile, [0.0, 0.5, 1.0], [bounds[0], central, bounds[1]])
