"""Words and labels of the benchmark corpus: invented, no real concertation is quoted."""

# ruff: noqa: SIM905 - lists of words are read better as text

MINISTERES = {
    "affaires-etrangeres": "Ministère de l’Europe et des Affaires étrangères",
    "agriculture": "Ministère de l’Agriculture et de la Souveraineté alimentaire",
    "armees": "Ministère des Armées",
    "culture": "Ministère de la Culture",
    "economie": "Ministère de l’Économie et des Finances",
    "education": "Ministère de l’Éducation nationale",
    "enseignement-superieur": "Ministère de l’Enseignement supérieur et de la Recherche",
    "fonction-publique": "Ministère de la Fonction publique",
    "interieur": "Ministère de l’Intérieur",
    "justice": "Ministère de la Justice",
    "logement": "Ministère du Logement et de la Ville",
    "outre-mer": "Ministère des Outre-mer",
    "sante": "Ministère de la Santé et de la Prévention",
    "solidarites": "Ministère des Solidarités",
    "sports": "Ministère des Sports et de la Vie associative",
    "transition-ecologique": "Ministère de la Transition écologique",
    "travail": "Ministère du Travail et de l’Emploi",
}
THEMES = {
    "agriculture-alimentation": "Agriculture et alimentation",
    "amenagement-territoire": "Aménagement du territoire",
    "biodiversite": "Biodiversité",
    "climat-energie": "Climat et énergie",
    "culture-medias": "Culture et médias",
    "democratie": "Démocratie et citoyenneté",
    "economie-emploi": "Économie et emploi",
    "education-jeunesse": "Éducation et jeunesse",
    "europe-international": "Europe et international",
    "justice-securite": "Justice et sécurité",
    "logement-urbanisme": "Logement et urbanisme",
    "mobilites": "Mobilités",
    "numerique": "Numérique",
    "sante-autonomie": "Santé et autonomie",
    "solidarite-inclusion": "Solidarité et inclusion",
}
STATUTS = {
    "annoncee": "Annoncée",
    "en-cours": "En cours",
    "en-analyse": "Contributions en analyse",
    "suivi": "Suites en cours",
    "terminee": "Terminée",
}
STATUTS_PROPOSITION = {
    "retenue": "Retenue",
    "partielle": "Retenue en partie",
    "etude": "À l’étude",
    "realisee": "Réalisée",
    "ecartee": "Écartée",
}
TERMES = {
    "ministeres": MINISTERES,
    "themes": THEMES,
    "statuts": STATUTS,
    "annees": {str(y): str(y) for y in range(2017, 2027)},
}
DISPOSITIFS = (
    "consultation en ligne",
    "débat public",
    "atelier citoyen",
    "convention citoyenne",
    "conférence de consensus",
    "jury citoyen",
    "réunion publique",
    "cahier de doléances",
    "enquête publique",
    "panel citoyen",
    "budget participatif",
    "tirage au sort",
)
TERRITOIRES = (
    "France entière",
    "Auvergne-Rhône-Alpes",
    "Bourgogne-Franche-Comté",
    "Bretagne",
    "Centre-Val de Loire",
    "Corse",
    "Grand Est",
    "Guadeloupe",
    "Guyane",
    "Hauts-de-France",
    "Île-de-France",
    "La Réunion",
    "Martinique",
    "Mayotte",
    "Normandie",
    "Nouvelle-Aquitaine",
    "Occitanie",
    "Pays de la Loire",
    "Provence-Alpes-Côte d’Azur",
)

SUJETS = """les habitants|les élus locaux|les associations|les usagers|les participants tirés au sort|le comité de suivi
les services déconcentrés|les agents publics|les collectivités|les jeunes|les personnes âgées|les familles monoparentales
les agriculteurs|les entreprises du secteur|les soignants|les enseignants|les étudiants|les bailleurs sociaux|les chercheurs
les syndicats|les garants|la mission d’évaluation|le ministère|la direction générale|le préfet de région|les maires ruraux
les proches aidants|les demandeurs d’emploi|les opérateurs|les bénévoles|les parents d’élèves|le panel citoyen
les commerçants|les artisans|les conseils de quartier|les locataires|les propriétaires|les experts auditionnés
les rapporteurs|les collégiens et les lycéens|les sages-femmes|les pêcheurs|les forestiers|les médiateurs""".replace(
    "\n", "|"
).split("|")
VERBES = """demandent|proposent|souhaitent|recommandent|rappellent|constatent|soulignent|attendent|suggèrent|défendent
réclament|décrivent|estiment nécessaire|jugent prioritaire|soutiennent|interrogent|documentent|mesurent|contestent
encouragent|examinent|comparent|préparent|accompagnent|signalent|approuvent|précisent|résument|anticipent""".replace(
    "\n", "|"
).split("|")
OBJETS = """un accueil de proximité|la gratuité des transports scolaires|un guichet unique|la publication des données
un calendrier lisible|une aide à la rénovation des logements|la création d’un fonds de soutien|un accompagnement renforcé
la simplification des démarches|un droit d’alerte|le maintien des services publics|une évaluation indépendante
la protection des zones humides|la réduction des déchets d’emballage|un meilleur accès aux soins|la formation des agents
une cartographie des besoins|le développement du vélo|la plantation de haies|une tarification progressive de l’eau
le financement des tiers-lieux|un budget pluriannuel|l’ouverture de maisons de santé|une charte de la participation
la lutte contre l’isolement|une information claire sur les droits|un observatoire des loyers|la rénovation des écoles
le recours au logiciel libre|un portail accessible à tous|la transparence des décisions|une clause de revoyure
l’installation de bornes de recharge|une restauration collective de qualité|la sobriété énergétique des bâtiments
un plan de prévention des inondations|le remplacement des enseignants absents|une aide au permis de conduire
la reconnaissance des aidants|un service civique élargi|la continuité des lignes ferroviaires|un label territorial
la consultation des conseils citoyens|un contrôle renforcé des plateformes|une compensation pour les territoires
la pérennisation des emplois aidés|un congé de répit|la généralisation des budgets verts|une réponse motivée""".replace(
    "\n", "|"
).split("|")
CIRCONSTANCES = """dans les communes rurales|avant la fin de l’année|au plus près des habitants|avec l’appui des intercommunalités
sans alourdir les procédures|dans chaque département|en lien avec les associations|à budget constant|dès la prochaine rentrée
pour les publics les plus éloignés du numérique|à l’échelle du bassin de vie|sous le contrôle du Parlement|dans un délai de six mois
selon un calendrier partagé|au moyen d’indicateurs publics|en tenant compte des outre-mer|après une phase d’expérimentation
par décret|dans le cadre de la loi de finances|avec un bilan annuel|en priorité dans les quartiers populaires
à titre expérimental pendant trois ans|malgré les contraintes de recrutement|en coordination avec les régions
grâce à un financement européen|sur la base des contributions reçues|au regard des engagements climatiques de la France
dans le respect du secret professionnel|pour tous les âges de la vie|à l’issue de la concertation""".replace(
    "\n", "|"
).split("|")
CONNECTEURS = """Par ailleurs,|En particulier,|De plus,|Cependant,|À ce titre,|Dans ce cadre,|Enfin,|Ainsi,|En outre,|De leur côté,
À l’inverse,|Pour autant,|Concrètement,|À court terme,|À moyen terme,|Selon la synthèse,|D’après le rapport,|Au total,""".replace(
    "\n", "|"
).split("|")
CONNECTEURS = [c for c in CONNECTEURS if c]
REPONSES = """Le Gouvernement partage cet objectif|La proposition est reprise dans le plan d’action|Le ministère a engagé une expertise juridique
Cette mesure relève de la compétence des collectivités|Une expérimentation est ouverte|Le décret d’application est en préparation
La mesure n’est pas retenue à ce stade|Un crédit spécifique est inscrit au projet de loi de finances
L’inspection générale a été saisie|Un groupe de travail a été installé|La circulaire a été adressée aux préfets
Les textes en vigueur répondent déjà à cette demande|Une concertation complémentaire est prévue""".replace(
    "\n", "|"
).split("|")
MAJ = """Publication du décret d’application|Première réunion du groupe de travail|Ouverture de l’appel à projets|Rapport d’étape remis au ministre
Mise en service du téléservice|Vote de l’amendement en première lecture|Bilan de l’expérimentation publié|Crédits ouverts en loi de finances
Installation du comité de suivi|Circulaire envoyée aux préfets|Report du calendrier de six mois|Lancement d’une évaluation indépendante""".replace(
    "\n", "|"
).split("|")
TITRES_A = """Concertation sur|Consultation publique sur|Grand débat sur|Convention citoyenne sur|Ateliers citoyens sur|Débat public sur|Feuille de route pour|Assises de""".split(
    "|"
)
TITRES_B = """la qualité de l’air|l’avenir des petites lignes ferroviaires|le bien vieillir|la sobriété numérique|l’eau et ses usages|la forêt de demain
les rythmes de l’enfant|le logement des étudiants|la fin de vie|l’accès aux soins de proximité|la stratégie alimentation et climat
la programmation de l’énergie|la place du vélo en ville|le service national|la protection des mineurs en ligne|la pêche durable
la rénovation énergétique|le handicap et l’emploi|la justice de proximité|l’intelligence artificielle dans les services publics
la santé mentale des jeunes|la gestion du trait de côte|le patrimoine rural|la ruralité et les services publics|la laïcité au quotidien
les déchets du bâtiment|la lutte contre le non-recours|les politiques de l’alimentation scolaire|la prévention des risques naturels
le partage de la valeur|le sport pour tous|les transports du quotidien|la réforme de l’orientation|la lecture publique""".replace(
    "\n", "|"
).split("|")
ETAPES = """Lancement de la concertation|Ouverture de la plateforme|Réunions publiques en région|Ateliers thématiques|Clôture des contributions
Analyse des contributions|Restitution aux participants|Avis du panel citoyen|Réponse du ministère|Publication de la synthèse
Installation du comité de suivi|Premier bilan des suites|Second bilan des suites|Évaluation du processus""".replace(
    "\n", "|"
).split("|")
INTERTITRES = """Pourquoi cette concertation|Qui peut participer|Comment les avis sont recueillis|Le calendrier|Les points en débat
Ce que disent les contributions|Les engagements du ministère|Les documents de référence|Les garanties d’indépendance|Les suites attendues
Le contexte|La méthode|Les questions posées|Les enseignements|Pour aller plus loin""".replace(
    "\n", "|"
).split("|")
SYL_A = "Saint-|Mont|Ville|Roche|Bel|Cour|Font|Cham|Beau|Lan|Mar|Vau|Bre|Gra|Cer|Pier|Cas|Mou|Sar|Tré|Plou|Ker|Alt|Bou|Col|Fer|Lou|Nan|Ouv|Pré|Riv|Sau|Val|Ver|Vi".split(
    "|"
)
SYL_B = "bri|ga|lle|ro|man|den|ti|lo|mer|san|vi|nou|rai|ber|cou|dre|fa|go|lai|mi|ne|pa|que|ri|sse|tu|vo|che|gny|ly".split(
    "|"
)
SYL_C = "court|ville|ac|ay|eux|ens|es|ges|gny|gnac|heim|igny|in|mont|on|ouse|ron|sur-Loire|sur-Mer|sur-Oise|ieu|y|an|oux|ec".split(
    "|"
)
