"""A Scene as a fragment of HTML, to be put into the page of a web shop.

The picture is inline SVG and hidden from screen readers; its description stands beside it as text that is not seen, so
that it is read once, line by line, in the language of the Scene. Sizes are millimetres, and never more than the page has.

What the page sets for its text (colour, spacing, direction) does not reach the picture; a rule of the page for bare
elements such as `path` or `text` would. Nothing of the fragment reaches the page: it has no style sheet and no id, and two
of them go into one page. Where a page forbids style attributes (Content-Security-Policy), the text is seen below the
picture.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.draw.font import REGULAR
from co2label.draw.svg import STYLE, elements, family, in_attribute, in_text, number

if TYPE_CHECKING:
    from co2label.draw.scene import Scene

__all__ = ["html"]

_UNSEEN = "position:absolute;width:1px;height:1px;margin:0;overflow:hidden;clip-path:inset(50%)"
"""There for screen readers, and without room on the page."""


def html(scene: Scene) -> str:
    """Write a Scene as a `figure` of class `co2label`, the same text for the same Scene.

    >>> from co2label.draw.scene import Scene
    >>> html(Scene(30, 10, (), "Tea", "12 g-CO₂e", "en")).split(">")[-6:-2]
    ['Tea<br', '12 g-CO<sub', '2</sub', 'e</figcaption']
    """
    width, height = number(scene.width), number(scene.height)
    wide = f"width:{width}mm;max-width:100%"
    return (
        f'<figure class="co2label" lang="{in_attribute(scene.language)}" '
        f'style="position:relative;margin:0;{wide}">\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" aria-hidden="true" '
        f'focusable="false" style="all:initial;direction:ltr;display:block;{wide};height:auto;'
        f'font-family:{family(REGULAR.family)};{STYLE}">\n'
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>\n{elements(scene)}\n</svg>\n'
        f'<figcaption style="{_UNSEEN}">{_lines(scene)}</figcaption>\n</figure>\n'
    )


def _lines(scene: Scene) -> str:
    """Title and description, one line below the other, with CO₂ as HTML writes it."""
    lines = (scene.title, *scene.description.splitlines())
    return "<br>".join(in_text(line).replace("₂", "<sub>2</sub>") for line in lines)
