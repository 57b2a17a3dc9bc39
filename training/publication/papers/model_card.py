"""The model card: one page of plain English and the tables behind it, from a manifest alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from training.derived import register_coverage
from training.publication.papers import names
from training.publication.papers.goals import goals

Manifest = Mapping[str, Any]
Table = tuple[Sequence[str], Sequence[Sequence[str]]]
"""Head and rows."""

INTRODUCTION = (
    "It forecasts whether a product meets a further supply shock within twelve months.",
    "A shock is a serious export restriction, or a collapse of exports, on the way of its rare earths.",
    "A score of 30 means: of ten such products about three meet a new shock within a year.",
    "What is in force already is told beside the score, as standing; it never enters the score.",
    "Price pressure is a separate figure and never enters the score.",
)
PARTS = (
    "**Trained:** the hazard of a restriction by country and mineral, by a regularised logistic regression.",
    "**Trained, apart:** the probability that the world price rises by half within a year.",
    "**Structure:** paths from mine to buyer, borders, what acts cover, and the worlds that are counted.",
    "**Not used:** a model of export collapses by country; on rare earths it has no skill.",
)
DOCUMENTS = (
    "The five source documents all date from 2025: no training row before sees their figures.",
    "They set shares of sources, recycled and dispensable shares, and which features there are.",
    "The table shows what each moves on the reference portfolio, in points.",
)


PRICES = (
    "What price pressure reads of each element; no score does.",
    "Other series stand beside them.",
)


def card(manifest: Manifest) -> str:
    """The card as Markdown."""
    lines = [f"# Model {manifest['version']}", "", *warnings(manifest), "", "## What it forecasts", ""]
    lines += [*INTRODUCTION, "", "## What it is made of", "", *(f"- {part}" for part in PARTS), ""]
    lines += [*training(manifest), "", "Stated priors, not learned:", ""]
    lines += [f"- {prior}" for prior in manifest["priors"]]
    for title, words, table in sections(manifest):
        lines += ["", f"## {title}", "", *words, *([""] if words else []), *_markdown(table)]
    lines += ["", "## Data", "", *ages(manifest), "", *(f"- {one}" for one in manifest["attribution"]), ""]
    return "\n".join(lines)


def warnings(manifest: Manifest) -> list[str]:
    """What a reader has to know first."""
    if not manifest["evaluation"]:
        return ["**This bundle was not evaluated.**"]
    row = manifest["evaluation"]["purchases"]["cuts"]["rare_earths_since_2015"]["integrated"]
    low, high = row["auc_95"]
    return [
        "**Skill on purchases of rare earths since 2015 is unproven.** "
        f"The AUC there is {row['auc']:.2f}, with an interval from {low:.2f} to {high:.2f}. "
        "A first strike after quiet years is not foreseen: see the blind lists."
    ]


def training(manifest: Manifest) -> list[str]:
    """What it was trained on."""
    dropped = ", ".join(manifest["dropped_features"]) or "none"
    return [
        f"It was trained on {manifest['training_rows']:,} rows of country, code and year.",
        f"Of them {manifest['training_events']} hold a restriction.",
        f"The last year of outcomes is {manifest['trained_through']}.",
        f"Trade is known through {manifest['structure_through']}.",
        f"Features left out for their sign: {dropped}.",
    ]


def sections(manifest: Manifest) -> Iterator[tuple[str, Sequence[str], Table]]:
    """Titles, sentences and tables of the card; the report shows the same."""
    yield "Features", ("Log-odds for one standard deviation of the training rows.",), features(manifest)
    evaluation = manifest["evaluation"]
    if evaluation:
        words = (
            "Walk-forward; 95 % intervals from resampled years.",
            "Goals are no gates: what falls short stands here.",
        )
        yield (
            "Goals and what was measured",
            words,
            (("measure", "goal", "measured"), [tuple(g) for g in goals(evaluation)]),
        )
        yield "Blind lists", (
            "What the model knew at the end of each year, and what came.", "A place counts from the top of the list.",
        ), blind_lists(evaluation["restrictions"]["blind_lists"])  # fmt: skip
    yield "What a future act would cover", _acts(manifest["acts"]), coverage(manifest)
    if manifest.get("prices_read"):
        yield "Prices that are read", PRICES, prices(manifest["prices_read"])
    if manifest["documents_moved"]:
        yield "What the documents do", DOCUMENTS, documents(manifest["documents_moved"])


def features(manifest: Manifest) -> Table:
    """What it is, family, sign that theory fixes, fitted effect of one standard deviation."""
    fitted = manifest["coefficients"]
    rows = [
        (
            names.FEATURES.get(f["name"], f["name"]),
            f["family"].replace("_", " "),
            f"{f['sign']:+d}"[0],
            f"{fitted.get(f['name'], 0.0):.2f}",
        )
        for f in manifest["features"]
    ]
    return ("what the model sees", "family", "sign", "coefficient"), rows


def blind_lists(lists: Iterable[Manifest]) -> Table:
    """By year: pairs, hits, hits among the first 20, 60 and 100 with their lift, and every hit with its place."""
    rows = []
    for one in lists:
        first = [_first(one, n) for n in ("20", "60", "100")]
        named = "; ".join(map(_hit, one["events"]))
        quiet = f"{one['quiet']['hits']} of {one['quiet']['pairs']}"
        rows.append((str(one["end_of"]), str(one["pairs"]), str(one["hits"]), *first, quiet, named or "none"))
    return (
        "end of",
        "pairs",
        "hits",
        "first 20",
        "first 60",
        "first 100",
        "quiet for ten years",
        "hits by place",
    ), rows


def _hit(event: Manifest) -> str:
    announced = ", announced" if event["pending"] else ""
    return f"{names.pair(event['country'], event['mineral'])}, {event['place']} ({event['p']:.1%}{announced})"


def _first(one: Manifest, length: str) -> str:
    hits = one.get("first", {}).get(length)
    return f"{hits['hits']} ({hits['lift']:.0f} ×)" if hits else "0"


def coverage(manifest: Manifest) -> Table:
    """P(form | the act names the element) with the acts counted."""
    told = [c for c in manifest["acts"]["coverage"] if c["country"] == "*" or not c["pooled"]]
    rows = [
        ("others" if c["country"] == "*" else names.country(c["country"]), c["form"], f"{c['probability']:.2f}",
         f"{c['low']:.2f} to {c['high']:.2f}", str(c["acts"]), "yes" if c["pooled"] else "no")
        for c in told
    ]  # fmt: skip
    return ("country", "form", "covered", "90 %", "acts", "pooled"), rows


def documents(moved: Manifest) -> Table:
    """What leaving a document out changes on the portfolio."""
    rows = [
        (m.get("source", name.replace("_", " ")), f"{m['moved']} of {m['products']}", f"{m['points_mean']:.2f}",
         _most(m), f"{m['interval_mean']:.2f}", f"{m['interval_most']:.2f}")
        for name, m in moved.items()
    ]  # fmt: skip
    return ("document", "products moved", "score, mean", "score, most", "interval, mean", "interval, most"), rows


def _most(moved: Manifest) -> str:
    points = round(moved["points_most"], 2)
    return f"{points:+.2f} ({names.product(moved['product'])})" if points else "none"


def prices(rows: Iterable[Manifest]) -> Table:
    """By element: form, series, and the last day or year in it."""
    told = [
        (r["element"], r["form"], names.SERIES.get(r["basis"] or "", r["basis"] or "none"), r["through"] or "")
        for r in rows
    ]
    return ("element", "form", "series", "read to"), told


def _acts(manifest: Manifest) -> list[str]:
    announced = manifest["announced"]
    pooled = sorted(names.country(code) for code in {c["country"] for c in manifest["coverage"] if c["pooled"]} - {"*"})
    return [
        f"Countries with fewer than three acts stand with the others: {', '.join(pooled) or 'none'}.",
        f"Of {announced['decided']} announced acts {announced['began']} began on their day.",
        f"An announced act is forecast at {announced['rate']:.0%}.",
    ]


def ages(manifest: Manifest) -> list[str]:
    """How new what is known is."""
    words = {
        "evidence": "The newest figure was published on",
        "prices": "Prices reach",
        "register": "The register reaches",
    }
    lines = [f"{words[name]} {day}." for name, day in manifest["data_ages"].items() if day]
    if until := manifest.get("good_until"):
        lines.append(
            f"It is good until {until}, half a year after the newest evidence; then this card says that it isn't."
        )
    if looked := manifest.get("register_checked"):
        since = f", between {looked['oldest']} and {looked['newest']}" if looked["checked"] else ""
        lines.append(f"Of {looked['measures']} measures {looked['checked']} were looked up{since}.")
    if coverage := manifest.get("register_coverage"):
        lines += register_coverage.sentences(coverage)
    return [*lines, *(line for one in manifest.get("added_years", ()) for line in _added(one))]


def _added(year: Manifest) -> Iterator[str]:
    """A year of trade beside the archive, and why it was taken in spite of what spoke against it."""
    yield f"Trade of {year['year']} was added from {year['file'] or 'a file that nobody recorded'}."
    if year["reason"]:
        yield f"Against it stood: {'; '.join(year['against'])}."
        yield f"It was taken because: {year['reason']}."


def _markdown(table: Table) -> list[str]:
    head, rows = table
    lines = [f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
    return lines + [f"| {' | '.join(row)} |" for row in rows]
