//! A list of a YAML text cut at each of its elements: blank lines and comments go with what follows them.

/// A text cut at each element of the list of one key.
pub(super) struct Decoupe {
    pub(super) avant: String,
    pub(super) cle: String,
    pub(super) elements: Vec<String>,
    pub(super) apres: String,
}

/// Cuts a text at each element of the list under `cle`, as `priorites:`, at the left margin; `None` when it is not written in
/// blocks.
pub(super) fn decouper(texte: &str, cle: &str) -> Option<Decoupe> {
    let mut texte = texte.to_owned();
    if !texte.ends_with('\n') {
        texte.push('\n');
    }
    let Some(debut) = position_de_la_cle(&texte, cle) else {
        return Some(Decoupe {
            avant: texte.trim_end().to_owned() + "\n\n",
            cle: cle.to_owned(),
            elements: Vec::new(),
            apres: String::new(),
        });
    };
    let (avant, suite) = texte.split_at(debut);
    let (rangee, suite) = suite.split_once('\n')?;
    let valeur = rangee.trim_start_matches(cle).trim();
    let cle = match valeur {
        "[]" | "null" => cle,
        _ if valeur.is_empty() || valeur.starts_with('#') => rangee,
        _ => return None,
    };
    let mut decoupe = Decoupe {
        avant: avant.to_owned(),
        cle: cle.to_owned(),
        elements: Vec::new(),
        apres: String::new(),
    };
    // Blank lines and comments belong to what follows them, unless they are set further in than the row.
    let mut attente = String::new();
    let mut retrait = None;
    let mut reste = suite.split_inclusive('\n');
    for rangee in reste.by_ref() {
        let dedans = rangee.trim();
        let colonne = rangee.len() - rangee.trim_start().len();
        let du_rang = retrait.is_some_and(|r| colonne > r);
        if dedans.is_empty() || (dedans.starts_with('#') && !du_rang) {
            attente.push_str(rangee);
        } else if dedans.starts_with("- ") && retrait.is_none_or(|r| r == colonne) {
            retrait = Some(colonne);
            decoupe.elements.push(std::mem::take(&mut attente) + rangee);
        } else if du_rang {
            let ligne = decoupe.elements.last_mut()?;
            ligne.push_str(&std::mem::take(&mut attente));
            ligne.push_str(rangee);
        } else {
            attente.push_str(rangee);
            break;
        }
    }
    decoupe.apres = attente + &reste.collect::<String>();
    Some(decoupe)
}

/// Where a key begins, at the left margin.
fn position_de_la_cle(texte: &str, cle: &str) -> Option<usize> {
    if texte.starts_with(cle) {
        return Some(0);
    }
    texte.find(&format!("\n{cle}")).map(|debut| debut + 1)
}

/// Columns before the dash of an element.
pub(super) fn retrait_de(ligne: &str) -> usize {
    let item = ligne.lines().find(|l| l.trim_start().starts_with("- "));
    item.map_or(2, |l| l.len() - l.trim_start().len())
}

/// Comments and blank lines before the first key of an element.
pub(super) fn premiers_commentaires(ligne: &str) -> String {
    let lignes = ligne.split_inclusive('\n');
    lignes
        .take_while(|l| l.trim().is_empty() || l.trim_start().starts_with('#'))
        .collect()
}
