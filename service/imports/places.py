"""Countries as they are written in many languages."""

from __future__ import annotations

import gettext
from functools import lru_cache

import pycountry

from service.schemas.did_you_mean import COUNTRY_NAMES, spoken
from service.schemas.fields import COUNTRIES

LANGUAGES = "de fr es it pt nl pl cs sv fi da ja zh_CN zh_TW ko ru tr hu ro uk".split()


@lru_cache(maxsize=1)
def _names() -> dict[str, str | None]:
    """Alpha-2 codes by the countries' names in ``LANGUAGES``; ``None`` where two go by one name."""
    names: dict[str, str | None] = {}
    for language in LANGUAGES:
        translated = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, [language], fallback=True)
        for country in pycountry.countries:
            for english in (country.name, getattr(country, "common_name", ""), getattr(country, "official_name", "")):
                name = translated.gettext(english).casefold() if english else ""
                if name:
                    names[name] = country.alpha_2 if names.get(name, country.alpha_2) == country.alpha_2 else None
    return names


def country(written: str) -> str:
    """A country as the wire takes it; as written where it isn't known."""
    name = " ".join(written.split())
    if name.upper() in COUNTRIES or spoken(name) in COUNTRY_NAMES:
        return name
    return _names().get(name.casefold()) or name
