"""The page of `co2label demo`: every picture with a sentence on what it is, in one file without scripts."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from co2label.model import in_language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from co2label.cli.demo_carriers import Carrier
    from co2label.declaration import Declaration

__all__ = ["Part", "page"]

_STYLE = """
:root { color-scheme: light; --ink: #1c1c1a; --quiet: #5f5f58; --ground: #f3f2ec; --line: #d9d7cc }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 74rem; padding: 2.5rem 1.5rem 4rem; background: var(--ground); color: var(--ink);
  font: 1rem/1.6 system-ui, "Hiragino Sans", "Noto Sans JP", "Noto Sans CJK JP", Meiryo, sans-serif }
h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 .5rem }
h2 { font-size: 1.25rem; margin: 3rem 0 .25rem; padding-top: 1rem; border-top: 1px solid var(--line) }
p { margin: .25rem 0 1rem; color: var(--quiet); max-width: 44rem }
.row { display: flex; flex-wrap: wrap; gap: 1.5rem; align-items: flex-start }
figure { margin: 0 }
figure img { display: block; width: 17rem; max-width: 100%; height: auto; background: #fff; box-shadow: 0 1px 6px #0002 }
figure { max-width: 17rem }
figure.code img { width: 8rem }
figure.small img { width: 12rem }
figure.wide, figure.wide img { max-width: 100%; width: 35.5rem }
figcaption { font-size: .8rem; color: var(--quiet); padding-top: .4rem }
pre { background: #fff; padding: 1.25rem; margin: 0; overflow-x: auto; box-shadow: 0 1px 6px #0002; font-size: .85rem;
  line-height: 1.5; font-family: "MS Gothic", "Osaka-Mono", "Noto Sans Mono CJK JP", "BIZ UDGothic", monospace }
pre { white-space: pre-wrap; overflow-wrap: anywhere }
a { color: inherit }
"""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the page behind the labels: what it is, pictures in a row, and a file that leads on."""

    title: str
    said: str
    carriers: tuple[Carrier, ...] = ()
    leads_to: tuple[str, str] | None = None
    """The file, and its words."""


def page(
    said: Sequence[Declaration], languages: Sequence[str], parts: Sequence[Part], explanation: str
) -> str:
    """The page as HTML; the pictures stand beside it.

    Args:
        said: what is shown, one section each.
        languages: of the labels; a file is called `<id>.<language>.png`.
        parts: what else was made.
        explanation: the explanation of the first product as text.
    """
    sections = "\n".join((*(_product(one, languages) for one in said), *map(_part, parts)))
    return f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>co2label demo</title>
<style>{_STYLE}</style>
<h1>The CO<sub>2</sub> of things, as visible as calories</h1>
<p>Everything here was made from two small files of activities and the emission factors that come with co2label.
The amounts are illustrative. Every label, QR code and receipt line shows the same figure.</p>
{sections}
<h2>Where the figure comes from</h2>
<p>{escape(in_language(said[0].name, "en"))}, taken apart: every activity with its sum and its source.</p>
<pre lang="ja">{escape(explanation)}</pre>
</html>
"""


def _product(said: Declaration, languages: Sequence[str]) -> str:
    name = escape(" · ".join(said.name.values()))
    labels = "\n".join(
        _figure(f"{said.product_id}.{language}", f"Label, {language}") for language in languages
    )
    code = _figure(f"{said.product_id}.qr", "QR code alone", "code")
    link = escape(said.link, quote=True)
    unit = in_language(said.declared_unit.words, "en")
    about = escape(", ".join((str(said.shown), unit, *(in_language(each.short, "en") for each in said.near))))
    return f"""<h2>{name}</h2>
<p>{about}. The code opens
<a href="{link}" rel="noreferrer">{link}</a>.</p>
<div class="row">
{labels}
{code}
</div>"""


def _part(part: Part) -> str:
    link = (
        part.leads_to and f' <a href="{escape(part.leads_to[0], quote=True)}">{escape(part.leads_to[1])}</a>.'
    )
    row = "\n".join(map(_carrier, part.carriers))
    pictures = f'\n<div class="row">\n{row}\n</div>' if row else ""
    return f"<h2>{escape(part.title)}</h2>\n<p>{escape(part.said)}{link or ''}</p>{pictures}"


def _figure(stem: str, words: str, kind: str = "label") -> str:
    return _shown(words, [f"{stem}.png", f"{stem}.svg"], kind)


def _carrier(carrier: Carrier) -> str:
    return _shown(f"{carrier.title}. {carrier.said}", carrier.files, carrier.kind)


def _shown(words: str, names: Sequence[str], kind: str) -> str:
    """A picture, what it is, and its files; the first of them is the picture."""
    words, files = escape(words, quote=True), [escape(name, quote=True) for name in names]
    links = " · ".join(f'<a href="{file}">{file.rpartition(".")[2]}</a>' for file in files)
    return f"""<figure class="{kind}"><img src="{files[0]}" alt="{words}"><figcaption>{words}: {links}</figcaption></figure>"""
