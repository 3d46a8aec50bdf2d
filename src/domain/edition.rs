//! A change of a priority table: a row added, changed, moved or taken away; ranks always run from 1.

use super::priorite::{LignePriorite, StatutTable, TablePriorites};

/// One change; rows are named by their index, from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edition {
    /// A row after the last.
    Ajouter(LignePriorite),
    /// Another text for a row.
    Changer(usize, LignePriorite),
    /// A row takes the place of another, which moves by one.
    Deplacer(usize, usize),
    /// A row is taken away.
    Retirer(usize),
    /// The document the table comes from; empty when it is not known.
    Source(String),
}

impl Edition {
    /// The change done on any list that has an element per row; `neuf` is the element of a row added or changed.
    pub fn sur<T>(&self, elements: &mut Vec<T>, neuf: impl FnOnce(&LignePriorite, Option<T>) -> T) {
        match self {
            Self::Ajouter(ligne) => elements.push(neuf(ligne, None)),
            Self::Changer(rang, ligne) if *rang < elements.len() => {
                let ancien = elements.remove(*rang);
                elements.insert(*rang, neuf(ligne, Some(ancien)));
            }
            Self::Deplacer(de, vers) if *de < elements.len() && *vers < elements.len() => {
                let element = elements.remove(*de);
                elements.insert(*vers, element);
            }
            Self::Retirer(rang) if *rang < elements.len() => {
                elements.remove(*rang);
            }
            Self::Changer(..) | Self::Deplacer(..) | Self::Retirer(_) | Self::Source(_) => {}
        }
    }

    /// The table after the change; it is « à saisir » again when no row is left.
    #[must_use]
    pub fn appliquer(&self, table: &TablePriorites) -> TablePriorites {
        let mut apres = table.clone();
        self.sur(&mut apres.priorites, |ligne, _| ligne.clone());
        if let Self::Source(source) = self {
            apres.source = (!source.is_empty()).then(|| source.clone());
        }
        for (rang, ligne) in (1..).zip(&mut apres.priorites) {
            ligne.rang = rang;
        }
        apres.statut = if apres.priorites.is_empty() {
            StatutTable::ASaisir
        } else {
            StatutTable::Saisie
        };
        apres
    }

    /// What was done, in words.
    pub fn phrase(&self) -> String {
        match self {
            Self::Ajouter(_) => "ligne ajoutée".into(),
            Self::Changer(rang, _) => format!("ligne {} changée", rang + 1),
            Self::Deplacer(de, vers) => format!("ligne {} mise en {}", de + 1, vers + 1),
            Self::Retirer(rang) => format!("ligne {} retirée", rang + 1),
            Self::Source(_) => "source notée".into(),
        }
    }
}
