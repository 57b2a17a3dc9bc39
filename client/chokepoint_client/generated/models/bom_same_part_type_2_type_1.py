from typing import Literal

BomSamePartType2Type1 = Literal["separate", "split"]

BOM_SAME_PART_TYPE_2_TYPE_1_VALUES: set[BomSamePartType2Type1] = {
    "separate",
    "split",
}


def check_bom_same_part_type_2_type_1(value: str) -> BomSamePartType2Type1:
    if value in BOM_SAME_PART_TYPE_2_TYPE_1_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {BOM_SAME_PART_TYPE_2_TYPE_1_VALUES!r}")
