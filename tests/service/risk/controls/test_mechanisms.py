"""The mechanisms that the documents name, rules on users, and what was known on which day: in time and out of it."""

from __future__ import annotations

from datetime import date

import pytest

from service.risk.controls.measures import Status
from service.risk.controls.register import Register
from service.risk.vocabulary import Form
from tests.factories import kernel
from training.tables import controls

REGISTER = Register.from_rows(controls.load())

# Each mechanism on days inside its time: day, element, form, and the act.
INSIDE = {
    "quota allocation": (
        ("2005-06-30", "Nd", Form.OXIDE, "CN-QUOTA-1999"), ("2012-06-30", "Dy", Form.METAL, "CN-QUOTA-2012"),
        ("2014-12-31", "Ce", Form.OXIDE, "CN-QUOTA-2014"), ("2011-06-01", "Dy", Form.ALLOY, "CN-QUOTA-FERRO-2011"),
    ),
    "licence for each shipment": (
        ("2016-06-30", "La", Form.OXIDE, "CN-LIC-2015"), ("2025-04-04", "Tb", Form.METAL, "CN-2025-18"),
        ("2026-11-21", "Sm", Form.MAGNET, "CN-2025-18-MAG"),
    ),
    "environmental condition": (
        ("2011-06-30", "Dy", Form.OXIDE, "CN-ENV-2010"), ("2012-06-30", "La", Form.OXIDE, "CN-ENV-2012"),
        ("2014-06-30", "Nd", Form.METAL, "CN-ENV-2012"),
    ),
    "differentiation by class": (
        ("2008-06-30", "Dy", Form.OXIDE, "CN-TAX-2008-HREE"), ("2008-06-30", "La", Form.OXIDE, "CN-TAX-2008-LREE"),
        ("2008-06-30", "Nd", Form.METAL, "CN-TAX-2007-MET"), ("2008-06-30", "Y", Form.ORE, "CN-TAX-2007"),
        ("2025-04-05", "Dy", Form.MAGNET, "CN-2025-18-MAG"),
    ),
}  # fmt: skip
# The same outside its time: day, element, form, and the instrument that must not act.
OUTSIDE = {
    "quota allocation": (
        ("1998-12-31", "Nd", Form.OXIDE, "quota"), ("2015-01-01", "Nd", Form.OXIDE, "quota"),
        ("2026-11-21", "Dy", Form.OXIDE, "quota"), ("2012-06-30", "Dy", Form.MAGNET, "quota"),
    ),
    "licence for each shipment": (
        ("2014-12-31", "Dy", Form.OXIDE, "licence"), ("2025-04-03", "Dy", Form.MAGNET, "licence"),
        ("2026-11-21", "Nd", Form.MAGNET, "licence"),
    ),
    "environmental condition": (
        ("2010-06-30", "Dy", Form.OXIDE, "environmental_condition"),
        ("2015-01-01", "Dy", Form.OXIDE, "environmental_condition"),
        ("2026-11-21", "Dy", Form.OXIDE, "environmental_condition"),
    ),
    "differentiation by class": (
        ("2006-10-31", "Dy", Form.OXIDE, "tax"), ("2015-05-01", "Dy", Form.OXIDE, "tax"),
        ("2008-06-30", "Dy", Form.MAGNET, "tax"), ("2008-06-30", "Dy", Form.MAGNET, "vat_rebate_cut"),
    ),
}  # fmt: skip


def in_force(
    on: str,
    element: str,
    form: Form,
    buyer: str = "DEU",
    end_use: str | None = None,
    also: frozenset[str] = frozenset(),
) -> dict[str, str]:
    """Instruments of China in force on a good, by id."""
    acts = REGISTER.acting(
        "CHN", date.fromisoformat(on), hs92=None, element=element, form=form, destination=buyer, end_use=end_use,
        also=also,
    )  # fmt: skip
    return {act.measure_id: act.instrument for act in acts if act.in_force}


def test_each_mechanism_of_the_documents_acts_in_its_time(subtests: pytest.Subtests) -> None:
    for mechanism, cases in INSIDE.items():
        for on, element, form, act in cases:
            with subtests.test(mechanism=mechanism, on=on, element=element, form=form):
                assert act in in_force(on, element, form)


def test_no_mechanism_of_the_documents_acts_outside_its_time(subtests: pytest.Subtests) -> None:
    for mechanism, cases in OUTSIDE.items():
        for on, element, form, instrument in cases:
            with subtests.test(mechanism=mechanism, on=on, element=element, form=form):
                assert instrument not in in_force(on, element, form).values()


def test_no_export_quota_on_rare_earths_acts_since_2015_whatever_a_document_says(subtests: pytest.Subtests) -> None:
    claims = [claim for claim in kernel().evidence.claims if claim.quantity == "export_quota_system"]
    assert [claim.use for claim in claims] == ["context"]
    for year in range(2015, 2027):
        for element in ("Nd", "Dy", "Ce"):
            for form in (Form.OXIDE, Form.METAL, Form.ALLOY, Form.ORE):
                with subtests.test(year=year, element=element, form=form):
                    assert "quota" not in in_force(f"{year}-12-31", element, form).values()


# End use, buyer, day, and the acts that a dysprosium magnet meets because of the end use.
USERS: tuple[tuple[str | None, str, str, set[str]], ...] = (
    ("military", "USA", "2025-04-03", set()),
    ("military", "USA", "2025-04-04", {"CN-2024-46-P1-REE"}),
    ("military", "JPN", "2026-01-05", set()),
    ("military", "JPN", "2026-01-06", {"CN-2026-1"}),
    ("military", "JPN", "2026-11-21", {"CN-2026-1"}),
    ("military", "DEU", "2026-11-21", set()),
    ("listed_entity", "JPN", "2026-02-23", set()),
    ("listed_entity", "JPN", "2026-02-24", {"CN-2026-11"}),
    ("listed_entity", "DEU", "2026-04-23", set()),
    ("listed_entity", "DEU", "2026-04-24", {"CN-2026-20"}),
    ("listed_entity", "USA", "2026-11-21", {"CN-2025-1-REE", "CN-2025-51", "CN-2026-23"}),
    ("watch_list_entity", "JPN", "2026-02-24", {"CN-2026-12"}),
    ("watch_list_entity", "FRA", "2026-11-21", set()),
    (None, "JPN", "2026-11-21", set()),
    ("automotive", "JPN", "2026-11-21", set()),
)


def test_rules_on_users_meet_exactly_the_lines_that_declare_them(subtests: pytest.Subtests) -> None:
    for end_use, buyer, on, more in USERS:
        with subtests.test(end_use=end_use, buyer=buyer, on=on):
            plain = in_force(on, "Dy", Form.MAGNET, buyer).keys()
            declared = in_force(on, "Dy", Form.MAGNET, buyer, end_use).keys()
            assert declared - plain == more
            assert plain <= declared


# What a reader of one day knew of another: day asked for, day of the reader, status of the package of October 2025.
READINGS = (
    ("2025-10-08", "2026-11-21", Status.NOT_YET_ANNOUNCED),
    ("2025-11-01", "2026-11-21", Status.ANNOUNCED),
    ("2025-12-02", "2025-11-06", Status.IN_FORCE),
    ("2025-12-02", "2025-11-07", Status.SUSPENDED),
    ("2025-12-02", "2026-11-21", Status.SUSPENDED),
    ("2026-11-10", "2026-11-10", Status.SUSPENDED),
    # In law the suspension ends on 10 November 2026; a statement of September suspends nothing; then nobody says.
    ("2026-11-11", "2026-11-10", Status.IN_FORCE),
    ("2026-11-15", "2025-11-01", Status.IN_FORCE),
    ("2026-11-15", "2026-09-30", Status.IN_FORCE),
    ("2026-11-15", "2026-11-21", Status.UNKNOWN),
)


def test_foresight_and_hindsight_differ(subtests: pytest.Subtests) -> None:
    for as_of, known_at, status in READINGS:
        with subtests.test(as_of=as_of, known_at=known_at):
            act = REGISTER["CN-2025-57"]
            assert act.status(date.fromisoformat(as_of), date.fromisoformat(known_at)) is status


def test_the_suspension_itself_is_over_after_its_year_and_unknown_before_its_day() -> None:
    suspension = REGISTER["CN-2025-70"]
    assert suspension.status(date(2026, 11, 15), date(2025, 11, 1)) is Status.NOT_YET_ANNOUNCED
    assert suspension.status(date(2026, 11, 15), date(2026, 11, 21)) is Status.ENDED


def test_evidence_is_quoted_from_its_own_day_on() -> None:
    assert REGISTER.told_of(["CN-2025-61-c"], date(2026, 9, 27)) == ()
    assert [m.measure_id for m in REGISTER.told_of(["CN-2025-61-c"], date(2026, 9, 28))] == ["CN-KL-EXT-2026"]


def test_general_licences_cover_the_seven_elements_that_they_ease() -> None:
    licence = REGISTER["CN-GL-2025-12"]
    assert licence.elements == REGISTER["CN-2025-18"].elements
    assert len(licence.elements) == 7
    assert licence.eases == {"CN-2025-18", "CN-2025-18-MAG"}
    assert licence.forms == REGISTER["CN-2025-18"].forms | REGISTER["CN-2025-18-MAG"].forms


def test_one_year_licences_are_unknown_after_a_year() -> None:
    licence = REGISTER["CN-GL-2025-12"]
    days = (date(2025, 12, 1), date(2025, 12, 2), date(2026, 12, 1), date(2026, 12, 2))
    assert [licence.status(day, day) for day in days] == [
        Status.NOT_YET_ANNOUNCED, Status.IN_FORCE, Status.IN_FORCE, Status.UNKNOWN,
    ]  # fmt: skip
