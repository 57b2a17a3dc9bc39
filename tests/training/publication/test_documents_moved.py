"""What a source document moves on the reference portfolio."""

from __future__ import annotations

from service.risk.evidence.claims import DOCUMENT_PREFIX
from tests.factories import kernel, parts
from training.publication.documents_moved import ALL, without


def test_a_bundle_without_a_document_holds_none_of_its_figures() -> None:
    bare = without(kernel(), parts()[1], ["doc-001"])
    assert any(c.document == "doc-001" for c in kernel().evidence.claims)
    assert not any(c.document == "doc-001" for c in bare.evidence.claims)


def test_the_manifest_tells_what_each_of_the_five_moves_and_all_together() -> None:
    moved = kernel().manifest["documents_moved"]
    names = {name for name in kernel().documents if name.startswith(DOCUMENT_PREFIX)}
    assert set(moved) == names | {ALL}
    assert all(moved[ALL]["moved"] >= moved[name]["moved"] for name in names)
    assert moved[ALL]["points_mean"] > 0
