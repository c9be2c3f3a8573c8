// What is asked, found and said. See docs/recherche.md.
import { Catalogue, charger } from "./facettes.js";
import { Moteur } from "./moteur.js";
import { commencent, plier, proche, requete, typographie } from "./texte.js";
import { Filtres, accord, el, pagination, puces, rangee } from "./vue.js";

const PAR_PAGE = 10;
const PAUSE = 180;
const TAPE_MIN = 3;
const listes = document.getElementById("listes");
const champ = document.getElementById("q");
let place;
let racine;
let lancerMoteur;
let premiers;

// --- What is asked: all of it is in the address, to be shared and to go back to.

let etat = { q: "", tri: "", page: 1, choix: new Map() };

function lireAdresse() {
  const p = new URLSearchParams(location.search);
  const choix = new Map();
  for (const [cle, valeur] of p) if (!["q", "tri", "p"].includes(cle)) choix.set(cle, (choix.get(cle) ?? new Set()).add(valeur));
  return { q: p.get("q") ?? "", tri: p.get("tri") === "date" ? "date" : "", page: Math.max(1, parseInt(p.get("p"), 10) || 1), choix };
}

function adresse(suite) {
  const { q, tri, page, choix } = { ...etat, page: 1, ...suite };
  const p = new URLSearchParams();
  if (q) p.set("q", q);
  for (const [cle, valeurs] of choix) for (const v of valeurs) p.append(cle, v);
  if (tri) p.set("tri", tri);
  if (page > 1) p.set("p", page);
  return `${p}` ? `?${p}` : location.pathname;
}

function aller(suite, remplacer = false) {
  const vers = adresse(suite);
  etat = { ...etat, page: 1, ...suite };
  if (remplacer) history.replaceState(null, "", vers);
  else history.pushState(null, "", vers);
  return montrer();
}

const choisir = (cle, valeurs) => aller({ choix: new Map(etat.choix).set(cle, valeurs) });

// --- What answers. What failed is asked again the next time.

const prets = new Map();
function une(cle, demander) {
  if (!prets.has(cle)) {
    const promesse = demander();
    promesse.catch(() => prets.delete(cle));
    prets.set(cle, promesse);
  }
  return prets.get(cle);
}
const moteur = () => une("moteur", async () => new Moteur(lancerMoteur));
const donnees = (nom) => une(nom, () => charger(new URL(`recherche/${nom}.json`, racine)));
const lireCatalogue = () => une("colonnes", async () => {
  const enRoute = premiers.catalogue ?? undefined;
  premiers.catalogue = null;
  return new Catalogue(await une("catalogue", () => charger(new URL("recherche/catalogue.json", racine), enRoute)));
});

// A concertation on a subject comes before its hundred and fifty proposals.
const valeur = ({ score, proposition }) => score * (proposition < 0 ? 1.4 : 1);

// A word that is being typed is found by those of the titles that start with it; it is told all the same.
async function achever(engin, mots, places) {
  const exacts = await engin.chercher(mots, places);
  if (places || !exacts.doutes.length) return exacts;
  const connus = await donnees("mots");
  const suites = new Map(exacts.doutes.map((mot) => [mot, commencent(mot, connus)]).filter(([, s]) => s.length));
  return suites.size ? { ...(await engin.chercher(mots, places, suites)), doutes: exacts.doutes } : exacts;
}

async function trouver(catalogue, { mots, places, vide }) {
  if (!mots.length) return { items: vide ? [] : catalogue.tout(), doutes: [] };
  try {
    const { resultats, doutes, detailler } = await achever(await moteur(), mots, places);
    const lus = resultats.map((resultat) => ({ ...catalogue.lire(resultat.nom), ...resultat })).filter((i) => i.rang !== undefined);
    return { items: lus.sort((a, b) => valeur(b) - valeur(a)), doutes, detailler };
  } catch (erreur) {
    (await moteur()).fermer();
    prets.delete("moteur"); // another the next time
    throw erreur;
  }
}

async function detailler(items, textes) {
  if (textes) return Promise.all(items.map(async (i) => ({ ...i, donnees: await textes(i) })));
  const { titres, chemins } = await donnees("titres");
  return items.map((i) => ({ ...i, titre: titres[i.rang], chemin: chemins[i.rang] }));
}

// --- What is shown.

const choisies = el("ul", { className: "puces", hidden: true, aria: { label: "Filtres choisis" } });
const titre = el("h2", { tabIndex: -1, hidden: true, textContent: "Résultats" });
const compte = el("p", { className: "trouvailles__compte", role: "status", aria: { atomic: "true" } });
const aide = el("div", { className: "trouvailles__aide" });
const tri = el("select", { id: "tri" }, el("option", { value: "", textContent: "Pertinence" }), el("option", { value: "date", textContent: "Date, la plus récente d’abord" }));
const triage = el("p", { className: "trouvailles__tri", hidden: true }, el("label", { htmlFor: "tri", textContent: "Trier par" }), " ", tri);
const liste = el("ol", { className: "rangees", hidden: true });
const pages = el("nav", { className: "pagination", hidden: true, aria: { label: "Pages de résultats" } });
let filtres = null;

let tour = 0;
async function montrer() {
  tour += 1;
  const mien = tour;
  place.setAttribute("aria-busy", "true");
  document.title = document.title.replace(/^(?:.* : )?(?=Rechercher)/, () => (etat.q ? `${etat.q} : ` : ""));
  try {
    const catalogue = await lireCatalogue();
    const demande = requete(etat.q);
    const accueil = !demande.mots.length && !demande.vide && ![...etat.choix.values()].some((v) => v.size);
    const { items, doutes, detailler: textes } = await trouver(catalogue, demande);
    const connus = accueil || (items.length && !doutes.length) ? [] : await donnees("mots");
    const plies = new Set(connus.map(plier));
    if (doutes.some((mot) => plies.has(plier(mot)))) throw new Error("un mot du catalogue reste introuvable");
    const { retenus, comptes } = catalogue.filtrer(items, etat.choix);
    const tries = etat.tri || !demande.mots.length ? catalogue.parDate(retenus) : retenus;
    const total = accueil ? 0 : tries.length;
    const derniere = Math.max(1, Math.ceil(total / PAR_PAGE));
    const debut = (Math.min(etat.page, derniere) - 1) * PAR_PAGE;
    const vus = await detailler(total ? tries.slice(debut, debut + PAR_PAGE) : [], textes);
    if (mien !== tour) return;
    etat.page = Math.min(etat.page, derniere);
    afficher({ total, debut, derniere, rangees: vus.map((item) => rangee(item, catalogue, racine)), accueil, comptes, catalogue, demande });
    aide.replaceChildren(...(accueil ? [] : conseils({ total, avant: items.length, demande, doutes, connus })));
    placerListes(!total);
  } catch (erreur) {
    if (mien === tour) echouer(erreur);
  } finally {
    if (mien === tour) {
      place.removeAttribute("aria-busy");
      place.dataset.tour = mien;
      performance.mark("resultats");
    }
  }
}

function afficher({ total, debut, derniere, rangees, accueil, comptes, catalogue, demande }) {
  place.classList.toggle("trouvailles--pleines", !accueil);
  delete place.dataset.erreur;
  if (!filtres) {
    filtres = new Filtres(catalogue, choisir);
    choisies.before(filtres.element);
  }
  filtres.montrer(comptes, etat.choix);
  filtres.element.hidden = demande.vide;
  puces(choisies, catalogue.facettes, etat.choix, (cle, valeurs) => choisir(cle, valeurs).then(() => (choisies.querySelector("button") ?? titre).focus()));
  const quoi = demande.mots.length ? accord(total, "résultat") : `${accord(total, "fiche")} ou ${total > 1 ? "pages" : "page"}`;
  const tape = etat.q.trim();
  const pour = tape && (/^[«"“]/.test(tape) ? ` pour ${tape}` : ` pour « ${tape} »`);
  compte.textContent = accueil ? "" : typographie(`${total ? quoi : "Aucun résultat"}${pour}${etat.page > 1 ? `, page ${etat.page}` : ""}`);
  titre.hidden = accueil;
  triage.hidden = !demande.mots.length || total < 2;
  tri.value = etat.tri;
  liste.start = debut + 1;
  liste.replaceChildren(...rangees);
  liste.hidden = !total;
  pagination(pages, etat.page, total ? derniere : 1, (page) => adresse({ page }), (page) => aller({ page }).then(() => { titre.focus(); titre.scrollIntoView(); }));
}

/** What to do when nothing, or not quite that, was found. */
function conseils({ total, avant, demande, doutes, connus }) {
  const lignes = doutes.map((mot) => {
    const tape = etat.q.split(/[\s«»"“”]+/).find((m) => requete(m).mots[0] === mot) ?? mot;
    const idee = proche(mot, connus);
    const suite = idee && [typographie(" Vouliez-vous dire : "), el("a", { href: adresse({ q: etat.q.replace(tape, idee) }), textContent: idee }), typographie(" ?")];
    return el("p", {}, typographie(`« ${tape} » n’a pas été trouvé tel quel.`), ...(suite || []));
  });
  if (total) return lignes;
  const idees = [
    demande.vide ? "Ces mots sont dans toutes les pages : ajoutez un mot qui dise le sujet." : "Vérifiez l’orthographe, ou essayez un mot plus simple ou plus général.",
    demande.mots.length > 1 ? "Essayez avec moins de mots : tous sont cherchés à la fois." : "",
    "Parcourez les listes ci-dessous : elles contiennent tout le catalogue.",
  ];
  const bouton = el("button", { type: "button", textContent: `Retirer les filtres : ${accord(avant, "résultat")}` });
  bouton.addEventListener("click", () => aller({ choix: new Map() }).then(() => titre.focus()));
  return [...lignes, avant ? el("p", {}, bouton) : "", el("ul", {}, ...idees.filter(Boolean).map((texte) => el("li", { textContent: texte })))].filter(Boolean);
}

// Taken out of the page rather than hidden: a page of results is light.
function placerListes(voulues) {
  listes.hidden = false;
  if (!voulues) listes.remove();
  else if (!listes.isConnected) place.after(listes);
}

function echouer(erreur) {
  for (const e of [liste, pages, titre, triage, choisies, filtres?.element]) if (e) e.hidden = true;
  aide.replaceChildren();
  compte.textContent = "La recherche ne fonctionne pas pour le moment. Les listes ci-dessous contiennent tout le catalogue.";
  place.classList.remove("trouvailles--pleines");
  place.dataset.erreur = erreur?.message ?? String(erreur);
  placerListes(true);
}

/** Take the page in hand; `deja` are the engine and the data that are already on their way. */
export function demarrer(ou, depuis, lancer, deja) {
  [place, racine, premiers] = [ou, depuis, deja];
  lancerMoteur = (rang) => {
    const lance = rang ? null : premiers.moteur;
    if (lance) premiers.moteur = null;
    return lance ?? lancer(rang);
  };
  let attente;
  champ.addEventListener("input", () => {
    clearTimeout(attente);
    const tape = champ.value.trim().length;
    if (tape === 0 || tape >= TAPE_MIN) attente = setTimeout(() => aller({ q: champ.value }, true), PAUSE);
  });
  champ.form.addEventListener("submit", (e) => {
    e.preventDefault();
    clearTimeout(attente);
    aller({ q: champ.value });
  });
  const prechauffer = () => moteur();
  champ.addEventListener("focus", prechauffer, { once: true });
  tri.addEventListener("change", () => aller({ tri: tri.value }));
  addEventListener("popstate", () => { etat = lireAdresse(); champ.value = etat.q; montrer(); });
  etat = lireAdresse();
  if (document.activeElement === champ) prechauffer(); // what is being typed is kept
  else champ.value = etat.q;
  place.append(choisies, titre, compte, aide, triage, liste, pages);
  place.hidden = false;
  montrer();
}
