//! The command line, in French: clap reads it, its few messages are said in our words.

mod sorties;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Args, Command, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use super::{BON, INUTILISABLE};
pub use sorties::{
    Annotations, Interprete, NomDeFeuille, Retour, Sortie, SortieEcrite, Tableur, Traitement,
};

const EXEMPLES: &str = "\
Exemples :
  instruire                              ouvre la campagne du dossier courant
  instruire --demo                       essaie l'exemple fictif dans un dossier temporaire
  instruire --territoire 63              ouvre directement le Puy-de-Dôme
  instruire classer 63                   classement en texte, sans écran
  instruire journal 63                   ce qui a été enregistré
  instruire motiver 63 19483920          éléments à communiquer à un candidat
  instruire exporter 63                  classeur (xlsx) : classement, avis, critères, constats, budget
  instruire proces-verbal 63 --format odt
                                         procès-verbal de la séance, pour un traitement de texte
  instruire courriers 63                 paragraphes à coller dans les courriers
  instruire publier 63                   proposition sans nom ni numéro
  instruire retour-plateforme 63         statuts proposés et motivations, à reporter à la main
  instruire consigner 63 < faits.yaml    enregistre des faits sans écran : ACK n une fois sur le disque
  instruire prendre-la-main 63           arrête votre autre programme qui tient la séance
  instruire reparer 63 --motif TEXTE     met de côté ce qui est altéré dans un journal
  instruire verifier                     contrôle tous les fichiers de la campagne
  instruire verifier --format csv        tous les constats, pour un tableur
  instruire verifier --projet FICHIER    les constats d'une seule candidature
  instruire regles                       ce que chaque règle demande
  instruire importer dossiers.xlsx       candidatures, depuis un export de la plateforme
  instruire importer-table 42 FICHIER    contrôle une table des priorités, puis la met en place
  instruire region                       compile les propositions des territoires
  instruire verifier data/o2r-ara-2024/resultats/63.yaml
                                         recalcule une proposition : « conforme », ou chaque différence

Codes de sortie : 0 bon, 1 un contrôle a trouvé quelque chose, 2 entrée ou usage inutilisable.";

const MODELE: &str = "{about}\n\nUsage : {usage}\n\n{all-args}{after-help}";

/// Instruit les candidatures à un appel régional : avis, critères, classement motivé.
#[derive(Debug, Parser)]
#[command(name = "instruire", version, help_template = MODELE, after_help = EXEMPLES, disable_help_subcommand = true)]
#[command(
    subcommand_help_heading = "Commandes ",
    subcommand_value_name = "COMMANDE"
)]
#[command(
    override_usage = "instruire [OPTIONS] [COMMANDE]",
    next_help_heading = "Options "
)]
#[command(disable_help_flag = true, disable_version_flag = true)]
pub struct Arguments {
    /// Dossier de la campagne [défaut : data/o2r-ara-2024]
    #[arg(long, global = true, value_name = "DOSSIER")]
    pub campagne: Option<PathBuf>,
    /// Territoire à ouvrir, comme 63 ou 69M
    #[arg(long, value_name = "CODE")]
    pub territoire: Option<String>,
    /// Thème : defaut, clair, sombre, contraste, mono, daltonien, ou un fichier .yaml
    #[arg(long, global = true, value_name = "NOM")]
    pub theme: Option<String>,
    /// Signes : unicode, ou ascii (de lui-même quand la locale n'est pas UTF-8)
    #[arg(
        long,
        global = true,
        value_enum,
        value_name = "SIGNES",
        hide_possible_values = true
    )]
    pub glyphes: Option<Glyphes>,
    /// Copie la campagne d'exemple dans un dossier temporaire et l'ouvre
    #[arg(long)]
    pub demo: bool,
    /// Ouvre sans les candidatures illisibles, après les avoir nommées
    #[arg(long, global = true)]
    pub ecarter_illisibles: bool,
    /// Ouvre une séance même là où le disque ne sait pas verrouiller ; c'est noté au journal
    #[arg(long, global = true)]
    pub sans_verrou: bool,
    #[command(flatten)]
    communs: Communs,
    /// La commande ; aucune ouvre l'écran.
    #[command(subcommand)]
    pub commande: Option<Commande>,
}

#[derive(Debug, Args)]
struct Communs {
    /// Affiche cette aide (ou --aide)
    #[arg(short = 'h', long = "help", alias = "aide", global = true, action = clap::ArgAction::Help)]
    help: Option<bool>,
    /// Affiche la version
    #[arg(short = 'V', long, action = clap::ArgAction::Version)]
    version: Option<bool>,
}

impl Arguments {
    /// The arguments that name a campaign and nothing else.
    pub fn pour(campagne: PathBuf) -> Self {
        Self {
            campagne: Some(campagne),
            territoire: None,
            theme: None,
            glyphes: None,
            demo: false,
            ecarter_illisibles: false,
            sans_verrou: false,
            communs: Communs {
                help: None,
                version: None,
            },
            commande: None,
        }
    }
}

/// A command without a screen.
#[derive(Debug, Subcommand)]
pub enum Commande {
    /// Contrôle la campagne, ou recalcule une proposition
    #[command(help_template = MODELE, override_usage = "instruire verifier [FICHIER | --projet FICHIER] [--format texte|yaml|csv]", next_help_heading = "Arguments ")]
    Verifier {
        /// Une proposition, comme resultats/63.yaml ; sans fichier, toute la campagne
        #[arg(value_name = "FICHIER", conflicts_with_all = ["projet", "format"])]
        fichier: Option<PathBuf>,
        /// Une seule candidature, dans la campagne ou ailleurs : tous ses constats
        #[arg(long, value_name = "FICHIER")]
        projet: Option<PathBuf>,
        /// Tous les constats, en texte, yaml ou csv
        #[arg(long, value_enum, value_name = "FORMAT", hide_possible_values = true)]
        format: Option<Liste>,
    },
    /// Les règles de l'appel, avec leur sévérité et leur source
    #[command(help_template = MODELE, override_usage = "instruire regles [--format texte|yaml|csv]", next_help_heading = "Arguments ")]
    Regles {
        /// Forme de la sortie : texte, yaml ou csv
        #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Liste::Texte, hide_default_value = true, hide_possible_values = true)]
        format: Liste,
    },
    /// Importe les candidatures d'un export de la plateforme (XLSX, CSV, ODS, JSON)
    #[command(help_template = MODELE, override_usage = "instruire importer FICHIER… [--correspondance FICHIER] [--apercu | --proposer | --oui] [--sauf NUMÉRO]", next_help_heading = "Arguments ")]
    Importer {
        /// Les fichiers de l'export ; toutes les pages, pour du JSON
        #[arg(value_name = "FICHIER", required = true)]
        fichiers: Vec<PathBuf>,
        /// Quelle colonne remplit quel champ [défaut : correspondance.yaml de la campagne]
        #[arg(long, value_name = "FICHIER", help_heading = "Options ")]
        correspondance: Option<PathBuf>,
        /// Montre ce qui changerait, n'écrit rien
        #[arg(long, help_heading = "Options ", conflicts_with_all = ["oui", "proposer"])]
        apercu: bool,
        /// Écrit sur la sortie une correspondance à relire, n'importe rien
        #[arg(long, help_heading = "Options ", conflicts_with = "oui")]
        proposer: bool,
        /// Écrit sans demander
        #[arg(long, help_heading = "Options ")]
        oui: bool,
        /// Laisse un dossier de côté ; peut être répété
        #[arg(long, value_name = "NUMÉRO", help_heading = "Options ")]
        sauf: Vec<String>,
    },
    /// Met en place la table des priorités d'un territoire, après contrôle
    #[command(help_template = MODELE, override_usage = "instruire importer-table CODE FICHIER", next_help_heading = "Arguments")]
    ImporterTable {
        /// Code du territoire, comme 42
        #[arg(value_name = "CODE")]
        territoire: String,
        /// La table, au format de priorites/63.yaml
        #[arg(value_name = "FICHIER")]
        fichier: PathBuf,
    },
    /// Classement d'un territoire dans l'état du journal
    #[command(help_template = MODELE, override_usage = "instruire classer CODE [--format texte|yaml]", next_help_heading = "Arguments ")]
    Classer {
        /// Code du territoire, comme 63
        #[arg(value_name = "CODE")]
        territoire: String,
        /// Forme de la sortie : texte ou yaml
        #[arg(long, help_heading = "Options ", value_enum, default_value_t = Format::Texte, hide_default_value = true, hide_possible_values = true)]
        format: Format,
    },
    /// Ce qui a été enregistré pour un territoire, fait par fait
    #[command(help_template = MODELE, override_usage = "instruire journal CODE", next_help_heading = "Arguments ")]
    Journal {
        /// Code du territoire, comme 63
        #[arg(value_name = "CODE")]
        territoire: String,
    },
    /// Éléments à communiquer au candidat (CRPA R. 311-3-1-2)
    #[command(help_template = MODELE, override_usage = "instruire motiver CODE NUMÉRO", next_help_heading = "Arguments")]
    Motiver {
        /// Code du territoire, comme 63
        #[arg(value_name = "CODE")]
        territoire: String,
        /// Numéro de la candidature sur la plateforme
        #[arg(value_name = "NUMÉRO")]
        numero: String,
    },
    /// What leaves for others.
    #[command(flatten)]
    Sortie(Sortie),
    /// Enregistre des faits lus sur l'entrée standard, un document YAML par fait
    #[command(help_template = MODELE, override_usage = "instruire consigner CODE [--accepter-entrees] < FAITS", next_help_heading = "Arguments ")]
    Consigner {
        /// Code du territoire, comme 63
        #[arg(value_name = "CODE")]
        territoire: String,
        /// Continue avec les fichiers qui ont changé depuis l'ouverture ; c'est un fait
        #[arg(long, help_heading = "Options ")]
        accepter_entrees: bool,
    },
    /// Arrête votre autre programme, sur ce poste, qui tient la séance d'un territoire
    #[command(help_template = MODELE, override_usage = "instruire prendre-la-main CODE", next_help_heading = "Arguments ")]
    PrendreLaMain {
        /// Code du territoire, comme 63
        #[arg(value_name = "CODE")]
        territoire: String,
    },
    /// Met de côté ce qui est altéré dans un journal, en gardant le fichier entier
    #[command(help_template = MODELE, override_usage = "instruire reparer CODE --motif TEXTE", next_help_heading = "Arguments ")]
    Reparer {
        /// Code du territoire, comme 63
        #[arg(value_name = "CODE")]
        territoire: String,
        /// Pourquoi ; le motif est noté au journal
        #[arg(long, value_name = "TEXTE", help_heading = "Options ")]
        motif: String,
    },
    /// Compile les propositions des territoires : contrôle, ordre régional, enveloppes, totaux
    #[command(help_template = MODELE, override_usage = "instruire region [--format texte|yaml|csv] [--ecrire] [FICHIERS OU DOSSIERS]", next_help_heading = "Arguments ")]
    Region {
        /// Propositions, campagnes ou dossiers de campagnes ; sans rien, le dossier resultats de la campagne
        #[arg(value_name = "FICHIERS OU DOSSIERS")]
        fichiers: Vec<PathBuf>,
        /// Forme de la sortie : texte, yaml ou csv
        #[arg(
            long,
            help_heading = "Options ",
            value_enum,
            value_name = "FORMAT",
            hide_possible_values = true
        )]
        format: Option<Liste>,
        /// Écrit aussi resultats/region.yaml dans la campagne de la région
        #[arg(long, help_heading = "Options ")]
        ecrire: bool,
    },
    /// Crée une région fictive entière : tables, candidatures, séances tenues, propositions
    #[command(help_template = MODELE, override_usage = "instruire demo-region DOSSIER [--territoires N] [--candidatures M] [--graine S]", next_help_heading = "Arguments ")]
    DemoRegion {
        /// Dossier où la créer ; il peut exister
        #[arg(value_name = "DOSSIER")]
        dossier: PathBuf,
        /// Territoires, de 1 à 999 [défaut : 13]
        #[arg(long, help_heading = "Options ", value_name = "N", default_value_t = 13, hide_default_value = true, value_parser = clap::value_parser!(u32).range(1..=999))]
        territoires: u32,
        /// Candidatures par territoire, de 1 à 1000 [défaut : 12]
        #[arg(long, help_heading = "Options ", value_name = "M", default_value_t = 12, hide_default_value = true, value_parser = clap::value_parser!(u32).range(1..=1000))]
        candidatures: u32,
        /// Graine : la même donne les mêmes fichiers [défaut : 1]
        #[arg(
            long,
            help_heading = "Options ",
            value_name = "S",
            default_value_t = 1,
            hide_default_value = true
        )]
        graine: u64,
    },
    /// Suit une séance en direct, en lecture seule, pour la projeter
    #[command(help_template = MODELE, override_usage = "instruire suivre CODE [--noms-caches]", next_help_heading = "Arguments ")]
    Suivre {
        /// Code du territoire, comme 63
        #[arg(value_name = "CODE")]
        territoire: String,
        /// Le nom d'une candidature attend que chaque institution se soit prononcée
        #[arg(long, help_heading = "Options ")]
        noms_caches: bool,
    },
    /// Les thèmes fournis ; « themes verifier » en contrôle un
    #[command(help_template = MODELE, override_usage = "instruire themes [verifier [FICHIER]]", subcommand_help_heading = "Commandes ", disable_help_subcommand = true)]
    Themes {
        /// La commande ; aucune donne la liste.
        #[command(subcommand)]
        action: Option<ActionThemes>,
    },
    /// Dessine les écrans de la documentation : chaque .touches d'un dossier devient un .svg
    #[command(hide = true, help_template = MODELE)]
    Image {
        /// Le dossier, ou une seule image
        #[arg(value_name = "FICHIER")]
        fichier: PathBuf,
    },
}

/// What to do with themes.
#[derive(Debug, Subcommand)]
pub enum ActionThemes {
    /// Contrôle qu'un thème se lit : tous les rôles, contraste de chacun
    #[command(help_template = MODELE, override_usage = "instruire themes verifier [FICHIER]", next_help_heading = "Arguments ")]
    Verifier {
        /// Le thème, par son nom ou son fichier ; sans lui, tous ceux qui sont fournis
        #[arg(value_name = "FICHIER")]
        fichier: Option<String>,
    },
}

/// Signs to draw with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Glyphes {
    /// All of them.
    Unicode,
    /// ASCII alone.
    Ascii,
}

/// Form of a listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Plain text.
    Texte,
    /// The outcome as it would be written.
    Yaml,
}

/// Form of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Liste {
    /// Plain text.
    Texte,
    /// YAML.
    Yaml,
    /// For spreadsheets.
    Csv,
}

/// The command as clap knows it.
pub fn commande() -> Command {
    Arguments::command()
}

/// Reads the arguments; else what to print, and the exit code.
pub fn lire(arguments: impl IntoIterator<Item = OsString>) -> Result<Arguments, (String, u8)> {
    let lus = commande()
        .try_get_matches_from(arguments)
        .and_then(|lus| Arguments::from_arg_matches(&lus));
    lus.map_err(|erreur| match erreur.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            (erreur.to_string().trim_end().to_owned(), BON)
        }
        _ => (en_francais(&erreur), INUTILISABLE),
    })
}

fn en_francais(erreur: &clap::Error) -> String {
    let contexte = |nature| match erreur.get(nature) {
        Some(ContextValue::String(texte)) => texte.clone(),
        Some(ContextValue::Strings(textes)) => textes.join(", "),
        _ => String::new(),
    };
    let lu = contexte(ContextKind::InvalidArg);
    let phrase = match erreur.kind() {
        ErrorKind::UnknownArgument => format!("option inconnue : {lu}"),
        ErrorKind::InvalidSubcommand => format!(
            "commande inconnue : {}",
            contexte(ContextKind::InvalidSubcommand)
        ),
        ErrorKind::InvalidValue => {
            let valeur = contexte(ContextKind::InvalidValue);
            let admises = contexte(ContextKind::ValidValue);
            match (valeur.is_empty(), admises.is_empty()) {
                (true, _) => format!("{lu} attend une valeur"),
                (false, true) => format!("valeur refusée pour {lu} : « {valeur} »"),
                (false, false) => {
                    format!("valeur refusée pour {lu} : « {valeur} » ; admises : {admises}")
                }
            }
        }
        ErrorKind::MissingRequiredArgument => format!("il manque : {lu}"),
        ErrorKind::ArgumentConflict => format!("option donnée deux fois ou contradictoire : {lu}"),
        _ => "arguments non compris".into(),
    };
    format!(
        "instruire : {}. Voir instruire --help",
        crate::domain::texte::visible(&phrase)
    )
}
