from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.dated_control_severity import (
    DatedControlSeverity,
    check_dated_control_severity,
)
from ..models.dated_control_sign import DatedControlSign, check_dated_control_sign

T = TypeVar("T", bound="DatedControl")


@_attrs_define
class DatedControl:
    """
    Attributes:
        measure_id (str): Id for /v1/controls/{measure_id}.
        status (str): As in the list; not_yet_announced on a day before it was.
        jurisdiction (str): Who controls: ISO 3166-1 alpha-2, EU or WLD.
        authority (str): Who issued it.
        announcement (str): What the authority calls it.
        instrument (str): licence, quota, ban, tax and the like.
        severity (DatedControlSeverity): How hard it bites.
        sign (DatedControlSign): Whether it tightens, eases, or only tells.
        elements (list[str]): Symbols; empty when no rare earth is named.
        hs92 (list[str]): Six digits.
        stages (list[str]): Stages of the chain.
        forms (list[str]): Forms that it reaches; empty means all.
        destinations (list[str]): Empty means all.
        end_uses (list[str]): Empty means all; else it acts only on lines whose `end_use` is one of them.
        commodity (str): What the authority says it is about.
        announced (datetime.date | None): First day on which it was known.
        effective (datetime.date | None): First day in force.
        ended (datetime.date | None): The last day.
        suspended_from (datetime.date | None): First day of a suspension.
        suspended_until (datetime.date | None): The last day.
        unknown_since (datetime.date | None): First day from which nobody knows whether it is in force.
        source (str): Where it was read.
        locator (str): Section, paragraph, table or rows.
        checked_on (datetime.date | None): Day on which it was last looked up; null where nobody did.
        confidence (str): A: a primary text was seen; B: a secondary source; C: recalled, not verified, never acts.
        eases (list[str]): Ids of the measures that a relaxation eased, lifted or suspended, or that evidence speaks of.
        eased_by (list[str]): Ids of the relaxations in force that ease this measure; a general licence doesn't lift it.
        note (str): What else is to be known.
        as_of (datetime.date): The day that is asked about.
        known_at (datetime.date): What was known by this day counts.
    """

    measure_id: str
    status: str
    jurisdiction: str
    authority: str
    announcement: str
    instrument: str
    severity: DatedControlSeverity
    sign: DatedControlSign
    elements: list[str]
    hs92: list[str]
    stages: list[str]
    forms: list[str]
    destinations: list[str]
    end_uses: list[str]
    commodity: str
    announced: datetime.date | None
    effective: datetime.date | None
    ended: datetime.date | None
    suspended_from: datetime.date | None
    suspended_until: datetime.date | None
    unknown_since: datetime.date | None
    source: str
    locator: str
    checked_on: datetime.date | None
    confidence: str
    eases: list[str]
    eased_by: list[str]
    note: str
    as_of: datetime.date
    known_at: datetime.date

    def to_dict(self) -> dict[str, Any]:
        measure_id = self.measure_id

        status = self.status

        jurisdiction = self.jurisdiction

        authority = self.authority

        announcement = self.announcement

        instrument = self.instrument

        severity: str = self.severity

        sign: str = self.sign

        elements = self.elements

        hs92 = self.hs92

        stages = self.stages

        forms = self.forms

        destinations = self.destinations

        end_uses = self.end_uses

        commodity = self.commodity

        announced: None | str
        if isinstance(self.announced, datetime.date):
            announced = self.announced.isoformat()
        else:
            announced = self.announced

        effective: None | str
        if isinstance(self.effective, datetime.date):
            effective = self.effective.isoformat()
        else:
            effective = self.effective

        ended: None | str
        if isinstance(self.ended, datetime.date):
            ended = self.ended.isoformat()
        else:
            ended = self.ended

        suspended_from: None | str
        if isinstance(self.suspended_from, datetime.date):
            suspended_from = self.suspended_from.isoformat()
        else:
            suspended_from = self.suspended_from

        suspended_until: None | str
        if isinstance(self.suspended_until, datetime.date):
            suspended_until = self.suspended_until.isoformat()
        else:
            suspended_until = self.suspended_until

        unknown_since: None | str
        if isinstance(self.unknown_since, datetime.date):
            unknown_since = self.unknown_since.isoformat()
        else:
            unknown_since = self.unknown_since

        source = self.source

        locator = self.locator

        checked_on: None | str
        if isinstance(self.checked_on, datetime.date):
            checked_on = self.checked_on.isoformat()
        else:
            checked_on = self.checked_on

        confidence = self.confidence

        eases = self.eases

        eased_by = self.eased_by

        note = self.note

        as_of = self.as_of.isoformat()

        known_at = self.known_at.isoformat()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "measure_id": measure_id,
                "status": status,
                "jurisdiction": jurisdiction,
                "authority": authority,
                "announcement": announcement,
                "instrument": instrument,
                "severity": severity,
                "sign": sign,
                "elements": elements,
                "hs92": hs92,
                "stages": stages,
                "forms": forms,
                "destinations": destinations,
                "end_uses": end_uses,
                "commodity": commodity,
                "announced": announced,
                "effective": effective,
                "ended": ended,
                "suspended_from": suspended_from,
                "suspended_until": suspended_until,
                "unknown_since": unknown_since,
                "source": source,
                "locator": locator,
                "checked_on": checked_on,
                "confidence": confidence,
                "eases": eases,
                "eased_by": eased_by,
                "note": note,
                "as_of": as_of,
                "known_at": known_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        measure_id = d.pop("measure_id")

        status = d.pop("status")

        jurisdiction = d.pop("jurisdiction")

        authority = d.pop("authority")

        announcement = d.pop("announcement")

        instrument = d.pop("instrument")

        severity = check_dated_control_severity(d.pop("severity"))

        sign = check_dated_control_sign(d.pop("sign"))

        elements = cast(list[str], d.pop("elements"))

        hs92 = cast(list[str], d.pop("hs92"))

        stages = cast(list[str], d.pop("stages"))

        forms = cast(list[str], d.pop("forms"))

        destinations = cast(list[str], d.pop("destinations"))

        end_uses = cast(list[str], d.pop("end_uses"))

        commodity = d.pop("commodity")

        def _parse_announced(data: object) -> datetime.date | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                announced_type_0 = datetime.date.fromisoformat(data)

                return announced_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None, data)

        announced = _parse_announced(d.pop("announced"))

        def _parse_effective(data: object) -> datetime.date | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                effective_type_0 = datetime.date.fromisoformat(data)

                return effective_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None, data)

        effective = _parse_effective(d.pop("effective"))

        def _parse_ended(data: object) -> datetime.date | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                ended_type_0 = datetime.date.fromisoformat(data)

                return ended_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None, data)

        ended = _parse_ended(d.pop("ended"))

        def _parse_suspended_from(data: object) -> datetime.date | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                suspended_from_type_0 = datetime.date.fromisoformat(data)

                return suspended_from_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None, data)

        suspended_from = _parse_suspended_from(d.pop("suspended_from"))

        def _parse_suspended_until(data: object) -> datetime.date | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                suspended_until_type_0 = datetime.date.fromisoformat(data)

                return suspended_until_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None, data)

        suspended_until = _parse_suspended_until(d.pop("suspended_until"))

        def _parse_unknown_since(data: object) -> datetime.date | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                unknown_since_type_0 = datetime.date.fromisoformat(data)

                return unknown_since_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None, data)

        unknown_since = _parse_unknown_since(d.pop("unknown_since"))

        source = d.pop("source")

        locator = d.pop("locator")

        def _parse_checked_on(data: object) -> datetime.date | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                checked_on_type_0 = datetime.date.fromisoformat(data)

                return checked_on_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None, data)

        checked_on = _parse_checked_on(d.pop("checked_on"))

        confidence = d.pop("confidence")

        eases = cast(list[str], d.pop("eases"))

        eased_by = cast(list[str], d.pop("eased_by"))

        note = d.pop("note")

        as_of = datetime.date.fromisoformat(d.pop("as_of"))

        known_at = datetime.date.fromisoformat(d.pop("known_at"))

        dated_control = cls(
            measure_id=measure_id,
            status=status,
            jurisdiction=jurisdiction,
            authority=authority,
            announcement=announcement,
            instrument=instrument,
            severity=severity,
            sign=sign,
            elements=elements,
            hs92=hs92,
            stages=stages,
            forms=forms,
            destinations=destinations,
            end_uses=end_uses,
            commodity=commodity,
            announced=announced,
            effective=effective,
            ended=ended,
            suspended_from=suspended_from,
            suspended_until=suspended_until,
            unknown_since=unknown_since,
            source=source,
            locator=locator,
            checked_on=checked_on,
            confidence=confidence,
            eases=eases,
            eased_by=eased_by,
            note=note,
            as_of=as_of,
            known_at=known_at,
        )

        return dated_control
