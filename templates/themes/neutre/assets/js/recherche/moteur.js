// The engine, seen from the page: questions to its thread, and answers. See docs/recherche.md.

/** Takes charge of a thread that is on its way; `panne` is rejected when it cannot start. */
export class Moteur {
  constructor({ ouvrier, panne }) {
    this.ouvrier = ouvrier;
    this.panne = panne;
    this.attentes = [];
    this.recherches = 0;
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

  fermer() {
    this.ouvrier.terminate();
  }

  /**
   * What answers all the words: names, scores, and the words that no page holds: those near them stand for
   * them, but for a number: nearly the one asked for, it is another. `places`, for a phrase, says where
   * each word must stand from the first. `detailler` gives the texts of some of the names.
   */
  async chercher(mots, places) {
    this.recherches += 1;
    const numero = this.recherches;
    const { noms, scores, doutes } = await this.demander("chercher", numero, mots, places);
    const resultats = (noms ? noms.split(" ") : []).map((nom, rang) => ({ nom, score: scores[rang] }));
    return { resultats, doutes, detailler: (voulus) => this.demander("detailler", numero, voulus) };
  }
}
