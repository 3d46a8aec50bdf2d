//! Everything a key can ask for.

/// One thing to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Selection up.
    Haut,
    /// Selection down.
    Bas,
    /// Selection left.
    Gauche,
    /// Selection right.
    Droite,
    /// A page up.
    PageHaut,
    /// A page down.
    PageBas,
    /// To the first.
    Debut,
    /// To the last.
    Fin,
    /// Next zone of the place.
    Zone,
    /// Opens or records what is selected.
    Valider,
    /// Back, losing nothing.
    Retour,
    /// Leaves the program.
    Quitter,
    /// Shows the keys.
    Aide,
    /// Undoes the last fact.
    Annuler,
    /// Redoes what was undone.
    Retablir,
    /// Chooses a theme.
    Themes,
    /// Who sits and when: shown, and corrected.
    Presence,
    /// To the agenda.
    Agenda,
    /// To the ranking.
    Classement,
    /// To the journal.
    Journal,
    /// To the closing.
    Cloture,
    /// To the priority table.
    Priorites,
    /// To the map of answers.
    Carte,
    /// To the region.
    Region,
    /// Adds a row to the priority table.
    AjouterLigne,
    /// Says the document the priority table comes from.
    SourceDeTable,
    /// Moves a row of the priority table up.
    MonterLigne,
    /// Moves a row of the priority table down.
    DescendreLigne,
    /// Searches candidatures.
    Rechercher,
    /// Next candidature.
    Suivante,
    /// Previous candidature.
    Precedente,
    /// Next candidature with something missing.
    SuivanteIncomplete,
    /// Avis: favorable.
    Favorable,
    /// Avis: favorable with reserves.
    Reserves,
    /// Avis: unfavourable.
    Defavorable,
    /// Avis: does not take a position.
    NeSePrononcePas,
    /// Asked, no answer.
    SansReponse,
    /// Not asked.
    NonSollicite,
    /// Déport.
    Deport,
    /// Takes back what was said of the institution.
    Retirer,
    /// To the criteria.
    Criteres,
    /// Appreciation from 0 to 4.
    Note(u8),
    /// Observation on the criterion or the candidature.
    Observation,
    /// Amount proposed, or envelope.
    Montant,
    /// Row of the priority table.
    Priorite,
    /// Proposition of the committee.
    Proposition,
    /// The committee has finished with the candidature.
    Examinee,
    /// What the rules found: confirm or lift a motif.
    Constats,
    /// Asks for complements, or says that they have come.
    Complements,
    /// Reads the whole fiche.
    Fiche,
    /// Types the fiche.
    SaisirFiche,
    /// A figure of the cell selected.
    Chiffre(char),
    /// The comma of full-time equivalents.
    Virgule,
    /// Takes the last figure of the cell away.
    Effacer,
    /// Next cell.
    CaseSuivante,
    /// Cell before.
    CasePrecedente,
    /// Back to what the file of the candidature holds.
    RevenirAuFichier,
    /// Vote between ex æquo.
    Departager,
    /// Marks the candidature selected in the ranking.
    Marquer,
    /// Rank given by the committee.
    Rang,
    /// Why this place, and what would change it.
    Detail,
    /// The line with less or more money.
    Scenarios,
    /// Other readings of the same data.
    Lectures,
    /// The sheet to communicate to the candidate.
    Motiver,
    /// Writes the list on screen for a spreadsheet.
    Exporter,
    /// Writes the outcome as it stands.
    Ecrire,
    /// Takes a closed séance up again.
    Rouvrir,
}
