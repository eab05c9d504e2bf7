"""The page of `co2label demo`: every picture with a sentence on what it is, in one file without scripts."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from co2label.model.noun import in_language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from co2label.cli.demo_carriers import Carrier
    from co2label.declaration import Declaration

__all__ = ["page"]

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
figcaption { font-size: .8rem; color: var(--quiet); padding-top: .4rem }
pre { background: #fff; padding: 1.25rem; margin: 0; overflow-x: auto; box-shadow: 0 1px 6px #0002; font-size: .85rem;
  line-height: 1.5; font-family: "MS Gothic", "Osaka-Mono", "Noto Sans Mono CJK JP", "BIZ UDGothic", monospace }
pre { white-space: pre-wrap; overflow-wrap: anywhere }
a { color: inherit }
"""


def page(
    said: Sequence[Declaration],
    languages: Sequence[str],
    carriers: Sequence[Carrier],
    explanation: str,
) -> str:
    """The page as HTML; the pictures stand beside it.

    Args:
        said: what is shown, one section each.
        languages: of the labels; a file is called `<id>.<language>.png`.
        carriers: what else was made of the first product.
        explanation: the explanation of the first product as text.
    """
    sections = "\n".join(_product(one, languages) for one in said)
    others = "\n".join(map(_carrier, carriers))
    return f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>co2label demo</title>
<style>{_STYLE}</style>
<h1>The CO<sub>2</sub> of things, as visible as calories</h1>
<p>Everything here was made from one small file of activities and the emission factors that come with co2label.
The amounts are illustrative. Every label, QR code and receipt line shows the same figure.</p>
{sections}
<h2>On shelves, packs and printers</h2>
<p>The same declaration of the first product, for everything that a shop prints or shows.</p>
<div class="row">
{others}
</div>
<h2>Behind the code</h2>
<p>What a phone opens: <a href="site/index.html">the pages of all products</a>, a folder for any web server, without scripts.</p>
<h2>On the receipt</h2>
<p>Information below the sum, no amount. The magazine has no data: it is counted as missing, not as zero.</p>
{_shown("Receipt", ("receipt.png", "receipt.txt"), "paper")}
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
    return f"""<h2>{name}</h2>
<p>{escape(str(said.shown))}, {escape(in_language(said.declared_unit.words, "en"))}. The code opens
<a href="{link}" rel="noreferrer">{link}</a>.</p>
<div class="row">
{labels}
{code}
</div>"""


def _figure(stem: str, words: str, kind: str = "label") -> str:
    return _shown(words, [f"{stem}.png", f"{stem}.svg"], kind)


def _carrier(carrier: Carrier) -> str:
    return _shown(f"{carrier.title}. {carrier.said}", carrier.files, carrier.kind)


def _shown(words: str, names: Sequence[str], kind: str) -> str:
    """A picture, what it is, and its files; the first of them is the picture."""
    words, files = escape(words, quote=True), [escape(name, quote=True) for name in names]
    links = " · ".join(f'<a href="{file}">{file.rpartition(".")[2]}</a>' for file in files)
    return f"""<figure class="{kind}"><img src="{files[0]}" alt="{words}"><figcaption>{words}: {links}</figcaption></figure>"""
