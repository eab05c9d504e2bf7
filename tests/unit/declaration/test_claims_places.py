"""What a municipality pledged may be named beside a product; the same words about the product may not."""

from __future__ import annotations

import pytest

from co2label.declaration import forbidden_claim


@pytest.mark.parametrize(
    "text",
    [
        "岩手県久慈市（2050年二酸化炭素排出実質ゼロ表明）",
        "産地：2050年二酸化炭素排出実質ゼロ表明自治体",
        "排出量を実質的に測る",
    ],
)
def test_the_name_of_the_pledge_passes(text):
    assert forbidden_claim(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "二酸化炭素排出実質ゼロ表明",  # the name without its year
        "2050年二酸化炭素排出実質ゼロ",  # without "pledged"
        "2050年二酸化炭素排出実質ゼロ表明の町の、排出実質ゼロの米",  # one name does not cover the next
        "CO2排出実質ゼロ表明の米",
        "排出量を実質ゼロにした米",
        "排出量実質0",
        "岩手県久慈市・ゼロカーボンシティ表明",
        "ゼロカーボンシティ",
    ],
)
def test_the_same_words_about_anything_else_do_not(text):
    assert forbidden_claim(text) is not None
