"""Every page in a browser, wide, narrow, light and dark: nothing overlaps or is cut, and axe finds no serious fault."""

from __future__ import annotations

from typing import Any

import pytest

from tests.e2e.conftest import PHONE, SCREENSHOTS, WIDE, Opener

PAGES = {
    "portfolio": "/",
    "portfolio-no-match": "/?band=severe&element=Lu",
    "product": "/products/motor-7",
    "product-chain": "/products/motor-7?chain=Nd-magnet",
    "product-hostile": "/products/hostile",
    "product-moved": "/products/old",
    "control": "/controls/CN-2025-18",
    "figure": "/figures/wgi-CHN-2023",
    "compare": "/compare?one=motor-7&other=servo",
    "compare-days": "/compare?one=old&from=2024-06-30",
    "compare-nothing": "/compare",
    "product-open": "/products/servo",
    "product-unread": "/products/pump",
    "product-steel": "/products/bracket",
    "what-if": "/what-if/motor-7?share=50&stage=magnet&from=CN&to=JP&spare=10",
    "what-if-stock": "/what-if/motor-7?stock=90&line=10",
    "what-if-refused": "/what-if/motor-7?stock=x",
    "chokepoint": "/chokepoints/CN/magnet",
    "chokepoint-without": "/chokepoints/LU/metal",
    "figures": "/figures?element=Dy&quantity=price",
    "figures-none": "/figures?geography=LU",
    "not-there": "/products/nothing",
    "outlook": "/outlook/motor-7",
    "plan": "/plans/motor-7",
    "plan-budget": (
        "/plans/motor-7?target=17&budget=200000&cost_sole_source=60000&offer_share=100&offer_stage=separation"
        "&offer_country=MY&offer_cost=50000&products_per_year=5000&stop_cost_per_day=20000&carrying_rate=10"
    ),
    "plan-refused": "/plans/motor-7?offer_share=50&offer_stage=magnet",
    "scenarios": "/scenarios",
    "scenario": "/scenarios?scenario=licences-late",
    "outlook-figures": (
        "/outlook/motor-7?products_per_year=5000&stop_cost_per_day=20000&carrying_rate=10&delay_days=90"
    ),
    "alternatives-need": "/elements/Nd/alternatives?need_kg=1500",
    "alternatives": "/elements/Nd/alternatives",
    "upload": "/upload",
    "elements": "/elements",
    "element": "/elements/Dy",
    "indicators": "/indicators",
    "statement": "/statements/doc-001-s54",
    "element-scandium": "/elements/Sc",
    "country": "/countries/CN",
    "country-without": "/countries/LU",
    "model": "/model",
    "problems": "/docs/problems",
}
PAPER = {"width": 703, "height": 1020}
"""What A4 leaves between its margins, in pixels of a style sheet."""
REFUSED = ("not-there", "what-if-refused", "plan-refused")
MODES: dict[str, dict[str, Any]] = {
    "wide": {"viewport": WIDE},
    "phone-dark": {"viewport": PHONE, "color_scheme": "dark"},
}
CROWDED = """() => {
  const faults = [];
  for (const svg of document.querySelectorAll('svg')) {
    if (!svg.getClientRects().length) continue;
    const texts = [...svg.querySelectorAll('text')].filter(t => t.textContent.trim());
    const boxes = texts.map(t => [t.textContent.trim(), t.getBoundingClientRect()]);
    boxes.forEach(([words, a], i) => {
      if (a.right > innerWidth + 1 || a.left < -1) faults.push(`cut: ${words}`);
      for (const [others, b] of boxes.slice(i + 1)) {
        const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (wide > 1 && high > 3) faults.push(`${words} over ${others}`);
      }
    });
  }
  return faults;
}"""
WIDER = "() => document.documentElement.scrollWidth - innerWidth"
SMALL = """() => [...document.querySelectorAll('a.pill, .btn, button')].filter(e => e.getClientRects().length)
  .map(e => [e.textContent.trim(), e.getBoundingClientRect().height]).filter(([, height]) => height < 36)"""


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_readable_and_axe_finds_no_serious_fault(site: str, opened: Opener, name: str, mode: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = opened(site + PAGES[name], refused=name in REFUSED, **MODES[mode])
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}-{mode}.png", full_page=True)
    assert page.evaluate(WIDER) <= 0, "the page scrolls sideways"
    assert page.evaluate(CROWDED) == []
    if mode.startswith("phone"):
        assert page.evaluate(SMALL) == [], "too small for a finger"
    broken = Axe().run(page).response["violations"]
    serious = [f"{fault['id']}: {node['html'][:200]}" for fault in broken if fault["impact"] in ("serious", "critical")
               for node in fault["nodes"]]  # fmt: skip
    assert serious == []


@pytest.mark.parametrize("name", sorted({*PAGES} - {*REFUSED}))
def test_a_page_prints_with_its_tables_open_and_its_navigation_gone(site: str, opened: Opener, name: str) -> None:
    page = opened(site + PAGES[name], color_scheme="dark")
    assert page.locator(".top nav:visible").count() == 1
    page.emulate_media(media="print")
    paper = page.pdf(path=SCREENSHOTS / f"{name}.pdf", prefer_css_page_size=True)
    assert paper.startswith(b"%PDF")
    assert page.locator(".top nav:visible, summary:visible, .csv:visible").count() == 0
    page.set_viewport_size(PAPER)
    assert page.evaluate(WIDER) <= 0, "a table runs off the paper"
    assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    tables = page.locator("details table")
    assert all(tables.nth(n).bounding_box()["height"] > 10 for n in range(tables.count()))


def test_what_paper_leaves_out_is_on_the_screen(site: str, opened: Opener) -> None:
    page = opened(site + PAGES["product"])
    assert [page.locator(f"{one}:visible").count() > 0 for one in ("summary", ".csv")] == [True, True]
    assert page.locator("details table").count() > 0


def test_the_first_visit_of_an_empty_service_says_what_to_do(empty_site: str, opened: Opener) -> None:
    page = opened(empty_site)
    page.screenshot(path=SCREENSHOTS / "portfolio-empty-wide.png", full_page=True)
    page.get_by_role("link", name="Upload a file").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Add a product"


def test_pages_work_at_twice_the_size_of_text(site: str, opened: Opener) -> None:
    for path in ("/", "/products/motor-7", "/elements/Dy"):
        page = opened(site + path, viewport={"width": 640, "height": 450}, device_scale_factor=2)
        assert page.evaluate(WIDER) <= 0
