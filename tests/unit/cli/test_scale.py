"""`co2label scale` and the labels of a catalogue that are judged by it."""

import json

from builders import run
from co2label.declaration import read_scales

HEADS = "id,name,declared_unit,boundary,year,category,mass,info_url\n"


def catalogue(folder, count=20, mass="100 g"):
    products = [
        f"p{n},Ball {n},1 piece,cradle-to-gate,2025,{'rice balls' if n < count else 'soup'},{mass},https://example.jp/p{n}"
        for n in range(count + 3)
    ]
    lines = [f"p{n},gas,{(n + 1) / 10} kg,CO2,production" for n in range(count + 3)]
    (folder / "p.csv").write_text(HEADS + "\n".join(products))
    (folder / "a.csv").write_text("product_id,name,amount,gas,stage\n" + "\n".join(lines))
    return [folder / "p.csv", "--activities", folder / "a.csv"]


def test_a_scale_for_each_category_that_is_large_enough(tmp_path):
    told = run(
        "scale", *catalogue(tmp_path), "--name", "Shop", "--issued", "2026-11-30", "-o", tmp_path / "s.toml"
    )
    (found,) = read_scales(tmp_path / "s.toml").scales

    # fifths of 0.1 … 2.0 kg: 0.48, 0.86, 1.24, 1.62, to two digits
    assert (found.limits, found.products, found.name) == ((0.48, 0.86, 1.2, 1.6), 20, {"und": "Shop"})
    assert "3 products of 'soup' are too few" in told.stderr


def test_per_kilogram(tmp_path):
    run("scale", *catalogue(tmp_path), "--name", "Shop", "--per", "kg", "-o", tmp_path / "s.toml")

    assert read_scales(tmp_path / "s.toml").scales[0].limits == (4.8, 8.6, 12.0, 16.0)


def test_no_category_is_large_enough(tmp_path):
    told = run("scale", *catalogue(tmp_path, count=5), "--name", "Shop", code=1)

    assert "too few for five steps" in told.stderr


def test_labels_of_a_catalogue_bear_the_step_of_their_category(tmp_path):
    tables = catalogue(tmp_path)
    run("scale", *tables, "--name", "Shop", "-o", tmp_path / "s.toml")
    said = ("--company", "Shop", "--valid-until", "2027-11-01", "--issued", "2026-11-30", "--format", "svg")
    out = tmp_path / "out"
    run(
        "batch",
        *tables,
        "--scales",
        tmp_path / "s.toml",
        *said,
        "--unit",
        "kg",
        "--language",
        "en",
        "-o",
        out,
    )

    assert "A: step 1 of 5 from the lowest, by Shop" in (out / "labels" / "p0.svg").read_text()
    assert "0.10" in (out / "labels" / "p0.svg").read_text()
    assert "step" not in (out / "labels" / "p21.svg").read_text()  # soup has no scale


def test_figures_of_a_catalogue_are_in_one_unit(tmp_path):
    tables = catalogue(tmp_path)  # 0.1 to 2.3 kg: kilograms for all
    said = ("--company", "Shop", "--valid-until", "2027-11-01", "--issued", "2026-11-30", "--format", "svg")
    run("batch", *tables, *said, "--language", "en", "-o", tmp_path / "out")

    assert "0.10 kilograms" in (tmp_path / "out" / "labels" / "p0.svg").read_text()
    assert "2.3 kilograms" in (tmp_path / "out" / "labels" / "p22.svg").read_text()


def test_labels_and_pages_of_a_document_are_judged_by_the_same_scales(tmp_path):
    run("scale", *catalogue(tmp_path), "--name", "Shop", "-o", tmp_path / "s.toml")
    product = tmp_path / "ball.toml"
    product.write_text(
        """
id = "own"
name = { en = "Own ball" }
declared_unit = "1 piece"
boundary = "cradle-to-gate"
year = 2025
category = "rice balls"
declaration = { company = "Shop", valid_until = "2027-11-01", info_url = "https://example.jp/own" }
activities = [{ name = "gas", amount = "0.7 kg", gas = "CO2", stage = "production" }]
"""
    )
    plain = run("label", product, "-l", "en", "--issued", "2026-11-30", "--json")
    judged = run(
        "label", product, "-l", "en", "--issued", "2026-11-30", "--scales", tmp_path / "s.toml", "--json"
    )
    assert json.loads(plain.stdout)["band"] is None
    assert json.loads(judged.stdout)["band"]["step"] == 2  # B: 0.48 to 0.86 kg
    run(
        "page",
        product,
        "-l",
        "en",
        "--issued",
        "2026-11-30",
        "--scales",
        tmp_path / "s.toml",
        "-o",
        tmp_path / "site",
    )
