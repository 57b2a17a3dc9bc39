from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.score_band_range_type_0_item import (
    ScoreBandRangeType0Item,
    check_score_band_range_type_0_item,
)
from ..models.score_band_set_by_type_1 import (
    ScoreBandSetByType1,
    check_score_band_set_by_type_1,
)
from ..models.score_band_set_by_type_2_type_1 import (
    ScoreBandSetByType2Type1,
    check_score_band_set_by_type_2_type_1,
)
from ..models.score_band_set_by_type_3_type_1 import (
    ScoreBandSetByType3Type1,
    check_score_band_set_by_type_3_type_1,
)
from ..models.score_band_type_1 import ScoreBandType1, check_score_band_type_1
from ..models.score_band_type_2_type_1 import (
    ScoreBandType2Type1,
    check_score_band_type_2_type_1,
)
from ..models.score_band_type_3_type_1 import (
    ScoreBandType3Type1,
    check_score_band_type_3_type_1,
)
from ..models.score_status import ScoreStatus, check_score_status

if TYPE_CHECKING:
    from ..models.chain import Chain
    from ..models.chokepoint import Chokepoint
    from ..models.coverage import Coverage
    from ..models.data_ages import DataAges
    from ..models.driver import Driver
    from ..models.figure_list import FigureList
    from ..models.full_reason import FullReason
    from ..models.hazard_score import HazardScore
    from ..models.line_score import LineScore
    from ..models.message import Message
    from ..models.model_ref import ModelRef
    from ..models.pending_risk import PendingRisk
    from ..models.points import Points
    from ..models.register import Register
    from ..models.score_interval_parts_type_0 import ScoreIntervalPartsType0
    from ..models.share_hit import ShareHit
    from ..models.shock_source import ShockSource
    from ..models.standing import Standing
    from ..models.unread_line import UnreadLine


T = TypeVar("T", bound="Score")


@_attrs_define
class Score:
    """
    Attributes:
        bom_id (None | str): Yours.
        name (None | str): Yours.
        score (float | None): 100 x the probability that at least one purchase meets a further supply shock within the
            window; null when nothing could be scored.
        probability (float | None): The score as a probability.
        interval (list[float] | None): Low and high score in points; holds 90 % of what the stated uncertainties allow.
        interval_parts (None | ScoreIntervalPartsType0): Width of the interval, in points, that each cause makes alone;
            they don't add up. `coefficients`: years that the hazard was fitted on, and acts that the register may miss;
            `cover`: forms that a future act reaches; `collapse`: its rate, and where on a path it counts; `evidence`:
            sources that disagree about shares; `pending`: acts whose start is open; `unnamed`: makers that no source names;
            `destination`: a buyer who isn't stated; `age`: what may have come since the evidence ended.
        band (None | ScoreBandType1 | ScoreBandType2Type1 | ScoreBandType3Type1): See /v1/model for the thresholds; null
            while a line may hold what the score doesn't count.
        band_range (list[ScoreBandRangeType0Item] | None): Where there is no band: the bands of the interval's ends,
            between which the product lies.
        band_set_by (None | ScoreBandSetByType1 | ScoreBandSetByType2Type1 | ScoreBandSetByType3Type1): score, or
            standing where acts in force or announced set it.
        percentile (float | None): Among the reference portfolio, 0..1.
        expected_share_hit (None | ShareHit): Mean share of the need that passes a source that is hit.
        points (None | Points): The score as a sum: an exact Shapley split, in points.
        reasons (list[FullReason]): A sentence with the ids behind it.
        chokepoints (list[Chokepoint]): A country that a shock would come from, at the stage where most of the need
            passes it.
        standing (list[Standing]): A serious act that stands on the day. It never enters the score; it can set the band.
        share_under_control (float | None): Share of the most controlled purchase's need under a serious act in force or
            announced, 0..1.
        pending_risk (list[PendingRisk]): An act that may start within the window.
        event (str): The definition of what is forecast.
        horizon_days (int): Days that are forecast.
        window_start (datetime.date): First day that is forecast.
        window_end (datetime.date): Last day that is forecast.
        as_of (datetime.date): The day that is asked about.
        status (ScoreStatus): scored, partial (some lines could not be read) or unscored.
        in_sample_replay (bool): Whether as_of lies within the years the model learned from.
        tolerance (float | None): Share of need that may be lost without harm, as stated; null: 0.25 to 0.75, alike.
        coverage (Coverage):
        expected_cost_increase (float | None): Over the window, in the BOM's currency, by price pressure: summed over
            the lines that have one, the smallest of each alternate_group. An upper bound for goods made of rare earths.
        lines (list[LineScore]): A line with its own score.
        unread (list[UnreadLine]): A line that couldn't be read.
        hazards (list[HazardScore]): A distinct purchase: an element in a form, from a mix of sources, for a buyer
            country.
        sources (list[ShockSource]): A country that can be hit, for one element.
        chains (list[Chain]): Every chain once.
        figure_lists (list[FigureList]): Every list once.
        interval_figures (list[str]): Ids for /v1/claims/{id} that only the interval rests on: those of elements that
            lines may hold.
        drivers (list[Driver]): A counterfactual, not a share: scores without this and without that don't add up.
        register (list[Register]): A measure around the product's paths.
        data_ages (DataAges):
        model (ModelRef):
        evidence_revision (str): Digest of the evidence that was read.
        register_revision (str): Digest of the register that was read.
        receipt (str): Send it to /v1/receipts to recompute this answer.
        messages (list[Message]): What should be known of one kind, told once.
    """

    bom_id: None | str
    name: None | str
    score: float | None
    probability: float | None
    interval: list[float] | None
    interval_parts: None | ScoreIntervalPartsType0
    band: None | ScoreBandType1 | ScoreBandType2Type1 | ScoreBandType3Type1
    band_range: list[ScoreBandRangeType0Item] | None
    band_set_by: None | ScoreBandSetByType1 | ScoreBandSetByType2Type1 | ScoreBandSetByType3Type1
    percentile: float | None
    expected_share_hit: None | ShareHit
    points: None | Points
    reasons: list[FullReason]
    chokepoints: list[Chokepoint]
    standing: list[Standing]
    share_under_control: float | None
    pending_risk: list[PendingRisk]
    event: str
    horizon_days: int
    window_start: datetime.date
    window_end: datetime.date
    as_of: datetime.date
    status: ScoreStatus
    in_sample_replay: bool
    tolerance: float | None
    coverage: Coverage
    expected_cost_increase: float | None
    lines: list[LineScore]
    unread: list[UnreadLine]
    hazards: list[HazardScore]
    sources: list[ShockSource]
    chains: list[Chain]
    figure_lists: list[FigureList]
    interval_figures: list[str]
    drivers: list[Driver]
    register: list[Register]
    data_ages: DataAges
    model: ModelRef
    evidence_revision: str
    register_revision: str
    receipt: str
    messages: list[Message]

    def to_dict(self) -> dict[str, Any]:
        from ..models.points import Points  # noqa: PLC0415
        from ..models.score_interval_parts_type_0 import ScoreIntervalPartsType0  # noqa: PLC0415
        from ..models.share_hit import ShareHit  # noqa: PLC0415

        bom_id: None | str
        bom_id = self.bom_id

        name: None | str
        name = self.name

        score: float | None
        score = self.score

        probability: float | None
        probability = self.probability

        interval: list[float] | None
        if isinstance(self.interval, list):
            interval = self.interval

        else:
            interval = self.interval

        interval_parts: dict[str, Any] | None
        if isinstance(self.interval_parts, ScoreIntervalPartsType0):
            interval_parts = self.interval_parts.to_dict()
        else:
            interval_parts = self.interval_parts

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

        band_set_by: None | str
        if isinstance(self.band_set_by, str):
            band_set_by = self.band_set_by
        elif isinstance(self.band_set_by, str):
            band_set_by = self.band_set_by
        elif isinstance(self.band_set_by, str):
            band_set_by = self.band_set_by
        else:
            band_set_by = self.band_set_by

        percentile: float | None
        percentile = self.percentile

        expected_share_hit: dict[str, Any] | None
        if isinstance(self.expected_share_hit, ShareHit):
            expected_share_hit = self.expected_share_hit.to_dict()
        else:
            expected_share_hit = self.expected_share_hit

        points: dict[str, Any] | None
        if isinstance(self.points, Points):
            points = self.points.to_dict()
        else:
            points = self.points

        reasons = []
        for reasons_item_data in self.reasons:
            reasons_item = reasons_item_data.to_dict()
            reasons.append(reasons_item)

        chokepoints = []
        for chokepoints_item_data in self.chokepoints:
            chokepoints_item = chokepoints_item_data.to_dict()
            chokepoints.append(chokepoints_item)

        standing = []
        for standing_item_data in self.standing:
            standing_item = standing_item_data.to_dict()
            standing.append(standing_item)

        share_under_control: float | None
        share_under_control = self.share_under_control

        pending_risk = []
        for pending_risk_item_data in self.pending_risk:
            pending_risk_item = pending_risk_item_data.to_dict()
            pending_risk.append(pending_risk_item)

        event = self.event

        horizon_days = self.horizon_days

        window_start = self.window_start.isoformat()

        window_end = self.window_end.isoformat()

        as_of = self.as_of.isoformat()

        status: str = self.status

        in_sample_replay = self.in_sample_replay

        tolerance: float | None
        tolerance = self.tolerance

        coverage = self.coverage.to_dict()

        expected_cost_increase: float | None
        expected_cost_increase = self.expected_cost_increase

        lines = []
        for lines_item_data in self.lines:
            lines_item = lines_item_data.to_dict()
            lines.append(lines_item)

        unread = []
        for unread_item_data in self.unread:
            unread_item = unread_item_data.to_dict()
            unread.append(unread_item)

        hazards = []
        for hazards_item_data in self.hazards:
            hazards_item = hazards_item_data.to_dict()
            hazards.append(hazards_item)

        sources = []
        for sources_item_data in self.sources:
            sources_item = sources_item_data.to_dict()
            sources.append(sources_item)

        chains = []
        for chains_item_data in self.chains:
            chains_item = chains_item_data.to_dict()
            chains.append(chains_item)

        figure_lists = []
        for figure_lists_item_data in self.figure_lists:
            figure_lists_item = figure_lists_item_data.to_dict()
            figure_lists.append(figure_lists_item)

        interval_figures = self.interval_figures

        drivers = []
        for drivers_item_data in self.drivers:
            drivers_item = drivers_item_data.to_dict()
            drivers.append(drivers_item)

        register = []
        for register_item_data in self.register:
            register_item = register_item_data.to_dict()
            register.append(register_item)

        data_ages = self.data_ages.to_dict()

        model = self.model.to_dict()

        evidence_revision = self.evidence_revision

        register_revision = self.register_revision

        receipt = self.receipt

        messages = []
        for messages_item_data in self.messages:
            messages_item = messages_item_data.to_dict()
            messages.append(messages_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "bom_id": bom_id,
                "name": name,
                "score": score,
                "probability": probability,
                "interval": interval,
                "interval_parts": interval_parts,
                "band": band,
                "band_range": band_range,
                "band_set_by": band_set_by,
                "percentile": percentile,
                "expected_share_hit": expected_share_hit,
                "points": points,
                "reasons": reasons,
                "chokepoints": chokepoints,
                "standing": standing,
                "share_under_control": share_under_control,
                "pending_risk": pending_risk,
                "event": event,
                "horizon_days": horizon_days,
                "window_start": window_start,
                "window_end": window_end,
                "as_of": as_of,
                "status": status,
                "in_sample_replay": in_sample_replay,
                "tolerance": tolerance,
                "coverage": coverage,
                "expected_cost_increase": expected_cost_increase,
                "lines": lines,
                "unread": unread,
                "hazards": hazards,
                "sources": sources,
                "chains": chains,
                "figure_lists": figure_lists,
                "interval_figures": interval_figures,
                "drivers": drivers,
                "register": register,
                "data_ages": data_ages,
                "model": model,
                "evidence_revision": evidence_revision,
                "register_revision": register_revision,
                "receipt": receipt,
                "messages": messages,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.chain import Chain  # noqa: PLC0415
        from ..models.chokepoint import Chokepoint  # noqa: PLC0415
        from ..models.coverage import Coverage  # noqa: PLC0415
        from ..models.data_ages import DataAges  # noqa: PLC0415
        from ..models.driver import Driver  # noqa: PLC0415
        from ..models.figure_list import FigureList  # noqa: PLC0415
        from ..models.full_reason import FullReason  # noqa: PLC0415
        from ..models.hazard_score import HazardScore  # noqa: PLC0415
        from ..models.line_score import LineScore  # noqa: PLC0415
        from ..models.message import Message  # noqa: PLC0415
        from ..models.model_ref import ModelRef  # noqa: PLC0415
        from ..models.pending_risk import PendingRisk  # noqa: PLC0415
        from ..models.points import Points  # noqa: PLC0415
        from ..models.register import Register  # noqa: PLC0415
        from ..models.score_interval_parts_type_0 import ScoreIntervalPartsType0  # noqa: PLC0415
        from ..models.share_hit import ShareHit  # noqa: PLC0415
        from ..models.shock_source import ShockSource  # noqa: PLC0415
        from ..models.standing import Standing  # noqa: PLC0415
        from ..models.unread_line import UnreadLine  # noqa: PLC0415

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

        def _parse_probability(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        probability = _parse_probability(d.pop("probability"))

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

        def _parse_interval_parts(data: object) -> None | ScoreIntervalPartsType0:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                interval_parts_type_0 = ScoreIntervalPartsType0.from_dict(data)

                return interval_parts_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ScoreIntervalPartsType0, data)

        interval_parts = _parse_interval_parts(d.pop("interval_parts"))

        def _parse_band(data: object) -> None | ScoreBandType1 | ScoreBandType2Type1 | ScoreBandType3Type1:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                band_type_1 = check_score_band_type_1(data)

                return band_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, str):
                    raise TypeError()
                band_type_2_type_1 = check_score_band_type_2_type_1(data)

                return band_type_2_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, str):
                    raise TypeError()
                band_type_3_type_1 = check_score_band_type_3_type_1(data)

                return band_type_3_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ScoreBandType1 | ScoreBandType2Type1 | ScoreBandType3Type1, data)

        band = _parse_band(d.pop("band"))

        def _parse_band_range(data: object) -> list[ScoreBandRangeType0Item] | None:
            if data is None:
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                band_range_type_0 = []
                _band_range_type_0 = data
                for band_range_type_0_item_data in _band_range_type_0:
                    band_range_type_0_item = check_score_band_range_type_0_item(band_range_type_0_item_data)

                    band_range_type_0.append(band_range_type_0_item)

                return band_range_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[ScoreBandRangeType0Item] | None, data)

        band_range = _parse_band_range(d.pop("band_range"))

        def _parse_band_set_by(
            data: object,
        ) -> None | ScoreBandSetByType1 | ScoreBandSetByType2Type1 | ScoreBandSetByType3Type1:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                band_set_by_type_1 = check_score_band_set_by_type_1(data)

                return band_set_by_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, str):
                    raise TypeError()
                band_set_by_type_2_type_1 = check_score_band_set_by_type_2_type_1(data)

                return band_set_by_type_2_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, str):
                    raise TypeError()
                band_set_by_type_3_type_1 = check_score_band_set_by_type_3_type_1(data)

                return band_set_by_type_3_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ScoreBandSetByType1 | ScoreBandSetByType2Type1 | ScoreBandSetByType3Type1, data)

        band_set_by = _parse_band_set_by(d.pop("band_set_by"))

        def _parse_percentile(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        percentile = _parse_percentile(d.pop("percentile"))

        def _parse_expected_share_hit(data: object) -> None | ShareHit:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                expected_share_hit_type_0 = ShareHit.from_dict(data)

                return expected_share_hit_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ShareHit, data)

        expected_share_hit = _parse_expected_share_hit(d.pop("expected_share_hit"))

        def _parse_points(data: object) -> None | Points:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                points_type_0 = Points.from_dict(data)

                return points_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Points, data)

        points = _parse_points(d.pop("points"))

        reasons = []
        _reasons = d.pop("reasons")
        for reasons_item_data in _reasons:
            reasons_item = FullReason.from_dict(reasons_item_data)

            reasons.append(reasons_item)

        chokepoints = []
        _chokepoints = d.pop("chokepoints")
        for chokepoints_item_data in _chokepoints:
            chokepoints_item = Chokepoint.from_dict(chokepoints_item_data)

            chokepoints.append(chokepoints_item)

        standing = []
        _standing = d.pop("standing")
        for standing_item_data in _standing:
            standing_item = Standing.from_dict(standing_item_data)

            standing.append(standing_item)

        def _parse_share_under_control(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        share_under_control = _parse_share_under_control(d.pop("share_under_control"))

        pending_risk = []
        _pending_risk = d.pop("pending_risk")
        for pending_risk_item_data in _pending_risk:
            pending_risk_item = PendingRisk.from_dict(pending_risk_item_data)

            pending_risk.append(pending_risk_item)

        event = d.pop("event")

        horizon_days = d.pop("horizon_days")

        window_start = datetime.date.fromisoformat(d.pop("window_start"))

        window_end = datetime.date.fromisoformat(d.pop("window_end"))

        as_of = datetime.date.fromisoformat(d.pop("as_of"))

        status = check_score_status(d.pop("status"))

        in_sample_replay = d.pop("in_sample_replay")

        def _parse_tolerance(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        tolerance = _parse_tolerance(d.pop("tolerance"))

        coverage = Coverage.from_dict(d.pop("coverage"))

        def _parse_expected_cost_increase(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        expected_cost_increase = _parse_expected_cost_increase(d.pop("expected_cost_increase"))

        lines = []
        _lines = d.pop("lines")
        for lines_item_data in _lines:
            lines_item = LineScore.from_dict(lines_item_data)

            lines.append(lines_item)

        unread = []
        _unread = d.pop("unread")
        for unread_item_data in _unread:
            unread_item = UnreadLine.from_dict(unread_item_data)

            unread.append(unread_item)

        hazards = []
        _hazards = d.pop("hazards")
        for hazards_item_data in _hazards:
            hazards_item = HazardScore.from_dict(hazards_item_data)

            hazards.append(hazards_item)

        sources = []
        _sources = d.pop("sources")
        for sources_item_data in _sources:
            sources_item = ShockSource.from_dict(sources_item_data)

            sources.append(sources_item)

        chains = []
        _chains = d.pop("chains")
        for chains_item_data in _chains:
            chains_item = Chain.from_dict(chains_item_data)

            chains.append(chains_item)

        figure_lists = []
        _figure_lists = d.pop("figure_lists")
        for figure_lists_item_data in _figure_lists:
            figure_lists_item = FigureList.from_dict(figure_lists_item_data)

            figure_lists.append(figure_lists_item)

        interval_figures = cast(list[str], d.pop("interval_figures"))

        drivers = []
        _drivers = d.pop("drivers")
        for drivers_item_data in _drivers:
            drivers_item = Driver.from_dict(drivers_item_data)

            drivers.append(drivers_item)

        register = []
        _register = d.pop("register")
        for register_item_data in _register:
            register_item = Register.from_dict(register_item_data)

            register.append(register_item)

        data_ages = DataAges.from_dict(d.pop("data_ages"))

        model = ModelRef.from_dict(d.pop("model"))

        evidence_revision = d.pop("evidence_revision")

        register_revision = d.pop("register_revision")

        receipt = d.pop("receipt")

        messages = []
        _messages = d.pop("messages")
        for messages_item_data in _messages:
            messages_item = Message.from_dict(messages_item_data)

            messages.append(messages_item)

        score = cls(
            bom_id=bom_id,
            name=name,
            score=score,
            probability=probability,
            interval=interval,
            interval_parts=interval_parts,
            band=band,
            band_range=band_range,
            band_set_by=band_set_by,
            percentile=percentile,
            expected_share_hit=expected_share_hit,
            points=points,
            reasons=reasons,
            chokepoints=chokepoints,
            standing=standing,
            share_under_control=share_under_control,
            pending_risk=pending_risk,
            event=event,
            horizon_days=horizon_days,
            window_start=window_start,
            window_end=window_end,
            as_of=as_of,
            status=status,
            in_sample_replay=in_sample_replay,
            tolerance=tolerance,
            coverage=coverage,
            expected_cost_increase=expected_cost_increase,
            lines=lines,
            unread=unread,
            hazards=hazards,
            sources=sources,
            chains=chains,
            figure_lists=figure_lists,
            interval_figures=interval_figures,
            drivers=drivers,
            register=register,
            data_ages=data_ages,
            model=model,
            evidence_revision=evidence_revision,
            register_revision=register_revision,
            receipt=receipt,
            messages=messages,
        )

        return score
