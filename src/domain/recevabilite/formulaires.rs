//! The forms filed to the call, grouped once by what two of them may share: their number, their SIRET.

use std::collections::HashMap;
use std::sync::Arc;

use crate::domain::projet::Projet;

/// Every form, found by number and by SIRET; comparing each with each would cost the square of their count.
#[derive(Debug)]
pub struct Formulaires<'a> {
    par_numero: HashMap<String, Vec<&'a Projet>>,
    par_siret: HashMap<&'a str, Vec<&'a Projet>>,
}

impl<'a> Formulaires<'a> {
    /// Groups the forms, each group in their order.
    pub fn new(projets: &'a [Arc<Projet>]) -> Self {
        let (mut par_numero, mut par_siret) = (HashMap::new(), HashMap::new());
        for projet in projets.iter().map(Arc::as_ref) {
            let meme_numero: &mut Vec<_> = par_numero.entry(cle(&projet.numero)).or_default();
            meme_numero.push(projet);
            if let Some(siret) = &projet.porteur.siret {
                let meme_siret: &mut Vec<_> = par_siret.entry(siret.as_str()).or_default();
                meme_siret.push(projet);
            }
        }
        Self {
            par_numero,
            par_siret,
        }
    }

    /// The other forms of the same number, case and blanks around aside.
    pub(super) fn de_meme_numero(&self, projet: &'a Projet) -> impl Iterator<Item = &'a Projet> {
        autres(self.par_numero.get(&cle(&projet.numero)), projet)
    }

    /// The other forms of the same SIRET; a blank one is nobody's.
    pub(super) fn de_meme_siret(&self, projet: &'a Projet) -> impl Iterator<Item = &'a Projet> {
        let siret = projet.porteur.siret.as_deref();
        autres(siret.and_then(|siret| self.par_siret.get(siret)), projet)
    }
}

fn cle(numero: &str) -> String {
    numero.trim().to_ascii_lowercase()
}

fn autres<'a>(
    groupe: Option<&Vec<&'a Projet>>,
    projet: &'a Projet,
) -> impl Iterator<Item = &'a Projet> {
    let groupe = groupe.into_iter().flatten().copied();
    groupe.filter(move |autre| !std::ptr::eq(*autre, projet))
}
