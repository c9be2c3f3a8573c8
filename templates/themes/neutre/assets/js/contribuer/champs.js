// The fields of a form: from the controls to data and back, and each fault at its place.

export const $ = (racine, quoi) => racine.querySelector(quoi);
/** The same text, without what a copy brings along: odd line ends, blanks at the ends of lines. */
export const nettoyer = (texte) =>
  texte.normalize("NFC").replace(/\r\n?/g, "\n").replace(/\t/g, " ").replace(/[ ]+$/gm, "").trim();

const simple = (texte) => texte.replace(/[\u00a0\u202f]/g, " ");
const vide = (v) => v === undefined || v === "" || (typeof v === "object" && !Object.keys(v).length);

// --- What « catalogue check » would say of one value, in the same words.

const MOIS = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"];
const IDENTIFIANT = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const REFERENCE = /^[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*$/;
const COURRIEL = /^[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$/;
const HOTE = /^(?=.{1,253}\.?$)[A-Za-z0-9](?:[A-Za-z0-9_-]{0,62})?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})?)+\.?$/;
const FORMES = { jour: /^(\d{4})-(\d{2})-(\d{2})$/, date: /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/ };

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

/** Why a value is refused, or "". */
export function refus(cle, genre, texte, longueurMax) {
  const taille = [...texte].length;
  let raison = NATURES[genre]?.(texte) ?? "";
  if (longueurMax && taille > longueurMax) raison = `${taille} caractères, ${longueurMax} au plus`;
  else if (genre === "ligne" && texte.includes("\n")) raison = "ce texte tient sur une seule ligne";
  else if (cle === "resume") {
    const mots = texte.split(/\s+/).filter(Boolean).length;
    if (mots > 100) raison = `${mots} mots, 100 au plus`;
  }
  return raison && `« ${cle} » : ${raison}`;
}

/** What to say of a field that must be there; `ou` is the name of what it is missing from. */
export const manque = (cle, quoi, ou) => `il manque « ${cle} »${ou ? ` dans ${ou}` : ""}${quoi ? ` (${quoi})` : ""}`;

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
// faults: [element, sentence]. `ou` names the part in sentences.
export function lire(noeud, chemin, places, ou = "") {
  const data = {};
  const sain = {};
  const fautes = [];
  for (const [cle, e] of parties(noeud)) {
    const ici = [...chemin, cle];
    places.set(ici.join("."), e);
    const lu = lirePartie(e, cle, ici, places);
    if (vide(lu.data)) {
      if ("requis" in e.dataset) fautes.push([premier(e), manque(cle, simple(e.dataset.quoi), ou)]);
      continue;
    }
    data[cle] = lu.data;
    if (lu.sain !== undefined) sain[cle] = lu.sain;
    fautes.push(...lu.fautes);
  }
  return { data, sain, fautes };
}

function lirePartie(e, cle, chemin, places) {
  if (e.dataset.groupe) return lire(e, chemin, places, `« ${cle} »`);
  if (e.dataset.liste) {
    const pleins = elements(e).filter((x) => !vide(lire(x, [], new Map()).data));
    const lus = pleins.map((x, rang) => lire(x, [...chemin, rang], places, `l'élément n° ${rang + 1} de « ${cle} »`));
    return { data: lus.map((l) => l.data), sain: lus.map((l) => l.sain), fautes: lus.flatMap((l) => l.fautes) };
  }
  const data = lireChamp(e);
  const faute = fauteDuChamp(e, data);
  return faute ? { data, fautes: [[e, faute]] } : { data, sain: data, fautes: [] };
}

const premier = (e) => (e.dataset.groupe ? $(e, "[data-cle][data-requis]") ?? e : e);

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

function atteindre(e) {
  for (let plie = e.closest("details"); plie; plie = plie.parentElement.closest("details")) plie.open = true;
  e.focus();
  (e.closest(".champ") ?? e).scrollIntoView({ block: "center" });
}

// The field as the page calls it.
function nomDe(e) {
  const nom = e.labels?.[0] ?? $(e, "legend");
  return simple(nom.textContent).replace("(obligatoire)", "").trim();
}

export function bilan(formulaire, fautes) {
  for (const ancien of formulaire.querySelectorAll(".erreur")) {
    const e = document.getElementById(ancien.id.replace(/-erreur$/, ""));
    if (e) signaler(e, "");
  }
  const boite = $(formulaire, "[data-bilan]");
  const dites = new Set();
  const liste = document.createElement("ul");
  for (const [e, message] of fautes) {
    if (dites.has(e)) continue;
    dites.add(e);
    signaler(e, message);
    const lien = Object.assign(document.createElement("a"), { href: `#${e.id}`, textContent: `${nomDe(e)} : ${message}` });
    lien.addEventListener("click", (clic) => { clic.preventDefault(); atteindre(e); });
    const ligne = document.createElement("li");
    ligne.append(lien);
    liste.append(ligne);
  }
  const nombre = dites.size;
  boite.hidden = !nombre;
  boite.classList.toggle("bilan--fautif", nombre > 0);
  boite.replaceChildren(`${nombre} erreur${nombre > 1 ? "s" : ""} à corriger :`, liste);
  if (nombre) boite.focus();
  return !nombre;
}

export const situer = (places, [chemin, message]) => {
  for (let n = chemin.length; n; n -= 1) {
    const e = places.get(chemin.slice(0, n).join("."));
    if (e) return [premier(e), message];
  }
  return null;
};
