"""One fixed set of equally likely worlds: what each country does in each of them.

A world gives every country four uniform numbers. They decide whether it *acts* (puts on a serious restriction) and
which forms an act *covers*. They decide which *destination* a limited act picks, and whether its exports *collapse*.
Acts and collapses of all countries share one common factor. It is a one-factor Gaussian copula (Vasicek 2002, "The
distribution of loan portfolio value", Risk 15). Its correlation is measured on pairs of sources of one code and year.

Worlds are points of a scrambled Sobol sequence (Owen 1998, "Scrambling Sobol' and Niederreiter-Xing points", J.
Complexity 14), the large producers in its first dimensions. Any other country gets columns of its own from its code,
shuffled at random. A column holds ranks: every rank once, so a chance of k worlds in n is met exactly.

Scores in points, on the published set and on the mean of two sets of 131,072. The last column is the root mean square
of twelve other sets of 8,192. The hazards are those of ``tests/source_shocks.py``; ``test_worlds.py`` bounds the error:

===============================  =========  ===========  =====  ==========
product                          published  131,072      error  other sets
===============================  =========  ===========  =====  ==========
Dy, China                        20.46      20.45        0.01   0.08
Nd, China                        7.47       7.51         -0.04  0.08
Dy, five countries               7.04       7.02         0.02   0.04
Dy, Australia and Malaysia       4.33       4.33         0.01   0.02
Dy, China 60, Malaysia 40        15.62      15.61        0.01   0.06
magnet, China                    15.69      15.67        0.02   0.09
sixteen elements, China          20.54      20.54        0.00   0.07
===============================  =========  ===========  =====  ==========

Plain Monte Carlo of as many worlds has a standard error of 0.2 to 0.45 points.
"""

from __future__ import annotations

import hashlib
from math import ceil
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri
from scipy.stats import qmc

COUNT = 8_192
SEED = 20_261_121
"""Fixes the set: another seed is another set of worlds, and every score moves by its sampling error."""
CORRELATION = 0.1
"""Of the latent variables of two countries. Sources of a code are hit together 1.2 (restriction) to 1.9 times
(collapse) as often as if they were independent. The choice doesn't move skill between 0 and 0.25."""
PRODUCERS = tuple(
    "CHN MMR AUS MYS USA JPN EST VNM IND RUS FRA THA LAO KOR DEU GBR BRA KAZ MDG PHL CAN ZZZ NOR BDI FIN SVN AUT NGA"
    "".split()
)
"""Named at some stage by the evidence, the largest first; ``ZZZ`` are producers that nobody names."""

STRATA = 64
"""Into which the common factor is cut where other hazards are told from its value (``reweighting.py``)."""

Ranks = NDArray[np.unsignedinteger]


class Columns(NamedTuple):
    """A country's ranks (0 .. count - 1) by world; rank r stands for the uniform number (r + 1/2) / count."""

    act: Ranks
    cover: Ranks
    destination: Ranks
    collapse: Ranks


class Worlds:
    """``count`` equally likely worlds. Columns of the producers are made at once (1.6 MB), others when first asked for:
    64 KB a country, 16 MB for 250."""

    def __init__(self, count: int = COUNT, seed: int = SEED) -> None:
        """``count`` must be a power of two, at least 64: raises ``ValueError`` otherwise."""
        if count < STRATA or count & (count - 1):
            raise ValueError(f"the number of worlds must be a power of two from {STRATA}, not {count}")
        self.count = count
        self._seed = seed
        self._type = np.uint16 if count <= 1 << 16 else np.uint32
        points = qmc.Sobol(1 + 4 * len(PRODUCERS), rng=seed).random_base2(count.bit_length() - 1)
        self._factor = ndtri(np.clip(points[:, 0], 0.25 / count, 1.0 - 0.25 / count))
        size = len(PRODUCERS)
        self.stratum: NDArray[np.intp] = (self._ranks(self._factor).astype(np.intp) * STRATA) // count
        self._columns = {country: self._of(points[:, 1 + place :: size]) for place, country in enumerate(PRODUCERS)}

    def given_factor(self, chances: NDArray[np.float64]) -> NDArray[np.float64]:
        """Chances (..., strata) of events in each stratum of the common factor, from chances (...) in all worlds: the
        conditional chance of Vasicek (2002)."""
        middle = ndtri((np.arange(STRATA) + 0.5) / STRATA)
        latent = (ndtri(chances)[..., None] - np.sqrt(CORRELATION) * middle) / np.sqrt(1.0 - CORRELATION)
        by_stratum: NDArray[np.float64] = ndtr(latent)
        return by_stratum

    def columns(self, country: str) -> Columns:
        """The columns of any country (alpha-3, or ``ZZZ``)."""
        columns = self._columns.get(country)
        if columns is None:
            random = self._random(country)
            uniform = np.stack([(random.permutation(self.count) + 0.5) / self.count for _ in Columns._fields], axis=1)
            columns = self._columns[country] = self._of(uniform)
        return columns

    def pending(self, measure_id: str) -> Ranks:
        """The ranks of an announced, suspended or doubtful act, independent of all else: whether it starts."""
        return self._random(measure_id).permutation(self.count).astype(self._type)

    def below(self, chance: float) -> int:
        """How many ranks lie below a chance (0..1): ``rank < below(chance)`` is true in that share of the worlds."""
        return min(max(ceil(chance * self.count - 0.5), 0), self.count)

    def digest(self) -> str:
        """Names the set: a digest of the producers' columns."""
        digest = hashlib.sha256()
        for country in PRODUCERS:
            for column in self._columns[country]:
                digest.update(column.astype("<u4").tobytes())
        return digest.hexdigest()[:16]

    def _of(self, uniform: NDArray[np.float64]) -> Columns:
        """Ranks from four columns of uniform numbers: act, collapse (both under the common factor), cover,
        destination."""
        act, collapse, cover, destination = uniform.T
        return Columns(
            act=self._ranks(self._latent(act)),
            cover=self._ranks(cover),
            destination=self._ranks(destination),
            collapse=self._ranks(self._latent(collapse)),
        )

    def _latent(self, uniform: NDArray[np.float64]) -> NDArray[np.float64]:
        own = ndtri(np.clip(uniform, 0.25 / self.count, 1.0 - 0.25 / self.count))
        latent: NDArray[np.float64] = np.sqrt(CORRELATION) * self._factor + np.sqrt(1.0 - CORRELATION) * own
        return latent

    def _ranks(self, values: NDArray[np.float64]) -> Ranks:
        ranks: Ranks = np.empty(self.count, self._type)
        ranks[np.argsort(values, kind="stable")] = np.arange(self.count, dtype=self._type)
        return ranks

    def _random(self, name: str) -> np.random.Generator:
        """A stream of its own for a name, the same on every machine."""
        words = hashlib.sha256(f"{self._seed} {name}".encode()).digest()
        return np.random.default_rng(int.from_bytes(words[:16], "little"))
