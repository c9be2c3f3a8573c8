// The two forms of « Contribuer ». Nothing is sent: files are written here, drafts stay here.

import { $, aLaFrappe, groupesRepetes, lire, manque, mots as motsDe, nettoyer, parties, refus, remplir, signaler } from "./contribuer/champs.js";

// Needed only once a form is sent.
const bilans = () => import("./contribuer/bilan.js");
const ecrire = () => import("./contribuer/ecrire.js");
const regles = () => import("./contribuer/regles.js");

const BROUILLON = "catalogue-brouillon-concertation";
const ADRESSE_MAX = 7000; // beyond, forges refuse the address: the text goes by the clipboard
const RESERVES = /^(?:con|prn|aux|nul|index|(?:com|lpt)\d)$/;

const aujourdhui = () => new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Paris" }).format(new Date());
const memoire = {
  lire() { try { return JSON.parse(localStorage.getItem(BROUILLON)); } catch { return null; } },
  ecrire(brouillon) { try { localStorage.setItem(BROUILLON, JSON.stringify(brouillon)); return true; } catch { return false; } },
  effacer() { try { localStorage.removeItem(BROUILLON); } catch { /* nothing was kept */ } },
};

// --- The result.

async function copier(texte, bouton) {
  const nom = bouton.textContent;
  try {
    await navigator.clipboard.writeText(texte);
    bouton.textContent = "Copié";
  } catch {
    bouton.textContent = "Copie refusée : sélectionnez le texte";
  }
  setTimeout(() => { bouton.textContent = nom; }, 4000);
}

function montrer(formulaire, chemin, texte) {
  const resultat = $(formulaire, "[data-resultat]");
  $(resultat, "[data-fichier]").textContent = texte;
  $(resultat, "[data-chemin]").textContent = chemin;
  resultat.hidden = false;
  $(resultat, "[data-titre-resultat]").focus();
  $(formulaire, "[data-etat]").textContent = "Aucune erreur : le texte est prêt.";
}

function preparer(formulaire) {
  formulaire.hidden = false;
  $(formulaire.parentElement, "[data-sans-script]").hidden = true;
  groupesRepetes(formulaire);
  aLaFrappe(formulaire);
  const bouton = $(formulaire, "[data-copier-fichier]");
  bouton.addEventListener("click", () => copier($(formulaire, "[data-fichier]").textContent, bouton));
  // What was checked is no longer what is typed.
  formulaire.addEventListener("input", () => { $(formulaire, "[data-resultat]").hidden = true; });
  return { ordre: formulaire.dataset.ordre.split(" "), textes: new Set(formulaire.dataset.textes.split(" ")) };
}

// --- A new concertation.

function slug(texte) {
  const mots = motsDe(texte);
  while (mots.length > 1 && mots.join("-").length > 60) mots.pop();
  return mots.join("-").slice(0, 60);
}

function nouvelle(formulaire) {
  const { ordre, textes } = preparer(formulaire);
  const { depot, branche } = formulaire.dataset;
  const connus = new Set(formulaire.dataset.connus.split(" "));
  const identifiant = $(formulaire, "#f-identifiant");
  const corps = $(formulaire, "#f-corps");
  const etat = $(formulaire, "[data-etat]");
  const champDate = $(formulaire, "[data-cle='revu_le']");
  champDate.value = aujourdhui();

  const fauteIdentifiant = () => {
    const id = identifiant.value.trim();
    if (!id) return manque("nom permanent de la concertation");
    if (connus.has(id)) return `« ${id} » existe déjà ; modifiez sa fiche, ou choisissez un autre nom`;
    if (RESERVES.test(id)) return `« ${id} » est un nom réservé ; choisissez un autre nom`;
    return refus("identifiant", "identifiant", id, 80);
  };

  const titre = $(formulaire, "#f-titre");
  let choisi = false;
  const proposer = () => { if (!choisi) identifiant.value = slug(titre.value); };
  identifiant.addEventListener("input", () => { choisi = identifiant.value.trim() !== ""; });
  identifiant.addEventListener("change", () => { proposer(); signaler(identifiant, fauteIdentifiant()); });
  titre.addEventListener("change", proposer);

  let attente = 0;
  formulaire.addEventListener("input", () => {
    clearTimeout(attente);
    attente = setTimeout(() => {
      const { data } = lire(formulaire, [], new Map());
      const garde = memoire.ecrire({ identifiant: identifiant.value, corps: corps.value, data });
      etat.textContent = garde ? "Brouillon gardé sur cet appareil." : "Ce navigateur refuse de garder un brouillon.";
    }, 500);
  });
  const brouillon = memoire.lire();
  if (brouillon) {
    remplir(formulaire, brouillon.data);
    identifiant.value = brouillon.identifiant ?? "";
    corps.value = brouillon.corps ?? "";
    choisi = identifiant.value !== "";
    etat.textContent = "Votre brouillon est repris.";
  }
  $(formulaire, "[data-effacer]").addEventListener("click", () => {
    clearTimeout(attente);
    memoire.effacer();
    remplir(formulaire, { revu_le: aujourdhui(), sources: [{ id: "s1" }], dispositifs: [{}] });
    identifiant.value = corps.value = "";
    signaler(identifiant, "");
    choisi = false;
    $(formulaire, "[data-resultat]").hidden = true;
    $(formulaire, "[data-bilan]").hidden = true;
    etat.textContent = "Brouillon effacé.";
  });

  formulaire.addEventListener("submit", async (envoi) => {
    envoi.preventDefault();
    proposer();
    const places = new Map();
    const { data, sain, fautes } = lire(formulaire, [], places);
    const mauvais = fauteIdentifiant();
    if (mauvais) fautes.push([identifiant, mauvais]);
    const { bilan, situer } = await bilans();
    for (const regle of (await regles()).reglesFiche(sain)) fautes.push(situer(places, regle));
    if (!bilan(formulaire, fautes)) { $(formulaire, "[data-resultat]").hidden = true; return; }
    const texte = (await ecrire()).fiche(data, ordre, textes, nettoyer(corps.value));
    const chemin = `content/concertations/${identifiant.value.trim()}/concertation.md`;
    const lien = $(formulaire, "[data-telecharger]");
    URL.revokeObjectURL(lien.href);
    lien.href = URL.createObjectURL(new Blob([texte], { type: "text/markdown" }));
    if (depot) versLaForge($(formulaire, "[data-forge]"), $(formulaire, "[data-suite]"), `${depot}/new/${branche}?filename=${encodeURIComponent(chemin)}`, texte);
    montrer(formulaire, chemin, texte);
  });
}

function versLaForge(lien, suite, base, texte) {
  const complete = `${base}&value=${encodeURIComponent(texte)}`;
  const court = complete.length <= ADRESSE_MAX;
  lien.href = court ? complete : base;
  lien.onclick = court ? null : () => {
    navigator.clipboard?.writeText(texte);
    suite.textContent = "Le texte est trop long pour voyager dans l’adresse : il vient d’être copié, collez-le dans la page qui s’ouvre, puis proposez le fichier (« Propose changes »).";
  };
}

// --- The update of a proposal.

function epurer(contenu) {
  if (Array.isArray(contenu)) return contenu.map(epurer);
  if (contenu === null || typeof contenu !== "object") return String(contenu);
  const gardes = Object.entries(contenu).filter(([, v]) => v !== null && v !== false && !(Array.isArray(v) && !v.length));
  return Object.fromEntries(gardes.map(([cle, v]) => [cle, epurer(v)]));
}

function suite(formulaire) {
  const { ordre, textes } = preparer(formulaire);
  const { api, depot, branche } = formulaire.dataset;
  const concertation = $(formulaire, "#s-concertation");
  const choix = $(formulaire, "#s-proposition");
  const etat = $(formulaire, "[data-etat]");
  const champs = $(formulaire, "[data-champs]");
  let propositions = [];

  concertation.addEventListener("change", async () => {
    const demande = concertation.value;
    champs.hidden = choix.disabled = true;
    choix.replaceChildren(new Option("Choisir", ""));
    if (!demande) return;
    try {
      const reponse = await fetch(`${api}${demande}.json`);
      if (!reponse.ok) throw new Error(reponse.status);
      const recu = await reponse.json();
      if (demande !== concertation.value) return;
      propositions = recu.data.suites.propositions;
    } catch {
      etat.textContent = "Les propositions n’ont pas pu être lues. Réessayez, ou modifiez le fichier lui-même.";
      return;
    }
    const courts = propositions.map((p) => `${p.reference} : ${p.intitule.length > 90 ? `${p.intitule.slice(0, 90)}…` : p.intitule}`);
    choix.append(...courts.map((texte, rang) => new Option(texte, rang)));
    choix.disabled = false;
    etat.textContent = `${propositions.length} proposition${propositions.length > 1 ? "s" : ""}.`;
  });

  choix.addEventListener("change", () => {
    champs.hidden = choix.value === "";
    if (champs.hidden) return;
    remplir(champs, { ...propositions[choix.value], maj_le: aujourdhui() });
    $(champs, "[data-bilan]").hidden = true;
  });

  formulaire.addEventListener("submit", async (envoi) => {
    envoi.preventDefault();
    if (champs.hidden) return;
    const places = new Map();
    const { data, fautes } = lire(champs, [], places);
    const ancienne = epurer(propositions[choix.value]);
    for (const [cle] of parties(champs)) delete ancienne[cle];
    const entiere = { ...ancienne, ...data };
    const { bilan, situer } = await bilans();
    for (const regle of (await regles()).reglesProposition(entiere)) fautes.push(situer(places, regle));
    if (!bilan(formulaire, fautes)) { $(formulaire, "[data-resultat]").hidden = true; return; }
    const chemin = `content/concertations/${concertation.value}/suites.yml`;
    $(formulaire, "[data-reference]").textContent = entiere.reference;
    if (depot) $(formulaire, "[data-forge]").href = `${depot}/edit/${branche}/${chemin}`;
    montrer(formulaire, chemin, (await ecrire()).proposition(entiere, ordre, textes));
  });
}

const premierFormulaire = document.getElementById("formulaire-concertation");
if (premierFormulaire) nouvelle(premierFormulaire);
const second = document.getElementById("formulaire-suite");
if (second) suite(second);
