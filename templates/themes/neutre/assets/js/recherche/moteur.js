// Words to results, exactly. See docs/recherche.md.
//
// Pagefind also gives what merely starts like a word (« logement » finds « logiciel »: its stem is
// « log »), and more of it as more of the index is loaded: counts would depend on what was searched
// before. In quotes a word is found as itself, in all its forms, but not ranked: so what the plain search
// ranks is kept when each word, in quotes, is in it.

const REGLAGES = { ranking: { pageLength: 0 } }; // a record is long because much is known of it

/** An engine that reads all the indexes of the site. */
export async function preparer(pagefind, racine, lots) {
  await pagefind.options(REGLAGES);
  const autres = Array.from({ length: lots - 1 }, (_, i) => new URL(`pagefind/${i + 1}/`, racine).pathname);
  await Promise.all(autres.map((chemin) => pagefind.mergeIndex(chemin, REGLAGES)));
  return pagefind;
}

// Feminine and masculine that the stemmer holds for two words.
const GENRES = [[/i[eè]res?$/, "ier"], [/iers?$/, "ière"], [/trices?$/, "teur"], [/teurs?$/, "trice"], [/euses?$/, "eur"]];

function autreGenre(mot) {
  const [fin, autre] = GENRES.find(([f]) => f.test(mot)) ?? [];
  return fin && mot.length > 6 ? mot.replace(fin, autre) : mot;
}

// Names of the pages that hold a word as itself, or none when no page does.
async function porteurs(pagefind, formes) {
  const reponses = await Promise.all([...formes].map((forme) => pagefind.search(`"${forme}"`)));
  return new Set(reponses.flatMap((r) => r.results.map((resultat) => resultat.id)));
}

/**
 * What answers all the words, best first, as results of Pagefind, and the words that no page holds: those
 * near them stand for them, but for a number: nearly the one asked for, it is another. `places`, for a
 * phrase, says where each word must stand from the first.
 */
export async function chercher(pagefind, mots, places) {
  const genres = mots.map(autreGenre);
  const demandes = new Set([mots.join(" "), genres.join(" ")]);
  const [ensembles, ...reponses] = await Promise.all([
    Promise.all(mots.map((mot, i) => porteurs(pagefind, new Set([mot, genres[i]])))),
    ...[...demandes].map((demande) => pagefind.search(demande)),
  ]);
  const doutes = mots.filter((_, i) => !ensembles[i].size);
  const surs = ensembles.filter((e) => e.size);
  const impossible = (places && doutes.length) || doutes.length === mots.length && doutes.every((mot) => /\d/.test(mot));
  const uniques = new Map();
  for (const resultat of impossible ? [] : reponses.flatMap((r) => r.results)) {
    if (surs.every((e) => e.has(resultat.id)) && !(uniques.get(resultat.id)?.score >= resultat.score)
      && (!places || tient(resultat.words, places))) uniques.set(resultat.id, resultat);
  }
  return { resultats: [...uniques.values()], doutes };
}

// Whether the places of the words found in a page hold the phrase.
function tient(lieux, places) {
  const la = new Set(lieux);
  return lieux.some((lieu) => places.every((p) => la.has(lieu + p)));
}
