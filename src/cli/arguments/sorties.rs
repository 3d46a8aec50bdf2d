//! The arguments of what leaves the program: sheets, texts, what goes back to the platform, completions, the manual.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::MODELE;

/// A command that makes something for others.
#[derive(Debug, Subcommand)]
pub enum Sortie {
    /// Classement, avis, critères, constats et budget, pour un tableur
    #[command(help_template = MODELE, override_usage = "instruire exporter CODE [--format xlsx|csv] [--feuille NOM] [--vers FICHIER]", next_help_heading = "Arguments ")]
    Exporter {
        /// Code du territoire, comme 63
        #[arg(value_name = "CODE")]
        territoire: String,
        /// Un classeur (xlsx) ou une feuille (csv)
        #[arg(long, help_heading = "Options ", value_enum, value_name = "FORMAT", default_value_t = Tableur::Xlsx, hide_default_value = true, hide_possible_values = true)]
        format: Tableur,
        /// Une seule feuille : classement, avis, criteres, constats, budget ou proposition
        #[arg(
            long,
            help_heading = "Options ",
            value_enum,
            value_name = "NOM",
            hide_possible_values = true
        )]
        feuille: Option<NomDeFeuille>,
        /// Le fichier à écrire, ou - pour la sortie ; sinon le classeur va dans exports/, le csv est affiché
        #[arg(long, help_heading = "Options ", value_name = "FICHIER")]
        vers: Option<PathBuf>,
    },
    /// Procès-verbal de la séance, d'après ce qui a été enregistré
    #[command(help_template = MODELE, override_usage = "instruire proces-verbal CODE [--format markdown|odt] [--vers FICHIER]", next_help_heading = "Arguments ")]
    ProcesVerbal {
        /// Code du territoire, comme 63
        #[arg(value_name = "CODE")]
        territoire: String,
        /// Form and place of the text.
        #[command(flatten)]
        sortie: SortieEcrite,
    },
    /// Paragraphes à coller dans les courriers aux candidats
    #[command(help_template = MODELE, override_usage = "instruire courriers CODE [NUMÉRO] [--format markdown|odt] [--vers FICHIER]", next_help_heading = "Arguments ")]
    Courriers {
        /// Code du territoire, comme 63
        #[arg(value_name = "CODE")]
        territoire: String,
        /// Une seule candidature, par son numéro sur la plateforme
        #[arg(value_name = "NUMÉRO")]
        numero: Option<String>,
        /// Form and place of the text.
        #[command(flatten)]
        sortie: SortieEcrite,
    },
    /// Proposition sans nom ni numéro, à publier
    #[command(help_template = MODELE, override_usage = "instruire publier CODE [--format markdown|odt] [--vers FICHIER]", next_help_heading = "Arguments ")]
    Publier {
        /// Code du territoire, comme 63
        #[arg(value_name = "CODE")]
        territoire: String,
        /// Form and place of the text.
        #[command(flatten)]
        sortie: SortieEcrite,
    },
    /// Statuts proposés et motivations, à reporter sur la plateforme ; rien n'est envoyé
    #[command(help_template = MODELE, override_usage = "instruire retour-plateforme CODE [--format csv|json] [OPTIONS]", next_help_heading = "Arguments ")]
    RetourPlateforme {
        /// Code du territoire, comme 63
        #[arg(value_name = "CODE")]
        territoire: String,
        /// Une liste (csv), ou les appels dossierModifierAnnotations (json)
        #[arg(long, help_heading = "Options ", value_enum, value_name = "FORMAT", default_value_t = Retour::Csv, hide_default_value = true, hide_possible_values = true)]
        format: Retour,
        /// Ids of the platform.
        #[command(flatten)]
        ids: Annotations,
        /// Le fichier à écrire ; sinon la sortie
        #[arg(long, help_heading = "Options ", value_name = "FICHIER")]
        vers: Option<PathBuf>,
    },
    /// Complétion des commandes, à charger dans le shell
    #[command(help_template = MODELE, override_usage = "instruire completions bash|zsh|fish", next_help_heading = "Arguments ")]
    Completions {
        /// bash, zsh ou fish
        #[arg(value_enum, value_name = "SHELL", hide_possible_values = true)]
        shell: Interprete,
    },
    /// Page de manuel, au format de man
    #[command(help_template = MODELE, override_usage = "instruire manuel")]
    Manuel,
}

/// Form and place of a text.
#[derive(Debug, Args)]
pub struct SortieEcrite {
    /// Texte (markdown), ou traitement de texte (odt)
    #[arg(long, help_heading = "Options ", value_enum, value_name = "FORMAT", default_value_t = Traitement::Markdown, hide_default_value = true, hide_possible_values = true)]
    pub format: Traitement,
    /// Le fichier à écrire, ou - pour la sortie ; sinon le texte est affiché, l'odt va dans exports/
    #[arg(long, help_heading = "Options ", value_name = "FICHIER")]
    pub vers: Option<PathBuf>,
}

/// Form of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Traitement {
    /// Plain text.
    Markdown,
    /// For word processors.
    Odt,
}

/// What the platform calls the fields it receives.
#[derive(Debug, Args)]
pub struct Annotations {
    /// Identifiant de l'instructeur dans l'API (json)
    #[arg(long, help_heading = "Options ", value_name = "ID")]
    pub instructeur: Option<String>,
    /// Identifiant de l'annotation privée qui reçoit le statut proposé, texte court (json)
    #[arg(long, help_heading = "Options ", value_name = "ID")]
    pub annotation_statut: Option<String>,
    /// Identifiant de l'annotation privée qui reçoit la motivation, texte long (json)
    #[arg(long, help_heading = "Options ", value_name = "ID")]
    pub annotation_motivation: Option<String>,
}

/// Form of what goes back to the platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Retour {
    /// A list.
    Csv,
    /// Calls, for whoever holds a token.
    Json,
}

/// A shell whose completion is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Interprete {
    /// bash.
    Bash,
    /// zsh.
    Zsh,
    /// fish.
    Fish,
}

/// Form of a table for spreadsheets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Tableur {
    /// A workbook.
    Xlsx,
    /// One sheet, as text.
    Csv,
}

/// A sheet of a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum NomDeFeuille {
    /// The ranking.
    Classement,
    /// Avis, one by one.
    Avis,
    /// Appreciations.
    Criteres,
    /// What the rules found.
    Constats,
    /// Budgets, by volet and year.
    Budget,
    /// What the proposal rests on.
    Proposition,
}
