"""Français: page."""

from __future__ import annotations

__all__ = ["WORDS"]

WORDS: dict[str, str] = {
    # the page behind the QR code
    "page.languages": "Langue",
    "page.language": "Français",
    "page.title": "Empreinte carbone\u00a0: {name}",
    "page.label": "L’étiquette",
    "page.stage": "Étape",
    "page.share": "Part",
    "page.value": "Émissions ({unit})",
    "page.total": "Total",
    "page.absent": (
        "«\u00a0Non inclus\u00a0»\u00a0: hors du périmètre du calcul\u00a0; «\u00a0sans donnée\u00a0»\u00a0: dans le périmètre, "
        "mais sans activité calculée. Ni l’un ni l’autre ne veut dire zéro."
    ),
    "page.nothing": "«\u00a0Sans objet\u00a0»\u00a0: une étape du périmètre où rien ne se passe, selon le déclarant.",
    "page.reason": "{status}\u00a0: {reason}",
    "page.basis": "D’où vient cette journée\u00a0: {basis}",
    "page.band": "Cinq paliers",
    "page.comparison": "Comparaison avec notre propre produit",
    "page.indicators": "À savoir sur ce produit",
    "page.how": "Comment le calcul a été fait",
    "page.how.covers": "Périmètre",
    "page.how.unit": "Unité déclarée",
    "page.how.year": "Année des données",
    "page.how.standard": "Norme suivie",
    "page.how.gwp": "Conversion en CO₂",
    "page.how.factors": "Facteurs d’émission",
    "page.how.checked": "Vérification",
    "page.how.issued": "Date d’émission",
    "page.how.valid": "Valable jusqu’au",
    "page.how.company": "Déclarant",
    "page.gwp": "Potentiels de réchauffement global du GIEC ({gwp_set}) sur {horizon} ans",
    "page.factors": "co2label ({edition})",
    "page.checked": "{verification}, {date}",
    "page.working": "Le calcul, ligne par ligne",
    "page.working.name": "Poste",
    "page.working.amount": "Quantité",
    "page.working.factor": "Facteur",
    "page.notes": "Ce qu’il faut savoir de ce chiffre",
    "page.note.mixed-basis": "Certains facteurs d’émission ne comptent que le CO₂, sans les autres gaz à effet de serre.",
    "page.note.mixed-gwp-set": (
        "Certains facteurs d’émission ont été convertis avec d’autres potentiels de réchauffement, ou "
        "sans qu’ils soient indiqués."
    ),
    "page.note.stale-factor": "Certains facteurs d’émission ont plus de cinq ans de plus que les données de ce produit.",
    "page.note.radiative-forcing": (
        "Le chiffre comprend ce que les vols réchauffent au-delà de leurs gaz (forçage radiatif). "
        "Les totaux des normes ne le comptent pas."
    ),
    "page.note.boundary-overlap": (
        "Certains facteurs d’émission ou produits utilisés comprennent aussi des étapes suivantes\u00a0; la limite entre les "
        "étapes n’est donc pas nette."
    ),
    "page.not": (
        "Ce chiffre est une information indicative\u00a0: les gaz à effet de serre émis dans le périmètre "
        "indiqué, comptés en CO₂. Ce n’est ni une valeur réglementaire ni un certificat, et il ne se "
        "compare pas à des chiffres d’un autre périmètre, d’une autre unité ou d’une autre méthode."
    ),
    "page.sources": "Sources",
    "page.source.edition": "{title} ({edition})",
    "page.source.licence": "Licence\u00a0: {licence}",
    "page.source.factors": "Facteurs utilisés\u00a0: {factors}",
    "page.source.joint": ", ",
    "page.tips": "Ce que vous pouvez faire",
    "page.data": "Les données de cette page (JSON)",
    "page.index": "Empreintes carbone",
    "page.index.product": "Produit ou service",
    "page.index.per": "Pour",
    "page.index.note": (
        "Chaque chiffre vaut pour sa propre unité. Des chiffres d’unités ou de périmètres différents ne "
        "se comparent pas."
    ),
    # removals and bought credits, on the page and in data only
    "page.removed": "Ce qui est absorbé",
    "page.credits": "Crédits achetés",
    "page.credits.not": "Ils sont extérieurs au produit. Rien d’eux n’est dans le chiffre.",
    "removal.evidence": "Stocké {store} pendant au moins {years} ans\u00a0; {standard}\u00a0; vérifié par {by}",
    "removal.evidence.dated": "Stocké {store} pendant au moins {years} ans\u00a0; {standard}\u00a0; vérifié par {by} le {date}",
    "removal.store.geological": "dans le sous-sol",
    "removal.store.mineral": "dans des minéraux",
    "removal.store.biochar": "dans du biochar",
    "removal.store.product": "dans des produits",
    "removal.store.soil": "dans le sol",
    "removal.store.forest": "en forêt",
    "credit.bought": "{amount} de crédits carbone de {vintage}\u00a0; {registry}, n° {serial}",
    "credit.standard": "{credit}\u00a0; {standard}",
    "credit.retired": "{credit}\u00a0; annulé le {date}",
}
