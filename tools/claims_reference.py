"""Write kinds, words and laws of each language into docs/reference/claims.md, from the rules of claims in co2label/wording.

`python tools/claims_reference.py` writes it; with `--check` it fails if the page is not what the rules say.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from co2label.declaration import CLAIM_KINDS, claim_rules
from co2label.wording import LANGUAGES, claim_table, translate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from co2label.declaration import ClaimLaw, ClaimRule

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "claims.md"

_TABLE = "| kind | what it does | what to do instead |\n| --- | --- | --- |\n"
"""What stands above it is written by hand."""


def page() -> str:
    """The whole page."""
    kinds = "".join(f"| {name} | {kind.does} | {kind.todo} |\n" for name, kind in CLAIM_KINDS.items())
    written = PAGE.read_text(encoding="utf-8").partition(_TABLE)[0]
    return written + _TABLE + kinds + "".join(_language(each) for each in (*LANGUAGES, "und"))


def _language(language: str) -> str:
    name = "Languages without words" if language == "und" else translate("page.language", language)
    rules = [rule for rule in claim_rules().rules if rule.language == language]
    kinds = "".join(_kind(kind, [rule for rule in rules if rule.kind == kind]) for kind in CLAIM_KINDS)
    laws = dict.fromkeys(law for rule in rules for law in rule.laws)
    return f"\n## {name}\n{kinds}{_ruled(language)}\n**Laws, standards, guidelines, rulings**\n\n{''.join(map(_law, laws))}"


def _kind(kind: str, rules: list[ClaimRule]) -> str:
    return f"\n### {kind}\n\n{''.join(map(_rule, rules))}" if rules else ""


def _rule(rule: ClaimRule) -> str:
    marks = "".join(
        f" *({mark})*"
        for mark, holds in (
            ("bare", rule.bare),
            ("not where the text names its basis", rule.excused_by_basis),
        )
        if holds
    )
    return (
        f"- {_listed(rule.refused)}{marks}\n  Not: {_listed(rule.passes)}\n"
        f"  {'; '.join(law.cite() for law in rule.laws)}\n"
    )


def _ruled(language: str) -> str:
    """What plain words may not say, since an entry with a `kind` or a programme says it."""
    entries = claim_table(language).get("ruled", ())
    lines = "".join(
        f"- {entry['kind']}: {_listed(entry['refused'])}\n  Not: {_listed(entry['passes'])}\n"
        for entry in entries
    )
    return f"\n### said by rule only\n\n{lines}" if lines else ""


def _listed(texts: Sequence[str]) -> str:
    return " · ".join(text.replace("|", "\\|") for text in texts)


def _law(law: ClaimLaw) -> str:
    return f"- [{law.title}]({law.url}): {law.clause}{' ²' if law.second_hand else ''}\n"


def main(arguments: list[str]) -> Iterator[str]:
    """Write the page, or say that it is not what the rules say."""
    wanted = page()
    if "--check" not in arguments:
        PAGE.write_text(wanted, encoding="utf-8")
    elif PAGE.read_text(encoding="utf-8") != wanted:
        yield f"{PAGE.name} is not what the rules say; run python tools/claims_reference.py"


if __name__ == "__main__":
    sys.exit("\n".join(main(sys.argv[1:])) or 0)
