// Words: as Pagefind wants them, as people read them. See docs/recherche.md.

const PREMIER_CODE = 0xe100;
const MOTS_MAX = 8;
let vides = [];
let ranges = new Set();
let elision = /$^/;

/** The words that the index leaves out, in the order of their codes (generator/views/texte_brut.py). */
export function apprendre(liste) {
  vides = liste.split(" ");
  ranges = new Set(vides);
  elision = new RegExp(`(?<![\\p{L}\\p{N}])(?:${vides.filter((v) => v.endsWith("'")).map((v) => v.slice(0, -1)).join("|")})'(?=[\\p{L}\\p{N}])`, "giu");
}

// An empty word back in its place; an elision clings to the next word.
function lisible(texte) {
  return texte.replace(/([\ue100-\ue3ff])( ?)/gu, (tout, code, espace) => {
    const rang = code.charCodeAt(0) - PREMIER_CODE;
    const mot = vides[rang >> 1] ?? "";
    return (rang % 2 ? mot[0].toUpperCase() + mot.slice(1) : mot) + (mot.endsWith("'") ? "" : espace);
  });
}

// « œ » is restored where French writes it, never in « coefficient » or « moelle ».
const LIGATURE = /(?<!\p{L})(man|dés|éc|ranc|cons|ch|[cmnsvbf])?oe(?=uvr|urs?\b|ure|ux?\b|ud|ufs?\b|il|t(?:us|al)|d[èe]m|cum|soph|stro|nolog)/giu;

/**
 * The words to search: no accent trap, no empty word. For a phrase, `places` says where each stands
 * from the first; `vide` that there are only empty words.
 */
export function requete(tape) {
  const texte = tape.slice(0, 200).normalize("NFC")
    .replace(/[’‘ʼ]/g, "'").replace(/[«»“”„]/g, '"').replace(/œ/g, "oe").replace(/Œ/g, "Oe")
    .replace(/æ/g, "ae").replace(/Æ/g, "Ae").replace(elision, "$& ").replace(/[\s\u00a0\u202f]+/g, " ").trim();
  const phrase = /^"\s*([^"]+?)\s*"$/.exec(texte)?.[1];
  const mots = (phrase ?? texte.replace(/"/g, " ")).split(" ").map((mot) => mot.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}'°]+$/gu, "")).filter((mot) => /[\p{L}\p{N}]/u.test(mot));
  const pleins = mots.map((mot, place) => ({ mot, place })).filter(({ mot }) => !ranges.has(mot.toLowerCase()));
  const uniques = phrase ? pleins : pleins.filter(({ mot }, i) => pleins.findIndex((p) => plier(p.mot) === plier(mot)) === i);
  return {
    mots: uniques.slice(0, MOTS_MAX).map(({ mot }) => mot),
    places: phrase ? uniques.slice(0, MOTS_MAX).map(({ place }) => place - uniques[0].place) : null,
    vide: mots.length > 0 && pleins.length === 0,
  };
}

/** French typography: what the index lost. */
export function typographie(texte) {
  return lisible(texte).replace(/'/g, "’").replace(LIGATURE, (tout, avant = "") => avant + (tout.at(-2) === "O" ? "Œ" : "œ"))
    .replace(/« /g, "«\u00a0").replace(/ »/g, "\u00a0»").replace(/ ([:%€])/g, "\u00a0$1").replace(/ ([;?!])/g, "\u202f$1");
}

/** Lower case without accents. */
export function plier(mot) {
  return mot.toLowerCase().replace(/œ/g, "oe").normalize("NFD").replace(/\p{M}/gu, "");
}

const DEBUT_MIN = 5;
const SUITES_MAX = 3;

/** The words that start with this one, without those that only make one of them longer; a short word is whole. */
export function commencent(mot, connus) {
  const debut = plier(mot);
  if (debut.length < DEBUT_MIN || /\d/.test(debut)) return [];
  const plies = connus.map(plier).filter((connu) => connu.startsWith(debut));
  return plies.filter((connu) => !plies.some((p) => p !== connu && connu.startsWith(p))).slice(0, SUITES_MAX);
}

/** The nearest word of the catalogue, or one that starts like it, or "". `connus` are most frequent first. */
export function proche(mot, connus) {
  const cible = plier(mot);
  const suite = connus.find((connu) => plier(connu).startsWith(cible));
  if (suite) return suite;
  let meilleur = "";
  let ecart = cible.length < 5 ? 2 : 3;
  for (const connu of connus) {
    const d = distance(cible, plier(connu), ecart);
    if (d < ecart) { ecart = d; meilleur = connu; }
  }
  return meilleur;
}

// Damerau-Levenshtein, `trop` when it would be that or more.
function distance(a, b, trop) {
  if (Math.abs(a.length - b.length) >= trop) return trop;
  let avant = [];
  let ligne = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const neuve = [i];
    for (let j = 1; j <= b.length; j += 1) {
      neuve[j] = Math.min(ligne[j] + 1, neuve[j - 1] + 1, ligne[j - 1] + (a[i - 1] !== b[j - 1]));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) neuve[j] = Math.min(neuve[j], avant[j - 2] + 1);
    }
    if (Math.min(...neuve) >= trop) return trop;
    [avant, ligne] = [ligne, neuve];
  }
  return Math.min(ligne[b.length], trop);
}

const LONGUEUR = 32;
const MARQUES_MAX = 3;
const OUVRE = "\ue000";
const FERME = "\ue001";

/**
 * The lines to show for a result: pieces of text of which one in two is what was looked for.
 * `donnees` is what Pagefind gives for a page: its words, where they match, its anchors.
 */
export function extrait(donnees) {
  const tous = donnees.content.split(/\s+/);
  const titre = donnees.meta.title.split(/\s+/).length;
  const ancres = [...donnees.anchors].sort((a, b) => a.location - b.location);
  const contexte = ancres.find((a) => a.id === "de");
  const fin = ancres.find((a) => a.id === "hors-texte")?.location ?? contexte?.location ?? tous.length;
  const lieux = new Map(donnees.weighted_locations.map((l) => [l.location, l.weight]));
  const debut = meilleur([...lieux.keys()].filter((l) => l >= titre && l < fin).sort((a, b) => a - b), lieux) ?? titre;
  // Within one section of the page, a few words before the match.
  const rubrique = ancres.findLast((a) => a.location <= debut);
  const bas = rubrique ? rubrique.location + (rubrique.text ? rubrique.text.split(/\s+/).length : 0) : titre;
  const haut = Math.max(debut + 1, Math.min(fin, ancres.find((a) => a.location > debut)?.location ?? fin));
  const de = Math.min(debut, Math.max(bas, Math.min(debut - 6, haut - LONGUEUR)));
  const a = Math.min(haut, de + LONGUEUR);
  const point = donnees.meta.title.endsWith(".") ? "." : "";
  return {
    titre: morceaux(tous.slice(0, titre), lieux, 0, (mots) => mots.replace(/\.(\ue001?)$/, `${point}$1`)),
    extrait: fin <= titre ? [] : morceaux(tous.slice(de, a), lieux, de, (mots) => (de > bas ? "… " : "") + mots + (a < haut ? " …" : "")),
    contexte: contexte ? typographie(tous.slice(contexte.location).join(" ").replace(/\.$/, "")) : "",
    rubrique: lieux.size ? rubrique : undefined,
  };
}

// The densest stretch, by the weight of what it holds; the first one among equals.
function meilleur(dedans, lieux) {
  let debut;
  let plus = 0;
  for (const lieu of dedans) {
    const poids = dedans.filter((l) => l >= lieu && l < lieu + LONGUEUR - 6).reduce((somme, l) => somme + lieux.get(l), 0);
    if (poids > plus * 1.001) { plus = poids; debut = lieu; }
  }
  return debut;
}

// Marks leave the punctuation out; neighbours share one. Odd pieces are marked.
function morceaux(liste, lieux, depart, finir) {
  const marques = liste.map((mot, i) => (lieux.has(depart + i) ? mot.replace(/[\p{L}\p{N}].*[\p{L}\p{N}]|[\p{L}\p{N}]/u, `${OUVRE}$&${FERME}`) : mot));
  const texte = typographie(finir(marques.join(" ")).replaceAll(`${FERME} ${OUVRE}`, " "));
  const parts = texte.split(/[\ue000\ue001]/u);
  return [...parts.slice(0, 2 * MARQUES_MAX), parts.slice(2 * MARQUES_MAX).join("")];
}
