//! `instruire regles`: every rule, as declared; severities are the call's when a campaign is at hand.

use color_eyre::eyre::Result;

use super::arguments::Liste;
use super::{Arguments, BON, dire, dossier, livrer, livrer_octets};
use crate::domain::ami::Ami;
use crate::domain::recevabilite::{RegleDite, catalogue};
use crate::exchange::csv_writer;
use crate::store::document::{Document, Limites};
use crate::store::yaml_writer;

/// Prints the rules.
pub fn run(arguments: &Arguments, format: Liste) -> Result<u8> {
    let ami = dossier(arguments).ok().and_then(|dossier| {
        let chemin = dossier.join("ami.yaml");
        let document = Document::open(&chemin, "ami.yaml", &Limites::default()).ok()?;
        document.decode::<Ami>().ok()
    });
    let regles = catalogue(ami.as_ref());
    match format {
        Liste::Texte => dire(&texte(&regles))?,
        Liste::Yaml => livrer(yaml_writer::to_string(&regles)?.trim_end())?,
        Liste::Csv => {
            let entete = ["regle", "famille", "demande", "severite", "source"];
            let rangees = regles.iter().map(|r| {
                let severite = r.severite.nom();
                vec![r.regle, r.famille, &r.demande, severite, r.source]
            });
            livrer_octets(&csv_writer::to_bytes(&entete, rangees)?)?;
        }
    }
    Ok(BON)
}

fn texte(regles: &[RegleDite]) -> String {
    let mut lignes: Vec<String> = Vec::new();
    let mut famille = "";
    for regle in regles {
        if regle.famille != famille {
            famille = regle.famille;
            let vide = (!lignes.is_empty()).then(String::new);
            lignes.extend(vide.into_iter().chain([famille.to_owned()]));
        }
        lignes.push(format!(
            "  {} · {} · {} ({})",
            regle.regle,
            regle.severite.nom(),
            regle.demande,
            regle.source
        ));
    }
    lignes.join("\n")
}
