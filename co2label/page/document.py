"""One page: a static HTML5 file that needs no script, loads nothing, and holds all its languages.

One file and not one a language: what a person saves or sends on is whole, and the QR code needs one address. Each language
is an article with its own `lang`; the links between them are plain (`#en`), so that they work without a script.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from co2label.declaration import text_problems
from co2label.draw import Picture
from co2label.errors import ClaimError, IdentifierError, TextError, clip
from co2label.model import in_language
from co2label.page.account import account
from co2label.page.hero import hero
from co2label.page.linked_data import linked_data
from co2label.page.markup import attribute, data, text
from co2label.page.remarks import remarks
from co2label.page.stages import stages
from co2label.page.style import STYLE
from co2label.text import clean_text
from co2label.wording import read_languages, translate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from co2label.declaration import Declaration

__all__ = ["frame", "page", "switch"]

_RELATIVE = re.compile(r"(?!/)[A-Za-z0-9._~/%-]+")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"


def page(
    declaration: Declaration,
    *,
    language: str | Sequence[str] = ("ja", "en"),
    label: Picture | Mapping[str, Picture] | None = None,
    tips: Sequence[Mapping[str, str]] = (),
    machine_link: str | None = "index.json",
) -> str:
    r"""Write the page that the QR code opens.

    Args:
        declaration: what is said.
        language: those of the page, the first leads: "ja", "ja+en" or a tuple of any in `wording.LANGUAGES`.
        label: the product's label: one for each language, or one for all of them.
        tips: what a reader can do, in words by language: `{"ja": "…", "en": "…"}`.
        machine_link: relative address of the same as JSON (`Declaration.as_dict`), or None.

    Returns:
        One HTML file; the same text for the same arguments.

    Raises:
        TextError: no language, one twice or without wording; a tip that must not be printed.
        ClaimError: a tip that makes a claim (see `co2label.declaration._claims`), or in a language without rules.
        IdentifierError: a declaration with a wrong GTIN; a `machine_link` that is no relative address.

    >>> import co2label as c2
    >>> tea = c2.Product(id="tea", name="Tea", declared_unit="1 piece", boundary="cradle-to-gate", year=2025,
    ...     activities=[c2.Activity("gas", "0.21 kg", gas="CO2", stage="production")])
    >>> said = c2.declare(c2.compute(tea), issued="2026-11-23", valid_until="2027-11-22", company="Chaya",
    ...     info_url="https://example.jp/tea")
    >>> html = page(said, language="en")
    >>> html[:31], "<b>210</b> <span>g-CO<sub>2</sub>e</span>" in html
    ('<!doctype html>\n<html lang="en"', True)
    """
    languages = read_languages(language)
    labels = dict.fromkeys(languages, label) if isinstance(label, Picture) else label or {}
    _check_link(machine_link)
    said = [_checked(tip, place) for place, tip in enumerate(tips)]
    editions = "\n".join(
        _edition(declaration, each, languages, (labels.get(each), said, machine_link)) for each in languages
    )
    lead = languages[0]
    title = translate("page.title", lead, name=in_language(declaration.name, lead)).replace("₂", "2")
    return frame(title, lead, _head(declaration, lead, machine_link), editions)


def frame(title: str, language: str, head: str, editions: str) -> str:
    """A whole HTML file around the editions of a page; `head` is markup."""
    return f"""<!doctype html>
<html lang="{attribute(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{attribute(_POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="co2label">
<title>{attribute(title)}</title>
<style>{STYLE}</style>
{head}</head>
<body>
<main>
{editions}
</main>
</body>
</html>
"""


def switch(language: str, languages: Sequence[str]) -> str:
    """Links to the other languages of a page, each in its own words; nothing where there is only one."""
    if len(languages) == 1:
        return ""
    links = " ".join(_to(each, each == language) for each in languages)
    return f'<nav aria-label="{attribute(translate("page.languages", language))}">{links}</nav>\n'


def _to(language: str, here: bool) -> str:  # noqa: FBT001 - one call, just above
    current = ' aria-current="true"' if here else ""
    name = text(translate("page.language", language))
    return f'<a href="#{language}" lang="{language}" hreflang="{language}"{current}>{name}</a>'


def _checked(tip: Mapping[str, str], place: int) -> dict[str, str]:
    """A tip whose words may be printed, and that claims nothing which the figure cannot bear."""
    where = f"tips[{place}]"
    if not tip:
        message = f'{where}: expected words by language such as {{"en": "…"}}, got none; leave the tip out'
        raise TextError(message)
    said = {key: clean_text(words, where=f"{where}.{key}", limit=300) for key, words in tip.items()}
    problems = [*text_problems(where, said, todo="say what one can do")]
    if problems:
        raise ClaimError(problems)
    return said


def _check_link(address: str | None) -> None:
    if address is not None and not _RELATIVE.fullmatch(address):
        message = f"expected a relative address such as index.json, got {clip(address)}"
        raise IdentifierError(message)


def _head(declaration: Declaration, language: str, machine_link: str | None) -> str:
    alternate = ""
    if machine_link is not None:
        alternate = f'<link rel="alternate" type="application/json" href="{attribute(machine_link)}">\n'
    return f"""{alternate}<script type="application/ld+json">{data(linked_data(declaration, language))}</script>
"""


def _edition(
    declaration: Declaration,
    language: str,
    languages: Sequence[str],
    extras: tuple[Picture | None, Sequence[Mapping[str, str]], str | None],
) -> str:
    """The page in one language; the extras are its label, the tips and the address of the data."""
    label, tips, machine_link = extras
    lead = " lead" if language == languages[0] else ""
    return f"""<article class="edition{lead}" id="{language}" lang="{language}">
{switch(language, languages)}<div class="beside"><div>
{hero(declaration, language)}{stages(declaration, language)}
{remarks(declaration, tips, language)}</div>
{_figure(label, language)}</div>
{account(declaration, language)}{_foot(language, machine_link)}</article>"""


def _figure(label: Picture | None, language: str) -> str:
    """The label as on the product: dark on white in every scheme."""
    if label is None:
        return ""
    caption = text(translate("page.label", language))
    return f'<div class="label">{label.html()}<p class="quiet">{caption}</p></div>\n'


def _foot(language: str, machine_link: str | None) -> str:
    if machine_link is None:
        return ""
    words = text(translate("page.data", language))
    return f'<footer><a href="{attribute(machine_link)}" type="application/json">{words}</a></footer>\n'
