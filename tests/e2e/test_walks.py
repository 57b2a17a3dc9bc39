"""What people do, in a browser without JavaScript and with the keyboard alone."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.conftest import Opener, text_of

MOTOR = (
    "Part number;Description;Qty;Unit;Country of origin\n"
    "MAG-0042;NdFeB N42SH;1,2;kg;CN\n"
    "SCR-1;steel screw M6;40;pcs;\n"
    "ODD-1;mystery part;1;kg;\n"
)


def test_a_category_manager_uploads_a_spreadsheet_and_learns_what_threatens_it(
    site: str, opened: Opener, tmp_path: Path
) -> None:
    file = tmp_path / "Drive unit.csv"
    file.write_text(MOTOR, encoding="utf-8")
    page = opened(site, java_script_enabled=False)
    page.get_by_role("link", name="Upload").first.click()
    page.get_by_label("File (Excel").set_input_files(file)
    page.get_by_role("button", name="Read the file").click()
    assert "3 lines were read; 1 line is open." in text_of(page)
    page.get_by_role("button", name="Store and score").click()

    assert page.get_by_role("heading", level=1).inner_text() == "Drive unit"
    said = text_of(page)
    assert "A new supply shock hits this product within twelve months with a chance of" in said
    assert "China is the main reason" in said
    assert "Controls of its own have stood since" in said

    page.get_by_label("It holds no rare earth").check()
    page.get_by_label("Who confirms it").fill("A. Engineer")
    page.get_by_role("button", name="Confirm part").click()
    assert "confirmed by A. Engineer" in text_of(page)
    assert "Nobody knows yet" not in text_of(page)

    page.get_by_role("link", name="CN-2025-18").first.click()
    assert "/controls/CN-2025-18" in page.url
    page.go_back()
    page.get_by_role("link", name="Try a change").click()
    page.locator("select[name=from]").select_option("CN")
    page.locator("select[name=to]").select_option("JP")
    page.get_by_role("button", name="Score this change").click()
    assert "The score would" in text_of(page)


def test_a_number_leads_to_the_document_behind_it_in_two_clicks(site: str, opened: Opener) -> None:
    page = opened(f"{site}/products/motor-7?chain=Dy-magnet", java_script_enabled=False)
    page.get_by_text("Show the same numbers as a table").first.click()
    page.locator("#chain ~ details td.num a").first.click()
    assert page.url.endswith("/elements/Dy#mining")
    page.locator("a[href^='/figures/']").first.click()
    assert "Where it is written" in text_of(page)


def test_filters_lie_in_the_address_and_can_be_dropped_one_by_one(site: str, opened: Opener) -> None:
    page = opened(site, java_script_enabled=False)
    page.get_by_role("link", name="Open lines").first.click()
    assert "unread=1" in page.url
    page.locator("a.pill", has_text="Severe").click()
    assert "No product matches" in text_of(page)
    page.locator(".state a.pill", has_text="Band").click()
    assert "band" not in page.url
    assert "unread=1" in page.url


def test_the_keyboard_reaches_the_content_first_and_then_everything(site: str, opened: Opener) -> None:
    page = opened(site)
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.id") == "main"
    seen = set()
    for _ in range(120):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("() => document.activeElement.getAttribute('href')"))
        outline = page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid" or page.evaluate("() => document.activeElement === document.body")
    assert {"/products/motor-7", "/upload", "/portfolio.csv"} <= seen


def test_a_form_that_no_page_of_the_service_made_is_refused(site: str, opened: Opener) -> None:
    page = opened(site, refused=True)
    page.set_content(f'<form method="post" action="{site}/products/servo/lines/6"><button>Go</button></form>')
    page.get_by_role("button").click()
    page.wait_for_load_state()
    assert "The form's token is missing" in page.content()


def test_a_head_of_purchasing_finds_from_the_portfolio_what_to_buy_to_store_and_what_remains(
    site: str, opened: Opener
) -> None:
    page = opened(site, java_script_enabled=False)
    page.get_by_role("link", name="Traction motor").first.click()
    page.get_by_role("link", name="What to do with a budget").click()
    page.get_by_text("Your costs, offers, other materials and stock").click()
    for label, value in (("Budget", "200000"), ("Cost of each “sole source”", "60000"), ("Products a year", "5000")):
        page.get_by_label(label).fill(value)
    page.get_by_label("Share, in %").first.fill("100")
    page.locator("select[name=offer_stage]").first.select_option("separation")
    page.locator("input[name=offer_country]").first.fill("Malaysia")
    page.get_by_label("Its cost").first.fill("50000")
    page.get_by_role("button", name="Plan").first.click()
    told = text_of(page)
    assert "Of the budget of 200,000 EUR the changes take 110,000 EUR, stock takes" in told
    assert "Fort Worth magnets, MP Materials" in told
    assert "The budget lifts the lowest stocks to" in told
    assert "What remains once that is done" in told
    page.locator("#changes ~ .scroll a[href^='/figures/']").first.click()
    assert "Where it is written" in text_of(page)


def test_a_scenario_over_all_products_leads_to_one_and_back_to_what_to_do(site: str, opened: Opener) -> None:
    page = opened(site, java_script_enabled=False)
    page.get_by_role("link", name="Scenarios", exact=True).click()
    page.get_by_role("link", name="China's licences come late").click()
    page.get_by_label("Days by which licences come late").fill("120")
    page.get_by_role("button", name="Show").click()
    assert "This is no forecast." in text_of(page)
    page.get_by_role("link", name="Traction motor").click()
    assert "/outlook/motor-7" in page.url
    page.get_by_role("link", name="What to do").first.click()
    assert page.get_by_role("heading", level=1).inner_text() == "What to do"


def test_the_form_of_a_plan_is_filled_with_the_keyboard_alone(site: str, opened: Opener) -> None:
    page = opened(f"{site}/plans/motor-7")
    page.get_by_label("Budget").focus()
    page.keyboard.type("90000")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.tagName") == "SUMMARY"
    page.keyboard.press("Enter")
    for _ in range(5):
        page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.name") == "cost_second_source"
    page.keyboard.type("25000")
    page.keyboard.press("Enter")
    page.wait_for_url("**cost_second_source=25000**")
    assert "budget=90000" in page.url


def test_other_sources_are_followed_by_stage_with_the_need_that_was_given(site: str, opened: Opener) -> None:
    page = opened(f"{site}/elements/Nd/alternatives", java_script_enabled=False)
    page.get_by_label("Your need in a year, in kg").fill("1500")
    page.get_by_role("button", name="Show").click()
    assert "your need is" in text_of(page)
    page.get_by_role("link", name="Magnet", exact=True).click()
    assert "need_kg=1500" in page.url
    assert "your need is" in text_of(page)


def test_what_was_seen_of_an_indicator_leads_to_the_act(site: str, opened: Opener) -> None:
    page = opened(site, java_script_enabled=False)
    page.get_by_role("link", name="Watch").click()
    page.locator("a[href^='/controls/']").first.click()
    assert "/controls/CN-" in page.url
