//! stub
/// x
pub fn to_string<T: serde::Serialize>(v: &T) -> Result<String, serde_yaml::Error> { serde_yaml::to_string(v) }
