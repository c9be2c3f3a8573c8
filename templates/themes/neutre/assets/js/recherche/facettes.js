// Lists, counts and order, from the columns of catalogue.json. See docs/recherche.md.
import { apprendre, typographie } from "./texte.js";

/** Data of the site; `enRoute` is the answer when it has been asked for already. */
export async function charger(adresse, enRoute = fetch(adresse, { cache: "no-cache" })) {
  const reponse = await enRoute;
  if (!reponse.ok) throw new Error(`${adresse} : ${reponse.status}`);
  return reponse.json();
}

/** The columns, with what makes them quick to read. */
export class Catalogue {
  constructor(donnees) {
    Object.assign(this, donnees);
    apprendre(donnees.vides);
    this.rangs = new Map(donnees.codes.split(" ").map((code, rang) => [code, rang]));
    this.facettes = donnees.facettes.map(([cle, titre, lues]) => {
      const valeurs = lues.map(([valeur, libelle]) => [valeur, typographie(libelle)]);
      return { cle, titre, valeurs, rangs: new Map(valeurs.map(([v], r) => [v, r])) };
    });
    this.typeProposition = this.facettes[0].rangs.get("proposition");
  }

  /** What a result is, from its name alone: the entry, and the rank of the proposal (-1: none). */
  lire(id) {
    const [code, , numero] = id.split("-");
    return { rang: this.rangs.get(code), proposition: numero === undefined ? -1 : parseInt(numero, 36) };
  }

  /** Every entry, for a list without a query: proposals are then counted with their concertation. */
  tout() {
    return this.type.map((_, rang) => ({ rang, proposition: -1, seul: true }));
  }

  /** Ranks of the values of an item in a facet. */
  valeurs(item, cle) {
    if (cle === "type") return [item.proposition < 0 ? this.type[item.rang] : this.typeProposition];
    if (cle !== "decision" && cle !== "mise-en-oeuvre") return this[cle][item.rang];
    const colonne = cle === "decision" ? 0 : 1;
    const lettres = this.propositions[item.rang];
    if (item.seul) return [...new Set([...lettres].map((l) => this.couple(l)[colonne]))].filter((v) => v >= 0);
    if (item.proposition < 0) return [];
    const valeur = this.couple(lettres[item.proposition])[colonne];
    return valeur < 0 ? [] : [valeur];
  }

  couple(lettre) {
    return this.couples[lettre.charCodeAt(0) - 65] ?? [-1, -1];
  }

  /**
   * Items that answer every choice, and for each facet how many would answer each value with the
   * other choices unchanged. `choix`: key of a facet -> set of keys of values, which add up.
   */
  filtrer(items, choix) {
    const actives = this.facettes.filter((f) => choix.get(f.cle)?.size);
    const voulus = actives.map((f) => new Set([...choix.get(f.cle)].map((v) => f.rangs.get(v))));
    const comptes = new Map(this.facettes.map((f) => [f.cle, new Array(f.valeurs.length).fill(0)]));
    const compter = (item, f) => { for (const v of this.valeurs(item, f.cle)) comptes.get(f.cle)[v] += 1; };
    const retenus = [];
    for (const item of items) {
      const refus = actives.filter((f, i) => !this.valeurs(item, f.cle).some((v) => voulus[i].has(v)));
      if (refus.length === 0) {
        retenus.push(item);
        for (const f of this.facettes) compter(item, f);
      } else if (refus.length === 1) compter(item, refus[0]);
    }
    return { retenus, comptes };
  }

  /** Newest first; equals keep their order. */
  parDate(items) {
    return [...items].sort((a, b) => this.jour[b.rang] - this.jour[a.rang]);
  }

  /** Key and label of the value of an item in a facet, or nothing. */
  libelle(item, cle) {
    const [rang] = this.valeurs(item, cle);
    return this.facettes.find((f) => f.cle === cle).valeurs[rang];
  }
}
