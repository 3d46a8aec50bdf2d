//! A screen without a terminal: keys in, text out. Facts go to a real journal in a scratch campaign.

use instruire::tui::app::App;
use instruire::tui::script::jouer;
use instruire::tui::theme::Theme;
use instruire::tui::view::view;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;

use super::{Brouillon, instant, lisible};

/// The program on a screen.
pub struct Ecran {
    pub app: App,
    pub brouillon: Brouillon,
    taille: (u16, u16),
    theme: Theme,
}

impl Ecran {
    /// The example on 80 × 24, at the list of territories.
    pub fn accueil() -> Self {
        Self::sur(Brouillon::new())
    }

    /// A campaign on 80 × 24, at the list of territories.
    pub fn sur(brouillon: Brouillon) -> Self {
        let app = App::new(brouillon.campagne(), instant, "comite-63".into());
        let theme = Theme::load("defaut").unwrap();
        let mut ecran = Self {
            app,
            brouillon,
            taille: (80, 24),
            theme,
        };
        ecran.taille(80, 24);
        ecran
    }

    /// The séance of Puy-de-Dôme, just opened with every institution present, at the agenda.
    pub fn seance() -> Self {
        let mut ecran = Self::accueil();
        ecran.touches("<entree>t<entree>");
        ecran
    }

    /// Another size.
    pub fn taille(&mut self, colonnes: u16, rangees: u16) -> &mut Self {
        self.taille = (colonnes, rangees);
        self.app.ecran(colonnes, rangees);
        self
    }

    /// Another theme.
    pub fn theme(&mut self, nom: &str) -> &mut Self {
        self.theme = Theme::load(nom).unwrap();
        self
    }

    /// Types a script, as `ff<tab>3<entree>`.
    pub fn touches(&mut self, script: &str) -> &mut Self {
        jouer(&mut self.app, script);
        self
    }

    /// Leaves the program and starts it again on the same campaign, as after a cut.
    pub fn relancer(self) -> Self {
        let Self {
            app,
            brouillon,
            taille,
            ..
        } = self;
        drop(app);
        let mut ecran = Self::sur(brouillon);
        ecran.taille(taille.0, taille.1);
        ecran
    }

    /// The cells.
    pub fn cellules(&self) -> Buffer {
        let mut terminal = Terminal::new(TestBackend::new(self.taille.0, self.taille.1)).unwrap();
        terminal
            .draw(|frame| view(&self.app.model, &self.theme, frame))
            .unwrap();
        terminal.backend().buffer().clone()
    }

    /// The text, rows without their trailing blanks, with ordinary spaces.
    pub fn texte(&self) -> String {
        let cellules = self.cellules();
        let rangees = cellules.content.chunks(usize::from(self.taille.0).max(1));
        let rangee = |cellules: &[ratatui::buffer::Cell]| {
            let texte: String = cellules.iter().map(ratatui::buffer::Cell::symbol).collect();
            lisible(texte.trim_end())
        };
        rangees.map(rangee).collect::<Vec<_>>().join("\n")
    }

    /// The row that holds `texte`, which must be on screen.
    pub fn rangee(&self, texte: &str) -> String {
        let ecran = self.texte();
        let trouvee = ecran.lines().find(|l| l.contains(texte));
        trouvee
            .unwrap_or_else(|| panic!("« {texte} » absent de l'écran :\n{ecran}"))
            .to_owned()
    }
}
