"""What people type, and what must answer: query, site path of the expected result, worst rank.

The content is the real one. A path that ends with « # » stands for any proposal of that follow-up.
"""

from __future__ import annotations

C, G = "concertations/", "guides/"
CLIMAT = f"{C}convention-citoyenne-climat/"
CASES: tuple[tuple[str, str, int], ...] = (
    # Titles, as people remember them.
    ("convention citoyenne pour le climat", CLIMAT, 1),
    ("convention citoyenne climat", CLIMAT, 1),
    ("grand débat national", f"{C}grand-debat-national/", 1),
    ("convention fin de vie", f"{C}convention-citoyenne-fin-de-vie/", 1),
    ("temps de l'enfant", f"{C}convention-citoyenne-temps-enfant/", 1),
    ("états généraux de l'alimentation", f"{C}etats-generaux-alimentation/", 1),
    ("états généraux de la justice", f"{C}etats-generaux-justice/", 1),
    ("assises de la mobilité", f"{C}assises-nationales-mobilite/", 1),
    ("assises des outre-mer", f"{C}assises-des-outre-mer/", 1),
    ("revenu universel d'activité", f"{C}revenu-universel-activite/", 1),
    ("mix énergétique", f"{C}concertation-mix-energetique/", 1),
    ("quartiers 2030", f"{C}quartiers-2030/", 1),
    ("consultation discriminations", f"{C}consultation-discriminations/", 1),
    ("réforme des retraites", f"{C}reforme-retraites-participation-citoyenne/", 1),
    ("intelligence artificielle", f"{C}intelligence-artificielle-quelles-priorites/", 1),
    ("métier d'infirmier", f"{C}quelle-reforme-metier-infirmier/", 1),
    ("grenelle de l'éducation", f"{C}grenelle-education/", 1),
    # Accents and capitals.
    ("etats generaux justice", f"{C}etats-generaux-justice/", 1),
    ("ÉTATS GÉNÉRAUX DE LA JUSTICE", f"{C}etats-generaux-justice/", 1),
    ("mobilite", f"{C}assises-nationales-mobilite/", 2),
    ("Mobilités", f"{C}assises-nationales-mobilite/", 2),
    ("energie", f"{C}concertation-mix-energetique/", 5),
    ("NUMERIQUE EDUCATION", f"{C}etats-generaux-numerique-education/", 1),
    ("handicapés", f"{C}handicap-tous-concernes-tous-mobilises/", 3),
    # Apostrophes of both kinds, elisions.
    ("l'infirmier", f"{C}quelle-reforme-metier-infirmier/", 2),
    ("l’infirmier", f"{C}quelle-reforme-metier-infirmier/", 2),
    ("d’alimentation", f"{C}etats-generaux-alimentation/", 5),
    ("information contradictoire", f"{G}garantir-la-sincerite/", 1),
    ("évaluation dès le départ", f"{G}tirer-les-enseignements/", 1),
    ("l’indépendance", f"{G}garantir-la-sincerite/", 3),
    ("eau", f"{C}etats-generaux-numerique-education/", 2),
    ("l’eau", f"{C}etats-generaux-numerique-education/", 2),
    ("l'eau", f"{C}etats-generaux-numerique-education/", 2),
    ("aujourd'hui", f"{C}consultations-citoyennes-europe/", 5),
    ("aujourd’hui", f"{C}consultations-citoyennes-europe/", 5),
    # Ligatures, both ways.
    ("œuvre ambassadeurs biodiversité", f"{C}ateliers-citoyens-biodiversite/suites/#", 1),
    ("oeuvre ambassadeurs biodiversité", f"{C}ateliers-citoyens-biodiversite/suites/#", 1),
    ("mise en oeuvre Plan Protéines Végétales", f"{CLIMAT}suites/#", 1),
    ("mise en œuvre Plan Protéines Végétales", f"{CLIMAT}suites/#", 1),
    # Plurals and families of words.
    ("influenceur", f"{C}influenceurs-createurs-contenu/", 1),
    ("discrimination", f"{C}consultation-discriminations/", 1),
    ("emballage alimentaire", f"{C}sobriete-emballages-alimentaires/", 1),
    ("violence enfant", f"{C}lutter-contre-violences-faites-aux-enfants/", 1),
    ("infirmière", f"{C}quelle-reforme-metier-infirmier/", 2),
    ("vacciner", f"{C}collectif-citoyen-vaccination/", 1),
    ("chaudières fioul", f"{CLIMAT}suites/#", 1),
    # Hyphens.
    ("rendez-vous", f"{CLIMAT}suites/#proposition-SN-2-1", 1),
    ("outre-mer", f"{C}assises-des-outre-mer/", 1),
    ("outre mer", f"{C}assises-des-outre-mer/", 1),
    ("outremer", f"{C}assises-des-outre-mer/", 1),
    ("Alpes-Maritimes", f"{C}avenir-des-vallees-alpes-maritimes/", 1),
    ("Covid-19", f"{C}collectif-citoyen-vaccination/", 1),
    # Numbers and references.
    ("France 2050", f"{C}france-2035-france-2050/", 1),
    ("2035", f"{C}france-2035-france-2050/", 1),
    ("SN-9-2", f"{CLIMAT}suites/#proposition-SN-9-2", 1),
    ("sl-2-3", f"{CLIMAT}suites/#proposition-SL-2-3", 1),
    ("149 propositions", CLIMAT, 3),
    ("150 citoyens", CLIMAT, 5),
    # Quoted phrases.
    ("« convention citoyenne pour le climat »", CLIMAT, 3),
    ('"temps de l\'enfant"', f"{C}convention-citoyenne-temps-enfant/", 2),
    ('"devoir de suite"', f"{G}devoir-de-suite/", 3),
    ('"note de cadrage"', "kit/note-de-cadrage/", 3),
    ("“crime d’écocide”", f"{CLIMAT}suites/#", 1),
    # Acronyms, other names, ministries, keywords.
    ("PACTE", f"{C}pacte-entreprises/", 3),
    ("PLOA", f"{C}pacte-loi-orientation-avenir-agricoles/", 1),
    ("RUA", f"{C}revenu-universel-activite/", 3),
    ("EGalim", f"{CLIMAT}suites/#", 3),
    ("gaz à effet de serre", f"{CLIMAT}suites/#", 1),
    # Proposals, by what they say.
    ("pêche en eau profonde", f"{CLIMAT}suites/#proposition-SN-9-2", 1),
    ("zones à restaurer", f"{C}ateliers-citoyens-biodiversite/suites/#", 1),
    ("autoconsommation", f"{CLIMAT}suites/#", 1),
    ("terrasses chauffées", f"{CLIMAT}suites/#", 1),
    # Guides, kit and pages.
    ("cadrer une démarche", f"{G}cadrer-une-demarche/", 1),
    ("choisir un dispositif", f"{G}choisir-un-dispositif/", 1),
    ("canevas d’engagements", "kit/canevas-d-engagements/", 1),
    ("grille de restitution", "kit/grille-de-restitution/", 1),
    ("mentions légales", "mentions-legales/", 1),
    ("accessibilité", "accessibilite/", 1),
    ("données personnelles", "donnees-personnelles/", 1),
    ("écoconception", "ecoconception/", 1),
    # Words that are not finished.
    ("infirmi", f"{C}quelle-reforme-metier-infirmier/", 2),
    ("assises mobilit", f"{C}assises-nationales-mobilite/", 1),
)
SANS_RESULTAT: tuple[tuple[str, str], ...] = (
    ("violances", "violences"),  # not « vie »
    ("déconjugalisation", ""),  # not « dès »
    ("loup", ""),  # not « Louis » nor « louer »
    ("tri", "tribunaux"),  # a short word is whole
    ("RIC", ""),  # « référendum » is another word
    ("concertaton", "concertation"),
    ("toString", ""),  # nor a word of the program
)
"""What people type that no page holds, and the word that is suggested: what merely starts alike is no answer."""

MARQUES: tuple[tuple[str, str], ...] = (
    ("vie", "vies?"),
    ("climat", "climats?|climatiques?|énergie-climat"),
    ("vacciner", "vaccin(s|er|es?|és?|ées?|ations?)?"),
    ("logeme", "logements?|loger"),
    ("violances enfants", "enfants?"),
)
"""What people type, and all that may be marked in what is found."""
