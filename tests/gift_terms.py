"""A small programme of return gifts, and readings for it: what the tests on gifts are made of."""

from __future__ import annotations

from co2label.incentive import Gift, GiftProgramme, MeterReading, allot


def gift(key="salt", kwh=300, **more):
    fields = {"name": {"ja": "塩", "en": "Salt"}, "municipality": "岩手県野田村", "yen": 600}
    return Gift(id=key, kwh=kwh, **fields | more)


def programme(*gifts, **more):
    fields = {"id": "noda", "name": {"ja": "野田村のお礼", "en": "Noda gifts"}, "issuer": "野田村"}
    days = {"first_day": "2026-07-01", "last_day": "2026-09-30"}
    given = (
        fields
        | days
        | {"municipalities": ["岩手県野田村"], "basis": "steps", "gifts": gifts or [gift()]}
        | more
    )
    return GiftProgramme(**given)


def meters(*rows):
    """(member, period, kWh, place, contract), of which the last two may be left out."""
    names = ("member", "period", "kwh", "place", "contract")
    return {
        f"row {n}": MeterReading(**{"contract": f"c-{row[0]}"} | dict(zip(names, row, strict=False)))
        for n, row in enumerate(rows, start=2)
    }


def outcome(terms, *rows):
    return {one.member: one for one in allot(terms, meters(*rows)).allotments}
