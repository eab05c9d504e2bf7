"""A further kind of SDG line is one model and one rule: a document takes it, a label says it, and claims in it are refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import pytest

from co2label import Activity, ClaimError, Declaration, DocumentError, Product, compute, declare
from co2label.errors import Problem
from co2label.indicators import LINE_RULES, DisplayText, LineContext, line_rule
from co2label.model import SDG_KINDS, AmountField, DeclarationData, SdgEntry
from co2label.wording import by_language

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _toy() -> Iterator[None]:
    """The kind `refill`: how often a cup is filled again; taken out of the registries afterwards."""

    class RefillLine(SdgEntry):
        kind: Literal["refill"] = "refill"
        times: int
        cup: AmountField | None = None
        praise: str = ""

    @line_rule(RefillLine)
    def refill_text(line: RefillLine, context: LineContext) -> DisplayText:
        if line.times < 1:
            raise DocumentError([Problem("times", "expected 1 or more", "count them")])
        of = context.footprint.product.id
        return DisplayText((by_language(lambda _: f"{of}: refilled {line.times} times{line.praise}"),))

    yield
    del SDG_KINDS["refill"], LINE_RULES[RefillLine]


def declared(**entry: Any) -> Declaration:
    line = Activity("gas", "0.21 kg", gas="CO2", stage="production")
    tea = Product(
        id="tea",
        name="Tea",
        declared_unit="1 piece",
        boundary="cradle-to-gate",
        year=2025,
        activities=[line],
        declaration={"indicators": [{"kind": "refill", **entry}]},
    )
    return declare(
        compute(tea),
        issued="2026-11-23",
        valid_until="2027-11-22",
        company="Chaya",
        info_url="https://example.jp/tea",
    )


def test_the_rule_says_the_line() -> None:
    said = declared(times=3, cup="200 mL")
    assert [texts["en"] for texts in said.indicators] == ["tea: refilled 3 times"]


def test_what_the_model_and_the_rule_refuse_has_its_place() -> None:
    with pytest.raises(
        DocumentError, match=r"^declaration\.indicators\[0\]\.tims: unknown field; did you mean 'times'\?"
    ):
        declared(tims=3, times=3)
    with pytest.raises(
        ClaimError, match=r"^tea\.declaration\.indicators\[0\]\.times: expected 1 or more; count them$"
    ):
        declared(times=0)


def test_a_claim_in_its_words_is_refused() -> None:
    with pytest.raises(ClaimError, match="climate neutral"):
        declared(times=3, praise=", climate neutral")


def test_an_unknown_kind_is_told_of_it() -> None:
    with pytest.raises(
        DocumentError,
        match=r"^indicators\[0\]\.kind: .* stars, refill, got 'refil'; did you mean 'refill'\?$",
    ):
        DeclarationData(indicators=[{"kind": "refil"}])


def test_the_json_schema_has_it() -> None:
    assert "times" in DeclarationData.model_json_schema()["$defs"]["RefillLine"]["properties"]
    assert declared(times=2).indicators[0]["ja"]


def test_it_is_written_and_read_back() -> None:
    data = DeclarationData(indicators=[{"kind": "refill", "times": 2}])
    assert DeclarationData.read(data.model_dump(mode="json", exclude_none=True)) == data
