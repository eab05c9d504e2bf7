"""Further sizes of the pack label, the mark and the share cards, read from their Scenes."""

import io
import runpy
from pathlib import Path

import pytest
from PIL import Image

from builders import text_of, texts
from co2label.draw import Qr
from co2label.errors import DrawError
from co2label.label import compact, landscape, mark, share_card, share_card_wide, strip

CARDS = runpy.run_path(str(Path(__file__).parents[2] / "golden" / "cards.py"))
rice_ball, full, judged, near = (CARDS[name] for name in ("rice_ball", "full", "judged", "near"))
X_HEIGHT = 0.543


@pytest.mark.parametrize("language", ["ja", "en", "fr", "ja+en", "fr+en"])
@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize(("draw", "least"), [(compact, 0.9), (strip, 0.9), (landscape, 1.2)])
@pytest.mark.parametrize("said", [rice_ball, full, judged, near])
def test_all_is_said_in_letters_that_the_pack_allows(said, draw, least, scale, language):
    picture = draw(said(), language=language, scale=scale)
    assert min(X_HEIGHT * op.size for op in texts(picture)) >= least - 1e-3
    assert picture.scene.width == pytest.approx({compact: 48, strip: 62, landscape: 100}[draw] * scale)
    assert any(isinstance(op, Qr) for op in picture.scene.ops)


@pytest.mark.parametrize("draw", [compact, strip])
def test_what_stands_behind_the_code_is_said(draw):
    assert "stages: scan the code" in text_of(draw(rice_ball(), language="en"))


def test_the_mark_has_number_unit_and_what_it_is_per_and_no_code():
    picture = mark(judged(), language="en")
    assert (picture.scene.width, picture.scene.height) == (16.0, 16.0)
    assert [op.text for op in texts(picture)][:1] == ["210"]
    assert not any(isinstance(op, Qr) for op in picture.scene.ops)
    assert min(X_HEIGHT * op.size for op in texts(picture)) >= 0.9 - 1e-3


def test_a_mark_is_refused_for_a_figure_that_must_not_stand_alone():
    with pytest.raises(
        DrawError, match=r"no room for what must stand near the figure: .*take the template mini"
    ):
        mark(near(), language="en")


@pytest.mark.parametrize(("draw", "pixels"), [(share_card, (1080, 1350)), (share_card_wide, (1200, 630))])
@pytest.mark.parametrize("language", ["ja", "en", "fr"])
def test_a_share_card_has_the_pixels_of_a_post_and_says_what_the_figure_is_as_much_as(draw, pixels, language):
    (car,) = judged().equivalents
    said = judged(equivalents=(CARDS["replace"](car, asked=False),))
    picture = draw(said, language=language)
    assert Image.open(io.BytesIO(picture.png(254))).size == pixels
    assert "1.2 km" in text_of(picture).replace(",", ".")


def test_a_share_card_without_room_says_what_to_do():
    with pytest.raises(DrawError, match="take the upright card, one language, or a shorter name"):
        share_card_wide(full(), language="ja+en")
