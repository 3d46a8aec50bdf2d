//! The `instruire` command: a thin shell around the library, and what must hold whatever fails: no core file, no data in a report.

use std::io::{self, Write};
use std::panic::{self, Location};
use std::path::{Component, Path};
use std::process::{self, ExitCode};
use std::sync::Arc;

use color_eyre::config::HookBuilder;
use instruire::cli;
use instruire::domain::francais::typographier;
use instruire::tui::terminal;
use rustix::process::{Resource, Rlimit, setrlimit};
use signal_hook::consts::SIGXFSZ;

/// Code of a fault of the program, as Rust ends a panic.
const FAUTE: i32 = 101;

fn main() -> ExitCode {
    proteger();
    cli::run(std::env::args_os()).unwrap_or_else(|erreur| cli::echouer(&erreur))
}

/// What a failure must not do: leave a core file, kill on a full quota, print what was being examined.
fn proteger() {
    let rien = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    let _ = setrlimit(Resource::Core, rien);
    // Caught, this signal lets the write fail with an error that can be said.
    let _ = signal_hook::flag::register(SIGXFSZ, Arc::default());
    let (_, rapport) = HookBuilder::default().into_hooks();
    let _ = rapport.install();
    panic::set_hook(Box::new(|panique| {
        let enregistre = if terminal::give_back() {
            " Tout ce qui était affiché est enregistré."
        } else {
            ""
        };
        let phrase = format!(
            "Le programme s'est arrêté sur une erreur interne (réf. {}).{enregistre}",
            panique.location().map(reference).unwrap_or_default()
        );
        let _ = writeln!(io::stderr(), "{}", typographier(&phrase));
        // A thread that fails takes the whole program with it.
        process::exit(FAUTE);
    }));
}

/// Where in the sources, without the folders of whoever compiled them.
fn reference(lieu: &Location) -> String {
    let noms: Vec<&str> = Path::new(lieu.file())
        .components()
        .filter_map(|nom| match nom {
            Component::Normal(nom) => nom.to_str(),
            _ => None,
        })
        .collect();
    let fin = &noms[noms.len().saturating_sub(4)..];
    format!("{}:{}", fin.join("/"), lieu.line())
}
