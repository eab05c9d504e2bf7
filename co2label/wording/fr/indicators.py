"""Français: indicators."""

from __future__ import annotations

__all__ = ["WORDS"]

WORDS: dict[str, str] = {
    # who judged a level
    "indicator.self-rated": "{level} (auto-évaluation)",
    "indicator.certified": "{level} (BELS {certificate})",
    "indicator.note.self-rated": (
        "«\u00a0Auto-évaluation\u00a0»\u00a0: l’entreprise a jugé elle-même d’après les seuils publiés. Aucun tiers ne "
        "l’a certifié."
    ),
    # buildings
    "indicator.building": "Énergie du bâtiment\u00a0: {level}",
    "indicator.class": "{name}",
    "indicator.class.whole": "{name}",
    "indicator.class.level": "niveau {level}",
    "indicator.note.building": (
        "{name} est le nom d’un niveau de consommation d’énergie d’un bâtiment. Celui-ci est conçu pour consommer "
        "{without}\u00a0% de moins que le bâtiment de référence, {with_them}\u00a0% avec l’énergie renouvelable produite "
        "sur place. C’est un niveau d’énergie\u00a0: le chiffre de ce produit reste le même."
    ),
    "indicator.energy-stars": "Énergie\u00a0: {stars} étoile|Énergie\u00a0: {stars} étoiles",
    "indicator.insulation": "Isolation de classe {step}, valeur UA",
    "indicator.note.energy": (
        "Les étoiles d’énergie reposent sur l’énergie prévue pour le bâtiment, divisée par celle du bâtiment de "
        "référence (BEI, {bei})\u00a0: une étoile jusqu’à 1,0, puis une de plus tous les 0,1 de moins."
    ),
    "indicator.note.insulation": (
        "La classe d’isolation repose sur la chaleur qui traverse l’enveloppe (valeur UA {ua} W/(m²·K), zone climatique "
        "{zone}). La classe selon le soleil d’été (ηAC) n’est pas jugée."
    ),
    # wood
    "indicator.wood": "Bois {volume} m³ ({percent}\u00a0% d’origine nationale)",
    "indicator.wood.building": (
        "Bois du bâtiment\u00a0: {volume} m³ ({percent}\u00a0% d’origine nationale), {per_floor} m³ par m² de plancher"
    ),
    "indicator.wood.stored": "Carbone stocké dans le bois\u00a0: {stored} t-CO₂ (à part du chiffre)",
    "indicator.wood.stored.mixed": (
        "Carbone stocké dans le bois\u00a0: {stored} t-CO₂, dont {domestic} dans du bois national (à part du chiffre)"
    ),
    "indicator.note.wood": (
        "Le carbone stocké dans le bois est celui qui y reste tant que le bois sert, compté en CO₂. Cela ne veut pas "
        "dire que l’on émet moins, et rien n’est retiré du chiffre de ce produit. Formule\u00a0: volume × densité × part "
        "de carbone × 44/12 (guide de l’Agence forestière du Japon, 3林政産第85号)."
    ),
    # places
    "indicator.place.origin": "Origine\u00a0: {place}, qui s’est engagée à ne plus émettre de CO₂ net d’ici 2050",
    "indicator.place.made": "Fabriqué à\u00a0: {place}, qui s’est engagée à ne plus émettre de CO₂ net d’ici 2050",
    "indicator.place.location": "Lieu\u00a0: {place}, qui s’est engagée à ne plus émettre de CO₂ net d’ici 2050",
    "indicator.note.place": (
        "L’engagement de ne plus émettre de CO₂ net d’ici 2050 est un objectif qu’une préfecture ou une commune a "
        "déclaré pour son territoire. Il ne dit rien des émissions de ce produit. {basis}"
    ),
    "indicator.note.place.listed": "{place}\u00a0: d’après la liste au {as_of} ({source}).",
    "indicator.note.place.declared": "{place}\u00a0: déclaré le {declared} ({source}).",
    # stars against the conventional figure of a region
    "stars.self-rated": (
        "Baisse des gaz à effet de serre {stars}, auto-évaluation "
        "({change} par rapport à la culture courante locale)"
    ),
    "stars.registered": (
        "Baisse des gaz à effet de serre {stars}, enregistrement {number} "
        "({change} par rapport à la culture courante locale)"
    ),
    "stars.none": "Baisse des gaz à effet de serre\u00a0: pas d’étoile ({change} par rapport à la culture courante locale)",
    "stars.not-distinguishable": (
        "Baisse des gaz à effet de serre\u00a0: pas d’étoile (pas d’écart décelable avec la culture courante locale)"
    ),
    "stars.change.lower": "−{percent}\u00a0%",
    "stars.change.below-one": "moins de 1\u00a0% en dessous",
    "stars.change.same": "±0\u00a0%",
    "stars.change.higher": "+{percent}\u00a0%",
    "stars.basis": "Valeur courante\u00a0: {region}, {year} ({source})",
    "stars.note": (
        "Les étoiles disent de combien les émissions de ce produit sont en dessous de la valeur de la culture courante "
        "de sa région\u00a0: ★ dès 5\u00a0%, ★★ dès 10\u00a0%, ★★★ dès 20\u00a0%. Les deux valeurs ont la même unité, "
        "les mêmes limites et la même méthode\u00a0; le pourcentage est arrondi vers le bas. L’intervalle à 95\u00a0% de "
        "l’écart va de {low}\u00a0% à {high}\u00a0%\u00a0; s’il contient zéro, il n’y a pas d’étoile."
    ),
    "stars.note.own": (
        "Les étoiles en auto-évaluation sont données par le déclarant. Elles ne sont le niveau d’aucun affichage public."
    ),
}
