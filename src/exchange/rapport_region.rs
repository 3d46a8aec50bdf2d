//! The short report of the region, in Markdown: for a mail, a wiki, a word processor.

use crate::domain::francais::{compte, enumeration, euros, typographier};
use crate::domain::region::{Etat, Rangee, Region};
use crate::domain::texte::visible;

/// Every line.
pub fn rapport(region: &Region) -> Vec<String> {
    let mut lignes = vec![
        format!("# {} · {}", cellule(&region.ami.intitule), cellule(&region.region.nom)),
        String::new(),
        "Compilation régionale des propositions de classement. Les territoires proposent ; le préfet de région décide.".into(),
        String::new(),
    ];
    if region.classement.iter().any(|r| r.candidature.fictif) {
        lignes.extend(["**Données fictives.**".into(), String::new()]);
    }
    territoires(region, &mut lignes);
    let inversions = compte(region.inversions, "inversion", "inversions");
    lignes.extend([
        format!("## Ordre fusionné ({inversions})"),
        String::new(),
        "| rang | territoire | candidature | priorité | avis F-R-D | points | coût | côte à côte | fusionné | tour de rôle |".into(),
        "|---:|---|---|---|---|---|---:|---|---|---|".into(),
    ]);
    lignes.extend(region.classement.iter().map(rangee));
    lignes.push(String::new());
    let projets = region.projets_multiples.iter();
    let a_arbitrer = projets.filter_map(|p| {
        let (numero, nom) = (cellule(&p.numero), cellule(&p.nom));
        let phrase = cellule(p.a_arbitrer.as_ref()?);
        Some(format!("- {numero} « {nom} » : {phrase}"))
    });
    section("À arbitrer", a_arbitrer.collect(), &mut lignes);
    let retouches = region.retouches.iter().map(|r| {
        let (quoi, motif) = (cellule(&r.quoi), cellule(&r.motif));
        format!(
            "- {} {} : {quoi}. {motif}",
            r.territoire,
            cellule(&r.numero)
        )
    });
    section("Dit par la région", retouches.collect(), &mut lignes);
    let sans_reponse = region.sans_reponse().map(|l| {
        let public = cellule(&l.ligne.public);
        format!("- {} priorité {} : {public}", l.territoire, l.ligne.rang)
    });
    section(
        "Priorités sans candidature retenue",
        sans_reponse.collect(),
        &mut lignes,
    );
    let remarques = region.remarques.iter().map(|r| format!("- {}", cellule(r)));
    section("À savoir", remarques.collect(), &mut lignes);
    lignes.pop();
    lignes.iter().map(|ligne| typographier(ligne)).collect()
}

fn territoires(region: &Region, lignes: &mut Vec<String>) {
    lignes.extend([
        "## Territoires".into(),
        String::new(),
        "| territoire | état | classées | retenues | enveloppe | engagé | reste |".into(),
        "|---|---|---:|---:|---:|---:|---:|".into(),
    ]);
    for territoire in &region.territoires {
        let nom = format!("{} {}", territoire.code, cellule(&territoire.nom));
        let Some(p) = &territoire.proposition else {
            lignes.push(format!(
                "| {nom} | **{}** | | | | | |",
                territoire.etat.nom()
            ));
            continue;
        };
        let retenues = region.totaux.par_territoire.get(&territoire.code);
        lignes.push(format!(
            "| {nom} | {}{} | {} | {} | {} | {} | {} |",
            if p.projet { "projet, " } else { "" },
            p.controle.nom(),
            p.classees,
            retenues.map_or(0, |s| s.retenues),
            p.enveloppe.map_or_else(|| "non renseignée".into(), euros),
            euros(p.engage),
            p.reste.map_or_else(String::new, euros),
        ));
    }
    lignes.push(String::new());
    let absents: Vec<String> = region
        .en_etat(Etat::Absent)
        .map(|t| t.code.clone())
        .collect();
    if !absents.is_empty() {
        lignes.extend([
            format!("Absents : {}.", enumeration(&absents)),
            String::new(),
        ]);
    }
    for refus in &region.refus {
        let raison = refus.raisons.first().map_or("", String::as_str);
        lignes.push(format!(
            "- refusé : {} ({})",
            cellule(&refus.fichier),
            cellule(raison)
        ));
    }
    if !region.refus.is_empty() {
        lignes.push(String::new());
    }
    let total = &region.totaux.region;
    lignes.extend([
        format!(
            "{} sur {}, {} proposés sur {} demandés sur la convention.",
            compte(
                total.retenues,
                "candidature proposée retenue",
                "candidatures proposées retenues"
            ),
            total.candidatures,
            euros(total.retenu),
            euros(total.demande)
        ),
        String::new(),
    ]);
}

fn rangee(rangee: &Rangee) -> String {
    let c = &rangee.candidature;
    let egal = if rangee.ex_aequo > 1 { " =" } else { "" };
    format!(
        "| {}{egal} | {} ({}) | {} {} | {} | {}-{}-{} | {} | {} | {} | {} | {} |",
        rangee.rang,
        c.territoire,
        c.rang_retenu,
        cellule(&c.numero),
        cellule(&c.nom),
        c.priorite.map_or_else(|| "hors".into(), |p| p.to_string()),
        c.decompte.f,
        c.decompte.r,
        c.decompte.d,
        c.points,
        euros(rangee.cout),
        rangee.statut_au_territoire.nom(),
        rangee.statut.nom(),
        rangee.statut_au_tour.nom(),
    )
}

fn section(titre: &str, contenu: Vec<String>, lignes: &mut Vec<String>) {
    if !contenu.is_empty() {
        lignes.extend([format!("## {titre}"), String::new()]);
        lignes.extend(contenu);
        lignes.push(String::new());
    }
}

/// A text from a file, that neither breaks a table nor starts a link, an image or markup.
fn cellule(texte: &str) -> String {
    let mut sortie = String::new();
    for lettre in visible(texte).chars() {
        if "\\`*_[]<>|#".contains(lettre) {
            sortie.push('\\');
        }
        sortie.push(lettre);
    }
    sortie
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_neither_breaks_the_table_nor_marks_it_up() {
        assert_eq!(cellule("a|b [x](y) <c>"), "a\\|b \\[x\\](y) \\<c\\>");
    }
}
