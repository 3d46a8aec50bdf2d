//! The `instruire` command: a thin shell around the library.

use std::process::ExitCode;

fn main() -> color_eyre::Result<ExitCode> {
    color_eyre::install()?;
    instruire::cli::run(std::env::args_os())
}
