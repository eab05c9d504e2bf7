"""Français: origin."""

from __future__ import annotations

__all__ = ["WORDS"]

WORDS: dict[str, str] = {
    # origin of electricity: the claim, after the forms of Japan's guideline for electricity retailers
    "origin.claim.renewable": "{electricity}\u00a0: {share} d’origine renouvelable{places}, avec certificats renouvelables",
    "origin.claim.renewable-fit": (
        "{electricity}\u00a0: {share} d’origine renouvelable{places}, avec certificats renouvelables"
    ),
    "origin.claim.effectively-renewable": (
        "{electricity}\u00a0: {share} assimilée à du renouvelable, par certificats renouvelables{places}"
    ),
    "origin.beside.renewable-fit": (
        "{electricity}\u00a0: {fit} d’électricité à tarif d’achat (FIT), payée en partie par une taxe sur tous "
        "les usagers"
    ),
    "origin.beside.effectively-renewable": "{electricity}, produite par ({period})\u00a0: {mix}",
    "origin.electricity": "Électricité pour {stages}",
    "origin.electricity.raw-materials": "les matières",
    "origin.electricity.production": "la fabrication",
    "origin.electricity.distribution": "la vente",
    "origin.electricity.use": "l’utilisation",
    "origin.electricity.end-of-life": "la fin de vie",
    "origin.join": " et ",
    "origin.places": " ({places})",
    "origin.from": "{source}, {place}",
    "origin.place": "{municipality}, {prefecture}",
    "origin.list": ", ",
    "origin.and-others": "{list} et autres",
    "origin.mix-entry": "{source} {percent}",
    # sources of electricity
    "origin.source.solar": "solaire",
    "origin.source.wind": "éolien",
    "origin.source.hydro": "hydraulique",
    "origin.source.geothermal": "géothermie",
    "origin.source.biomass": "biomasse",
    "origin.source.fit": "électricité FIT",
    "origin.source.nuclear": "nucléaire",
    "origin.source.coal": "charbon",
    "origin.source.gas": "gaz naturel",
    "origin.source.oil": "pétrole",
    "origin.source.exchange": "bourse d’électricité",
    "origin.source.other": "autres",
    "origin.source.unknown": "non connu",
    # times
    "origin.fiscal-year": "exercice {year}, d’avril à mars",
    "origin.year": "{year}",
    "origin.month": "{year}-{month:0>2}",
    "origin.from-to": "{first} à {last}",
    "origin.actual": "{period}",
    "origin.planned": "{period}, prévu",
    # the picture of the power mix
    "origin.title": "Mix électrique",
    "origin.mix-of": "Mix électrique ({period})",
    "origin.certificates": "Certificats ({periods})",
    "origin.by.renewable": "renouvelable",
    "origin.by.renewable-fit": "renouvelable (FIT)",
    "origin.by.effectively-renewable": "assimilée renouvelable",
    "origin.by.none": "sans certificat",
    "origin.rounded-down": "Arrondi à l’inférieur\u00a0: le total n’est pas de 100\u00a0%",
    "origin.factor": "CO₂ par kWh (kg-CO₂e)",
    "origin.factor.generation": "CO₂ de la production par kWh (kg-CO₂e)",
    "origin.factor.market": "avec certificats",
    "origin.factor.location": "moyenne du réseau",
    # what it means
    "origin.explain.renewable": (
        "Est renouvelable l’électricité tirée du soleil, du vent, de l’eau, de la chaleur de la terre et de la "
        "biomasse."
    ),
    "origin.explain.effectively-renewable": (
        "Assimilée à du renouvelable\u00a0: électricité de ce mix, associée à des certificats d’origine "
        "renouvelable."
    ),
    "origin.explain.fit": (
        "L’électricité FIT est achetée au tarif garanti du Japon. Une partie de son coût est payée par une taxe "
        "sur tous les usagers de l’électricité, autres clients compris."
    ),
    "origin.explain.uncertified": (
        "La part sans certificat ne compte ni comme renouvelable ni comme produite sans émettre de CO₂\u00a0: les fournisseurs "
        "du Japon la décrivent avec le CO₂ moyen de toute l’électricité, thermique compris."
    ),
    "origin.explain.rest": "Le chiffre compte cette part avec {factors}.",
    "origin.rest.join": " et ",
    "origin.rest.supplier": "le facteur du fournisseur",
    "origin.rest.residual": "le facteur du mix résiduel (ce qui reste du réseau une fois tout attribué)",
    "origin.rest.grid": "la moyenne du réseau",
    "origin.rest.stated": "le facteur indiqué pour elle",
    "origin.explain.exchange": (
        "L’électricité de la bourse vient de l’eau, du thermique, du nucléaire, d’électricité FIT, de "
        "renouvelables et d’autres sources."
    ),
}
