// Comforts of the site. Nothing here is needed to read it.

const racineHtml = document.documentElement;
const memoire = {
  lire() { try { return localStorage.getItem("theme"); } catch { return null; } },
  ecrire(theme) { try { localStorage.setItem("theme", theme); } catch { /* storage refused: the choice lasts one page */ } },
};

// Before the first paint where the browser allows it, so that the page does not flash.
const choisi = memoire.lire();
if (choisi === "clair" || choisi === "sombre") racineHtml.dataset.theme = choisi;

function element(nom, proprietes = {}, ...enfants) {
  const cree = Object.assign(document.createElement(nom), proprietes);
  cree.append(...enfants);
  return cree;
}

function basculeTheme() {
  const entete = document.querySelector(".entete");
  if (!entete) return;
  const sombrePrefere = matchMedia("(prefers-color-scheme: dark)");
  const estSombre = () => (racineHtml.dataset.theme ? racineHtml.dataset.theme === "sombre" : sombrePrefere.matches);
  const bouton = element("button", { type: "button", className: "entete__theme" });
  const nommer = () => { bouton.textContent = estSombre() ? "Passer en clair" : "Passer en sombre"; };
  bouton.addEventListener("click", () => {
    const theme = estSombre() ? "clair" : "sombre";
    racineHtml.dataset.theme = theme;
    memoire.ecrire(theme);
    nommer();
  });
  sombrePrefere.addEventListener("change", nommer);
  nommer();
  entete.append(bouton);
}

function boutonsCopier() {
  if (!navigator.clipboard) return;
  for (const cible of document.querySelectorAll("[data-copier]")) {
    const bouton = element("button", { type: "button", textContent: "Copier" });
    bouton.dataset.copie = "";
    bouton.setAttribute("aria-label", `Copier : ${cible.textContent.trim()}`);
    const annonce = element("span", { className: "sr" });
    annonce.setAttribute("role", "status");
    bouton.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(cible.dataset.copier || cible.href || cible.textContent.trim());
        bouton.textContent = "Copié";
        annonce.textContent = "Adresse copiée";
      } catch {
        bouton.textContent = "Copie refusée";
        annonce.textContent = "Le navigateur a refusé la copie";
      }
    });
    cible.after(bouton, annonce);
  }
}

// Filter of the proposals: one group of boxes per question, several boxes of a group add up.
const GROUPES = [
  ["decision", "f-decision", "Réponse de l’État"],
  ["miseEnOeuvre", "f-mise_en_oeuvre", "Mise en œuvre"],
];

function filtrePropositions() {
  const place = document.querySelector("[data-filtre]");
  const propositions = [...document.querySelectorAll(".proposition[data-decision]")];
  if (!place || propositions.length < 2) return;

  const cases = [];
  for (const [cle, famille, titre] of GROUPES) {
    const etats = new Map();
    for (const p of propositions) {
      const valeur = p.dataset[cle];
      if (!valeur) continue;
      const etat = etats.get(valeur) ?? { libelle: p.querySelector(`.${famille}`).textContent, nombre: 0 };
      etat.nombre += 1;
      etats.set(valeur, etat);
    }
    if (etats.size < 2) continue;
    const puces = element("div", { className: "puces" });
    for (const [valeur, { libelle, nombre }] of [...etats].sort((a, b) => b[1].nombre - a[1].nombre)) {
      const boite = element("input", { type: "checkbox", value: valeur });
      cases.push([cle, boite]);
      puces.append(element("label", {}, boite, `${libelle} (${nombre})`));
    }
    place.append(element("fieldset", {}, element("legend", { textContent: titre }), puces));
  }
  if (!cases.length) return;

  const compte = element("p");
  compte.setAttribute("role", "status");
  place.append(compte);
  const groupes = document.querySelectorAll(".groupe");

  const appliquer = () => {
    const voulus = new Map();
    for (const [cle, boite] of cases) {
      if (boite.checked) voulus.set(cle, [...(voulus.get(cle) ?? []), boite.value]);
    }
    let visibles = 0;
    for (const p of propositions) {
      p.hidden = ![...voulus].every(([cle, valeurs]) => valeurs.includes(p.dataset[cle]));
      visibles += !p.hidden;
    }
    for (const g of groupes) g.hidden = !g.querySelector(".proposition:not([hidden])");
    const total = propositions.length;
    compte.textContent = visibles === total ? `${total} propositions affichées` : `${visibles} sur ${total} propositions affichées`;
  };
  place.addEventListener("change", appliquer);

  // A permanent link always shows its proposal.
  addEventListener("hashchange", () => {
    const cible = document.getElementById(location.hash.slice(1));
    if (!cible?.hidden) return;
    for (const [, boite] of cases) boite.checked = false;
    appliquer();
    cible.scrollIntoView();
  });

  appliquer();
  place.hidden = false;
}

// A closed <details> would be missing from the paper.
function impressionEntiere() {
  let ouverts = [];
  addEventListener("beforeprint", () => {
    ouverts = [...document.querySelectorAll("main details:not([open])")];
    for (const d of ouverts) { d.removeAttribute("name"); d.open = true; }
  });
  addEventListener("afterprint", () => { for (const d of ouverts) d.open = false; });
}

// A table that fits needs no scrolling.
function tableauxLarges() {
  const vue = new ResizeObserver((tables) => {
    for (const { target } of tables) target.previousElementSibling.hidden = target.scrollWidth <= target.clientWidth;
  });
  for (const dit of document.querySelectorAll(".defile")) vue.observe(dit.nextElementSibling);
}

function demarrer() {
  basculeTheme();
  boutonsCopier();
  filtrePropositions();
  impressionEntiere();
  tableauxLarges();
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", demarrer);
else demarrer();
