"""What a text beside a carbon figure must not say, by the rules of each language (`co2label/wording/*/claims.toml`).

The kinds of claims: offsetting, neutrality, lowness and reductions without a basis, praise of the thing, its material, its
rank among others, promises, borrowed authority. Each rule names the law, standard, guideline or ruling that it rests on, the
texts in which it must find a claim, and the texts of things in which nothing may be found. The reference lists all of them:
docs/reference/claims.md.

A municipality's 2050年二酸化炭素排出実質ゼロ表明 names a pledge for its area (Ministry of the Environment) and is no claim of a
product; ゼロカーボンシティ, by which it is known too, is refused beside a product.

A list of words finds what people write, not what somebody sets out to hide.

>>> forbidden_claim("エコバッグ") is None, forbidden_claim("カーボンニュートラル牛乳")
(True, 'カーボンニュートラル')
>>> forbidden_claim("Tea, carbon – neutral"), forbidden_claim("環境に ﾔｻｼｲお茶")
('carbon - neutral', '環境に ヤサシ')
"""

from __future__ import annotations

from co2label.declaration.claims.finding import Claim, claim_in, forbidden_claim
from co2label.declaration.claims.folding import folded
from co2label.declaration.claims.judging import claim_problem, refuse_claims, text_problems
from co2label.declaration.claims.kinds import KINDS, Kind
from co2label.declaration.claims.rules import Law, Rule, rule_book

__all__ = [
    "KINDS",
    "Claim",
    "Kind",
    "Law",
    "Rule",
    "claim_in",
    "claim_problem",
    "folded",
    "forbidden_claim",
    "refuse_claims",
    "rule_book",
    "text_problems",
]
