"""``catalogue from-form``: a completed form of the forge becomes the file it asks for."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from generator.contribute.form_fill import correction, mise_a_jour, nouvelle_concertation
from generator.contribute.form_read import (
    FauteDeReponse,
    formulaire_de,
    lire_reponses,
    lire_ticket,
)
from generator.contribute.form_values import Remplissage
from generator.contribute.forms import CHAMP_FAUX, CORRECTION, MISE_A_JOUR, NOUVELLE

A_LIRE = "Merci. Aucun fichier ne change : une personne de l'équipe lira ce message."
RIEN = "Merci. Ces réponses sont déjà ce qui est publié : il n'y a rien à changer."


class Demande(Struct, frozen=True):
    """What a form asks for: one file and its text, or what is wrong, or nothing to write.

    ``note`` says why there is nothing to write, for the author of the form.
    """

    titre: str
    chemin: str
    texte: str | None
    fautes: tuple[FauteDeReponse, ...]
    note: str = ""


def depuis_formulaire(content: Path, brut: bytes) -> Demande:
    """Turn the payload of an « issues » event into the file it asks for.

    Args:
        content: the published content.
        brut: the bytes of the payload; nothing of it is trusted.

    Raises:
        RefusError: it is not the event of one of our forms.
    """
    ticket = lire_ticket(brut)
    formulaire = formulaire_de(ticket)
    reponses, fautes = lire_reponses(formulaire, ticket.corps)
    if not reponses or any("###" in f.message + f.aide for f in fautes):
        return Demande("", "", None, tuple(fautes))
    r = Remplissage(content, formulaire, reponses, ticket.jour, list(fautes))
    if formulaire is NOUVELLE:
        nouvelle_concertation(r)
    elif formulaire is MISE_A_JOUR:
        mise_a_jour(r)
    else:
        correction(r)
    rang = {q.titre: n for n, q in enumerate(formulaire.questions)}
    rangees = sorted(r.fautes, key=lambda f: rang.get(f.question, -1))
    texte = None if rangees or not r.texte or _identique(content / r.chemin, r.texte) else r.texte
    libre = formulaire is CORRECTION and not r.reponses[CHAMP_FAUX]
    return Demande(r.titre, r.chemin, texte, tuple(rangees), A_LIRE if libre else RIEN)


def _identique(chemin: Path, texte: str) -> bool:
    return chemin.is_file() and chemin.read_bytes() == texte.encode()
