"""A seeded corpus of concertations: record number i is the same whatever the size.

All of it is made of invented sentences: no real concertation, person or answer is quoted.
"""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from benchmarks.vocabulaire import (
    CIRCONSTANCES,
    CONNECTEURS,
    DISPOSITIFS,
    ETAPES,
    INTERTITRES,
    MAJ,
    MINISTERES,
    OBJETS,
    REPONSES,
    STATUTS,
    STATUTS_PROPOSITION,
    SUJETS,
    SYL_A,
    SYL_B,
    SYL_C,
    TERRITOIRES,
    THEMES,
    TITRES_A,
    TITRES_B,
    VERBES,
)

SEED = 20170321


def _cap(s: str) -> str:
    return s[0].upper() + s[1:]


class Text:
    """Invented French prose from one random generator."""

    def __init__(self, rnd: random.Random) -> None:
        self.r = rnd
        self.c = rnd.choice

    def lieu(self) -> str:
        """Name an invented place."""
        n = self.c((0, 1, 1, 2))
        return _cap(self.c(SYL_A) + "".join(self.c(SYL_B) for _ in range(n)) + self.c(SYL_C))

    def phrase(self) -> str:
        """Write one sentence."""
        r, c = self.r.random(), self.c
        if r < 0.30:
            s = f"{c(SUJETS)} {c(VERBES)} {c(OBJETS)} {c(CIRCONSTANCES)}"
        elif r < 0.50:
            s = f"{c(CONNECTEURS)} {c(SUJETS)} {c(VERBES)} {c(OBJETS)} et {c(OBJETS)}"
        elif r < 0.65:
            s = f"à {self.lieu()}, {c(SUJETS)} {c(VERBES)} {c(OBJETS)}, {c(CIRCONSTANCES)}"
        elif r < 0.80:
            s = f"{c(CIRCONSTANCES)}, {c(SUJETS)} {c(VERBES)} {c(OBJETS)} : {self.r.randint(3, 98)} % des avis vont dans ce sens"
        elif r < 0.92:
            s = f"{c(SUJETS)} de {self.lieu()} {c(VERBES)} {c(OBJETS)} (article {self.r.randint(1, 240)} du projet)"
        else:
            s = f"l’atelier de {self.lieu()} a réuni {self.r.randint(12, 900)} personnes, qui {c(VERBES)} « {c(OBJETS)} »"
        return _cap(s) + "."

    def mots(self, lo: int, hi: int) -> str:
        """Write sentences, ``lo`` to ``hi`` words."""
        want = self.r.randint(lo, hi)
        out, n = [], 0
        while n < want:
            p = self.phrase()
            out.append(p)
            n += p.count(" ") + 1
        return " ".join(out)

    def reponse(self, lo: int, hi: int) -> str:
        """Write an answer of the State."""
        return f"{self.c(REPONSES)} {self.c(CIRCONSTANCES)}. " + self.mots(lo - 12, hi - 12)

    def corps(self, lo: int, hi: int) -> str:
        """A Markdown body: sections, paragraphs, lists, links, emphasis, one table."""
        want, n, parts = self.r.randint(lo, hi), 0, []
        titres = self.r.sample(INTERTITRES, len(INTERTITRES))
        table_at = self.r.randint(1, 3)
        k = 0
        while n < want:
            parts.append(f"## {titres[k % len(titres)]}")
            p = self.mots(40, 80)
            lien = f"[{self.c(OBJETS)}](https://exemple.test/doc/{self.r.randint(1000, 99999)})"
            p += f" Voir **{self.c(OBJETS)}** et {lien}, ou *{self.c(CIRCONSTANCES)}*."
            parts.append(p)
            n += p.count(" ") + 1
            if k % 2 == 0:
                items = [
                    f"- {_cap(self.c(SUJETS))} {self.c(VERBES)} {self.c(OBJETS)} ;"
                    for _ in range(self.r.randint(3, 6))
                ]
                parts.append("\n".join(items))
                n += sum(i.count(" ") for i in items)
            else:
                parts.append(f"### À {self.lieu()}")
                items = [
                    f"{j}. [{_cap(self.c(OBJETS))}](https://exemple.test/p/{self.r.randint(100, 9999)}), {self.c(CIRCONSTANCES)}"
                    for j in range(1, self.r.randint(4, 6))
                ]
                parts.append("\n".join(items))
                n += sum(i.count(" ") for i in items)
            if k == table_at:
                rows = ["| Territoire | Réunions | Contributions |", "| --- | ---: | ---: |"]
                rows += [
                    f"| {self.c(TERRITOIRES)} | {self.r.randint(1, 40)} | {self.r.randint(50, 9000)} |"
                    for _ in range(self.r.randint(4, 7))
                ]
                parts.append("\n".join(rows))
                n += 4 * len(rows)
            if k % 3 == 2:
                parts.append("> " + self.phrase())
            k += 1
        return "\n\n".join(parts) + "\n"


def slugify(s: str) -> str:
    """Name a file after a title."""
    table = str.maketrans("àâäéèêëîïôöùûüçœ’' ", "aaaeeeeiioouuuco---")
    s = s.lower().translate(table)
    s = "".join(ch if ch.isalnum() and ch.isascii() else "-" for ch in s)
    while "--" in s:
        s = s.replace("--", "-")
    return s.strip("-")


def concertation(i: int, seed: int = SEED) -> dict[str, Any]:
    """Make one record."""
    r = random.Random(f"concertation-{seed}-{i}")
    t = Text(r)
    # more and more processes a year, as the real catalogue has
    annee = r.choices(range(2017, 2027), weights=range(4, 14))[0]
    jour0 = dt.date(annee, 1, 1) + dt.timedelta(days=r.randint(0, 180 if annee == 2026 else 364))
    fin = jour0 + dt.timedelta(days=r.randint(30, 420))
    titre = f"{r.choice(TITRES_A)} {r.choice(TITRES_B)}"
    if r.random() < 0.7:
        titre += f" à {t.lieu()}" if r.random() < 0.6 else f" en {r.choice(TERRITOIRES[1:])}"
    base = f"{slugify(titre)[:60].strip('-')}-{i:05d}"
    statut = r.choices(list(STATUTS), weights=(3, 10, 12, 35, 40))[0]
    etapes, jour = [], jour0
    for nom in sorted(r.sample(range(len(ETAPES)), r.randint(5, 10))):
        etapes.append({"date": jour, "titre": ETAPES[nom], "description": t.mots(10, 18)})
        jour += dt.timedelta(days=r.randint(7, 75))
    nb = 0 if statut == "annoncee" else max(0, min(25, round(r.gauss(12.4, 6.0))))
    props = []
    for k in range(1, nb + 1):
        d, majs = fin, []
        for _ in range(r.randint(0, 3)):
            d += dt.timedelta(days=r.randint(20, 200))
            majs.append(
                {
                    "date": d,
                    "texte": f"{r.choice(MAJ)} {r.choice(CIRCONSTANCES)}, à la demande de {t.lieu()}.",
                }
            )
        props.append(
            {
                "id": f"p{k}",
                "titre": _cap(f"{r.choice(OBJETS)} {r.choice(CIRCONSTANCES)}"),
                "texte": t.mots(26, 38),
                "statut": r.choices(list(STATUTS_PROPOSITION), weights=(25, 22, 23, 12, 18))[0],
                "reponse": t.reponse(46, 58),
                "mises_a_jour": majs,
            }
        )
    return {
        "slug": base,
        "titre": titre,
        "resume": t.mots(22, 30),
        "ministere": r.choices(list(MINISTERES), weights=[3 + (k * 7) % 11 for k in range(17)])[0],
        "themes": sorted(r.sample(list(THEMES), r.choices((1, 2, 3), weights=(3, 5, 3))[0])),
        "annee": annee,
        "date_debut": jour0,
        "date_fin": fin,
        "statut": statut,
        "dispositifs": r.sample(DISPOSITIFS, r.randint(1, 3)),
        "territoire": r.choice(TERRITOIRES) if r.random() < 0.4 else TERRITOIRES[0],
        "participants": int(r.lognormvariate(7.0, 1.3)) + 12,
        "lien": f"https://exemple.test/concertation/{i}",
        "etapes": etapes,
        "propositions": props,
        "corps": t.corps(300, 610),
    }


def guide(i: int, seed: int = SEED) -> dict[str, Any]:
    """Make one guide."""
    r = random.Random(f"guide-{seed}-{i}")
    t = Text(r)
    titre = f"Guide {i + 1} : {r.choice(INTERTITRES).lower()}, {r.choice(OBJETS)}"
    return {
        "slug": f"guide-{i + 1:02d}-{slugify(titre)[8:50].strip('-')}",
        "titre": titre,
        "resume": t.mots(20, 30),
        "date": dt.date(2020 + i % 6, 1 + i % 12, 1 + i),
        "corps": t.corps(900, 1400),
    }
