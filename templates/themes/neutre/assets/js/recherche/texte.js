// Words: as Pagefind wants them, as people read them. See docs/recherche.md.

const PREMIER_CODE = 0xe100;
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
const SUFFIXE = /^(?:s|x|e|es|ée|ées|é|és|er|ez|ent|ant|ants|ante|antes|ait|ions?|ations?|ateurs?|atrices?|ements?|eurs?|euses?|ifs?|ives?|iques?|al|ale|ales|aux|el|elle|elles|els|ien|iens|ienne|iennes|ir|it|is|ie|ies|té|tés)?$/u;

/**
 * What is sent to Pagefind: no accent trap, no empty word. A phrase with empty words is searched
 * without them, then `places` says where its words must stand from the first.
 */
export function requete(tape) {
  const texte = tape.slice(0, 200).normalize("NFC")
    .replace(/[’‘ʼ]/g, "'").replace(/[«»“”„]/g, '"').replace(/œ/g, "oe").replace(/Œ/g, "Oe")
    .replace(/æ/g, "ae").replace(/Æ/g, "Ae").replace(elision, "$& ").replace(/[\s\u00a0\u202f]+/g, " ").trim();
  const phrase = /^"\s*([^"]+?)\s*"$/.exec(texte)?.[1];
  const mots = (phrase ?? texte.replace(/"/g, " ")).split(" ").filter((mot) => /[\p{L}\p{N}]/u.test(mot));
  const pleins = mots.map((mot, place) => ({ mot, place })).filter(({ mot }) => !ranges.has(mot.toLowerCase().replace(/[.,;:!?]+$/, "")));
  const texteNet = pleins.map(({ mot }) => mot).join(" ");
  const serres = pleins.every(({ place }, i) => place === pleins[0].place + i);
  return {
    envoye: phrase && serres && texteNet ? `"${texteNet}"` : texteNet,
    mots: pleins.map(({ mot }) => mot),
    places: phrase && !serres ? pleins.map(({ place }) => place - pleins[0].place) : null,
    vide: mots.length > 0 && pleins.length === 0,
  };
}

/** Whether the places of the words found in a page hold the phrase. */
export function tient(lieux, places) {
  const la = new Set(lieux);
  return lieux.some((l) => places.every((p) => la.has(l + p)));
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

function mots(texte) {
  return plier(texte.replace(/[’]/g, "'")).match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Words of the query that no word found answers but by a guess. */
export function devines(cherches, trouves) {
  const vus = [...new Set(trouves.flatMap((m) => [...mots(m), mots(m).join("")]))];
  return cherches.filter((cherche) => {
    const morceaux = [mots(cherche).join(""), ...mots(cherche)].filter((m) => m.length > 2);
    return morceaux.length > 0 && !morceaux.some((m) => vus.some((vu) => parents(m, vu)));
  }).filter((mot) => /\d/.test(mot) || mot.length > 3);
}

// One stem and two usual endings: « élections » and « électeur », not « concertaton » and « concertation ».
function parents(a, b) {
  let n = 0;
  while (n < a.length && a[n] === b[n]) n += 1;
  for (let racine = n; racine >= Math.min(4, a.length, b.length) && racine > 1; racine -= 1) {
    if (SUFFIXE.test(a.slice(racine)) && SUFFIXE.test(b.slice(racine))) return true;
  }
  return false;
}

/** The nearest word of the catalogue, or "". `connus` are most frequent first. */
export function proche(mot, connus) {
  const cible = plier(mot);
  let meilleur = "";
  let ecart = cible.length < 5 ? 2 : 3;
  for (const connu of connus) {
    const d = distance(cible, plier(connu), ecart);
    if (d === 0) return "";
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
    trouves: [...lieux.keys()].map((l) => tous[l] ?? ""),
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
