//! Fuzzes the reader « touches ».
#![no_main]

#[path = "../lecteurs.rs"]
#[allow(dead_code)] // One target uses one reader.
mod lecteurs;

libfuzzer_sys::fuzz_target!(|octets: &[u8]| lecteurs::touches(octets));
