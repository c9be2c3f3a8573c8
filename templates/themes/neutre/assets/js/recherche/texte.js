// Words: as Pagefind wants them, as people read them. See docs/recherche.md.

const VIDES = new Set(("a à afin ai ainsi après au aucun aussi autre aux avant avec avoir c ça car ce ceci cela celle celles celui ces cet cette ceux chaque ci comme comment d dans de depuis des donc dont du elle elles en entre es est et étaient était être eu eux fait font il ils j je l la là le les leur leurs lui m ma mais me mes moi mon n ne ni nos notre nous on ont ou où par pas pour pourquoi plus qu que quel quelle quelles quels qui quoi s sa sans se ses si son sont sous sur t ta te tes toi ton tous tout toute toutes très tu un une vers vos votre vous y").split(" "));
// « œ » is restored where French writes it, never in « coefficient » or « moelle ».
const LIGATURE = /(?<!\p{L})(man|dés|éc|ranc|cons|ch|[cmnsvbf])?oe(?=uvr|urs?\b|ure|ux?\b|ud|ufs?\b|il|t(?:us|al)|d[èe]m|cum|soph|stro|nolog)/giu;
const SUFFIXE = /^(?:s|x|e|es|ée|ées|é|és|er|ez|ent|ant|ants|ante|antes|ait|ions?|ations?|ateurs?|atrices?|ements?|eurs?|euses?|ifs?|ives?|iques?|al|ale|ales|aux|el|elle|elles|els|ien|iens|ienne|iennes|ir|it|is|ie|ies|té|tés)?$/u;

/** What is sent to Pagefind: straight apostrophes and quotes, « oe » for « œ », no empty words. */
export function requete(tape) {
  const texte = tape.slice(0, 200).normalize("NFC")
    .replace(/[’‘ʼ]/g, "'").replace(/[«»“”„]/g, '"').replace(/œ/g, "oe").replace(/Œ/g, "Oe")
    .replace(/æ/g, "ae").replace(/Æ/g, "Ae").replace(/[\s\u00a0\u202f]+/g, " ").trim();
  const phrase = /^"\s*(.+?)\s*"$/.exec(texte);
  if (phrase && !phrase[1].includes('"')) return `"${phrase[1]}"`;
  const mots = texte.replace(/"/g, " ").split(" ").filter(Boolean);
  const pleins = mots.filter((mot) => /[\p{L}\p{N}]/u.test(mot) && !VIDES.has(mot.toLowerCase().replace(/[.,;:!?]+$/, "")));
  return (pleins.length ? pleins : mots).join(" ");
}

/** French typography: what the index lost. */
export function typographie(texte) {
  return texte.replace(/'/g, "’").replace(LIGATURE, (tout, avant = "") => avant + (tout.at(-2) === "O" ? "Œ" : "œ"))
    .replace(/« /g, "«\u00a0").replace(/ »/g, "\u00a0»").replace(/ ([:%€])/g, "\u00a0$1").replace(/ ([;?!])/g, "\u202f$1");
}

/** Lower case without accents. */
export function plier(mot) {
  return mot.toLowerCase().replace(/œ/g, "oe").normalize("NFD").replace(/\p{M}/gu, "");
}

function mots(texte) {
  return plier(texte.replace(/[’]/g, "'")).match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Words of the query that nothing shown answers but by a guess. */
export function devines(envoye, marques) {
  const vus = marques.flatMap((m) => [...mots(m), mots(m).join("")]);
  return (plier(envoye).match(/[\p{L}\p{N}'-]+/gu) ?? []).filter((cherche) => {
    const morceaux = [mots(cherche).join(""), ...mots(cherche)].filter((m) => m.length > 2);
    return morceaux.length > 0 && !morceaux.some((m) => vus.some((vu) => parents(m, vu)));
  }).filter((mot) => !/\d/.test(mot) && mot.length > 3);
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
  const contexte = ancres.find((a) => a.id === "de" && a.location >= titre);
  const fin = contexte?.location ?? tous.length;
  const lieux = [...new Set(donnees.locations)].sort((a, b) => a - b);
  const dedans = lieux.filter((l) => l >= titre && l < fin);
  // The densest stretch; the first one among equals.
  let debut = titre;
  let plus = 0;
  for (const lieu of dedans) {
    const compte = dedans.filter((l) => l >= lieu && l < lieu + LONGUEUR).length;
    if (compte > plus) { plus = compte; debut = lieu; }
  }
  const rubrique = ancres.findLast((a) => a.location <= debut && a !== contexte);
  const bas = Math.max(titre, rubrique ? rubrique.location + (rubrique.text ? rubrique.text.split(/\s+/).length : 0) : titre);
  const suivante = ancres.find((a) => a.location > debut)?.location ?? fin;
  const haut = Math.min(fin, Math.max(suivante, debut + 1));
  const de = Math.max(Math.min(bas, debut), Math.min(debut - 6, haut - LONGUEUR));
  const a = Math.min(haut, de + LONGUEUR);
  return {
    titre: morceaux(tous.slice(0, titre), lieux, 0, (mots) => mots.replace(/\.$/, donnees.meta.title.endsWith(".") ? "." : "")),
    extrait: morceaux(tous.slice(de, a), lieux, de, (mots) => (de > bas ? "… " : "") + mots + (a < haut ? " …" : "")),
    contexte: contexte ? typographie(tous.slice(fin).join(" ").replace(/\.$/, "")) : "",
    rubrique: plus ? rubrique : undefined,
  };
}

// Marks leave the punctuation out; neighbours share one. Odd pieces are marked.
function morceaux(liste, lieux, depart, finir) {
  const voulus = new Set(lieux);
  const marques = liste.map((mot, i) => (voulus.has(depart + i) ? mot.replace(/[\p{L}\p{N}].*[\p{L}\p{N}]|[\p{L}\p{N}]/u, `${OUVRE}$&${FERME}`) : mot));
  const texte = typographie(finir(marques.join(" ")).replaceAll(`${FERME} ${OUVRE}`, " "));
  return texte.split(/[\ue000\ue001]/u);
}
