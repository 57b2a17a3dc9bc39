from typing import Literal

ListDeliveriesState = Literal["dead", "delivered", "pending", "withdrawn"]

LIST_DELIVERIES_STATE_VALUES: set[ListDeliveriesState] = {
    "dead",
    "delivered",
    "pending",
    "withdrawn",
}


def check_list_deliveries_state(value: str) -> ListDeliveriesState:
    if value in LIST_DELIVERIES_STATE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_DELIVERIES_STATE_VALUES!r}")
