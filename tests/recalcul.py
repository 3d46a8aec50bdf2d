"""Recomputes rankings by hand, away from the program: standard library only.

Reads JSON departments on stdin, one a line; writes one line of JSON for each. Written from the rule in docs/guide.md,
with other formulations: majority judgment by repeated lower medians, ranks by counting who is better.
"""

import json
import sys
from fractions import Fraction
from math import lcm

GRADE = {"F": 2, "R": 1, "D": 0}
METHODES = ("paliers", "avis_d_abord", "somme")


def medianes(avis, taille):
    """Lower medians taken away one after the other; no avis at all is worth one middle grade."""
    notes = sorted(GRADE[a] for a in avis if a in GRADE) or [1]
    notes = sorted(notes * (taille // len(notes)))
    suite = []
    while notes:
        suite.append(notes.pop((len(notes) - 1) // 2))
    return suite


def exprimes(avis):
    return [a for a in avis if a in GRADE]


def ecartee(candidature):
    dits = exprimes(candidature["avis"])
    return bool(dits) and Fraction(dits.count("D"), len(dits)) >= Fraction(1, 2)


def appreciation(candidature, poids):
    points = sum(w * s for w, s in zip(poids, candidature["notes"]))
    return points, Fraction(points, 4 * sum(poids))


def somme(candidature, departement):
    p, rang = departement["lignes"], candidature["priorite"]
    u1 = Fraction(p + 1 - rang, p) if rang else Fraction(0)
    dits = exprimes(candidature["avis"])
    u2 = Fraction(2 * dits.count("F") + dits.count("R"), 2 * len(dits)) if dits else Fraction(1, 2)
    u3 = appreciation(candidature, departement["poids"])[1]
    return Fraction(4, 10) * u1 + Fraction(3, 10) * u2 + Fraction(3, 10) * u3


def cles(departement, methode):
    """One key per candidature, the greater the better."""
    candidatures = departement["candidatures"]
    taille = lcm(*[max(1, len(exprimes(c["avis"]))) for c in candidatures])
    resultat = []
    for c in candidatures:
        palier = -(c["priorite"] or departement["lignes"] + 1)
        mj = medianes(c["avis"], taille)
        t = appreciation(c, departement["poids"])[1]
        resultat.append(
            {
                "paliers": (not ecartee(c), palier, mj, t),
                "avis_d_abord": (mj, palier, t),
                "somme": (somme(c, departement),),
            }[methode]
        )
    return resultat


def rangs(departement, methode):
    toutes = cles(departement, methode)
    return [1 + sum(autre > cle for autre in toutes) for cle in toutes]


def ligne(departement, methode):
    """Statuses, and what is left: groups of one rank in order, until one does not fit."""
    candidatures = departement["candidatures"]
    places = rangs(departement, methode)
    reste, arretee = departement["enveloppe"], False
    statuts = [None] * len(candidatures)
    for rang in sorted(set(places)):
        groupe = [i for i, r in enumerate(places) if r == rang]
        sous = "liste_complementaire"
        if methode == "paliers" and ecartee(candidatures[groupe[0]]):
            for i in groupe:
                statuts[i] = "non_retenu"
            continue
        couts = [candidatures[i]["cout"] for i in groupe]
        if arretee:
            statut = sous
        elif sum(couts) <= reste:
            statut = "retenu"
            reste -= sum(couts)
        else:
            arretee = True
            astride = len(groupe) > 1 and min(couts) <= reste
            statut = "a_departager" if astride else sous
        for i in groupe:
            statuts[i] = statut
    return statuts, reste


def voisins(departement):
    """R1: for each candidature, in how many data sets one step away it keeps its side, and their number."""
    cote = lambda s: {"retenu": 0, "a_departager": 1}.get(s, 2)
    base = [cote(s) for s in ligne(departement, "paliers")[0]]
    gardes, nombre = [0] * len(base), 0
    for c in departement["candidatures"]:
        avis = c["avis"]
        for i, a in enumerate(avis):
            for vers in {"F": "R", "R": "FD", "D": "R"}.get(a, ""):
                c["avis"] = avis[:i] + vers + avis[i + 1 :]
                nombre += 1
                for k, s in enumerate(ligne(departement, "paliers")[0]):
                    gardes[k] += cote(s) == base[k]
        c["avis"] = avis
    return gardes, nombre


def main():
    for texte in sys.stdin:
        departement = json.loads(texte)
        methodes = {}
        for methode in METHODES:
            statuts, reste = ligne(departement, methode)
            methodes[methode] = [rangs(departement, methode), statuts, reste]
        chiffres = [
            [
                [exprimes(c["avis"]).count(g) for g in "FRD"],
                appreciation(c, departement["poids"])[0],
                str(somme(c, departement)),
            ]
            for c in departement["candidatures"]
        ]
        r1 = voisins(departement) if departement["voisins"] else None
        print(json.dumps([methodes, chiffres, r1], separators=(",", ":")))


main()
