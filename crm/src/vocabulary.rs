//! How a closed set of names is written once and read everywhere.

/// Declares an enum whose variants carry the name that the database, forms and the wire use (camelCase, as TM Forum
/// writes its states).
macro_rules! vocabulary {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$variant_meta:meta])* $variant:ident),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Serialize, serde::Deserialize,
            strum::AsRefStr, strum::Display, strum::EnumString, strum::IntoStaticStr, strum::VariantArray,
        )]
        #[strum(serialize_all = "camelCase")]
        #[serde(rename_all = "camelCase")]
        pub enum $name { $($(#[$variant_meta])* $variant),+ }
    };
}
pub(crate) use vocabulary;
