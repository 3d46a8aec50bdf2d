//! sha-256 in hexadecimal.

use sha2::{Digest, Sha256};

/// The sha-256 of bytes, 64 lower-case hexadecimal digits.
pub fn sha256(octets: &[u8]) -> String {
    use std::fmt::Write;
    let mut texte = String::with_capacity(64);
    for octet in Sha256::digest(octets) {
        // Writing to a String cannot fail.
        let _ = write!(texte, "{octet:02x}");
    }
    texte
}
