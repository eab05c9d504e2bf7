"""The look of the pages: the family of the label (heavy rule, one accent, bars from zero), light, dark and on paper.

Contrast of text on its ground is at least 4.5 : 1 in both schemes (WCAG 2.2, 1.4.3). A page shows one of its languages at a
time: the one that the address names (`#en`), else the first; a browser too old for `:has` shows all, one below the other.
"""

from __future__ import annotations

__all__ = ["STYLE"]

STYLE = """
:root { color-scheme: light dark; --ground: #f4f6f6; --card: #fff; --ink: #15181a; --quiet: #50565a; --line: #c9d0d3;
  --track: #dde4e7; --accent: #0d5a6e }
* { box-sizing: border-box }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100% }
body { margin: 0; background: var(--ground); color: var(--ink); overflow-wrap: break-word; line-break: strict;
  font: 1rem/1.7 system-ui, "Hiragino Sans", "Noto Sans JP", "Noto Sans CJK JP", "Yu Gothic", Meiryo, sans-serif }
[lang=ja] h1, [lang=ja] h2 { word-break: auto-phrase }
main { max-width: 66rem; margin: 0 auto; padding: 1.25rem clamp(1.25rem, 4vw, 3rem) 4rem }
@supports selector(:has(*)) {
  .edition:not(.lead):not(:target) { display: none }
  main:has(.edition:target) .lead:not(:target) { display: none }
}
nav { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: .25rem 1rem; font-size: .9rem }
nav a { padding: .4rem 0; min-height: 2rem }
nav a[aria-current] { color: var(--ink); font-weight: 700; text-decoration: none }
a { color: var(--accent); text-underline-offset: .2em }
a:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; border-radius: 1px }
h1, h2 { line-height: 1.3; margin: 0; text-wrap: balance }
h1 { font-size: clamp(1.5rem, 5vw, 2.25rem); margin-top: .75rem }
h2 { font-size: 1.15rem }
p { margin: 0 }
sub { font-size: .72em; line-height: 0; vertical-align: baseline; position: relative; bottom: -.22em }
.kind { font-weight: 700; font-size: 1.15rem; padding-bottom: .4rem; border-bottom: .5rem solid var(--ink) }
.quiet { color: var(--quiet); font-size: .9rem }
.figure { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 .5rem; margin: 1rem 0 1.25rem; line-height: 1;
  font-weight: 700 }
.figure b { font-size: clamp(4.5rem, 22vw, 8.5rem); letter-spacing: -.03em }
.figure span { font-size: clamp(1.4rem, 5vw, 2rem) }
.near { border-left: .35rem solid var(--ink); padding-left: .9rem; margin: 0 0 1.5rem; font-weight: 700; line-height: 1.5 }
.near p + p { margin-top: .4rem }
.share { display: flex; justify-content: space-between; align-items: baseline; gap: 1rem }
.share b { font-size: 1.4rem; line-height: 1.3; white-space: nowrap }
.bar { display: block; height: .8rem; background: var(--track); margin: .3rem 0 }
.bar i { display: block; height: 100%; background: var(--accent) }
.quiet + .share { margin-top: .75rem; padding-top: .5rem; border-top: 1px solid var(--line) }
.band { display: flex; gap: 3px; list-style: none; margin: 0 0 .5rem; padding: 0; max-width: 22rem }
.band li { flex: 1; border: 1px solid var(--quiet); text-align: center; color: var(--quiet); line-height: 2.2 }
.band .here { background: var(--accent); border-color: var(--accent); color: var(--card); font-weight: 700 }
section { border-top: 3px solid var(--ink); margin-top: 2.5rem; padding-top: .9rem }
section > h2 { margin-bottom: .6rem }
section > p + p, section > ul + p, section > ol + p { margin-top: .6rem }
.scroll { overflow-x: auto }
.scroll:focus-visible { outline: 3px solid var(--accent) }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums }
th, td { text-align: left; vertical-align: baseline; padding: .5rem 0 .5rem 1rem; border-bottom: 1px solid var(--line) }
th:first-child, td:first-child { padding-left: 0 }
th { font-weight: 400 }
thead th { color: var(--quiet); font-size: .85rem; vertical-align: bottom }
td.number, th.number { text-align: right; white-space: nowrap }
.stages th { white-space: nowrap }
td.number { font-weight: 700; font-size: 1.1rem }
.part { width: 52% }
.part div { display: flex; align-items: center; gap: .75rem }
.part .bar { flex: 1; min-width: 2rem }
.part .percent { width: 3.2rem; text-align: right; color: var(--quiet) }
td .quiet { display: block; font-weight: 400; white-space: normal }
td.absent { color: var(--quiet); font-weight: 400; font-size: .95rem; white-space: normal }
tfoot th, tfoot td { border-bottom: 0; border-top: 2px solid var(--ink); font-weight: 700 }
table + p { margin-top: .5rem }
.lines td { font-size: .95rem }
.scroll table { min-width: 40rem }
.lines td.number { font-weight: 400; font-size: .95rem }
dl { display: grid; grid-template-columns: minmax(7rem, max-content) 1fr; margin: 0 }
dt, dd { margin: 0; padding: .4rem 0; border-bottom: 1px solid var(--line) }
dt { color: var(--quiet); padding-right: 1.5rem }
ul { margin: 0; padding-left: 1.2rem }
li { margin: .2rem 0 }
.band li { margin: 0 }
.sources { list-style: none; padding: 0 }
.sources li { padding: .5rem 0; margin: 0; border-bottom: 1px solid var(--line) }
.sources span { display: block; color: var(--quiet); font-size: .9rem }
.label { margin: 2.5rem 0 0; max-width: 24rem }
.label figure { border: 1px solid var(--line); background: #fff }
.label figure, .label svg { width: 100% !important }
.label p { padding-top: .4rem }
footer { margin-top: 2.5rem; font-size: .9rem; overflow-wrap: anywhere }
@media (min-width: 60rem) {
  .beside { display: grid; grid-template-columns: minmax(0, 1fr) 21rem; gap: 0 3.5rem; align-items: start }
  .beside .label { position: sticky; top: 2rem; margin: .75rem 0 0 }
}
@media (max-width: 34rem) {
  dl { display: block }
  dt { border: 0; padding: .5rem 0 0; font-size: .85rem }
  dd { padding-top: 0 }
  th, td { padding-left: .6rem }
  .part { width: 100% }
  .part .percent { width: 2.6rem }
  .stages td.number { padding-left: .6rem }
}
@media (max-width: 22.5rem) { .stages tbody th { white-space: normal; hyphens: auto } }
@media screen and (prefers-color-scheme: dark) {
  :root { --ground: #121618; --card: #121618; --ink: #e9eded; --quiet: #a7b0b4; --line: #364046; --track: #2a3338;
    --accent: #62bcd3 }
}
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth } }
@media (forced-colors: active) { .bar i, .band .here { background: CanvasText; forced-color-adjust: none } }
@page { size: A4; margin: 14mm 18mm }
@media print {
  :root { color-scheme: light; --ground: #fff }
  html { font-size: 9pt }
  body { line-height: 1.5 }
  .scroll { overflow: visible }
  .scroll table { min-width: 0 }
  main { max-width: none; padding: 0 }
  nav { display: none }
  .beside { display: grid; grid-template-columns: minmax(0, 1fr) 62mm; gap: 0 9mm; align-items: start }
  .label { margin: 0; break-inside: avoid }
  .figure b { font-size: 54pt }
  section { margin-top: 5mm; padding-top: 1.5mm; border-top-width: 1.5pt }
  th, td, dt, dd { padding-top: .8mm; padding-bottom: .8mm }
  tr, li, dt, dd, .share { break-inside: avoid }
  h2 { break-after: avoid }
  .bar i, .bar, .band .here { print-color-adjust: exact; -webkit-print-color-adjust: exact }
}
"""
