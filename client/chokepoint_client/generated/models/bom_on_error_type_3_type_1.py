from typing import Literal

BomOnErrorType3Type1 = Literal["refuse", "skip_line"]

BOM_ON_ERROR_TYPE_3_TYPE_1_VALUES: set[BomOnErrorType3Type1] = {
    "refuse",
    "skip_line",
}


def check_bom_on_error_type_3_type_1(value: str) -> BomOnErrorType3Type1:
    if value in BOM_ON_ERROR_TYPE_3_TYPE_1_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {BOM_ON_ERROR_TYPE_3_TYPE_1_VALUES!r}")
