//! How props and events travel to an island: packed without names (postcard), written as hexadecimal digits, which an
//! attribute and an event stream both carry as they are. Both sides come from one build, so the shape is always the
//! same; what cannot be read is `None`.

/// Packs what an island needs.
///
/// # Panics
/// Never: only what asks for its own length beforehand cannot be packed, and props are plain structures.
#[cfg(feature = "ssr")]
pub(crate) fn pack(value: &impl serde::Serialize) -> String {
    hex::encode(postcard::to_allocvec(value).expect("props are plain structures"))
}

/// Unpacks what the server packed.
pub(crate) fn unpack<T: serde::de::DeserializeOwned>(packed: &str) -> Option<T> {
    postcard::from_bytes(&hex::decode(packed).ok()?).ok()
}
