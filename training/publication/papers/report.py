"""The report of a bundle: one HTML page with nothing from elsewhere. The first screen is for a board; then what stands
behind it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from service.risk.bundle.track_record import Record
from training.publication.papers import charts, model_card, names
from training.publication.papers.cases import CaseFigures
from training.publication.papers.charts import ChartInterval
from training.publication.papers.goals import with_interval
from training.publication.papers.pages import rendered

Manifest = Mapping[str, Any]
GROUPS = {
    "all": "All minerals",
    "since_2015": "Since 2015",
    "specialty_metals": "Specialty metals",
    "rare_earths": "Rare earths",
    "without_china": "Without China",
}
BOUGHT = {
    "all": "Purchases, all",
    "since_2015": "Purchases since 2015",
    "rare_earths": "Purchases of rare earths",
    "rare_earths_since_2015": "Rare earths since 2015",
}
FAMILIES = {
    "concentration": ("Concentration", "who holds how much of the supply"),
    "governance": ("Governance", "how stable the country is"),
    "export_control": ("Export control", "what the country has restricted before"),
    "substitution": ("Substitution", "whether buyers can do without"),
    "power": ("Concentration and substitution", "the power over the material, both ways of telling it"),
}
COIN, NOTHING = 0.5, 0.0
FIRST = 20


def html(manifest: Manifest, record: Record, told: Sequence[CaseFigures] = ()) -> str:
    """The report as one page; the same bytes for the same bundle."""
    evaluation = manifest["evaluation"]
    values: dict[str, Any] = {
        "version": manifest["version"],
        "trained_through": manifest["trained_through"],
        "structure_through": manifest["structure_through"],
        "known": f"; known to {max(day for day in manifest['data_ages'].values() if day)}",
        "warnings": [line.replace("**", "") for line in model_card.warnings(manifest)],
        "cases": [_case(one) for one in told],
        "portfolio_day": manifest["portfolio"]["as_of"],
        "products": _products(manifest),
        "sections": [_section(*one) for one in model_card.sections(manifest) if one[0] != "Blind lists"],
        "priors": manifest["priors"],
        "data": [*model_card.training(manifest), *model_card.ages(manifest), *manifest["attribution"]],
        "evaluated": bool(evaluation),
    }
    return rendered("report.html", **values, **(_evaluated(evaluation, record) if evaluation else UNKNOWN))


def _evaluated(evaluation: Manifest, record: Record) -> dict[str, Any]:
    """What an evaluation tells."""
    restrictions, bought = evaluation["restrictions"], evaluation["purchases"]["cuts"]
    years = _years(record)
    ranked = [_interval(GROUPS[name], restrictions["metrics"][name], "auc") for name in GROUPS]
    ranked += [_interval(BOUGHT[name], bought[name]["integrated"], "auc") for name in BOUGHT]
    skill = [_interval(GROUPS[name], restrictions["metrics"][name], "brier_skill") for name in GROUPS]
    skill += [_interval(BOUGHT[name], bought[name]["integrated"], "brier_skill") for name in BOUGHT]
    families = [
        ChartInterval(words, one["model_above"], *one["model_above_95"])
        for name, (words, _) in FAMILIES.items()
        if (one := restrictions["ablations"].get(name))
    ]
    return {
        "headline": list(_headline(evaluation)),
        "verdicts": list(_verdicts(evaluation)),
        "years_chart": charts.by_year([y for y, *_ in years], [c for _, _, c, *_ in years], [e for *_, e, _ in years]),
        "reliability_words": _reliability(restrictions["calibration"]),
        "reliability_chart": charts.reliability(restrictions["calibration"]["bins"]),
        "ranking_chart": charts.forest(ranked, COIN, "AUC"),
        "chance_chart": charts.forest(skill, NOTHING, "Brier skill", percent=True),
        "years_table": (
            ("restrictions in", "pairs", "came", "forecast", "AUC"),
            [
                (str(y), f"{n:,}", str(c), f"{e:.1f}", f"{a:.2f}" if a is not None else "no event")
                for y, n, c, e, a in years
            ],
        ),
        "families_chart": charts.forest(families, NOTHING, "AUC added"),
        "family_words": list(_families(restrictions["ablations"])),
        "blind": [_blind(one) for one in restrictions["blind_lists"]],
    }


UNKNOWN = {
    "headline": (), "years_chart": "",
    "verdicts": ("This bundle was not evaluated: nothing here says how good it is.",),
}  # fmt: skip


def _interval(name: str, metrics: Manifest, metric: str) -> ChartInterval:
    return ChartInterval(name, metrics[metric], *metrics[f"{metric}_95"])


def _headline(evaluation: Manifest) -> Iterator[dict[str, str]]:
    """Four figures for a board."""
    metrics, lists = evaluation["restrictions"]["metrics"], evaluation["restrictions"]["blind_lists"]
    yield {
        "value": f"{metrics['all']['auc']:.2f}",
        "words": "ranking of who restricts next, where 0.5 is a coin and 1 perfect",
    }
    hits = sum(one["hits"] for one in lists)
    first = sum(one.get("first", {}).get(str(FIRST), {"hits": 0})["hits"] for one in lists)
    years = f"{lists[0]['end_of'] + 1} to {lists[-1]['end_of'] + 1}"
    yield {
        "value": f"{first} of {hits}",
        "words": f"restrictions of {years} stood among the first {FIRST} of about 500 pairs",
    }
    row = evaluation["purchases"]["cuts"]["rare_earths_since_2015"]
    yield {
        "value": f"{row['integrated']['auc']:.2f}",
        "words": "the same for buyers of rare earths since 2015: no skill shown",
    }
    yield {
        "value": f"{metrics['all']['brier_skill']:.1%}",
        "words": "of the long-run rate's error saved by the chances themselves",
    }


def _verdicts(evaluation: Manifest) -> Iterator[str]:
    """What a board may conclude, each sentence from its figure."""
    metrics = evaluation["restrictions"]["metrics"]["all"]
    order = with_interval(metrics["auc"], metrics["auc_95"], 2)
    yield f"Use it to rank sources and products: its order holds, with an AUC of {order}."
    exact = (
        "are better than the long-run rate"
        if metrics["brier_skill_95"][0] > 0
        else "can't be told from the long-run rate"
    )
    skill = with_interval(metrics["brier_skill"], metrics["brier_skill_95"])
    yield f"Don't budget by the chance itself: the chances {exact}. The skill is {skill}."
    quiet = [one["quiet"] for one in evaluation["restrictions"]["blind_lists"]]
    strikes = sum(one["hits"] for one in quiet)
    seen = sum(one.get("first", {}).get(str(FIRST), {"hits": 0})["hits"] for one in quiet)
    after = f"of {strikes} after ten quiet years, {seen} stood among the first {FIRST}"
    yield f"Don't expect a warning of first strikes: {after}."
    rare = evaluation["purchases"]["cuts"]["rare_earths_since_2015"]
    yield (
        f"For buyers of rare earths since 2015 nothing is proven: {rare['purchases']:,} purchases, "
        f"with an AUC of {with_interval(rare['integrated']['auc'], rare['integrated']['auc_95'], 2)}."
    )


def _reliability(calibration: Manifest) -> str:
    slope, (low, high) = calibration["slope"], calibration["slope_95"]
    sure = "too sure of itself" if high < 1 else "too cautious" if low > 1 else "neither too sure nor too cautious"
    return (
        f"In all, {calibration['ratio']:.2f} times as many were forecast as came. "
        f"The slope is {slope:.2f} ({low:.2f} to {high:.2f}): the model is {sure}."
    )


def _families(ablations: Manifest) -> Iterator[str]:
    for name, (words, meaning) in FAMILIES.items():
        if one := ablations.get(name):
            low, high = one["model_above_95"]
            proven = "it adds to the ranking" if low > 0 else "it can't be told from adding nothing"
            yield f"{words}, {meaning}: {one['model_above']:+.3f} ({low:+.3f} to {high:+.3f}); {proven}."


def _years(record: Record) -> list[tuple[int, int, int, float, float | None]]:
    """By year in which it came: pairs, events, events forecast, AUC (None without an event)."""
    from sklearn.metrics import roc_auc_score

    rows = []
    for year in sorted(set(record.year.tolist())):
        one = record.where(record.year == year)
        came, both = int(one.event.sum()), 0 < int(one.event.sum()) < len(one)
        auc = float(roc_auc_score(one.event, one.forecast)) if both else None
        rows.append((year + 1, len(one), came, math.fsum(one.forecast.tolist()), auc))
    return rows


def _blind(one: Manifest) -> dict[str, Any]:
    first = one.get("first", {}).get(str(FIRST), {"hits": 0})["hits"]
    rows = [
        (
            str(e["place"]),
            names.pair(e["country"], e["mineral"]) + (" (announced before)" if e["pending"] else ""),
            f"{e['p']:.1%}",
        )
        for e in one["events"]
    ]
    top = "; ".join(names.pair(*pair.split(" ", 1)) for pair in one["top"][:5])
    return {
        "year": one["end_of"],
        "words": f"{first} of {one['hits']} among the first {FIRST} of {one['pairs']}",
        "rows": rows,
        "top": top,
    }


def _case(one: CaseFigures) -> tuple[str, ...]:
    case = one.case
    return (
        case.day.isoformat(),
        case.title,
        _share(one.forecast_before),
        _share(one.forecast_after),
        *("–" if points is None else f"{points:.0f}" for points in one.scores),
        f"{one.controlled[0]:.0%} → {one.controlled[1]:.0%}",
    )


def _share(p: float | None) -> str:
    return "–" if p is None else f"{p:.1%}"


def _products(manifest: Manifest) -> list[tuple[str, str]]:
    scores = sorted(manifest["portfolio"]["products"].items(), key=lambda p: (-p[1], p[0]))
    return [(names.product(name), f"{points:.0f}") for name, points in scores]


def _section(title: str, words: Sequence[str], table: model_card.Table) -> dict[str, Any]:
    """A section of the card."""
    return {"title": title, "words": " ".join(words), "head": table[0], "rows": table[1]}
