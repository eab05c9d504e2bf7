"""Français : tous les mots que lit le public.

Devant les signes doubles et le pour cent, l'espace insécable U+00A0 : la police n'a pas l'espace fine U+202F. Termes de
l'ADEME : empreinte carbone, équivalent CO₂, fin de vie.
"""
