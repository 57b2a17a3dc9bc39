"""Orders of scores that a commodity analyst would sign, as a table of cases: no model that breaks one is published.

A scorer is any callable ``ask(purchases, on) -> CaseAnswer``; ``of_kernel`` makes one of a bundle. Each case asks it
and tells what is wrong, in words; nothing where the order holds. Two orders are weaker than a first guess would have
them, by choice:

- Dysprosium stands above neodymium, and that not below cerium, from 2023 on. Before, no act and no published share told
  them apart: all were Chinese and under one quota. So they need only be level within 0.05 points.
- A Chinese buyer of Chinese dysprosium stands below 0.35 of the German buyer, not a quarter. Ore from Myanmar, by the
  published figures 49 % of the heavy feed, crosses a border before it reaches the Chinese separator.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from service.risk.answer import Score
from service.risk.bom import Bom, Line, Quantity, Source
from service.risk.bundle.kernel import Kernel
from service.risk.product.bands import band_of
from service.risk.scoring import score
from service.risk.vocabulary import CHAIN, Form, Stage

BUYERS = ("DEU", "USA", "JPN", "FRA", "KOR")
DATES = tuple(map(date.fromisoformat, "2010-06-30 2015-06-30 2025-03-01 2025-04-10 2026-04-10 2026-11-21".split()))
TODAY = DATES[-1]
BANDS = ("low", "guarded", "elevated", "high", "severe")
HIGH = BANDS.index("high")
TOLD_APART = date(2023, 1, 1)
"""From here on acts and figures tell dysprosium from neodymium."""
LEVEL = 0.05
"""Points within which two scores are level."""
ALIKE = 0.5
"""Points within which elements of one maker outside China lie."""
ABOVE_FIVE, ABOVE_LYNAS, MOTOR_ABOVE_LYNAS = 2.5, 4.0, 3.0
"""By how many times Chinese dysprosium exceeds five sources and Lynas, and a motor from China one from Lynas."""
JAPAN_ALONE = ((date(2010, 10, 15), None), (TODAY, "military"))
"""Days on which an act on Japan alone is in force, and the end use that it needs. The acts are the embargo of 2010 and
Announcement 1 of 2026."""
CHINESE_BUYER = 0.35
"""Of the German buyer's score, below which a Chinese buyer's lies."""

Mix = Mapping[str, float]


@dataclass(frozen=True)
class CasePurchase:
    """A purchase: shares of countries at the stages that the line declares; defaults serve the others."""

    element: str
    declared: Mapping[Stage, Mix]
    buyer: str = "DEU"
    form: Form = Form.OXIDE
    companions: frozenset[str] = frozenset()
    end_use: str | None = None


@dataclass(frozen=True)
class CaseAnswer:
    """What a scorer tells: the score (0..100), its band and the band of the score alone, and the expected share hit by
    restrictions. Also ids and destinations of the measures that stand on the paths."""

    score: float
    band: str = ""
    band_of_score: str = ""
    restriction: float = 0.0
    standing: Mapping[str, frozenset[str]] = field(default_factory=dict)


Ask = Callable[[Sequence[CasePurchase], date], CaseAnswer]
Check = Callable[[Ask], Iterator[str]]


class OrderCase(NamedTuple):
    """A claim, and what finds fault with it."""

    claim: str
    check: Check


CHINA: Mapping[Stage, Mix] = {Stage.SEPARATION: {"CHN": 1.0}}
LYNAS: Mapping[Stage, Mix] = {Stage.MINING: {"AUS": 1.0}, Stage.SEPARATION: {"MYS": 1.0}}
FIVE: Mapping[Stage, Mix] = {Stage.SEPARATION: {"CHN": 0.3, "MYS": 0.25, "USA": 0.2, "EST": 0.15, "FRA": 0.1}}
LYNAS_JAPAN: Mapping[Stage, Mix] = {**LYNAS, Stage.METAL: {"JPN": 1.0}, Stage.MAGNET: {"JPN": 1.0}}
MAGNET_OF_CHINESE_OXIDE: Mapping[Stage, Mix] = {**CHINA, Stage.METAL: {"JPN": 1.0}, Stage.MAGNET: {"JPN": 1.0}}
MOTOR = ("Nd", "Pr", "Dy", "Tb")


def all_of(country: str, form: Form) -> dict[Stage, Mix]:
    """Every stage of a form in one country."""
    return {stage: {country: 1.0} for stage in CHAIN[form]}


def split(china: float) -> dict[Stage, Mix]:
    """China's share beside Malaysia's."""
    return {Stage.SEPARATION: {"CHN": china, "MYS": 1.0 - china}}


def magnets(declared: Mapping[Stage, Mix]) -> list[CasePurchase]:
    """The rare earths of a motor's magnets."""
    return [CasePurchase(e, declared, form=Form.MAGNET, companions=frozenset(MOTOR) - {e}) for e in MOTOR]


def one(ask: Ask, element: str, declared: Mapping[Stage, Mix], on: date, buyer: str = "DEU") -> float:
    """The score of a single purchase of oxide."""
    return ask([CasePurchase(element, declared, buyer)], on).score


def everywhere() -> Iterator[tuple[str, date]]:
    """Every buyer on every date."""
    return ((buyer, on) for on in DATES for buyer in BUYERS)  # a bundle keeps what few days need


def elements_in_order(ask: Ask) -> Iterator[str]:
    """Dysprosium above neodymium (level before 2023), neodymium not below cerium: from China and five sources."""
    for buyer, on in everywhere():
        for name, mix in (("China", CHINA), ("five", FIVE)):
            dy, nd, ce = (one(ask, element, mix, on, buyer) for element in ("Dy", "Nd", "Ce"))
            told_apart = on >= TOLD_APART
            in_order = dy > nd >= ce if told_apart else dy >= nd - LEVEL and nd >= ce - LEVEL
            if not in_order:
                yield f"{name}, {buyer}, {on}: Dy {dy:.2f}, Nd {nd:.2f}, Ce {ce:.2f}"


def magnet_with_both(ask: Ask) -> Iterator[str]:
    """An act on either element of a magnet stops the whole magnet."""
    for buyer, on in everywhere():
        dy, nd = (
            ask(
                [CasePurchase(e, all_of("CHN", Form.MAGNET), buyer, Form.MAGNET, frozenset({"Dy", "Nd"}) - {e})], on
            ).score
            for e in ("Dy", "Nd")
        )
        if dy < nd - (0.0 if on >= TOLD_APART else LEVEL):
            yield f"{buyer}, {on}: Dy {dy:.2f}, Nd {nd:.2f}"


def alike_from_lynas(ask: Ask) -> Iterator[str]:
    """Nobody outside China has told elements apart in an act."""
    for buyer, on in everywhere():
        scores = [one(ask, element, LYNAS, on, buyer) for element in ("Dy", "Nd", "Ce")]
        if max(scores) - min(scores) > ALIKE:
            yield f"{buyer}, {on}: {scores}"


def china_above_others(ask: Ask) -> Iterator[str]:
    """China is far above five sources and an Australian-Malaysian chain today, and above the chain on every day."""
    for buyer in BUYERS:
        china, five, lynas = (one(ask, "Dy", mix, TODAY, buyer) for mix in (CHINA, FIVE, LYNAS))
        if china < ABOVE_FIVE * five or china < ABOVE_LYNAS * lynas:
            yield f"{buyer}: China {china:.2f}, five {five:.2f}, Lynas {lynas:.2f}"
    for buyer, on in everywhere():
        if not one(ask, "Dy", LYNAS, on, buyer) < one(ask, "Dy", CHINA, on, buyer):
            yield f"{buyer}, {on}: Lynas isn't below China"


def less_china_is_less(ask: Ask) -> Iterator[str]:
    """100, 60 and 50 % of China fall in that order."""
    for buyer, on in everywhere():
        scores = [one(ask, "Dy", split(share), on, buyer) for share in (1.0, 0.6, 0.5)]
        if not scores[0] > scores[1] > scores[2]:
            yield f"{buyer}, {on}: {scores}"


def chinese_buyer(ask: Ask) -> Iterator[str]:
    """Material that stays in China meets no Chinese border."""
    own = all_of("CHN", Form.OXIDE)
    for on in DATES:
        chinese, german = one(ask, "Dy", own, on, "CHN"), one(ask, "Dy", own, on)
        if chinese >= CHINESE_BUYER * german:
            yield f"{on}: Chinese buyer {chinese:.2f}, German {german:.2f}"


def american_chain(ask: Ask) -> Iterator[str]:
    """A chain within one country meets no restriction."""
    for on in DATES:
        told = ask([CasePurchase("Dy", all_of("USA", Form.OXIDE), "USA")], on)
        if told.restriction != 0.0:
            yield f"{on}: restrictions hit {told.restriction}"


def malaysian_oxide(ask: Ask) -> Iterator[str]:
    """Malaysia's acts on raw ore do not stand on its oxide."""
    for on in DATES[-2:]:
        hit = [m for m in ask([CasePurchase("Dy", LYNAS)], on).standing if m.startswith("MY")]
        if hit:
            yield f"{on}: Malaysia's measures on ore stand on its oxide: {hit}"


def acts_on_japan(ask: Ask) -> Iterator[str]:
    """What a German buyer buys in Japan is stopped on the way to Japan."""
    for on, end_use in JAPAN_ALONE:
        bought = CasePurchase("Dy", MAGNET_OF_CHINESE_OXIDE, "DEU", Form.MAGNET, end_use=end_use)
        if frozenset({"JPN"}) not in ask([bought], on).standing.values():
            yield f"{on}: no Japan-only act stands on Japanese magnets of Chinese oxide bought in Germany"


def anniversary(ask: Ask) -> Iterator[str]:
    """A band outlives the day on which an act turns from hit to control."""
    before, after = (ask([CasePurchase("Dy", CHINA)], date(2026, 4, day)).band for day in (4, 6))
    if before != after:
        yield f"{before} on 2026-04-04, {after} on 2026-04-06"


def bands_of_dysprosium(ask: Ask) -> Iterator[str]:
    """High or more since April 2025, and the month before by the score alone."""
    for on in (date(2025, 4, 10), date(2026, 4, 10), date(2026, 11, 30)):
        band = ask([CasePurchase("Dy", CHINA)], on).band
        if BANDS.index(band) < HIGH:
            yield f"{on}: {band}"
    told = ask([CasePurchase("Dy", CHINA)], date(2025, 3, 1))
    if told.band != told.band_of_score:
        yield f"2025-03-01: standing sets {told.band} over {told.band_of_score}"


def motors(ask: Ask) -> Iterator[str]:
    """A motor from China against the same of Australian ore made into magnets in Japan."""
    china = ask(magnets(all_of("CHN", Form.MAGNET)), TODAY).score
    other = ask(magnets(LYNAS_JAPAN), TODAY).score
    if china < MOTOR_ABOVE_LYNAS * other:
        yield f"China {china:.2f}, Lynas and Japan {other:.2f}"


HAZARD_CASES = (
    OrderCase("dysprosium_is_above_neodymium_and_neodymium_not_below_cerium", elements_in_order),
    OrderCase("dysprosium_is_not_below_neodymium_in_a_magnet_with_both", magnet_with_both),
    OrderCase("elements_from_lynas_are_within_half_a_point", alike_from_lynas),
    OrderCase("china_is_far_above_five_sources_and_lynas", china_above_others),
    OrderCase("less_china_is_less_risk", less_china_is_less),
    OrderCase("a_chinese_buyer_of_chinese_dysprosium_is_far_below_the_germans", chinese_buyer),
    OrderCase("an_all_american_chain_meets_no_restriction", american_chain),
    OrderCase("a_motor_from_china_is_three_times_one_from_lynas_and_japan", motors),
)
"""Decided by scores and shares hit alone."""
STANDING_CASES = (
    OrderCase("malaysias_ban_on_ore_does_not_hit_its_oxide", malaysian_oxide),
    OrderCase("an_act_on_japan_reaches_a_german_buyer_of_japanese_magnets", acts_on_japan),
    OrderCase("a_band_outlives_the_anniversary_of_an_act", anniversary),
    OrderCase("dysprosium_from_china_is_high_since_april_2025", bands_of_dysprosium),
)
"""Decided by standing and bands too."""


def cases() -> tuple[OrderCase, ...]:
    """All cases."""
    return HAZARD_CASES + STANDING_CASES


def of_kernel(kernel: Kernel) -> Ask:
    """A scorer that asks the service's own scoring of a bundle."""

    def ask(purchases: Sequence[CasePurchase], on: date) -> CaseAnswer:
        answer = score(_bom(purchases), kernel, on)
        assert answer.score is not None
        assert answer.expected_share_hit is not None
        alone, _ = band_of(answer.score, 0.0, kernel.manifest["bands"], {})
        restriction = sum(one.restriction for one in answer.expected_share_hit.by_country)
        return CaseAnswer(answer.score, str(answer.band), alone, restriction, _standing(answer, kernel))

    return ask


def _standing(answer: Score, kernel: Kernel) -> dict[str, frozenset[str]]:
    """Destinations of the measures that stand on the purchases, by id."""
    destinations = {measure.measure_id: measure.destinations for measure in kernel.register.measures}
    return {one.measure_id: destinations[one.measure_id] for one in answer.standing}


def _bom(purchases: Sequence[CasePurchase]) -> Bom:
    """A BOM of the purchases. Elements of one magnet are one line; all lines have one buyer."""
    magnet = [each for each in purchases if each.form is Form.MAGNET]
    lines = [_line(str(n), each) for n, each in enumerate(purchases) if each.form is not Form.MAGNET]
    if magnet:
        contents = {e for each in magnet for e in ({each.element} | each.companions)}
        lines.append(_line("magnet", magnet[0], tuple(sorted(contents))))
    return Bom(purchases[0].buyer, tuple(lines))


MAGNET_PART = Decimal("0.05")
"""Mass fraction of each element in a magnet of a case: no score depends on it."""


def _line(line_id: str, bought: CasePurchase, contents: Sequence[str] = ()) -> Line:
    supply = tuple(
        Source(stage.value, country, Decimal(str(round(share, 6))))
        for stage, mix in bought.declared.items()
        for country, share in mix.items()
    )
    return Line(
        line_id,
        element=None if contents else bought.element,
        form=bought.form.value,
        composition=tuple((element, MAGNET_PART) for element in contents),
        quantity=Quantity(Decimal(1), "kg"),
        supply=supply,
        end_use=bought.end_use,
    )


def broken(kernel: Kernel) -> list[str]:
    """Every order that the scores of a bundle break, in words."""
    ask = of_kernel(kernel)
    return [f"{case.claim.replace('_', ' ')}: {fault}" for case in cases() for fault in case.check(ask)]
