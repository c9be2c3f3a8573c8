// The fields of a form: from the controls to data and back, and each fault at its place.

import { refus } from "./valeurs.js";

export const $ = (racine, quoi) => racine.querySelector(quoi);
/** The same text, without what a copy brings along: odd line ends, blanks at the ends of lines. */
export const nettoyer = (texte) =>
  texte.normalize("NFC").replace(/\r\n?/g, "\n").replace(/\t/g, " ").replace(/[ ]+$/gm, "").trim();

const simple = (texte) => texte.replace(/[\u00a0\u202f]/g, " ");
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

// The field as the page calls it, alone, then after the group it belongs to.
function intitule(e) {
  const nom = e.labels?.[0] ?? $(e, "legend");
  return simple(nom.textContent).replace("(obligatoire)", "").trim();
}
function nomDe(e) {
  const groupe = e.parentElement.closest(".groupe");
  return groupe ? `${intitule(groupe)} – ${intitule(e)}` : intitule(e);
}

// A sentence with the names that the page shows in place of those of the file.
const enClair = (formulaire, message) =>
  message.replace(/« ([a-z_]+) »/g, (tout, cle) => {
    const champ = $(formulaire, `[data-cle="${cle}"], [data-groupe="${cle}"], [data-liste="${cle}"]`);
    const option = champ ? null : $(formulaire, `option[value="${cle}"]`);
    const nom = champ ? intitule(champ) : option?.textContent;
    return nom ? `« ${nom} »` : tout;
  });

export function bilan(formulaire, fautes) {
  for (const ancien of formulaire.querySelectorAll(".erreur")) {
    const e = document.getElementById(ancien.id.replace(/-erreur$/, ""));
    if (e) signaler(e, "");
  }
  const boite = $(formulaire, "[data-bilan]");
  const dites = new Set();
  const liste = document.createElement("ul");
  const suivent = (a, b) => (a[0].compareDocumentPosition(b[0]) & Node.DOCUMENT_POSITION_PRECEDING ? 1 : -1);
  for (const [e, dite] of fautes.sort((a, b) => (a[0] === b[0] ? 0 : suivent(a, b)))) {
    if (dites.has(e)) continue;
    dites.add(e);
    const message = enClair(formulaire, dite);
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
