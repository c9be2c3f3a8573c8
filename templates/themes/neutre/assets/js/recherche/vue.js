// What is shown: elements made from data, never markup. See docs/recherche.md.
import { extrait, typographie } from "./texte.js";

const nombre = new Intl.NumberFormat("fr-FR");
const GENRES = { concertation: "Concertation", guide: "Guide", modele: "Modèle à remplir", page: "Page du site" };

export const accord = (n, mot) => `${nombre.format(n)} ${mot}${n > 1 ? "s" : ""}`;

/** An element with its properties, its ARIA attributes and its children (nothing for null and ""). */
export function el(nom, { aria = {}, role, ...proprietes } = {}, ...enfants) {
  const cree = Object.assign(document.createElement(nom), proprietes);
  if (role) cree.setAttribute("role", role);
  for (const [cle, valeur] of Object.entries(aria)) cree.setAttribute(`aria-${cle}`, valeur);
  cree.append(...enfants.filter((e) => e !== null && e !== undefined && e !== ""));
  return cree;
}

// Odd pieces are what was looked for.
const marques = (morceaux) => morceaux.map((m, i) => (i % 2 && m ? el("mark", { textContent: m }) : m));
const etiquette = (famille, valeur) => valeur && el("span", { className: `etiquette f-${famille} e-${valeur[0].replaceAll("-", "_")}`, textContent: valeur[1] });

/** One result. */
export function rangee(item, catalogue, racine) {
  const proposition = item.proposition >= 0;
  const vue = item.donnees ? extrait(item.donnees) : { titre: [typographie(item.titre)], extrait: [], contexte: "" };
  const adresse = item.donnees
    ? new URL(item.donnees.url, location.href).pathname.replace(/(proposition-[^/]+)\.html$/, "#$1")
    : new URL(item.chemin, racine).pathname;
  const genre = proposition ? "Proposition" : GENRES[catalogue.libelle(item, "type")[0]];
  const periode = proposition ? "" : catalogue.periode[item.rang];
  const etats = proposition
    ? [etiquette("decision", catalogue.libelle(item, "decision")), etiquette("mise_en_oeuvre", catalogue.libelle(item, "mise-en-oeuvre"))]
    : [etiquette("statut", catalogue.libelle(item, "statut"))];
  const porteur = catalogue.noms[catalogue.porteur[item.rang]] ?? "";
  const quoi = typographie(proposition ? `De : ${vue.contexte}, ${porteur}` : porteur);
  const rubrique = vue.rubrique && (vue.rubrique.text || catalogue.rubriques[vue.rubrique.id]);
  const section = rubrique ? [el("a", { href: `${adresse}#${vue.rubrique.id}`, textContent: typographie(rubrique) }), typographie(" : ")] : [];
  return el("li", { className: "rangee" },
    el("h3", {}, el("a", { href: adresse }, ...marques(vue.titre))),
    el("p", { className: "rangee__etat" }, periode ? `${genre}, ${periode}` : genre, ...etats),
    vue.extrait.length ? el("p", { className: "rangee__resume" }, ...section, ...marques(vue.extrait)) : null,
    quoi && el("p", { className: "rangee__quoi", textContent: quoi }));
}

/** Previous, here, next; `adresse` gives the address of a page, `aller` goes there without loading. */
export function pagination(nav, page, derniere, adresse, aller) {
  const lien = (vers, texte, rel) => {
    const a = el("a", { href: adresse(vers), rel, textContent: texte });
    a.addEventListener("click", (e) => {
      if (e.ctrlKey || e.metaKey || e.shiftKey || e.altKey) return;
      e.preventDefault();
      aller(vers);
    });
    return el("li", {}, a);
  };
  const ici = el("strong", { aria: { current: "page" }, textContent: `Page ${page} sur ${nombre.format(derniere)}` });
  nav.hidden = derniere < 2;
  nav.replaceChildren(el("ul", {}, page > 1 ? lien(page - 1, "Résultats précédents", "prev") : null, el("li", {}, ici), page < derniere ? lien(page + 1, "Résultats suivants", "next") : null));
}

/** The facets, each filled when it is opened: closed, it costs two elements. */
export class Filtres {
  constructor(catalogue, changer) {
    this.changer = changer;
    this.blocs = catalogue.facettes.map((facette) => {
      const details = el("details", {}, el("summary", { textContent: facette.titre }));
      const bloc = { facette, details, boites: null, comptes: [], choisis: new Set() };
      details.addEventListener("toggle", () => { if (details.open) this.remplir(bloc); });
      return bloc;
    });
    this.element = el("div", { className: "filtres", role: "group", aria: { label: "Filtrer les résultats" } }, ...this.blocs.map((b) => b.details));
  }

  /** Show these counts and these choices. */
  montrer(comptes, choix) {
    for (const bloc of this.blocs) {
      const { cle, titre } = bloc.facette;
      bloc.comptes = comptes.get(cle);
      bloc.choisis = choix.get(cle) ?? new Set();
      bloc.details.hidden = !bloc.choisis.size && !bloc.comptes.some(Boolean);
      bloc.details.classList.toggle("filtres__actif", bloc.choisis.size > 0);
      bloc.details.firstChild.textContent = titre + (bloc.choisis.size ? ` (${accord(bloc.choisis.size, "choix").replace(/s$/, "")})` : "");
      if (bloc.details.open) this.remplir(bloc);
    }
  }

  remplir(bloc) {
    const { facette, comptes, choisis } = bloc;
    if (!bloc.boites) {
      bloc.boites = facette.valeurs.map(([valeur]) => {
        const texte = document.createTextNode("");
        const boite = el("input", { type: "checkbox", name: facette.cle, value: valeur });
        return { boite, texte, ligne: el("label", {}, boite, texte) };
      });
      bloc.details.append(el("fieldset", {}, el("legend", { className: "sr", textContent: facette.titre }), ...bloc.boites.map((b) => b.ligne)));
      bloc.details.addEventListener("change", () => this.changer(facette.cle, new Set(bloc.boites.filter((b) => b.boite.checked).map((b) => b.boite.value))));
    }
    bloc.boites.forEach(({ boite, texte, ligne }, rang) => {
      boite.checked = choisis.has(boite.value);
      texte.data = ` ${facette.valeurs[rang][1]} (${nombre.format(comptes[rang])})`;
      ligne.hidden = !comptes[rang] && !boite.checked;
    });
  }
}

/** One button per choice, that takes it back. */
export function puces(liste, facettes, choix, retirer) {
  const boutons = facettes.flatMap((f) => f.valeurs.filter(([v]) => choix.get(f.cle)?.has(v)).map(([v, libelle]) => {
    const bouton = el("button", { type: "button", className: "bouton--second", aria: { label: `Retirer le filtre ${f.titre} : ${libelle}` }, textContent: `${libelle} ×` });
    bouton.addEventListener("click", () => retirer(f.cle, new Set([...choix.get(f.cle)].filter((x) => x !== v))));
    return el("li", {}, bouton);
  }));
  liste.replaceChildren(...boutons);
  liste.hidden = !boutons.length;
}
