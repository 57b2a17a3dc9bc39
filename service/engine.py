"""What the web layer needs of the kernel, and how it is loaded: the seam where tests put a fake."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from service.risk.bom import Bom
from service.risk.bundle.kernel import PAPERS

if TYPE_CHECKING:
    from service.risk.bundle.kernel import Kernel
    from service.risk.bundle.track_record import Group
    from service.risk.evidence.ledger import Ledger

# Each worker scores on one core; OpenMP teams of several workers would fight over the same two.
THREAD_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


class Engine(Protocol):
    """A loaded, verified model with its evidence."""

    @property
    def version(self) -> str: ...
    @property
    def sha256(self) -> str: ...
    @property
    def manifest(self) -> Mapping[str, Any]: ...
    @property
    def evidence(self) -> Any:
        """``service.risk.evidence.claims.Evidence``."""

    @property
    def ledger(self) -> Ledger:
        """Every figure under its id, with its source."""

    @property
    def register(self) -> Any:
        """``service.risk.controls.register.Register``."""

    @property
    def resolver(self) -> Any:
        """``service.risk.materials.resolve.Resolver``, with the catalogue that it reads by."""

    @property
    def track_record(self) -> Sequence[Group]:
        """What the frozen forecasts came to, by group of goods."""

    @property
    def forecasts(self) -> bytes:
        """The file of frozen forecasts: CSV, gzipped."""

    @property
    def card(self) -> bytes:
        """The model card, Markdown in UTF-8."""

    @property
    def report(self) -> bytes:
        """The report, HTML in UTF-8."""

    def score(self, bom: Bom, as_of: date) -> Any:
        """The answer for ``bom`` on ``as_of``, with the attributes of ``schemas.ScoreSchema``."""

    def rescore(self, receipt: str) -> Any:
        """The answer that ``receipt`` was issued for."""


EngineLoader = Callable[[Path], Engine]


class KernelEngine:
    """The real kernel behind ``Engine``."""

    def __init__(self, path: Path) -> None:
        # Imported here: scikit-learn takes seconds, and nothing but a server that scores needs it.
        from service.risk import scoring
        from service.risk.bundle import storage

        self._scoring = scoring
        self.kernel: Kernel = storage.load(path)
        self.forecasts, self.card, self.report = (self.kernel.papers[name] for name in PAPERS)

    @property
    def version(self) -> str:
        return self.kernel.version

    @property
    def sha256(self) -> str:
        return self.kernel.sha256

    @property
    def manifest(self) -> Mapping[str, Any]:
        return self.kernel.manifest

    @property
    def evidence(self) -> Any:
        return self.kernel.evidence

    @property
    def ledger(self) -> Ledger:
        return self.kernel.ledger

    @property
    def register(self) -> Any:
        return self.kernel.register

    @property
    def resolver(self) -> Any:
        return self.kernel.resolver

    @property
    def track_record(self) -> Sequence[Group]:
        return self.kernel.track_record

    def score(self, bom: Bom, as_of: date) -> Any:
        return self._scoring.score(bom, self.kernel, as_of)

    def rescore(self, receipt: str) -> Any:
        return self._scoring.rescore(receipt, self.kernel)


def papers(models: Path, version: str) -> Mapping[str, bytes] | None:
    """Track record, card and report, by file name, of another bundle in the folder of bundles; ``None`` where no bundle
    of that version is there whole. Names are looked up among the folder's own: no path is made of what is asked."""
    from service.risk.bundle import storage, versions
    from service.risk.errors import BundleError

    if version not in versions.versions(models):
        return None
    try:
        manifest, files, _ = storage.read(models / version)
    except BundleError:
        return None
    return {name: files[name] for name in PAPERS} if manifest["version"] == version else None
