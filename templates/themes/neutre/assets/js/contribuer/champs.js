// The fields of a form: from the controls to data and back, and each fault at its place.

export const $ = (racine, quoi) => racine.querySelector(quoi);
/** The same text, without what a copy brings along: odd line ends, blanks at the ends of lines. */
export const nettoyer = (texte) =>
  texte.normalize("NFC").replace(/\r\n?/g, "\n").replace(/\t/g, " ").replace(/[ ]+$/gm, "").trim();

export const simple = (texte) => texte.replace(/[\u00a0\u202f]/g, " ");
const vide = (v) => v === undefined || v === "" || (typeof v === "object" && !Object.keys(v).length);

/** What to say of a field that must be there. */
export const manque = (quoi) => `à remplir${quoi ? ` (${quoi})` : ""}`;

// --- From the controls to data, and back. A place is a path of keys and ranks.

export function* parties(noeud) {
  for (const enfant of noeud.children) {
    const { cle, groupe, liste } = enfant.dataset;
    if (cle || groupe || liste) yield [cle ?? groupe ?? liste, enfant];
    else if (enfant.tagName !== "TEMPLATE") yield* parties(enfant);
  }
}

function lireChamp(e) {
  if ("cases" in e.dataset) return [...e.querySelectorAll("input:checked")].map((c) => c.value);
  if (e.type === "checkbox") return e.checked ? "true" : "";
  if ("lignes" in e.dataset) return e.value.split("\n").map(nettoyer).filter(Boolean);
  return nettoyer(e.value);
}

const elements = (liste) => [...$(liste, ":scope > [data-elements]").children];

// What is typed in a part of the form (`data`), what of it is valid (`sain`, for the rules), and its
// faults: [element, sentence].
export function lire(noeud, chemin, places) {
  const data = {};
  const sain = {};
  const fautes = [];
  for (const [cle, e] of parties(noeud)) {
    const ici = [...chemin, cle];
    places.set(ici.join("."), e);
    const lu = lirePartie(e, ici, places);
    if (vide(lu.data)) {
      if ("requis" in e.dataset) fautes.push([premier(e), manque(simple(premier(e).dataset.quoi))]);
      continue;
    }
    data[cle] = lu.data;
    if (lu.sain !== undefined) sain[cle] = lu.sain;
    fautes.push(...lu.fautes);
  }
  return { data, sain, fautes };
}

function lirePartie(e, chemin, places) {
  if (e.dataset.groupe) return lire(e, chemin, places);
  if (e.dataset.liste) {
    const pleins = elements(e).filter((x) => !vide(lire(x, [], new Map()).data));
    const lus = pleins.map((x, rang) => lire(x, [...chemin, rang], places));
    return { data: lus.map((l) => l.data), sain: lus.map((l) => l.sain), fautes: lus.flatMap((l) => l.fautes) };
  }
  const data = lireChamp(e);
  const faute = fauteDuChamp(e, data);
  return faute ? { data, fautes: [[e, faute]] } : { data, sain: data, fautes: [] };
}

export const premier = (e) => (e.dataset.groupe ? $(e, "[data-cle][data-requis]") ?? e : e);

function fauteDuChamp(e, contenu = lireChamp(e)) {
  const { cle, genre, longueur } = e.dataset;
  const max = Number(longueur) || 0;
  return [contenu].flat().map((v) => v && refus(cle, genre, v, max)).find(Boolean) ?? "";
}

export function remplir(noeud, data) {
  for (const [cle, e] of parties(noeud)) {
    const contenu = data?.[cle];
    if (e.dataset.groupe) remplir(e, contenu);
    else if (e.dataset.liste) {
      elements(e).forEach((x) => x.remove());
      for (const element of Array.isArray(contenu) ? contenu : []) remplir(ajouter(e), element);
    } else if ("cases" in e.dataset) {
      for (const c of e.querySelectorAll("input")) c.checked = [contenu].flat().includes(c.value);
    } else if (e.type === "checkbox") e.checked = String(contenu) === "true";
    else e.value = contenu === undefined || contenu === null ? "" : [contenu].flat().join("\n");
    signaler(e, "");
  }
}

// --- Repeated groups.

let suivant = 0;
function ajouter(liste) {
  suivant += 1;
  const copie = $(liste, ":scope > template").content.cloneNode(true);
  for (const e of copie.querySelectorAll("[id], [for], [aria-describedby]")) {
    for (const nom of ["id", "for", "aria-describedby"]) {
      if (e.hasAttribute(nom)) e.setAttribute(nom, e.getAttribute(nom).replaceAll("__n__", suivant));
    }
  }
  const element = $(copie, "[data-element]");
  $(liste, ":scope > [data-elements]").append(copie);
  numeroter(liste);
  return element;
}

function numeroter(liste) {
  elements(liste).forEach((e, rang) => {
    $(e, "[data-rang]").textContent = rang + 1;
    const retirer = $(e, "[data-retirer]");
    retirer.setAttribute("aria-label", `Retirer : ${simple($(e, "legend").textContent)}`);
  });
}

export function groupesRepetes(formulaire) {
  formulaire.addEventListener("click", ({ target }) => {
    const liste = target.closest("[data-liste]");
    if ("ajouter" in target.dataset) {
      const element = ajouter(liste);
      const id = $(element, "[data-cle='id']");
      if (id && liste.dataset.liste === "sources") id.value = `s${elements(liste).length}`;
      $(element, "input, select, textarea").focus();
    } else if ("retirer" in target.dataset) {
      target.closest("[data-element]").remove();
      numeroter(liste);
      $(liste, ":scope > p > [data-ajouter]").focus();
      formulaire.dispatchEvent(new Event("input"));
    }
  });
  for (const liste of formulaire.querySelectorAll("[data-liste][data-requis]")) {
    const element = ajouter(liste);
    const id = $(element, "[data-cle='id']");
    if (id) id.value = "s1";
  }
}

// --- Faults: at their place, and together.

export function signaler(e, message) {
  const id = `${e.id}-erreur`;
  const decrits = (e.getAttribute("aria-describedby") ?? "").split(" ").filter((x) => x && x !== id);
  let texte = document.getElementById(id);
  if (!message) texte?.remove();
  else {
    if (!texte) {
      texte = Object.assign(document.createElement("p"), { id, className: "erreur" });
      const boite = "cases" in e.dataset || e.tagName === "FIELDSET" ? null : e.closest(".champ");
      if (boite) boite.append(texte);
      else $(e, "legend").after(texte);
    }
    texte.textContent = message;
    decrits.push(id);
  }
  if (decrits.length) e.setAttribute("aria-describedby", decrits.join(" "));
  else e.removeAttribute("aria-describedby");
  if (e.tagName !== "FIELDSET") {
    if (message) e.setAttribute("aria-invalid", "true");
    else e.removeAttribute("aria-invalid");
  }
}

export function aLaFrappe(formulaire) {
  const revoir = (e) => {
    const champ = e.closest("[data-cle]");
    if (champ?.id) signaler(champ, fauteDuChamp(champ));
  };
  formulaire.addEventListener("change", ({ target }) => revoir(target));
  formulaire.addEventListener("input", ({ target }) => {
    if (target !== formulaire && document.getElementById(`${target.closest("[data-cle]")?.id}-erreur`)) revoir(target);
  });
}

// --- What « catalogue check » would say of one value, in the same words, and how it would mend it.

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
