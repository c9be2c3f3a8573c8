"""An expression put off is the expression."""

from __future__ import annotations

import re

import pytest

from generator.expression import expression


def test_une_expression_remise_a_plus_tard_est_l_expression() -> None:
    tard = expression(r"(?P<mot>\w+)-é", re.IGNORECASE | re.ASCII)
    assert not any(isinstance(v, re.Pattern) for v in vars(tard).values())
    vraie = re.compile(r"(?P<mot>\w+)-é", re.IGNORECASE | re.ASCII)
    for texte in ("", "a-é", "ab-É cd-é", "é-é"):
        assert tard.sub("x", texte) == vraie.sub("x", texte)
        assert tard.findall(texte) == vraie.findall(texte)
        assert bool(tard.fullmatch(texte)) is bool(vraie.fullmatch(texte))
    assert (tard.pattern, tard.flags, tard.groupindex) == (
        vraie.pattern,
        vraie.flags,
        vraie.groupindex,
    )
    assert "findall" in vars(tard)


def test_une_expression_fausse_se_dit_quand_on_s_en_sert() -> None:
    fausse = expression("(")
    with pytest.raises(re.error):
        fausse.search("")
