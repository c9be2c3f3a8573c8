// What « catalogue check » would say of one value, in the same words, and how it would mend it.

const MOIS = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"];
const IDENTIFIANT = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const REFERENCE = /^[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*$/;
const COURRIEL = /^[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$/;
const HOTE = /^(?=.{1,253}\.?$)[A-Za-z0-9](?:[A-Za-z0-9_-]{0,62})?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})?)+\.?$/;
const FORMES = { jour: /^(\d{4})-(\d{2})-(\d{2})$/, date: /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/ };

/** The words of a text in lower case, without accents. */
export const mots = (texte) =>
  texte.toLowerCase().replaceAll("œ", "oe").normalize("NFKD").replace(/\p{M}/gu, "").split(/[^a-z0-9]+/).filter(Boolean);
const abrege = (texte) => [...texte].slice(0, 60).join("");

function date(valeur, genre) {
  const trouve = FORMES[genre].exec(valeur);
  if (!trouve) return `date attendue sous la forme AAAA-MM-JJ${genre === "date" ? ", AAAA-MM ou AAAA" : ""}`;
  const [annee, mois, jour] = trouve.slice(1).map((n) => (n === undefined ? 1 : Number(n)));
  if (annee < 1958 || annee > 2100) return `l'année de « ${valeur} » doit être comprise entre 1958 et 2100`;
  if (mois < 1 || mois > 12) return `le mois ${String(mois).padStart(2, "0")} n'existe pas`;
  if (jour < 1 || jour > new Date(Date.UTC(annee, mois, 0)).getUTCDate()) return `le ${jour} ${MOIS[mois - 1]} ${annee} n'existe pas`;
  return "";
}

function adresse(valeur) {
  if (/[\s<>"\\^`{}|\x00-\x20\x7f]/.test(valeur)) return "une adresse ne contient ni espace ni guillemet";
  if (!/^https?:\/\//.test(valeur)) return "une adresse commence par https:// ou http://";
  const autorite = /^https?:\/\/([^/?#]*)/.exec(valeur)[1];
  if (autorite.includes("@")) return "une adresse ne contient pas d'identifiant (« @ ») avant le nom du site";
  const [, hote, port] = /^(.*?)(?::(\d*))?$/.exec(autorite);
  if (port !== undefined && port !== "" && Number(port) > 65535) return "cette adresse n'est pas lisible (port ou crochets)";
  if (Number(port) === 0 && port || !HOTE.test(hote)) return "le nom du site n'est pas valable (lettres sans accent, chiffres, points)";
  return "";
}

const NATURES = {
  jour: (v) => date(v, "jour"),
  date: (v) => date(v, "date"),
  adresse,
  entier: (v) => (/^\d{1,15}$/.test(v) ? "" : "nombre entier attendu, en chiffres, sans espace ni unité"),
  nombre: (v) => (/^\d{1,12}(?:\.\d{1,6})?$/.test(v) ? "" : "nombre attendu, en chiffres, avec un point pour les décimales"),
  identifiant: (v) => (IDENTIFIANT.test(v) ? "" : `« ${abrege(v)} » n'est pas un identifiant (minuscules sans accent, chiffres et tirets)`),
  reference: (v) => (REFERENCE.test(v) ? "" : `« ${abrege(v)} » n'est pas une référence (lettres sans accent, chiffres, points et tirets)`),
  courriel: (v) => (COURRIEL.test(v) ? "" : `« ${abrege(v)} » n'est pas une adresse électronique`),
};

// --- How to mend a value that is refused.

function iso(annee, mois, jour) {
  if (mois < 1 || mois > 12 || jour < 1 || jour > 31) return "";
  return [annee, mois, jour].filter(Boolean).map((n) => n.padStart(2, "0")).join("-");
}

// A date as French people write it: « 12/03/2026 », « 03/2026 », « 12 mars 2026 »; "" when it is not one.
function dateLue(texte) {
  let lu = /^(?:(\d{1,2}) *[/.-] *)?(\d{1,2}) *[/.-] *(\d{4})$/.exec(texte);
  if (lu) return iso(lu[3], lu[2], lu[1]);
  lu = /^(\d{4})[/. -]?(\d{1,2})(?:[/. -]?(\d{1,2}))?$/.exec(texte);
  if (lu) return iso(lu[1], lu[2], lu[3]);
  lu = /^(?:(?:le )?(\d{1,2})(?:er)? )?([a-z]{3,}) (\d{4})$/.exec(mots(texte).join(" "));
  const rangs = lu ? MOIS.map((mois, rang) => (mots(mois)[0].startsWith(lu[2].slice(0, 4)) ? rang + 1 : 0)).filter(Boolean) : [];
  return rangs.length === 1 ? iso(lu[3], String(rangs[0]), lu[1]) : "";
}

function remedeDate(v, genre) {
  if (FORMES[genre].test(v)) return v < "1958" || v >= "2101" ? "vérifiez l'année" : "vérifiez le jour et le mois (AAAA-MM-JJ)";
  const lue = dateLue(v);
  return lue ? `écrivez ${lue}` : "écrivez par exemple 2026-03-12, ou 2026-03 si seul le mois est connu, ou 2026";
}

const nombre = (v) => (/^[\d.]+$/.test(v) ? `écrivez ${v}` : "écrivez par exemple 150");
const parExemple = (v) => (v ? `écrivez par exemple : ${v}` : "");

const REMEDES = {
  jour: (v) => remedeDate(v, "jour"),
  date: (v) => remedeDate(v, "date"),
  adresse: (v) => (/^(?:www\.|[\w-]+(?:\.[\w-]+)+(?:\/|$))/.test(v) ? `ajoutez https:// : https://${v.slice(0, 80)}` : "copiez l'adresse depuis la barre du navigateur"),
  entier: (v) => nombre(v.replace(/\D/g, "")),
  nombre: (v) => nombre(v.replace(",", ".").replace(/\s/g, "")),
  identifiant: (v) => parExemple(mots(v).join("-")),
  reference: (v) => parExemple(mots(v).join("-").replace(/^n-/, "") || "14"),
  courriel: () => parExemple("concertation@exemple.gouv.fr"),
};

/** Why a value is refused and how to mend it, or "". */
export function refus(cle, genre, texte, longueurMax) {
  const taille = [...texte].length;
  const nombreMots = texte.split(/\s+/).filter(Boolean).length;
  if (longueurMax && taille > longueurMax) return `${taille} caractères, ${longueurMax} au plus ; raccourcissez-le ; un document joint peut porter le détail`;
  if (genre === "ligne" && texte.includes("\n")) return "ce texte tient sur une seule ligne ; un texte long va dans un autre champ ou dans le récit";
  if (cle === "resume" && nombreMots > 100) return `${nombreMots} mots, 100 au plus ; raccourcissez-le : il sert de chapeau et de description dans les moteurs de recherche`;
  const raison = NATURES[genre]?.(texte);
  if (!raison) return "";
  const remede = REMEDES[genre](texte);
  return remede ? `${raison} ; ${remede}` : raison;
}
