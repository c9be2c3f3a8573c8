// Rules across the fields: what « catalogue check » would say of the whole, in the same words, and what to do.

// First and last day that a date may stand for, as texts that compare.
const debut = (d) => d + "-01-01".slice(d.length === 4 ? 0 : d.length === 7 ? 3 : 6);
const fin = (d) => d + "-12-31".slice(d.length === 4 ? 0 : d.length === 7 ? 3 : 6);
const avant = (premier, second) => Boolean(premier && second) && fin(second) < debut(premier);

function* ordre(chemin, groupe, cles) {
  const connues = cles.filter((cle) => groupe?.[cle]);
  for (let i = 1; i < connues.length; i += 1) {
    const [un, deux] = [connues[i - 1], connues[i]];
    if (avant(groupe[un], groupe[deux])) yield [[...chemin, deux], `« ${deux} » (${groupe[deux]}) est avant « ${un} » (${groupe[un]}) ; corrigez l'une des deux dates`];
  }
}

function* citees(data, connues, chemin = []) {
  for (const [cle, contenu] of Object.entries(data)) {
    const ici = [...chemin, cle];
    const cite = cle === "source" || (cle === "sources" && chemin.length > 0);
    for (const nom of cite ? [contenu].flat() : []) {
      if (typeof nom === "string" && !connues.has(nom)) yield [ici, `la source « ${nom} » n'est pas dans la liste « sources » de la fiche ; sources de la fiche : ${[...connues].filter(Boolean).sort().join(", ")}`];
    }
    if (typeof contenu === "object") yield* citees(contenu, connues, ici);
  }
}

/** Rules across the fields of a record: pairs of a path and a sentence. */
export function* reglesFiche(data) {
  const dates = data.dates ?? {};
  yield* ordre(["dates"], dates, ["annonce", "ouverture", "cloture", "restitution"]);
  for (const [rang, d] of (data.dispositifs ?? []).entries()) yield* ordre(["dispositifs", rang], d, ["debut", "fin"]);
  if (avant(dates.ouverture, data.reponse_attendue_le)) yield [["reponse_attendue_le"], `la réponse est attendue (${data.reponse_attendue_le}) avant l'ouverture (${dates.ouverture})`];
  if (data.reponse_attendue_le && data.reponse_attendue_inconnue) yield [["reponse_attendue_inconnue"], "« reponse_attendue_le » donne une date et « reponse_attendue_inconnue » dit qu'il n'y en a pas ; gardez l'un des deux"];
  if (dates.cloture && dates.cloture_inconnue) yield [["dates", "cloture_inconnue"], "« cloture » donne une date et « cloture_inconnue » dit qu'elle n'est pas connue ; gardez l'un des deux"];
  if ((dates.cloture || dates.cloture_inconnue) && !(data.reponse_attendue_le || data.reponse_attendue_inconnue || data.fin_anticipee)) {
    yield [["dates", dates.cloture ? "cloture" : "cloture_inconnue"], "une concertation close dit quand une réponse est attendue ; remplissez « reponse_attendue_le », ou cochez « reponse_attendue_inconnue » si aucune date n'a été promise"];
  }
  if (data.engagements && data.engagements_inconnus) yield [["engagements_inconnus"], "des engagements sont listés et « engagements_inconnus » dit qu'on n'en connaît aucun ; décochez « engagements_inconnus »"];
  if (!data.engagements && !data.engagements_inconnus) yield [["engagements"], "les engagements de l'organisateur manquent ; listez-les, ou cochez « engagements_inconnus » si aucun n'a été trouvé"];
  const connues = new Set();
  for (const [rang, { id }] of (data.sources ?? []).entries()) {
    if (id && connues.has(id)) yield [["sources", rang, "id"], `« ${id} » est déjà donné plus haut dans cette liste ; chaque élément a le sien`];
    connues.add(id);
  }
  yield* citees(data, connues);
}

/** Rules inside one proposal. */
export function* reglesProposition(p) {
  const nom = `la proposition ${p.reference}`;
  const montree = p.sources || p.preuves || p.leviers?.some((l) => l.url) || p.jalons?.some((j) => j.source);
  if (p.decision && p.decision !== "inconnue" && !montree) yield [["preuves"], `${nom} est « ${p.decision} » sans rien qui le montre ; ajoutez au moins une preuve, ou choisissez « inconnue » si rien ne le dit`];
  if (["retenue_partiellement", "non_retenue"].includes(p.decision) && !p.reponse_motivee) yield [["reponse_motivee"], `${nom} est « ${p.decision} » sans « reponse_motivee » ; écrivez ici la raison donnée par l'État`];
  if (["retenue", "retenue_partiellement"].includes(p.decision) && !p.mise_en_oeuvre) yield [["mise_en_oeuvre"], `${nom} est retenue sans « mise_en_oeuvre » ; choisissez « sans_information » si l'exécution n'est pas connue`];
  if (p.mise_en_oeuvre === "realisee" && !p.preuves) yield [["preuves"], `${nom} est « realisee » sans preuve ; ajoutez au moins une preuve : un titre et l'adresse qui le montre`];
}
