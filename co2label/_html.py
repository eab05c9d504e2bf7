r"""HTML from Jinja2 templates: data enters a page through autoescape, never through an f-string.

Templates (`*.html.j2`) stand beside the modules that fill them and are named by their path below the package. All have these
filters: `co2` for words as the content of an element, `json` for plain data inside a script element.

>>> _environment().from_string("<p title={{ it }}>{{ it|co2 }}</p>").render(it="CO2 < 3 'g'")
'<p title=CO2 &lt; 3 &#x27;g&#x27;>CO<sub>2</sub> &lt; 3 &#x27;g&#x27;</p>'
>>> _environment().from_string("{{ it|json }}").render(it={"name": "</script>"})
'{"name":"\\u003c/script\\u003e"}'
"""

from __future__ import annotations

import html
import json
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from co2label.wording import language_used

if TYPE_CHECKING:
    from collections.abc import Mapping

    from co2label.wording import Translator

_CO2 = re.compile("CO[2₂]")
_IN_SCRIPT = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def render(template: str, **values: object) -> str:
    """Fill a template, such as "page/page.html.j2"; a value that it does not get is an error."""
    return _environment().get_template(template).render(values)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        finalize=_escape,  # quotes as &quot; and &#x27;
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.filters |= {
        "co2": _with_subscript,
        "json": _script_json,
        "percent": "{:.2f}%".format,
        "say": lambda key, words, **values: _with_subscript(words.say(key, **values)),
        "number": lambda value, words: _with_subscript(words.number(value)),
        "of": _marked,
    }
    return environment


def _escape(value: Any) -> Any:
    return value if isinstance(value, Markup) else Markup(html.escape(str(value)))  # noqa: S704 - it is escaped


@lru_cache(maxsize=4096)
def _with_subscript(words: str, style: str = "") -> Markup:
    """Translator as the content of an element; CO₂ with a real subscript, whatever font the reader has.

    Most words of a page stand on every page, so they are kept.
    """
    style = style and f' style="{style}"'
    return Markup(_CO2.sub(f"CO<sub{style}>2</sub>", html.escape(words)))  # noqa: S704 - it is escaped


def _marked(texts: Mapping[str, str], words: Translator) -> Markup:
    """The text of a language as the content of an element; one in another language is marked as such."""
    content, language = _with_subscript(words.of(texts)), language_used(texts, words.language)
    if language == words.language:
        return content
    return Markup('<span lang="{}">{}</span>').format(language, content)


def _script_json(value: Any) -> Markup:
    """Plain data as JSON that a script element can hold: nothing in it ends the element."""
    compact = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Markup(compact.translate(_IN_SCRIPT))  # noqa: S704 - it holds no markup
