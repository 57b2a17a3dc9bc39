from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.summary_band_range_type_0_item import (
    SummaryBandRangeType0Item,
    check_summary_band_range_type_0_item,
)
from ..models.summary_band_type_1 import SummaryBandType1, check_summary_band_type_1
from ..models.summary_band_type_2_type_1 import (
    SummaryBandType2Type1,
    check_summary_band_type_2_type_1,
)
from ..models.summary_band_type_3_type_1 import (
    SummaryBandType3Type1,
    check_summary_band_type_3_type_1,
)
from ..models.summary_status import SummaryStatus, check_summary_status

if TYPE_CHECKING:
    from ..models.chokepoint import Chokepoint
    from ..models.coverage import Coverage
    from ..models.data_ages import DataAges
    from ..models.message import Message
    from ..models.model_ref import ModelRef
    from ..models.reason import Reason
    from ..models.top_line import TopLine
    from ..models.unread_line import UnreadLine
    from ..models.window import Window


T = TypeVar("T", bound="Summary")


@_attrs_define
class Summary:
    """
    Attributes:
        bom_id (None | str): Yours.
        name (None | str): Yours.
        score (float | None): 100 x the probability that at least one purchase meets a further supply shock within the
            window; null when nothing could be scored.
        band (None | SummaryBandType1 | SummaryBandType2Type1 | SummaryBandType3Type1): See /v1/model for the
            thresholds; null while a line may hold what the score doesn't count.
        band_range (list[SummaryBandRangeType0Item] | None): Where there is no band: the bands of the interval's ends,
            between which the product lies.
        interval (list[float] | None): Low and high score in points; holds 90 % of what the stated uncertainties allow.
        percentile (float | None): Among the reference portfolio, 0..1.
        status (SummaryStatus): scored, partial (some lines could not be read) or unscored.
        coverage (Coverage):
        unread (list[UnreadLine]): The first 20 lines that couldn't be read; `coverage` counts all.
        reasons (list[Reason]): Why, in at most 5 sentences, with the first 5 ids of each kind.
        top_lines (list[TopLine]): The 5 lines of which most is expected to be hit.
        chokepoints (list[Chokepoint]): Countries that a shock would come from.
        messages (list[Message]): What should be known beside.
        data_ages (DataAges):
        as_of (datetime.date): The day that is scored for.
        window (Window):
        model (ModelRef):
        receipt (None | str): Send it to /v1/receipts to recompute this answer. It carries the whole BOM: null where it
            is longer than 2,048 characters, `?view=full` then has it.
        receipt_sha256 (str): Digest of the receipt, there or not: two answers with the same one are the same answer.
    """

    bom_id: None | str
    name: None | str
    score: float | None
    band: None | SummaryBandType1 | SummaryBandType2Type1 | SummaryBandType3Type1
    band_range: list[SummaryBandRangeType0Item] | None
    interval: list[float] | None
    percentile: float | None
    status: SummaryStatus
    coverage: Coverage
    unread: list[UnreadLine]
    reasons: list[Reason]
    top_lines: list[TopLine]
    chokepoints: list[Chokepoint]
    messages: list[Message]
    data_ages: DataAges
    as_of: datetime.date
    window: Window
    model: ModelRef
    receipt: None | str
    receipt_sha256: str

    def to_dict(self) -> dict[str, Any]:
        bom_id: None | str
        bom_id = self.bom_id

        name: None | str
        name = self.name

        score: float | None
        score = self.score

        band: None | str
        if isinstance(self.band, str):
            band = self.band
        elif isinstance(self.band, str):
            band = self.band
        elif isinstance(self.band, str):
            band = self.band
        else:
            band = self.band

        band_range: list[str] | None
        if isinstance(self.band_range, list):
            band_range = []
            for band_range_type_0_item_data in self.band_range:
                band_range_type_0_item: str = band_range_type_0_item_data
                band_range.append(band_range_type_0_item)

        else:
            band_range = self.band_range

        interval: list[float] | None
        if isinstance(self.interval, list):
            interval = self.interval

        else:
            interval = self.interval

        percentile: float | None
        percentile = self.percentile

        status: str = self.status

        coverage = self.coverage.to_dict()

        unread = []
        for unread_item_data in self.unread:
            unread_item = unread_item_data.to_dict()
            unread.append(unread_item)

        reasons = []
        for reasons_item_data in self.reasons:
            reasons_item = reasons_item_data.to_dict()
            reasons.append(reasons_item)

        top_lines = []
        for top_lines_item_data in self.top_lines:
            top_lines_item = top_lines_item_data.to_dict()
            top_lines.append(top_lines_item)

        chokepoints = []
        for chokepoints_item_data in self.chokepoints:
            chokepoints_item = chokepoints_item_data.to_dict()
            chokepoints.append(chokepoints_item)

        messages = []
        for messages_item_data in self.messages:
            messages_item = messages_item_data.to_dict()
            messages.append(messages_item)

        data_ages = self.data_ages.to_dict()

        as_of = self.as_of.isoformat()

        window = self.window.to_dict()

        model = self.model.to_dict()

        receipt: None | str
        receipt = self.receipt

        receipt_sha256 = self.receipt_sha256

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "bom_id": bom_id,
                "name": name,
                "score": score,
                "band": band,
                "band_range": band_range,
                "interval": interval,
                "percentile": percentile,
                "status": status,
                "coverage": coverage,
                "unread": unread,
                "reasons": reasons,
                "top_lines": top_lines,
                "chokepoints": chokepoints,
                "messages": messages,
                "data_ages": data_ages,
                "as_of": as_of,
                "window": window,
                "model": model,
                "receipt": receipt,
                "receipt_sha256": receipt_sha256,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.chokepoint import Chokepoint  # noqa: PLC0415
        from ..models.coverage import Coverage  # noqa: PLC0415
        from ..models.data_ages import DataAges  # noqa: PLC0415
        from ..models.message import Message  # noqa: PLC0415
        from ..models.model_ref import ModelRef  # noqa: PLC0415
        from ..models.reason import Reason  # noqa: PLC0415
        from ..models.top_line import TopLine  # noqa: PLC0415
        from ..models.unread_line import UnreadLine  # noqa: PLC0415
        from ..models.window import Window  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_bom_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        bom_id = _parse_bom_id(d.pop("bom_id"))

        def _parse_name(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        name = _parse_name(d.pop("name"))

        def _parse_score(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        score = _parse_score(d.pop("score"))

        def _parse_band(data: object) -> None | SummaryBandType1 | SummaryBandType2Type1 | SummaryBandType3Type1:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                band_type_1 = check_summary_band_type_1(data)

                return band_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, str):
                    raise TypeError()
                band_type_2_type_1 = check_summary_band_type_2_type_1(data)

                return band_type_2_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, str):
                    raise TypeError()
                band_type_3_type_1 = check_summary_band_type_3_type_1(data)

                return band_type_3_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | SummaryBandType1 | SummaryBandType2Type1 | SummaryBandType3Type1, data)

        band = _parse_band(d.pop("band"))

        def _parse_band_range(data: object) -> list[SummaryBandRangeType0Item] | None:
            if data is None:
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                band_range_type_0 = []
                _band_range_type_0 = data
                for band_range_type_0_item_data in _band_range_type_0:
                    band_range_type_0_item = check_summary_band_range_type_0_item(band_range_type_0_item_data)

                    band_range_type_0.append(band_range_type_0_item)

                return band_range_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[SummaryBandRangeType0Item] | None, data)

        band_range = _parse_band_range(d.pop("band_range"))

        def _parse_interval(data: object) -> list[float] | None:
            if data is None:
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                interval_type_0 = cast(list[float], data)

                return interval_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[float] | None, data)

        interval = _parse_interval(d.pop("interval"))

        def _parse_percentile(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        percentile = _parse_percentile(d.pop("percentile"))

        status = check_summary_status(d.pop("status"))

        coverage = Coverage.from_dict(d.pop("coverage"))

        unread = []
        _unread = d.pop("unread")
        for unread_item_data in _unread:
            unread_item = UnreadLine.from_dict(unread_item_data)

            unread.append(unread_item)

        reasons = []
        _reasons = d.pop("reasons")
        for reasons_item_data in _reasons:
            reasons_item = Reason.from_dict(reasons_item_data)

            reasons.append(reasons_item)

        top_lines = []
        _top_lines = d.pop("top_lines")
        for top_lines_item_data in _top_lines:
            top_lines_item = TopLine.from_dict(top_lines_item_data)

            top_lines.append(top_lines_item)

        chokepoints = []
        _chokepoints = d.pop("chokepoints")
        for chokepoints_item_data in _chokepoints:
            chokepoints_item = Chokepoint.from_dict(chokepoints_item_data)

            chokepoints.append(chokepoints_item)

        messages = []
        _messages = d.pop("messages")
        for messages_item_data in _messages:
            messages_item = Message.from_dict(messages_item_data)

            messages.append(messages_item)

        data_ages = DataAges.from_dict(d.pop("data_ages"))

        as_of = datetime.date.fromisoformat(d.pop("as_of"))

        window = Window.from_dict(d.pop("window"))

        model = ModelRef.from_dict(d.pop("model"))

        def _parse_receipt(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        receipt = _parse_receipt(d.pop("receipt"))

        receipt_sha256 = d.pop("receipt_sha256")

        summary = cls(
            bom_id=bom_id,
            name=name,
            score=score,
            band=band,
            band_range=band_range,
            interval=interval,
            percentile=percentile,
            status=status,
            coverage=coverage,
            unread=unread,
            reasons=reasons,
            top_lines=top_lines,
            chokepoints=chokepoints,
            messages=messages,
            data_ages=data_ages,
            as_of=as_of,
            window=window,
            model=model,
            receipt=receipt,
            receipt_sha256=receipt_sha256,
        )

        return summary
