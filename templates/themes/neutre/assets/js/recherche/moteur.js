// The engine, seen from the page: questions to its threads, and answers. See docs/recherche.md.

/** One thread; `panne` is rejected when it cannot start. */
class Fil {
  constructor({ ouvrier, panne }) {
    this.ouvrier = ouvrier;
    this.panne = panne;
    this.attentes = [];
    ouvrier.addEventListener("message", ({ data: { id, reponse, panne: dit } }) => {
      const { oui, non } = this.attentes[id];
      delete this.attentes[id];
      if (dit) non(new Error(dit));
      else oui(reponse);
    });
  }

  demander(methode, ...args) {
    const reponse = new Promise((oui, non) => {
      this.ouvrier.postMessage({ id: this.attentes.push({ oui, non }) - 1, methode, args });
    });
    return Promise.race([reponse, this.panne]);
  }
}

/** Takes charge of a first thread that is on its way, and starts those that it says are missing. */
export class Moteur {
  constructor(lancer) {
    this.fils = [new Fil(lancer(0))];
    this.recherches = 0;
    this.complet = this.fils[0].demander("compter").then((nombre) => {
      while (this.fils.length < nombre) this.fils.push(new Fil(lancer(this.fils.length)));
    });
    this.complet.catch(() => {}); // said by the search that waits for it
  }

  fermer() {
    for (const fil of this.fils) fil.ouvrier.terminate();
  }

  /**
   * What answers all the words that some page holds: names, scores, and the words that none does. `places`,
   * for a phrase, says where each word must stand from the first; `suites` gives, for a word that is not
   * finished, those that answer for it. `detailler` gives the text of one result.
   */
  async chercher(mots, places, suites = new Map()) {
    await this.complet;
    this.recherches += 1;
    const numero = this.recherches;
    const reponses = await Promise.all(this.fils.map((fil) => fil.demander("chercher", numero, mots, places, suites)));
    const doutes = mots.filter((mot) => reponses.every((reponse) => reponse.doutes.includes(mot)));
    const resultats = reponses.flatMap(({ noms, scores, doutes: siens }, fil) => (
      // What has not a word that another thread found does not answer.
      noms && siens.every((mot) => doutes.includes(mot)) ? noms.split(" ").map((nom, rang) => ({ nom, score: scores[rang], fil })) : []
    ));
    return { resultats, doutes, detailler: ({ nom, fil }) => this.fils[fil].demander("detailler", numero, nom) };
  }
}
