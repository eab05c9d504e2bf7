"""Pages: one document or numbered files, all of them or none."""

import io

import pypdf
import pytest

from co2label.draw import Pages, Picture, Scene, Text
from co2label.errors import DrawError


def pages(count, text="鮭"):
    return Pages(
        tuple(
            Scene(30, 10, (Text(2, 6, f"{text}{index}", 4),), f"t{index}", "d")
            for index in range(1, count + 1)
        )
    )


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_pdf_has_all_pages(tmp_path):
    [path] = pages(3).save(tmp_path / "labels.pdf")
    assert names_in(tmp_path) == ["labels.pdf"]
    found = [page.extract_text().strip() for page in pypdf.PdfReader(io.BytesIO(path.read_bytes())).pages]
    assert found == ["鮭1", "鮭2", "鮭3"]


@pytest.mark.parametrize("ending", ["png", "svg", "html"])
def test_other_formats_have_a_file_a_page(tmp_path, ending):
    paths = pages(2).save(str(tmp_path / f"labels.{ending}"))
    assert [path.name for path in paths] == [f"labels-1.{ending}", f"labels-2.{ending}"]
    assert [path.read_bytes() for path in paths] == [page.encode(paths[0]) for page in pages(2)]
    assert names_in(tmp_path) == [path.name for path in paths]


def test_one_page_has_the_name_as_given(tmp_path):
    assert pages(1).save(tmp_path / "labels.svg") == (tmp_path / "labels.svg",)


def test_numbers_sort_as_the_pages_do(tmp_path):
    paths = pages(10).save(tmp_path / "labels.svg")
    assert [paths[0].name, paths[-1].name] == ["labels-01.svg", "labels-10.svg"]
    assert names_in(tmp_path) == [path.name for path in paths]


def test_all_or_nothing_when_a_page_is_unreadable(tmp_path):
    good, bad = pages(1).scenes[0], Scene(30, 10, (Text(2, 6, "🍙", 4),), "t", "d")
    with pytest.raises(DrawError, match="RICE BALL"):
        Pages((good, bad)).save(tmp_path / "labels.svg")
    assert not names_in(tmp_path)


def test_all_or_nothing_when_a_place_is_taken(tmp_path):
    (tmp_path / "labels-2.svg").mkdir()
    (tmp_path / "labels-1.svg").write_text("old")
    with pytest.raises(DrawError, match=r"cannot write .*labels-2\.svg: Is a directory"):
        pages(3).save(tmp_path / "labels.svg")
    assert (tmp_path / "labels-1.svg").read_text() == "old"
    assert names_in(tmp_path) == ["labels-1.svg", "labels-2.svg"]


def test_an_unknown_ending(tmp_path):
    with pytest.raises(DrawError, match=r"ends with \.html \.pdf \.png \.svg \.zpl, got"):
        pages(2).save(tmp_path / "labels.jpg")
    assert not names_in(tmp_path)


def test_no_page_is_no_document():
    with pytest.raises(DrawError, match="at least one page"):
        Pages(())


def test_pages_are_pictures():
    assert [picture.scene.title for picture in pages(2)] == ["t1", "t2"]
    assert all(isinstance(picture, Picture) for picture in pages(2))
    assert (len(pages(2)), repr(pages(1))) == (2, "<1 page, 't1'>")


def test_a_notebook_shows_the_first_pages():
    shown = pages(5)._repr_html_()
    assert shown.count("<figure") == 3
    assert shown.endswith("<p>+ 2</p>")
    assert pages(3)._repr_html_().endswith("</figure>\n")
