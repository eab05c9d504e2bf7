"""Which numbers mean a product to everybody: every GS1 prefix as biip knows it."""

import pytest
from biip.gtin import Gtin
from biip.rcn import Rcn

from co2label.identifiers import check_digit, in_one_company


def with_check(body):
    return f"{body}{check_digit(body)}"


@pytest.mark.parametrize("prefix", [f"{number:03}" for number in range(1, 1000)])
def test_restricted_numbers_of_13_digits_are_those_of_biip(prefix):
    number = with_check(f"{prefix}123456789")
    theirs = Gtin.parse(number)
    usage = (theirs.prefix.usage or "") if theirs.prefix else ""
    restricted = isinstance(theirs, Rcn) or "Refund" in usage or "coupon" in usage
    reserved = {"984"}  # given to coupons since; biip 5.2 has it as unassigned
    assert (in_one_company(number) is not None) == restricted or prefix in reserved
    assert (in_one_company(number.zfill(14)) is not None) == (in_one_company(number) is not None)


@pytest.mark.parametrize("first", "0123456789")
def test_restricted_numbers_of_8_digits_are_those_of_biip(first):
    number = with_check(f"{first}123456")
    restricted = isinstance(Gtin.parse(number), Rcn)
    assert (in_one_company(number) is not None) == restricted
