"""The only reader and writer of a bundle, which describes itself and is refused when anything doesn't match.

``models/<version>/`` holds ``manifest.json`` (what it is), ``model.joblib`` (scikit-learn estimators),
``evidence.json`` (claims, register, materials, trade structure, governance), ``track_record.csv.gz`` (walk-forward
forecasts) and ``card.md``. A ``report.html`` beside them is built at publication and belongs to no digest.
``service.risk.bundle.versions`` keeps the folder of bundles.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from importlib.metadata import version as installed
from pathlib import Path
from typing import Any

import numpy as np

from service.risk.bundle.estimators import pickled, unpickled
from service.risk.bundle.kernel import CARD, PAPERS, Kernel
from service.risk.controls.register import Register
from service.risk.errors import BundleError
from service.risk.evidence.claims import Claim, Evidence
from service.risk.evidence.facts import Facts
from service.risk.evidence.statements import Statements
from service.risk.evidence.trade import Trade
from service.risk.materials.catalogue import Catalogue
from service.risk.materials.resolve import Resolver
from service.risk.materials.wording.words import Vocabulary
from service.risk.price_pressure.model import PricePressureModel
from service.risk.source_shock.features import FEATURES, NAMES
from service.risk.source_shock.restriction import RestrictionModel

FORMAT = 4
UNNAMED = "version-not-yet-known"
"""What a bundle is called while its content, from which its version is made, is put together."""
LIBRARIES = ("scikit-learn", "numpy", "scipy", "joblib")
PROBE_TOLERANCE = 1e-9
MANIFEST, MODEL, EVIDENCE = "manifest.json", "model.joblib", "evidence.json"
FILES = (MODEL, EVIDENCE, *PAPERS)
ADDED = frozenset({"format", "files"})
"""What ``write`` adds to a manifest."""


def feature_list() -> list[dict[str, Any]]:
    """The features as a bundle records them: name, family, sign that theory fixes."""
    return [{"name": f.name, "family": f.family, "sign": f.sign} for f in FEATURES]


def library_versions() -> dict[str, str]:
    """Versions that a pickled estimator depends on, and Python's minor version. Python's is for the record only:
    estimators score alike under each Python that the libraries' versions are made for."""
    versions = {name: installed(name) for name in LIBRARIES}
    versions["python"] = ".".join(platform.python_version_tuple()[:2])
    return versions


def canonical(data: Any) -> bytes:
    """JSON bytes that are the same for the same data."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def revision(data: Any) -> str:
    """Short digest that names a state of plain data."""
    return hashlib.sha256(canonical(data)).hexdigest()[:12]


def contents(
    estimators: Mapping[str, Any], evidence: Mapping[str, Any], papers: Mapping[str, bytes]
) -> dict[str, bytes]:
    """The files of a bundle beside its manifest, by name."""
    return {MODEL: pickled(estimators), EVIDENCE: canonical(evidence), **{name: papers[name] for name in PAPERS}}


def digests(files: Mapping[str, bytes]) -> dict[str, str]:
    """SHA-256 of files by name."""
    return {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


def version_of(manifest: Mapping[str, Any], files: Mapping[str, bytes]) -> str:
    """``<year>-<digest>``, where the digest is that of the manifest and of every file, as they stand while the bundle
    is called ``UNNAMED``. Bundles that differ in anything have different versions."""
    stated = str(manifest["version"])
    unnamed = {name: value for name, value in manifest.items() if name not in ADDED} | {"version": UNNAMED}
    content = revision([unnamed, digests({**files, CARD: _called(files[CARD], stated, UNNAMED)})])
    return f"{manifest['trained_through'] + 1}-{content[:8]}"


def _called(card: bytes, stated: str, version: str) -> bytes:
    """The card with another version in place of the one that it states."""
    return card.replace(stated.encode(), version.encode())


def write(
    folder: Path,
    manifest: dict[str, Any],
    estimators: Mapping[str, Any],
    evidence: Mapping[str, Any],
    papers: Mapping[str, bytes],
) -> str:
    """Write a bundle. The version of its content and digests are added to the manifest, whose digest is returned."""
    folder.mkdir(parents=True, exist_ok=True)
    files = contents(estimators, evidence, papers)
    version = version_of(manifest, files)
    files[CARD] = _called(files[CARD], str(manifest["version"]), version)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    described = {**manifest, "version": version, "format": FORMAT, "files": digests(files)}
    text = json.dumps(described, sort_keys=True, indent=1, ensure_ascii=True) + "\n"
    (folder / MANIFEST).write_text(text, encoding="ascii")
    return hashlib.sha256(text.encode()).hexdigest()


def read(path: Path) -> tuple[dict[str, Any], dict[str, bytes], str]:
    """Manifest, files and digest of the bundle in a folder (a link such as ``models/current`` is followed), whatever
    features and libraries it was made with. Raises ``BundleError`` about files, format or digests."""
    folder = Path(path).resolve()
    try:
        text = (folder / MANIFEST).read_text(encoding="ascii")
        manifest = json.loads(text)
        if manifest.get("format") != FORMAT:
            raise BundleError(f"bundle format {manifest.get('format')!r}; this version reads {FORMAT}")
        files = {name: (folder / name).read_bytes() for name in FILES}
        for name, content in files.items():
            digest = hashlib.sha256(content).hexdigest()
            if digest != manifest["files"].get(name):
                raise BundleError(f"digest of {name} is {digest}, the manifest says {manifest['files'].get(name)}")
    except (OSError, ValueError) as error:
        raise BundleError(f"no readable bundle in {path}: {error}") from error
    except (KeyError, AttributeError) as error:
        raise BundleError(f"the manifest of {path} doesn't describe a bundle: {error!r}") from error
    return manifest, files, hashlib.sha256(text.encode()).hexdigest()


def load(path: Path, trusted: str | None = None) -> Kernel:
    """Load and verify the bundle in a folder.

    ``trusted`` is the digest of the manifest (which holds those of the files) that its owner was told elsewhere. Any
    other bundle is refused before its pickle is read. Raises ``BundleError`` that says which check failed: files,
    format, digests, features, library versions, what the pickle names, probe, version.
    """
    manifest, files, digest = read(path)
    if trusted is not None and digest != trusted:
        raise BundleError(f"the manifest's digest is {digest}, MODEL_SHA256 says {trusted}")
    try:
        _verify(manifest)
        estimators = unpickled(files[MODEL])
        papers = {name: files[name] for name in PAPERS}
        kernel = build_kernel(manifest, estimators, json.loads(files[EVIDENCE]), digest, papers)
        _probe(kernel)
        _named(manifest, files)
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise BundleError(f"the manifest of {path} doesn't describe a bundle: {error!r}") from error
    return kernel


def _verify(manifest: dict[str, Any]) -> None:
    if manifest["features"] != feature_list():
        theirs = [f["name"] for f in manifest["features"]]
        raise BundleError(f"the bundle was trained on other features: {sorted(set(theirs) ^ set(NAMES)) or theirs}")
    here, there = library_versions(), manifest["libraries"]
    differing = sorted(name for name in {*here, *there} - {"python"} if here.get(name) != there.get(name))
    if differing:
        words = "; ".join(f"{name} {there.get(name)} in the bundle, {here.get(name)} here" for name in differing)
        raise BundleError(f"library versions differ: {words}")


def _named(manifest: Mapping[str, Any], files: Mapping[str, bytes]) -> None:
    """The version must be that of the content: a manifest that was changed by hand isn't what was published."""
    made = version_of(manifest, files)
    if made != manifest["version"]:
        raise BundleError(f"the manifest says version {manifest['version']}, what is in the bundle makes it {made}")


def _probe(kernel: Kernel) -> None:
    """The stored rows must score as they did in training, by scikit-learn and by the sum of contributions."""
    probe = kernel.manifest["probe"]
    rows = np.array([[np.nan if v is None else v for v in row] for row in probe["rows"]], dtype=np.float64)
    expected = np.array(probe["log_odds"])
    if not len(expected):
        raise BundleError("the bundle has no probe")
    model = kernel.restriction
    summed = model.baseline + model.contributions(rows).sum(axis=1)
    for name, scored in (("scikit-learn", model.reference_log_odds(rows)), ("the sum of contributions", summed)):
        gap = float(np.max(np.abs(scored - expected)))
        if not gap <= PROBE_TOLERANCE:
            raise BundleError(f"the probe scores otherwise than in training by {name}: off by {gap:.3g}")


def build_kernel(
    manifest: dict[str, Any],
    estimators: Mapping[str, Any],
    evidence: Mapping[str, Any],
    sha256: str,
    papers: Mapping[str, bytes],
) -> Kernel:
    """Put a kernel together from its parts, unverified."""
    facts = Facts(
        Evidence([Claim.from_row(row) for row in evidence["claims"]]),
        Register.from_rows(
            evidence["controls"], revision(evidence["controls"]), unverified=manifest["unverified_controls"]
        ),
        Trade.from_json(evidence["trade"]),
        {c: {int(y): v for y, v in by_year.items()} for c, by_year in evidence["governance"].items()},
    )
    return Kernel(
        RestrictionModel.from_json(manifest["restriction"], estimators["restriction"]),
        PricePressureModel.from_json(manifest["price_pressure"], estimators["price_pressure"]),
        facts,
        Resolver(
            Catalogue.from_rows(evidence["materials"]),
            Vocabulary(evidence["words"], evidence["patterns"], evidence["grades"]),
        ),
        dict(evidence["documents"]),
        Statements(evidence.get("statements", ()), evidence["documents"]),
        manifest,
        sha256,
        papers,
    )
