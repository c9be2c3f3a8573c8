// Once a form is sent: all its faults together, by the names that the page shows.

import { $, premier, signaler, simple } from "./champs.js";

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
