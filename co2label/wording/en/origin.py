"""English: origin."""

from __future__ import annotations

__all__ = ["WORDS"]

WORDS: dict[str, str] = {
    # origin of electricity: the claim, after the forms of Japan's guideline for electricity retailers
    "origin.claim.renewable": "{share} of the {electricity} is renewable{places}, with renewable certificates",
    "origin.claim.renewable-fit": "{share} of the {electricity} is renewable{places}, with renewable certificates",
    "origin.claim.effectively-renewable": (
        "{share} of the {electricity} is effectively renewable, through renewable certificates{places}"
    ),
    "origin.beside.renewable-fit": (
        "{fit} of the {electricity} is feed-in tariff (FIT) electricity, paid for in part by a levy on all who "
        "use electricity"
    ),
    "origin.beside.effectively-renewable": "The {electricity} is supplied from ({period}): {mix}",
    "origin.electricity": "electricity for {stages}",
    "origin.electricity.raw-materials": "its materials",
    "origin.electricity.production": "making it",
    "origin.electricity.distribution": "selling it",
    "origin.electricity.use": "using it",
    "origin.electricity.end-of-life": "its disposal",
    "origin.join": " and ",
    "origin.places": " ({places})",
    "origin.from": "{source} from {place}",
    "origin.place": "{municipality}, {prefecture}",
    "origin.list": ", ",
    "origin.and-others": "{list} and others",
    "origin.mix-entry": "{source} {percent}",
    # sources of electricity
    "origin.source.solar": "solar",
    "origin.source.wind": "wind",
    "origin.source.hydro": "hydro",
    "origin.source.geothermal": "geothermal",
    "origin.source.biomass": "biomass",
    "origin.source.fit": "FIT electricity",
    "origin.source.nuclear": "nuclear",
    "origin.source.coal": "coal",
    "origin.source.gas": "natural gas",
    "origin.source.oil": "oil",
    "origin.source.exchange": "power exchange",
    "origin.source.other": "other",
    "origin.source.unknown": "not known",
    # times
    "origin.fiscal-year": "fiscal year {year}, from April",
    "origin.year": "{year}",
    "origin.month": "{year}-{month:0>2}",
    "origin.from-to": "{first} to {last}",
    "origin.actual": "{period}",
    "origin.planned": "{period}, planned",
    # the picture of the power mix
    "origin.title": "Power mix",
    "origin.mix-of": "Power mix ({period})",
    "origin.certificates": "Certificates ({periods})",
    "origin.by.renewable": "renewable",
    "origin.by.renewable-fit": "renewable (FIT)",
    "origin.by.effectively-renewable": "effectively renewable",
    "origin.by.none": "no certificate",
    "origin.rounded-down": "Rounded down, so the shares do not add up to 100%",
    "origin.factor": "CO₂ per kWh (kg-CO₂e)",
    "origin.factor.generation": "CO₂ of generation per kWh (kg-CO₂e)",
    "origin.factor.market": "with certificates",
    "origin.factor.location": "average of the grid",
    # what it means
    "origin.explain.renewable": "Renewable is electricity from sun, wind, water, the heat of the earth and biomass.",
    "origin.explain.effectively-renewable": (
        "Effectively renewable: electricity of this mix, together with certificates of renewable origin."
    ),
    "origin.explain.fit": (
        "FIT electricity is bought under Japan’s feed-in tariff. Part of its cost is paid by a levy on all who "
        "use electricity, other customers as well."
    ),
    "origin.explain.uncertified": (
        "The part without a certificate does not count as renewable or free of CO₂ from generation: "
        "retailers in Japan describe it with the average CO₂ of all electricity, thermal power included."
    ),
    "origin.explain.rest": "The figure counts that part with {factors}.",
    "origin.rest.join": " and ",
    "origin.rest.supplier": "the factor of the supplier",
    "origin.rest.residual": "the factor of the residual mix (what is left of the grid after all claims)",
    "origin.rest.grid": "the average of the grid",
    "origin.rest.stated": "the factor stated for it",
    "origin.explain.exchange": (
        "Electricity from the power exchange comes from water, thermal and nuclear power, FIT electricity, "
        "renewables and others."
    ),
}
