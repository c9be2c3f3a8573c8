// The search page. Nothing more is loaded until someone searches; without it, the lists say everything.

const place = document.getElementById("recherche");
const racine = new URL(place.dataset.racine, location.href);
let lance = false;

function lancer() {
  if (lance) return;
  lance = true;
  // All at once: what one file needs does not wait for it to say so.
  const moteur = (rang) => {
    const ouvrier = new Worker(new URL("pagefind/pagefind-worker.js", racine), { name: `${rang}` });
    const panne = new Promise((_, non) => { ouvrier.addEventListener("error", () => non(new Error("le moteur n’a pas démarré"))); });
    panne.catch(() => {});
    return { ouvrier, panne };
  };
  const premiers = {
    moteur: new URLSearchParams(location.search).get("q") ? moteur(0) : null,
    catalogue: fetch(new URL("recherche/catalogue.json", racine), { cache: "no-cache" }),
  };
  premiers.catalogue.catch(() => {}); // said by the page, when it asks for results
  Promise.all([import("./recherche/page.js"), import("./recherche/facettes.js"), import("./recherche/moteur.js"), import("./recherche/texte.js"), import("./recherche/vue.js")])
    .then(([page]) => page.demarrer(place, racine, moteur, premiers))
    .catch(() => { document.getElementById("listes").hidden = false; });
}

if (location.search.length > 1) {
  // Before the first paint: the lists give way to the results, so that nothing moves when they come.
  document.getElementById("listes").hidden = true;
  place.classList.add("trouvailles--pleines");
  place.hidden = false;
  lancer();
} else {
  for (const geste of ["focusin", "pointermove", "touchstart", "keydown"]) addEventListener(geste, lancer, { once: true, passive: true });
}
