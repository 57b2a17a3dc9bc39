"""The report of a bundle: one HTML page from its manifest, with nothing from elsewhere; the card's facts and more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

from training.publication import model_card
from training.publication.model_card import Table

STYLE = (
    "body{font:15px/1.5 sans-serif;max-width:60em;margin:2em auto;padding:0 1em;color:#1b1f24}"
    "table{border-collapse:collapse;font-size:13px;margin:1em 0}td,th{border-bottom:1px solid #d4d7dc;"
    "padding:.2em .6em;text-align:left;vertical-align:top}"
)


def html(manifest: Mapping[str, Any]) -> str:
    """The report as one page; the same bytes for the same manifest."""
    version = escape(str(manifest["version"]))
    body = [
        f"<h1>Report on model {version}</h1>",
        *_paragraphs(w.replace("**", "") for w in model_card.warnings(manifest)),
    ]
    body += [*_paragraphs([" ".join(model_card.INTRODUCTION)]), *_paragraphs([" ".join(model_card.training(manifest))])]
    body += ["<h2>Stated priors</h2>", f"<ul>{''.join(f'<li>{escape(p)}</li>' for p in manifest['priors'])}</ul>"]
    for title, words, table in [*model_card.sections(manifest), *_more(manifest["evaluation"]), _portfolio(manifest)]:
        body += [f"<h2>{escape(title)}</h2>", *_paragraphs([" ".join(words)] if words else []), _table(table)]
    body += ["<h2>Data</h2>", *_paragraphs([" ".join(model_card.ages(manifest)), *manifest["attribution"]])]
    head = f'<meta charset="utf-8"><title>Chokepoint model {version}</title><style>{STYLE}</style>'
    return f'<!doctype html>\n<html lang="en"><head>{head}</head>\n<body>\n' + "\n".join(body) + "\n</body></html>\n"


def _more(evaluation: Mapping[str, Any]) -> Iterator[tuple[str, Sequence[str], Table]]:
    """Tables that the card has no room for."""
    if not evaluation:
        return
    bins = [
        (f"to {b['to']:.1%}", f"{b['rows']:,}", str(b["observed"]), f"{b['expected']:.1f}")
        for b in evaluation["restrictions"]["calibration"]["bins"]
    ]
    yield "Calibration of restrictions", ("By forecast: events seen and expected.",), (
        ("forecast", "rows", "seen", "expected"), bins,
    )  # fmt: skip
    both = evaluation["purchases"]["calibration"]["all"]
    for way, forecast in (("as forecast", both["as_forecast"]), ("recalibrated", both["recalibrated"])):
        yield f"Calibration of purchases, {way}", ("Tenths of the forecast.",), _tenths(forecast["deciles"])
    sizes = evaluation["baskets"]["served"]["sizes"].items()
    rows = [(str(n), f"{s['forecast']:.3f}", f"{s['observed']:.3f}", f"{s['gap']:+.3f}") for n, s in sizes]
    yield "Baskets of codes", ("Mean forecast against what came.",), (("codes", "forecast", "came", "gap"), rows)
    for one in evaluation["restrictions"]["blind_lists"]:
        top = [(str(n), pair) for n, pair in enumerate(one["top"], start=1)]
        yield f"First 20 at the end of {one['end_of']}", (), (("place", "pair"), top)


def _tenths(rows: Sequence[Mapping[str, Any]]) -> Table:
    return ("forecast", "seen", "purchases"), [
        (f"{d['forecast']:.3f}", f"{d['observed']:.3f}", f"{d['cells']:,}") for d in rows
    ]


def _portfolio(manifest: Mapping[str, Any]) -> tuple[str, Sequence[str], Table]:
    portfolio = manifest["portfolio"]
    rows = [(str(name), f"{points:.1f}") for name, points in sorted(portfolio["products"].items(), key=lambda p: -p[1])]
    return "Reference portfolio", (f"Scores on {portfolio['as_of']}.",), (("product", "score"), rows)


def _paragraphs(words: Sequence[str] | Iterator[str]) -> list[str]:
    return [f"<p>{escape(one)}</p>" for one in words]


def _table(table: Table) -> str:
    head, rows = table
    cells = "".join(f"<th>{escape(h)}</th>" for h in head)
    body = "".join("<tr>" + "".join(f"<td>{escape(c)}</td>" for c in row) + "</tr>\n" for row in rows)
    return f"<table><thead><tr>{cells}</tr></thead><tbody>\n{body}</tbody></table>"
