// The engine, in a thread of its own: this runs first in the file that ends with Pagefind's worker, hands it
// what it asks for, and speaks with the page in its place. See docs/recherche.md.
{
  const RANKING = { pageLength: 0 }; // a record is long because much is known of it
  const GARDEES = 8;
  const FILS = 4;
  const PAR_FIL = 4;
  const racine = new URL(".", self.location.href);
  const reseau = self.fetch.bind(self);
  const ecouter = self.addEventListener.bind(self);
  const repondre = self.postMessage.bind(self);
  const attendre = self.setTimeout.bind(self);

  // --- What is needed whatever the query is on its way before Pagefind has started. ENTREES, written by
  // the generator above, is what each index says of itself: nobody has to ask for it.

  // Many indexes are shared between threads, each named by its rank.
  const fils = Math.max(1, Math.min(FILS, navigator.hardwareConcurrency ?? 1, Math.floor(ENTREES.length / PAR_FIL)));
  const entrees = new Map(ENTREES.map((entree, rang) => [new URL(rang ? `${rang}/` : "", racine).href, entree]).filter((_, rang) => rang % fils === Number(self.name)));
  const dossiers = [...entrees.keys()].map((dossier) => new URL(dossier).pathname);
  const programme = new URL("wasm.fr.pagefind", racine).href;
  const enRoute = new Map();
  const devancer = (url) => {
    enRoute.set(url, reseau(url));
    enRoute.get(url).catch(() => {}); // said by the one who waits for it
  };
  devancer(programme);
  for (const [dossier, entree] of entrees) devancer(`${dossier}pagefind.${entree.languages.fr.hash}.pf_meta`);

  self.fetch = (adresse) => {
    const [url] = new URL(adresse, racine).href.split("?");
    if (url.endsWith("/pagefind-entry.json")) return Promise.resolve(new Response(JSON.stringify(entrees.get(new URL(".", url).href))));
    const voulue = url.endsWith("/wasm.fr.pagefind") ? programme : url;
    const reponse = enRoute.get(voulue) ?? reseau(voulue);
    enRoute.delete(voulue);
    return reponse;
  };

  // Pagefind looks every 50 ms whether it is ready: that was a tenth of a first search.
  self.setTimeout = (suite, delai, ...args) => attendre(suite, Math.min(delai, 2), ...args);

  // --- Its messages come to us.

  let pagefind;
  let dernier = 0;
  const attentes = new Map();
  self.addEventListener = (type, suite) => { pagefind = suite; };
  self.postMessage = ({ id, result, error }) => {
    const { oui, non } = attentes.get(id);
    attentes.delete(id);
    if (error) non(new Error(error));
    else oui(result);
  };
  const demander = (method, ...args) => new Promise((oui, non) => {
    dernier += 1;
    attentes.set(dernier, { oui, non });
    pagefind({ data: { id: dernier, method, args } });
  });

  const pret = Promise.resolve().then(async () => { // once the whole file has run
    const [premier, ...autres] = dossiers;
    await demander("init", { basePath: premier, language: "fr", ranking: RANKING });
    await Promise.all([demander("options", { ranking: RANKING }), ...autres.map((chemin) => demander("mergeIndex", chemin, { ranking: RANKING }))]);
  });
  pret.catch(() => {}); // said to the page when it searches

  // --- Words to results, exactly.
  //
  // Pagefind also gives what merely starts like a word (« logement » finds « logiciel »: its stem is
  // « log »), and more of it as more of the index is loaded: counts would depend on what was searched
  // before. In quotes a word is found as itself, in all its forms, but not ranked: so what the plain
  // search ranks is kept when each word, in quotes, is in it; and what is marked is what quotes found.
  // A word that no page holds is left out: Pagefind would stand its first letters for it (« violances »
  // finds « vie »). What is being typed stands for the words that start with it: `suites`, from the page.

  // Feminine and masculine that the stemmer holds for two words.
  const GENRES = [[/i[eè]res?$/, "ier"], [/iers?$/, "ière"], [/trices?$/, "teur"], [/teurs?$/, "trice"], [/euses?$/, "eur"]];
  const autreGenre = (mot) => {
    const [fin, autre] = GENRES.find(([f]) => f.test(mot)) ?? [];
    return fin && mot.length > 6 ? mot.replace(fin, autre) : mot;
  };

  const donnees = new Map(); // search -> name of a result -> where Pagefind keeps it, and where quotes found each word
  async function trouver(question, garder) {
    const { results } = await demander("search", question, {});
    if (!garder) oublier(results.map((resultat) => resultat.data));
    return results;
  }
  const oublier = (lieux) => attendre(() => { for (const lieu of lieux) demander("releaseData", lieu); }, 0);

  // Pages that hold a word as itself (name -> where in the page), or none when no page does.
  async function porteurs(formes) {
    const reponses = await Promise.all([...formes].map((forme) => trouver(`"${forme}"`, false)));
    const lieux = new Map();
    for (const { id, words } of reponses.flat()) lieux.set(id, lieux.has(id) ? [...lieux.get(id), ...words] : [...words]);
    return lieux;
  }

  // What ranks: the words, those of the other gender, each of those that start alike.
  function classer(mots, suites) {
    const rangs = Math.max(1, ...mots.map((mot) => suites.get(mot)?.length ?? 0));
    const formes = Array.from({ length: rangs }, (_, rang) => mots.map((mot) => suites.get(mot)?.[rang] ?? suites.get(mot)?.[0] ?? mot));
    const questions = new Set([...formes, formes[0].map(autreGenre)].map((liste) => liste.join(" ")));
    return Promise.all([...questions].map((question) => trouver(question, true)));
  }

  // Whether the places of the words found in a page hold the phrase.
  function tient(lieux, places) {
    const la = new Set(lieux);
    return lieux.some((lieu) => places.every((p) => la.has(lieu + p)));
  }

  async function chercher(numero, mots, places, suites) {
    await pret;
    const [ensembles, tous] = await Promise.all([
      Promise.all(mots.map((mot) => porteurs(new Set([mot, autreGenre(mot), ...(suites.get(mot) ?? [])])))),
      classer(mots, suites),
    ]);
    const doutes = mots.filter((_, i) => !ensembles[i].size);
    const connus = mots.filter((_, i) => ensembles[i].size);
    const surs = ensembles.filter((e) => e.size);
    const reponses = [...tous];
    let classes = tous;
    if (doutes.length) {
      classes = places || !connus.length ? [] : await classer(connus, suites);
      reponses.push(...classes);
    }
    const uniques = new Map();
    for (const resultat of classes.flat()) {
      if (surs.every((e) => e.has(resultat.id)) && !(uniques.get(resultat.id)?.score >= resultat.score)
        && (!places || tient(resultat.words, places))) uniques.set(resultat.id, resultat);
    }
    const retenus = [...uniques.values()];
    const lieux = new Map(retenus.map(({ id, data }) => [id, { data, marques: surs.map((e) => e.get(id)) }]));
    const gardes = new Set(retenus.map((resultat) => resultat.data));
    oublier(reponses.flat().map((resultat) => resultat.data).filter((lieu) => !gardes.has(lieu)));
    donnees.set(numero, lieux);
    oublier([...(donnees.get(numero - GARDEES)?.values() ?? [])].map(({ data }) => data));
    donnees.delete(numero - GARDEES);
    // One text costs less to hand over than sixty thousand.
    return { noms: retenus.map((resultat) => resultat.id).join(" "), scores: Float64Array.from(retenus, (resultat) => resultat.score), doutes };
  }

  // Pagefind says where words match, and those that merely start like them. Quotes give one sure place in a
  // page; as sure are the same word elsewhere, and the places that score as much for their weight.
  async function detailler(numero, nom) {
    const { data, marques } = donnees.get(numero).get(nom);
    const texte = await demander("getData", data);
    const contenu = texte.content.split(/\s+/);
    const lieux = texte.weighted_locations;
    const surs = new Set(marques.flat());
    const memes = new Set([...surs].map((lieu) => contenu[lieu]));
    const note = ({ balanced_score: score, weight }) => score / weight ** 2;
    const seuil = 0.99 * Math.max(...lieux.filter((l) => surs.has(l.location)).map(note));
    const justes = lieux.filter((l) => surs.delete(l.location) || memes.has(contenu[l.location]) || (seuil > 0 && note(l) >= seuil));
    return { ...texte, weighted_locations: [...justes, ...[...surs].map((location) => ({ location, weight: 1 }))] };
  }

  ecouter("message", async ({ data: { id, methode, args } }) => {
    try {
      repondre({ id, reponse: await { compter: () => fils, chercher, detailler }[methode](...args) });
    } catch (erreur) {
      repondre({ id, panne: String(erreur?.message ?? erreur) });
    }
  });
}
