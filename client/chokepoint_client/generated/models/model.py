from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.band import Band
    from ..models.model_manifest import ModelManifest


T = TypeVar("T", bound="Model")


@_attrs_define
class Model:
    """
    Attributes:
        version (str): Of the model.
        sha256 (str): Digest of the bundle.
        bands (list[Band]): A band and where it begins.
        manifest (ModelManifest): As the bundle describes itself.
    """

    version: str
    sha256: str
    bands: list[Band]
    manifest: ModelManifest

    def to_dict(self) -> dict[str, Any]:
        version = self.version

        sha256 = self.sha256

        bands = []
        for bands_item_data in self.bands:
            bands_item = bands_item_data.to_dict()
            bands.append(bands_item)

        manifest = self.manifest.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "version": version,
                "sha256": sha256,
                "bands": bands,
                "manifest": manifest,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.band import Band  # noqa: PLC0415
        from ..models.model_manifest import ModelManifest  # noqa: PLC0415

        d = dict(src_dict)
        version = d.pop("version")

        sha256 = d.pop("sha256")

        bands = []
        _bands = d.pop("bands")
        for bands_item_data in _bands:
            bands_item = Band.from_dict(bands_item_data)

            bands.append(bands_item)

        manifest = ModelManifest.from_dict(d.pop("manifest"))

        model = cls(
            version=version,
            sha256=sha256,
            bands=bands,
            manifest=manifest,
        )

        return model
