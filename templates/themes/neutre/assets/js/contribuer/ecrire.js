// From data to the canonical YAML of the catalogue: what « catalogue format » would write.
// Same rules as generator/contribute/scalars.py and canonical.py; a test compares the two.

const LARGEUR = 100;
const ORDINAIRE = /^[A-Za-zÀ-ÖØ-öø-ÿŒœ«][\p{L}\p{N}_ ,.;()«»’'…/\u00a0\u202f–-]*[\p{L}\p{N}_).»…]$/u;
const NULS = new Set(["null", "Null", "NULL", "~"]);
const BOOLEENS = new Set(["true", "True", "TRUE", "false", "False", "FALSE"]);
const NOMBRE = /^(?:[-+]?(?:0o[0-7]+|0x[0-9a-fA-F]+|(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?|\.(?:inf|Inf|INF))|\.(?:nan|NaN|NAN))$/;
// What may not begin a text without quotes, nor be in it.
const DEBUT = /^(?![,\[\]{}#&*!|>\x27\x22%@\x60]|[-?:](?:\s|$))\S/u; // quotes by their codes
const INTERDIT = /:(?:\s|$)|\s#|[\u00a0\u202f\u2009]:/u;

const longueur = (texte) => [...texte].length;

function entreGuillemets(texte) {
  if (!texte.includes('"') && !texte.includes("\\")) return `"${texte}"`;
  if (!texte.includes("'")) return `'${texte}'`;
  return `"${texte.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

function surUneLigne(valeur, texte) {
  if (NULS.has(valeur)) return entreGuillemets(valeur);
  if (texte && (BOOLEENS.has(valeur) || NOMBRE.test(valeur))) return entreGuillemets(valeur);
  if (ORDINAIRE.test(valeur)) return valeur;
  return DEBUT.test(valeur) && !INTERDIT.test(valeur) ? valeur : entreGuillemets(valeur);
}

// Cut at single spaces: a cut at a wider one would lose a space.
function plier(ligne, largeur) {
  const plie = [];
  for (const mot of ligne.split(/(?<=[^ \t]) (?=[^ \t])/)) {
    const courante = plie.at(-1);
    if (courante !== undefined && longueur(courante) + 1 + longueur(mot) <= largeur) plie[plie.length - 1] += ` ${mot}`;
    else plie.push(mot);
  }
  return plie;
}

function plusieursLignes(valeur, largeur) {
  const lignes = valeur.split("\n");
  const longues = lignes.some((l) => longueur(l) > LARGEUR);
  const pliable = !lignes.some((l) => /^[ \t]/.test(l));
  if (lignes.length > 1 && !(longues && pliable)) return ["|-", ...lignes];
  const sortie = [">-"];
  lignes.forEach((ligne, rang) => {
    if (rang) sortie.push("");
    if (ligne || !rang) sortie.push(...plier(ligne, largeur));
  });
  return sortie;
}

/** Lines of a scalar; the first goes right after its key or its dash. */
export function scalaire(valeur, retrait, tete, texte) {
  if (!valeur.includes("\n")) {
    const court = surUneLigne(valeur, texte);
    if (tete + longueur(court) <= LARGEUR || !valeur.includes(" ")) return [court];
  }
  const marge = " ".repeat(retrait);
  const [premiere, ...suite] = plusieursLignes(valeur, LARGEUR - retrait);
  return [premiere, ...suite.map((l) => (l ? marge + l : l))];
}

function interieur(valeur, textes, chemin, retrait) {
  if (!Array.isArray(valeur)) return groupe(valeur, textes, `${chemin}.`, retrait);
  const marge = " ".repeat(retrait);
  return valeur.flatMap((element) => {
    if (typeof element === "object") {
      const lignes = groupe(element, textes, `${chemin}.`, retrait + 2);
      return [`${marge}- ${lignes[0].slice(retrait + 2)}`, ...lignes.slice(1)];
    }
    const [premiere, ...suite] = scalaire(element, retrait + 2, retrait + 2, textes.has(chemin));
    return [`${marge}- ${premiere}`, ...suite];
  });
}

function groupe(data, textes, chemin, retrait) {
  return Object.entries(data).flatMap(([cle, valeur]) => {
    const ici = chemin + cle;
    const nom = `${" ".repeat(retrait)}${cle}:`;
    if (typeof valeur === "object") return [nom, ...interieur(valeur, textes, ici, retrait + 2)];
    const [premiere, ...suite] = scalaire(valeur, retrait + 2, nom.length + 1, textes.has(ici));
    return [`${nom} ${premiere}`, ...suite];
  });
}

export function ranger(data, ordre) {
  return Object.fromEntries(ordre.filter((cle) => cle in data).map((cle) => [cle, data[cle]]));
}

/** The record of a concertation: front matter, then the story. */
export function fiche(data, ordre, textes, corps) {
  const entete = groupe(ranger(data, ordre), textes, "", 0).join("\n");
  return `---\n${entete}\n---\n${corps ? `\n${corps}\n` : ""}`;
}

/** One proposal, as an item of the list of « suites.yml ». */
export function proposition(data, ordre, textes) {
  return `${interieur([ranger(data, ordre)], prefixer(textes), "p", 2).join("\n")}\n`;
}

const prefixer = (textes) => new Set([...textes].map((chemin) => `p.${chemin}`));
