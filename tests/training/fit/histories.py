"""Made-up histories of exporters with known causes of events."""

from __future__ import annotations

import numpy as np
import polars as pl

YEARS = range(2003, 2016)
PER_YEAR = 400


def history(instability_effect: float = 4.0, own_effect: float = 2.0, seed: int = 3) -> pl.DataFrame:
    """A panel whose events come from the share, instability and the country's own record, at about 4 % of rows."""
    random = np.random.default_rng(seed)
    size = len(YEARS) * PER_YEAR
    share, instability = random.uniform(0.03, 1.0, size), random.random(size)
    own_age = np.where(random.random(size) < 0.3, random.integers(0, 120, size).astype(float), np.nan)
    record = np.sqrt(np.exp(-np.nan_to_num(own_age, nan=np.inf) / 96.0))
    log_odds = -4.0 + share + instability_effect * (instability - 0.5) + own_effect * record
    countries = np.array(["CHN", "RUS", "IDN", "AUS", "CAN"])
    names = np.array(["tungsten", "graphite", "HREE", "tin"])
    return pl.DataFrame(
        {
            "country": countries[np.arange(size) % 5],
            "mineral": names[np.arange(size) % 4],
            "code": [f"{n % PER_YEAR:06d}" for n in range(size)],
            "year": np.repeat(np.array(YEARS), PER_YEAR),
            "specialty": np.arange(size) % 2 == 0,
            "share": share,
            "instability": instability,
            "own_age": own_age,
            "companions": random.exponential(0.3, size),
            "serious_age": own_age,
            "difficulty": random.choice([1.0, 2.0, 3.0, np.nan], size),
            "recycling": random.choice([0.0, 0.3, np.nan], size),
            "event": random.random(size) < 1 / (1 + np.exp(-log_odds)),
            "pending": np.zeros(size, bool),
        }
    ).with_columns(pl.col("event").alias("limited"), pl.col("event").alias("any_act"))
