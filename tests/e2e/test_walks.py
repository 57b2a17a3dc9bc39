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
