//! Keys written as text, for pictures and tests: `ff<tab>3<entree>` types f, f, Tab, 3, Enter.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::app::App;

/// Types a script.
pub fn jouer(app: &mut App, script: &str) {
    for touche in touches(script) {
        app.touche(touche);
    }
    app.garder_brouillons();
}

/// The keys of a script; an unknown `<name>` is typed letter by letter.
pub fn touches(script: &str) -> Vec<KeyEvent> {
    let mut touches = Vec::new();
    let mut reste = script;
    while let Some(lettre) = reste.chars().next() {
        let nommee = reste
            .strip_prefix('<')
            .and_then(|suite| suite.split_once('>'))
            .and_then(|(nom, suite)| code(nom).map(|code| (code, suite)));
        let (code, suite) = nommee.unwrap_or((KeyCode::Char(lettre), &reste[lettre.len_utf8()..]));
        touches.push(KeyEvent::new(code, KeyModifiers::NONE));
        reste = suite;
    }
    touches
}

fn code(nom: &str) -> Option<KeyCode> {
    Some(match nom {
        "entree" => KeyCode::Enter,
        "echap" => KeyCode::Esc,
        "tab" => KeyCode::Tab,
        "espace" => KeyCode::Char(' '),
        "haut" => KeyCode::Up,
        "bas" => KeyCode::Down,
        "gauche" => KeyCode::Left,
        "droite" => KeyCode::Right,
        "page-haut" => KeyCode::PageUp,
        "page-bas" => KeyCode::PageDown,
        "debut" => KeyCode::Home,
        "fin" => KeyCode::End,
        "suppr" => KeyCode::Delete,
        "efface" => KeyCode::Backspace,
        _ => return None,
    })
}
