"""``/model``: one page for a board: what the model forecasts, how good it is, and what is assumed."""

from __future__ import annotations

from flask import Response

from service.api.context import kernel, today
from service.dashboard.charts.intervals import ShareRow, share_chart
from service.dashboard.findings import model
from service.dashboard.pages.serving import page, site
from service.risk.explanation import bounds

WIDE, NARROW = 1000, 340


@site.get("/model")
def show_model() -> Response:
    """The served model."""
    served = kernel()
    manifest = served.manifest
    skills, tenths = model.skills(manifest), model.reliability(manifest)
    lists = model.blind_lists(manifest)
    return page(
        "model.html", manifest=manifest, version=served.version, on=today(), skills=skills,
        ranking=_pair(model.auc_rows(skills)), tenths=tenths, reliability=_pair(model.reliability_rows(tenths)),
        lists=lists, lists_finding=model.lists_finding(lists), coefficients=model.coefficients(manifest),
        ages=manifest["data_ages"], bound=bounds.of_kernel(served), first=model.FIRST, unproven=model.unproven(skills),
        ranking_finding=model.ranking_finding(skills),
    )  # fmt: skip


def _pair(rows: list[ShareRow]) -> dict[str, object] | None:
    """A chart for wide pages and one for phones."""
    if not rows:
        return None
    high = max(row.high for row in rows)
    wide = share_chart(rows, width=WIDE, left=240, right=80, top=high)
    return {"wide": wide, "narrow": share_chart(rows, width=NARROW, left=6, right=16, above=True, top=high)}
