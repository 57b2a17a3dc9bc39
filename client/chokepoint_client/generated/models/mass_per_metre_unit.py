from typing import Literal

MassPerMetreUnit = Literal["g/m", "kg/m"]

MASS_PER_METRE_UNIT_VALUES: set[MassPerMetreUnit] = {
    "g/m",
    "kg/m",
}


def check_mass_per_metre_unit(value: str) -> MassPerMetreUnit:
    if value in MASS_PER_METRE_UNIT_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {MASS_PER_METRE_UNIT_VALUES!r}")
