//! stub
/// x
pub fn replace(p: &std::path::Path, b: &[u8]) -> std::io::Result<()> { std::fs::write(p, b) }
