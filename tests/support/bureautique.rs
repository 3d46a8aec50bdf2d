//! LibreOffice without a screen, where it is installed; its absence is a failure when every test must run.

use std::path::Path;
use std::process::{Command, Stdio};

/// Set where nothing may be skipped (`.ci/run`).
const TOUT: &str = "INSTRUIRE_TOUT_ESSAYER";

/// Whether it can be run; says so when it cannot, and fails where every test must run.
pub fn presente() -> bool {
    let version = Command::new("soffice")
        .arg("--version")
        .stdin(Stdio::null())
        .output();
    let presente = version.is_ok_and(|v| v.status.success());
    if !presente {
        assert!(
            std::env::var_os(TOUT).is_none(),
            "soffice absent, et {TOUT} est demandé"
        );
        eprintln!("sauté : soffice absent");
    }
    presente
}

/// Converts a file into `dossier`, in a profile of its own.
pub fn convertir(fichier: &Path, format: &str, dossier: &Path) {
    let profil = tempfile::tempdir().unwrap();
    let rendu = Command::new("soffice")
        .arg(format!(
            "-env:UserInstallation=file://{}",
            profil.path().display()
        ))
        .args([
            "--headless",
            "--norestore",
            "--convert-to",
            format,
            "--outdir",
        ])
        .arg(dossier)
        .arg(fichier)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(
        rendu.status.success(),
        "{}",
        String::from_utf8_lossy(&rendu.stderr)
    );
}
