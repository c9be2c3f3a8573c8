// The search page. Without it, the lists say everything; with it, they are one click away.
import { Catalogue, charger } from "./recherche/facettes.js";
import { devines, extrait, proche, requete, typographie } from "./recherche/texte.js";

const PAR_PAGE = 10;
const PAUSE = 180;
const place = document.getElementById("recherche");
const listes = document.getElementById("listes");
const champ = document.getElementById("q");
const racine = new URL(place.dataset.racine, location.href);
const nombre = new Intl.NumberFormat("fr-FR");
const accord = (n, mot) => `${nombre.format(n)} ${mot}${n > 1 ? "s" : ""}`;

function el(nom, proprietes = {}, ...enfants) {
  const cree = Object.assign(document.createElement(nom), proprietes);
  cree.append(...enfants.filter((e) => e !== null && e !== undefined));
  return cree;
}

// --- What is asked: all of it is in the address, to be shared and to go back to.

let catalogue = null;
let etat = { q: "", tri: "", page: 1, choix: new Map() };

function lireAdresse() {
  const p = new URLSearchParams(location.search);
  const choix = new Map();
  for (const [cle, valeur] of p) if (!["q", "tri", "p"].includes(cle)) choix.set(cle, (choix.get(cle) ?? new Set()).add(valeur));
  return { q: p.get("q") ?? "", tri: p.get("tri") === "date" ? "date" : "", page: Math.max(1, parseInt(p.get("p"), 10) || 1), choix };
}

function adresse({ q, tri, page, choix }) {
  const p = new URLSearchParams();
  if (q) p.set("q", q);
  for (const [cle, valeurs] of choix) for (const v of valeurs) p.append(cle, v);
  if (tri) p.set("tri", tri);
  if (page > 1) p.set("p", page);
  return p.size ? `?${p}` : location.pathname;
}

function aller(suite, { remplacer = false } = {}) {
  etat = { ...etat, page: 1, ...suite };
  if (remplacer) history.replaceState(null, "", adresse(etat));
  else history.pushState(null, "", adresse(etat));
  return montrer();
}

// --- What answers.

let moteurPret = null;
function moteur() {
  moteurPret ??= import(new URL("pagefind/pagefind.js", racine).href).then(async (pagefind) => {
    await pagefind.init();
    return pagefind;
  });
  moteurPret.catch(() => { moteurPret = null; });
  return moteurPret;
}

let cataloguePret = null;
function lireCatalogue() {
  cataloguePret ??= charger(new URL("recherche/catalogue.json", racine)).then((d) => { catalogue = new Catalogue(d); return catalogue; });
  cataloguePret.catch(() => { cataloguePret = null; });
  return cataloguePret;
}

async function trouver(envoye) {
  if (!envoye) return (await lireCatalogue()).tout();
  const [pagefind] = await Promise.all([moteur(), lireCatalogue()]);
  const { results } = await pagefind.search(envoye);
  return results.map((r) => ({ ...catalogue.lire(r.id), resultat: r })).filter((i) => i.rang !== undefined);
}

async function detailler(items) {
  if (items.every((i) => i.resultat)) return Promise.all(items.map(async (i) => ({ ...i, donnees: await i.resultat.data() })));
  const titres = await charger(new URL("recherche/titres.json", racine));
  return items.map((i) => ({ ...i, titre: titres.titres[i.rang], chemin: titres.chemins[i.rang] }));
}

// --- What is shown.

const annonce = el("p", { className: "trouvailles__compte" });
annonce.setAttribute("role", "status");
annonce.setAttribute("aria-atomic", "true");
const aide = el("div", { className: "trouvailles__aide" });
const puces = el("ul", { className: "puces", hidden: true });
puces.setAttribute("aria-label", "Filtres choisis");
const liste = el("ol", { className: "rangees", hidden: true });
const pages = el("nav", { className: "pagination", hidden: true });
pages.setAttribute("aria-label", "Pages de résultats");
const titre = el("h2", { tabIndex: -1, textContent: "Résultats" });
const filtres = el("div", { className: "filtres" });
filtres.setAttribute("role", "group");
filtres.setAttribute("aria-label", "Filtrer");
const tri = el("select", { id: "tri" }, el("option", { value: "", textContent: "Pertinence" }), el("option", { value: "date", textContent: "Date, la plus récente d’abord" }));
const triage = el("p", { className: "trouvailles__tri" }, el("label", { htmlFor: "tri", textContent: "Trier par" }), " ", tri);

let tour = 0;
async function montrer({ focus = null } = {}) {
  tour += 1;
  const mien = tour;
  const envoye = requete(etat.q);
  const rien = !envoye && ![...etat.choix.values()].some((v) => v.size);
  listes.hidden = !rien;
  place.classList.toggle("trouvailles--pleines", !rien);
  document.title = document.title.replace(/^(?:.* : )?(Rechercher)/, etat.q ? () => `${etat.q} : Rechercher` : "$1");
  if (!rien) place.setAttribute("aria-busy", "true");
  try {
    if (rien) { vider(await lireCatalogue()); return; }
    const items = await trouver(envoye);
    if (mien !== tour) return;
    const { retenus, comptes } = catalogue.filtrer(items, etat.choix);
    const tries = etat.tri || !envoye ? catalogue.parDate(retenus) : retenus;
    etat.page = Math.min(etat.page, Math.max(1, Math.ceil(tries.length / PAR_PAGE)));
    const debut = (etat.page - 1) * PAR_PAGE;
    const vus = await detailler(tries.slice(debut, debut + PAR_PAGE));
    if (mien !== tour) return;
    const rendus = vus.map(rangee);
    liste.start = debut + 1;
    liste.replaceChildren(...rendus.map((r) => r.li));
    liste.hidden = !rendus.length;
    paginer(tries.length);
    facettes(comptes);
    compter(tries.length, items.length, envoye);
    await aider(tries.length, items.length, envoye, rendus.flatMap((r) => r.marques), mien);
    if (focus) focus.focus();
  } catch (erreur) {
    if (mien === tour) echouer(erreur);
  } finally {
    if (mien === tour) { place.removeAttribute("aria-busy"); place.dataset.tour = mien; }
  }
}

function compter(total, avantFiltres, envoye) {
  const pour = etat.q.trim() ? ` pour « ${etat.q.trim()} »` : "";
  const quoi = envoye ? "résultat" : "fiche ou page";
  const combien = total ? (envoye ? accord(total, quoi) : `${nombre.format(total)} ${total > 1 ? "fiches ou pages" : quoi}`) : "Aucun résultat";
  const page = etat.page > 1 ? `, page ${etat.page}` : "";
  annonce.textContent = typographie(`${combien}${pour}${page}`);
  triage.hidden = !envoye || total < 2;
  tri.value = etat.tri;
  titre.hidden = false;
  filtres.hidden = !avantFiltres && ![...etat.choix.values()].some((v) => v.size);
}

function vider() {
  for (const e of [liste, pages, titre, triage]) e.hidden = true;
  annonce.textContent = "";
  aide.replaceChildren();
  facettes(catalogue.filtrer(catalogue.tout(), new Map()).comptes);
  filtres.hidden = false;
}

function echouer(erreur) {
  for (const e of [liste, pages, titre, triage, filtres, puces]) e.hidden = true;
  aide.replaceChildren();
  annonce.textContent = "La recherche ne fonctionne pas pour le moment. Les listes ci-dessous contiennent tout le catalogue.";
  listes.hidden = false;
  place.classList.remove("trouvailles--pleines");
  place.dataset.erreur = erreur?.message ?? String(erreur);
}

// Odd pieces are what was looked for. Nothing of the index becomes markup.
function avecMarques(elem, morceaux) {
  elem.append(...morceaux.map((m, i) => (i % 2 ? el("mark", { textContent: m }) : m)).filter((m) => m !== ""));
  return elem;
}

function etiquette(famille, valeur) {
  return valeur ? el("span", { className: `etiquette f-${famille} e-${valeur[0].replaceAll("-", "_")}`, textContent: valeur[1] }) : null;
}

function rangee(item) {
  const proposition = item.proposition >= 0;
  const vue = item.donnees ? extrait(item.donnees) : { titre: [item.titre], extrait: [], contexte: "" };
  const base = item.donnees ? new URL(item.donnees.url, location.href).pathname.replace(/(proposition-[^/]+)\.html$/, "#$1") : new URL(item.chemin, racine).pathname;
  const lien = avecMarques(el("a", { href: base }), vue.titre);
  const genre = proposition ? "Proposition" : { concertation: "Concertation", guide: "Guide", modele: "Modèle à remplir", page: "Page du site" }[catalogue.libelle(item, "type")[0]];
  const etats = proposition
    ? [etiquette("decision", catalogue.libelle(item, "decision")), etiquette("mise_en_oeuvre", catalogue.libelle(item, "mise-en-oeuvre"))]
    : [etiquette("statut", catalogue.libelle(item, "statut"))];
  const periode = catalogue.periode[item.rang];
  const porteur = catalogue.noms[catalogue.porteur[item.rang]] ?? "";
  const meta = el("p", { className: "rangee__etat" }, el("b", { textContent: genre }), ...etats, proposition ? "" : periode);
  const quoi = proposition ? el("p", { className: "rangee__quoi", textContent: `De : ${vue.contexte}, ${porteur}` }) : porteur && el("p", { className: "rangee__quoi", textContent: porteur });
  const texte = vue.extrait.length ? avecMarques(el("p", { className: "rangee__resume" }), vue.extrait) : null;
  const rubrique = vue.rubrique && (vue.rubrique.text || catalogue.rubriques[vue.rubrique.id]);
  if (texte && rubrique) texte.prepend(el("a", { href: `${base}#${vue.rubrique.id}`, textContent: typographie(rubrique) }), typographie(" : "));
  const marques = [vue.titre, vue.extrait].flatMap((m) => m.filter((_, i) => i % 2));
  return { li: el("li", { className: "rangee" }, el("h3", {}, lien), meta, texte, quoi || null), marques };
}

function paginer(total) {
  const derniere = Math.ceil(total / PAR_PAGE);
  const lien = (page, texte, rel) => el("li", {}, Object.assign(el("a", { href: adresse({ ...etat, page }), rel, textContent: texte }), { onclick: (e) => {
    if (e.ctrlKey || e.metaKey || e.shiftKey || e.altKey) return;
    e.preventDefault();
    aller({ page }).then(() => { titre.focus(); titre.scrollIntoView(); });
  } }));
  const ici = el("strong", { textContent: `Page ${etat.page} sur ${nombre.format(derniere)}` });
  ici.setAttribute("aria-current", "page");
  pages.hidden = derniere < 2;
  pages.replaceChildren(el("ul", {}, etat.page > 1 ? lien(etat.page - 1, "Résultats précédents", "prev") : null, el("li", {}, ici), etat.page < derniere ? lien(etat.page + 1, "Résultats suivants", "next") : null));
}

// A facet is filled when it is opened: closed ones cost two elements each.
function facettes(comptes) {
  if (!filtres.children.length) filtres.append(...catalogue.facettes.map(facette));
  for (const bloc of filtres.children) {
    bloc.comptes = comptes.get(bloc.facette.cle);
    const choisis = etat.choix.get(bloc.facette.cle)?.size ?? 0;
    const utile = choisis || bloc.comptes.filter(Boolean).length > 0;
    bloc.hidden = !utile;
    bloc.classList.toggle("filtres__actif", choisis > 0);
    bloc.firstChild.textContent = bloc.facette.titre + (choisis ? ` (${choisis})` : "");
    if (bloc.open) remplir(bloc);
  }
  const choisies = catalogue.facettes.flatMap((f) => f.valeurs.filter(([v]) => etat.choix.get(f.cle)?.has(v)).map(([v, libelle]) => puce(f, v, libelle)));
  puces.replaceChildren(...choisies);
  puces.hidden = !choisies.length;
}

function facette(f) {
  const bloc = el("details", { facette: f }, el("summary", { textContent: f.titre }));
  bloc.addEventListener("toggle", () => { if (bloc.open) remplir(bloc); });
  return bloc;
}

function remplir(bloc) {
  const { facette: f, comptes } = bloc;
  if (!bloc.boites) {
    bloc.boites = f.valeurs.map(([valeur]) => {
      const boite = el("input", { type: "checkbox", name: f.cle, value: valeur });
      return { boite, texte: document.createTextNode(""), boite_et_nom: null };
    });
    for (const b of bloc.boites) b.ligne = el("label", {}, b.boite, b.texte);
    bloc.append(el("fieldset", {}, el("legend", { className: "sr", textContent: f.titre }), ...bloc.boites.map((b) => b.ligne)));
    bloc.addEventListener("change", () => {
      const choix = new Map(etat.choix);
      choix.set(f.cle, new Set(bloc.boites.filter((b) => b.boite.checked).map((b) => b.boite.value)));
      aller({ choix });
    });
  }
  bloc.boites.forEach(({ boite, texte, ligne }, rang) => {
    boite.checked = etat.choix.get(f.cle)?.has(boite.value) ?? false;
    texte.data = ` ${f.valeurs[rang][1]} (${nombre.format(comptes[rang])})`;
    ligne.hidden = !comptes[rang] && !boite.checked;
  });
}

function puce(f, valeur, libelle) {
  const bouton = el("button", { type: "button", className: "bouton--second", textContent: `${libelle} ×` });
  bouton.setAttribute("aria-label", `Retirer le filtre ${f.titre} : ${libelle}`);
  bouton.addEventListener("click", () => {
    const choix = new Map(etat.choix);
    choix.set(f.cle, new Set([...choix.get(f.cle)].filter((v) => v !== valeur)));
    aller({ choix }).then(() => (puces.hidden ? titre : puces.querySelector("button")).focus());
  });
  return el("li", {}, bouton);
}

// --- When nothing, or not quite that, was found.

async function aider(total, avantFiltres, envoye, marques, mien) {
  aide.replaceChildren();
  if (!envoye) return;
  const doutes = devines(envoye.replaceAll('"', ""), marques);
  const connus = doutes.length || !total ? await charger(new URL("recherche/mots.json", racine)) : [];
  if (mien !== tour) return;
  if (!total && !avantFiltres && !envoye.includes(" ") && connus.includes(envoye.toLowerCase())) throw new Error("un mot du catalogue n'est plus trouvé : index absent");
  for (const mot of doutes) {
    const idee = proche(mot, connus);
    if (total && connus.some((c) => c === mot)) continue;
    const tape = etat.q.split(/\s+/).find((m) => requete(m).toLowerCase() === mot) ?? mot;
    const phrase = total ? `« ${tape} » n’a pas été trouvé tel quel.` : "";
    const lien = idee && el("a", { href: adresse({ ...etat, q: etat.q.replace(tape, idee), page: 1 }), textContent: idee });
    if (phrase || lien) aide.append(el("p", {}, typographie(phrase), ...(lien ? [typographie(`${phrase ? " " : ""}Vouliez-vous dire : `), lien, typographie(" ?")] : [])));
  }
  if (total) return;
  const conseils = ["Vérifiez l’orthographe, ou essayez un mot plus simple ou plus général.", "Parcourez les listes ci-dessous : elles contiennent tout le catalogue."];
  aide.append(el("ul", {}, ...conseils.map((c) => el("li", { textContent: c }))));
  if (avantFiltres) {
    const bouton = el("button", { type: "button", textContent: `Retirer les filtres : ${accord(avantFiltres, "résultat")}` });
    bouton.addEventListener("click", () => aller({ choix: new Map() }).then(() => titre.focus()));
    aide.append(el("p", {}, bouton));
  }
  listes.hidden = false;
}

// --- What starts it.

let attente;
champ.addEventListener("input", () => {
  clearTimeout(attente);
  attente = setTimeout(() => { if (champ.value.trim().length !== 1 && champ.value.trim().length !== 2) aller({ q: champ.value }, { remplacer: true }); }, PAUSE);
});
champ.addEventListener("focus", () => { moteur().catch(() => {}); lireCatalogue().catch(() => {}); }, { once: true });
champ.form.addEventListener("submit", (e) => {
  e.preventDefault();
  clearTimeout(attente);
  aller({ q: champ.value });
});
tri.addEventListener("change", () => aller({ tri: tri.value }));
addEventListener("popstate", () => { etat = lireAdresse(); champ.value = etat.q; montrer(); });

etat = lireAdresse();
champ.value = etat.q;
place.append(puces, filtres, titre, annonce, aide, triage, liste, pages);
place.hidden = false;
montrer();
