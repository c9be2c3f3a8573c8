# What a Jekyll user adds for this site: French dates, paged lists, feeds, the JSON export, the sitemap.
require "json"

module Dates
  MOIS = %w[janvier février mars avril mai juin juillet août septembre octobre novembre décembre].freeze

  def jour(date) = date.strftime("%F")

  def balise(date) = %(<time datetime="#{jour(date)}">#{date.day} #{MOIS[date.month - 1]} #{date.year}</time>)
end
Liquid::Template.register_filter(Dates)

class Catalogue < Jekyll::Generator
  include Dates

  FACETTES = { "ministeres" => "Ministères", "themes" => "Thèmes", "annees" => "Années", "statuts" => "Statuts" }.freeze
  AVEC_FLUX = %w[ministeres themes].freeze
  PAR_PAGE = 20

  def generate(site)
    @site = site
    @fiches = site.collections["concertations"].docs.sort_by { |d| [-d.date.to_i, d.basename] }
    @guides = site.collections["guides"].docs.sort_by(&:basename)
    @facettes = FACETTES.map { |cle, titre| facette(cle, titre) }
    lister("/concertations/", "Toutes les concertations", @fiches)
    suivre("/", site.config["title"], @fiches)
    @facettes.each { |f| publier(f) }
    page("/", "index.html", "accueil", "title" => site.config["title"], "fiches" => @fiches, "facettes" => @facettes, "guides" => @guides)
    page("/guides/", "index.html", "guides", "title" => "Guides", "guides" => @guides)
    fichier("concertations.json", "[#{@fiches.map { |d| JSON.generate(exporter(d)) }.join(",\n")}]\n")
    fichier("sitemap.xml", plan)
  end

  private

  def facette(cle, titre)
    par_terme = Hash.new { |h, k| h[k] = [] }
    @fiches.each { |d| d.data[cle].each { |terme| par_terme[terme] << d } }
    termes = par_terme.sort.map do |terme, fiches|
      { "url" => "/#{cle}/#{terme}/", "nom" => @site.data["termes"][cle][terme], "nombre" => fiches.size, "fiches" => fiches }
    end
    { "cle" => cle, "titre" => titre, "termes" => termes }
  end

  def publier(facette)
    page("/#{facette["cle"]}/", "index.html", "facette", "title" => facette["titre"], "termes" => facette["termes"])
    facette["termes"].each do |t|
      lister(t["url"], t["nom"], t["fiches"])
      suivre(t["url"], t["nom"], t["fiches"]) if AVEC_FLUX.include?(facette["cle"])
    end
  end

  def lister(base, titre, fiches)
    nombre = [fiches.size.fdiv(PAR_PAGE).ceil, 1].max
    adresses = (1..nombre).map { |n| n == 1 ? base : "#{base}page/#{n}/" }
    adresses.each_with_index do |adresse, i|
      page(adresse, "index.html", "liste", "title" => titre, "total" => fiches.size, "fiches" => fiches[i * PAR_PAGE, PAR_PAGE],
                                           "numero" => i + 1, "pages" => nombre, "suivante" => adresses[i + 1],
                                           "precedente" => (adresses[i - 1] if i.positive?))
    end
  end

  def suivre(base, titre, fiches)
    %w[rss atom].each { |sorte| page(base, "#{sorte}.xml", sorte, "title" => titre, "base" => base, "fiches" => fiches.first(20)) }
  end

  def exporter(fiche)
    d = fiche.data
    { url: @site.config["url"] + fiche.url, titre: d["title"], resume: d["description"], ministere: d["ministeres"][0],
      themes: d["themes"], statut: d["statuts"][0], debut: jour(fiche.date), fin: jour(d["fin"]),
      dispositifs: d["dispositifs"], territoire: d["territoire"], participants: d["participants"],
      propositions: d["propositions"].map { |p| p.slice("id", "titre", "statut") } }
  end

  def plan
    adresses = ["/", "/concertations/", "/guides/", *@fiches.map(&:url), *@guides.map(&:url)]
    adresses += @facettes.flat_map { |f| ["/#{f["cle"]}/", *f["termes"].map { |t| t["url"] }] }
    urls = adresses.map { |a| "<url><loc>#{@site.config["url"]}#{a}</loc></url>\n" }.join
    %(<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n#{urls}</urlset>\n)
  end

  def page(dossier, nom, modele, donnees)
    ajoutee = Jekyll::PageWithoutAFile.new(@site, @site.source, dossier, nom)
    ajoutee.data.merge!(donnees, "layout" => modele)
    @site.pages << ajoutee
  end

  def fichier(nom, texte)
    ajoute = Jekyll::PageWithoutAFile.new(@site, @site.source, "/", nom)
    ajoute.content = texte
    ajoute.data.merge!("layout" => nil, "render_with_liquid" => false)
    @site.pages << ajoute
  end
end
