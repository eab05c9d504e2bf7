"""From a `Footprint` (numbers) to a `Declaration` (what may be said).

`declare` collects every problem and raises one `ClaimError`; what it returns is cleaned, rounded and checked. `text_problems` and
`refuse_claims` check texts that reach a carrier by another way.
"""

from __future__ import annotations

from co2label.declaration._claim_rules import CLAIM_KINDS, ClaimKind, ClaimLaw, ClaimRule, claim_rules
from co2label.declaration._claims import (
    Claim,
    ReservedClaim,
    claim_in,
    claim_problem,
    forbidden_claim,
    refuse_claims,
    reserved_claim,
    reserved_claim_problem,
    text_problems,
)
from co2label.declaration._comparison import Comparison, compare
from co2label.declaration._declaration import (
    BandStep,
    Declaration,
    DeclaredUnit,
    OwnComparison,
    PerAmount,
    Qualifier,
    ReferenceShare,
    Remark,
    Removed,
    SourceLine,
    StageLine,
    WorkingLine,
    coverage_words,
)
from co2label.declaration._declare import (
    Roles,
    address_problems,
    compared_footprints,
    declare,
    declare_among,
    left_out,
)
from co2label.declaration._reference import BAND_SCHEMES, IGES_2030, ReferenceBudget
from co2label.declaration._remarks import estimate_remark_of_kinds, remarks_for
from co2label.declaration._rows import amount_words, declared_unit_words
from co2label.declaration._sdg_lines import FarmStars, farm_stars, stars_of, stars_text

__all__ = [
    "BAND_SCHEMES",
    "CLAIM_KINDS",
    "IGES_2030",
    "BandStep",
    "Claim",
    "ClaimKind",
    "ClaimLaw",
    "ClaimRule",
    "Comparison",
    "Declaration",
    "DeclaredUnit",
    "FarmStars",
    "OwnComparison",
    "PerAmount",
    "Qualifier",
    "ReferenceBudget",
    "ReferenceShare",
    "Remark",
    "Removed",
    "ReservedClaim",
    "Roles",
    "SourceLine",
    "StageLine",
    "WorkingLine",
    "address_problems",
    "amount_words",
    "claim_in",
    "claim_problem",
    "claim_rules",
    "compare",
    "compared_footprints",
    "coverage_words",
    "declare",
    "declare_among",
    "declared_unit_words",
    "estimate_remark_of_kinds",
    "farm_stars",
    "forbidden_claim",
    "left_out",
    "refuse_claims",
    "remarks_for",
    "reserved_claim",
    "reserved_claim_problem",
    "stars_of",
    "stars_text",
    "text_problems",
]
