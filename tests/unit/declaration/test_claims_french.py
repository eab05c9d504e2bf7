"""French claims: those that the Code de l'environnement and the directive name are found, things are not."""

from __future__ import annotations

import pytest

from co2label.declaration import forbidden_claim

REFUSED = [
    "Café neutre en carbone",
    "Livraison climatiquement neutre",
    "Zéro carbone",
    "ZERO CARBONE",
    "Jus à empreinte carbone nulle",
    "Voyage 100\u00a0% compensé",
    "Thé compensé carbone",
    "Emballage respectueux de l’environnement",
    "Sac respectueux de l'environnement",
    "Lessive écologique",
    "Savon éco-responsable",
    "Bon pour la planète",
    "Sachet biodégradable",
    "Un choix durable",
]
ALLOWED = [
    "Thé vert",
    "Haricots verts extra-fins",
    "Pain biologique",
    "Savon, empreinte carbone 1,2 kg",
    "Plat du jour, 0,45 kg d’équivalent CO₂",
    "École : repas de midi",
    "Électricité d’origine hydraulique",
]


@pytest.mark.parametrize("text", REFUSED)
def test_refused(text):
    assert forbidden_claim(text)


@pytest.mark.parametrize("text", ALLOWED)
def test_allowed(text):
    assert forbidden_claim(text) is None
