"""From bytes to clean text: UTF-8, one form of line end, one Unicode form, nothing invisible."""

from __future__ import annotations

import unicodedata

from generator.diagnostics import Position
from generator.expression import expression
from generator.source.faults import Fault, Unreadable, refuse

_AIDE_UTF8 = "enregistrez ce fichier en UTF-8 (dans l'éditeur : « Enregistrer avec l'encodage »)"
_AIDE_UTF16 = (
    "enregistrez-le de nouveau, par « Enregistrer sous », en UTF-8 :\n"
    "Bloc-notes : « Encodage : UTF-8 »\n"
    "Word : type « Texte brut », puis « Autre codage : Unicode (UTF-8) »\n"
    "Excel : type « CSV UTF-8 » (le « Texte Unicode » est de l'UTF-16)"
)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")

# Written as escapes so that this file shows what it forbids (decision D3 of the threat study).
# No-break spaces, the soft hyphen, right-to-left letters and the joiners of emoji are welcome.
_INTERDITS = expression(
    "["
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # C0 and C1 controls
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidirectional controls
    "\u200b\u2060-\u2064\u206a-\u206f\ufeff\u180e"  # zero-width and deprecated formatting
    "\u115f\u1160\u3164\uffa0"  # letters that print nothing
    "\u2028\u2029"  # line ends that editors do not show
    "\ue000-\uf8ff\U000f0000-\U0010ffff"  # private use
    "\ufdd0-\ufdef\ufff9-\uffff"  # noncharacters, replacement and annotation marks
    + "".join(chr(plane << 16 | end) for plane in range(1, 17) for end in (0xFFFE, 0xFFFF))
    + "\U000e0000-\U000e0fff"  # tags and supplementary variation selectors
    "\ud800-\udfff"  # lone surrogates
    "\u200c\u200d"  # joiners: see _joins
    "]"
)
# What nearly every text is made of: visible ASCII, then letters of Europe, French punctuation and
# spaces, signs of money. None is forbidden, none has another form, none joins the one before it.
_ASCII = bytes([*b"\t\n", *range(0x20, 0x7F)])
_ORDINAIRES = expression("[\u00a0-\u02ff\u2010-\u2027\u202f-\u205e\u20a0-\u20bf]*")
_NOMS = {
    0x00: "caractère nul",
    0x7F: "caractère de commande",
    0x200B: "espace de largeur nulle",
    0x2028: "séparateur de ligne",
    0x2029: "séparateur de paragraphe",
    0xFEFF: "marque d'ordre des octets",
    0xFFFC: "caractère de remplacement d'objet",
    0xFFFD: "caractère de remplacement",
}
_MAX_SIGNALES = 20


def ordinary(raw: bytes) -> str | None:
    """The text of bytes that ``decode`` leaves as they are and where nothing is ``forbidden``.

    ``None`` when the two must be asked. ASCII is left out of the search: the rest is short.
    """
    try:
        rest = raw.translate(None, _ASCII).decode()
        return raw.decode() if _ORDINAIRES.fullmatch(rest) else None
    except UnicodeDecodeError:
        return None


def is_utf16(raw: bytes) -> bool:
    """Whether these bytes are UTF-16: its mark, or the zeros between its letters."""
    return raw.startswith(_UTF16) or raw[:200].count(0) > len(raw[:200]) // 4


def decode(raw: bytes) -> str:
    """Read UTF-8 (a BOM is accepted), with LF line ends, in NFC.

    Raises:
        Unreadable: ``pas-utf8``, at the first byte that is not UTF-8.
    """
    if is_utf16(raw):
        message = "ce fichier est enregistré en UTF-16, pas en UTF-8"
        raise refuse(Position(1, 1), "pas-utf8", message, _AIDE_UTF16)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as erreur:
        # utf-8-sig counts from after the BOM: ask plain UTF-8 for the offset in the file.
        raise _not_utf8(raw) from erreur
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def _not_utf8(raw: bytes) -> Unreadable:
    bom = b"\xef\xbb\xbf"
    raw = raw.removeprefix(bom)
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as erreur:
        before = raw[: erreur.start].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        start = before.rfind(b"\n") + 1
        position = Position(before.count(b"\n") + 1, len(before[start:].decode("utf-8")) + 1)
        octet = raw[erreur.start]
        lettre = bytes([octet]).decode("cp1252", "replace")
        ancien = f" (« {lettre} » dans l'ancien encodage Windows)" if lettre.isalpha() else ""
        message = f"ce fichier n'est pas en UTF-8 : octet {octet:02X}{ancien}"
        return refuse(position, "pas-utf8", message, _AIDE_UTF8)
    raise AssertionError("decode() found a fault that is not there")


def forbidden(text: str) -> list[Fault]:
    """Every character that nobody can see or that no output may hold (twenty at most)."""
    if not _INTERDITS.search("".join(set(text))):
        return []  # a hundred characters to look at, instead of all the text
    faults: list[Fault] = []
    for found in _INTERDITS.finditer(text):
        offset = found.start()
        if _joins(text, offset):
            continue
        start = text.rfind("\n", 0, offset) + 1
        position = Position(text.count("\n", 0, offset) + 1, offset - start + 1)
        faults.append(Fault(position, "caractere-interdit", nommer(found.group()), _AIDE_INVISIBLE))
        if len(faults) == _MAX_SIGNALES:
            break
    return faults


_AIDE_INVISIBLE = "supprimez-le : il vient souvent d'un copier-coller ; retapez les mots autour"


def nommer(char: str) -> str:
    """Say which character it is, in French."""
    code = ord(char)
    nom = _NOMS.get(code)
    precision = f" ({nom})" if nom else ""
    visible = "interdit" if code in (0xFFFC, 0xFFFD) else "invisible interdit"
    return f"caractère {visible} : U+{code:04X}{precision}"


def forbidden_in(value: str) -> str | None:
    """The first forbidden character of one value, once its escapes are read."""
    found = (m for m in _INTERDITS.finditer(value) if not _joins(value, m.start()))
    return next((m.group() for m in found), None)


def _joins(text: str, offset: int) -> bool:
    """Whether this is a joiner at its place: in an emoji or a script that needs it.

    After a Latin letter it joins nothing and only hides something.
    """
    return text[offset] in "\u200c\u200d" and offset > 0 and text[offset - 1] > "\u024f"
