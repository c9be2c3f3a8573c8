"""From YAML text to plain data and its positions, in one pass over libyaml's events.

No node is built, no scalar is guessed: a contributor who types ``NO`` or ``18:30`` means these
characters. Anchors, aliases, tags and the like are refused before they build anything; that is
also what keeps time and memory bounded (facts F1 to F5 of the threat study).
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from generator.diagnostics import Position
from generator.source.characters import forbidden_in, nommer
from generator.source.faults import Fault, Unreadable, refuse
from generator.source.plain import plain_faults
from generator.source.quoting import needs_quotes, runaway_quote
from generator.source.spots import MAX_DEPTH, MAX_EVENTS, Loc, Read, Span, Spot
from generator.source.yaml_errors import explain

Event = Any  # the stubs of PyYAML leave every attribute of an event optional
_DEEPER = {MappingStartEvent: 1, SequenceStartEvent: 1, MappingEndEvent: -1, SequenceEndEvent: -1}
# Every end of line of YAML 1.1: ``decode`` lets through only the first, but a text may be given.
_ODD_END, _ENDS = re.compile("[\r\x85\u2028\u2029]"), re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_NOWHERE: Loc = ("\0",)  # no key can be this: it is a forbidden character


def read_yaml(text: str) -> Read:
    """Read one YAML document; ``data`` is ``None`` when the text is empty."""
    reader = _Reader(text)
    try:
        _bounded(text)
        return Read(reader.document(), reader.spots, reader.faults, whole=True)
    except Unreadable as stop:
        fatal = stop.faults[0]
    except (yaml.YAMLError, ValueError, OverflowError) as erreur:
        fatal = explain(erreur, reader.lines, reader.last).faults[0]
    # One cause, one message: what stopped the reading may have been noticed already.
    others = [f for f in reader.faults if (f.position, f.code) != (fatal.position, fatal.code)]
    return Read(None, {}, [*others, fatal], whole=False)


def _bounded(text: str) -> None:
    """Refuse too many events before anything is kept of them: a tenth of the price.

    Two events a character is the most that YAML can make (« [:,:] »).
    """
    if 2 * len(text) < MAX_EVENTS:
        return
    get: Any = yaml.CSafeLoader(text).get_event
    depth = 0
    try:
        for _ in range(MAX_EVENTS):
            event = get()
            depth += _DEEPER.get(event.__class__, 0)
            # The time of libyaml grows with the depth: what is too deep is refused where it is met.
            if event.__class__ is StreamEndEvent or depth > MAX_DEPTH:
                return
    except yaml.YAMLError:
        return  # said where it is met, with what was noticed before
    raise refuse(
        Position(event.start_mark.line + 1, event.start_mark.column + 1),
        "trop-d-elements",
        f"ce fichier a plus de {MAX_EVENTS // 2:,} éléments".replace(",", "\u202f"),
        "répartissez-les dans plusieurs fichiers",
    )


class _Reader:
    def __init__(self, text: str) -> None:
        self.lines = _ENDS.split(text) if _ODD_END.search(text) else text.split("\n")
        self.events: Any = yaml.CSafeLoader(text)  # its stubs leave every attribute optional
        self.last = Position(1, 1)
        self.spots: dict[Loc, Spot] = {}
        self.faults: list[Fault] = []

    def document(self) -> Any:
        self.next()  # StreamStart
        start: Event = self.next()
        if isinstance(start, StreamEndEvent):
            return None
        if start.version or start.tags:
            raise refuse(
                Position(start.start_mark.line + 1, 1),
                "directive-interdite",
                "une ligne qui commence par « % » n'est pas permise",
                "supprimez-la",
            )
        data = self.node(self.next(), (), 0)
        self.next()  # DocumentEnd
        second = self.next()
        if not isinstance(second, StreamEndEvent):
            raise refuse(
                Position(second.start_mark.line + 1, 1),
                "plusieurs-documents",
                "« --- » commence un second document : un fichier n'en contient qu'un",
                "supprimez cette ligne",
                3,
            )
        return data

    def next(self) -> Event:
        event = self.events.get_event()
        mark = event.start_mark
        self.last = Position(mark.line + 1, mark.column + 1)
        return event

    def node(self, event: Event, loc: Loc, depth: int) -> Any:
        if isinstance(event, AliasEvent):
            raise needs_quotes(
                self.lines,
                self.last,
                "alias-interdit",
                f"les renvois YAML (« *{event.anchor} ») ne sont pas permis",
                "recopiez la valeur",
            )
        if event.anchor is not None:
            raise needs_quotes(
                self.lines,
                self.last,
                "ancre-interdite",
                f"les ancres YAML (« &{event.anchor} ») ne sont pas permises",
                "supprimez-la",
            )
        if event.tag is not None:
            raise needs_quotes(
                self.lines,
                self.last,
                "etiquette-interdite",
                "les étiquettes YAML (« ! ») ne sont pas permises",
                "supprimez-la",
            )
        if isinstance(event, ScalarEvent):
            return self.scalar(event)
        if depth == MAX_DEPTH:
            raise refuse(
                self.last,
                "trop-profond",
                f"plus de {MAX_DEPTH} niveaux imbriqués",
                "une fiche n'en demande pas plus de cinq ; si c'est du texte, mettez-le entre guillemets",
            )
        if isinstance(event, SequenceStartEvent):
            return self.sequence(loc, depth + 1)
        return self.mapping(loc, depth + 1)

    def sequence(self, loc: Loc, depth: int) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := self.next(), SequenceEndEvent):
            place = (*loc, len(items))
            self.spots[place] = Spot(None, self.span(event), isinstance(event, ScalarEvent))
            items.append(self.node(event, place, depth))
        return items

    def mapping(self, loc: Loc, depth: int) -> dict[str, Any]:
        data: dict[str, Any] = {}
        while not isinstance(event := self.next(), MappingEndEvent):
            name, key = self.key(event), self.span(event)
            if duplicate := name in data:
                first = self.spots[(*loc, name)].key
                line = first.line if first else 0
                self.fault(
                    key,
                    "cle-en-double",
                    f"le champ « {name} » est déjà donné ligne {line}",
                    "gardez l'un des deux",
                )
            place = (*loc, name)
            value = self.next()
            if duplicate:
                self.node(value, _NOWHERE, depth)
                continue
            self.spots[place] = Spot(key, self.span(value), isinstance(value, ScalarEvent))
            data[name] = self.node(value, place, depth)
        return data

    def key(self, event: Event) -> str:
        if not isinstance(event, ScalarEvent):
            raise refuse(
                self.last,
                "cle-non-textuelle",
                "un nom de champ est attendu ici",
                "si c'est du texte, mettez-le entre guillemets",
            )
        name = self.node(event, (), 0)
        if event.value == "<<" and event.implicit[0]:
            raise refuse(
                self.last,
                "fusion-interdite",
                "« << » (fusion YAML) n'est pas permis",
                "recopiez les champs",
                2,
            )
        if name is None:
            raise refuse(
                self.last,
                "cle-non-textuelle",
                "il manque un nom de champ avant « : »",
                "si c'est du texte, mettez-le entre guillemets",
            )
        return self.trimmed(event, str(name))

    def trimmed(self, event: Event, name: str) -> str:
        """A key without the no-break spaces that French typing puts before « : »."""
        trimmed = name.strip("\u00a0\u202f\u2009 ")
        if trimmed == name or event.style:
            return name
        span = self.span(event)
        before = len(name) - len(name.lstrip("\u00a0\u202f\u2009 "))
        column = span.column if before else span.column + len(trimmed)
        self.fault(
            Span(span.line, column, 1),
            "espace-insecable",
            "une espace insécable est là où il faut une espace ordinaire",
            f"écrivez « {trimmed}: », sans espace avant les deux-points",
        )
        return trimmed

    def scalar(self, event: Event) -> str | None:
        value: str = event.value
        if event.implicit[0]:
            start, end = event.start_mark, event.end_mark
            self.faults += plain_faults(
                self.lines, value, (start.line, start.column), (end.line, end.column)
            )
            return None if value in ("", "~", "null") else value
        start, end = event.start_mark, event.end_mark
        if event.style in {"'", '"'} and start.line != end.line:
            runaway = runaway_quote(self.lines, start.line, end.line, start.column)
            if runaway:
                raise runaway
        if event.style == '"':
            if found := forbidden_in(value):
                self.fault(
                    self.span(event),
                    "caractere-interdit",
                    nommer(found),
                    "supprimez cette séquence",
                )
            value = unicodedata.normalize("NFC", value)
        return value

    def fault(
        self,
        span: Span,
        code: str,
        message: str,
        hint: str,
    ) -> None:
        place = Position(span.line, span.column)
        self.faults.append(Fault(place, code, message, hint, span.length))

    def span(self, event: Event) -> Span:
        start, end = event.start_mark, event.end_mark
        line = self.lines[start.line] if start.line < len(self.lines) else ""
        stop = end.column if end.line == start.line else len(line)
        return Span(start.line + 1, start.column + 1, max(1, stop - start.column))
