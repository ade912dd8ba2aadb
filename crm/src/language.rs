//! The languages the hall speaks.

use serde::{Deserialize, Serialize};

/// A language every page, message and refusal exists in.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    strum::AsRefStr,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
pub enum Language {
    /// Simplified Chinese, the language of the operator.
    #[default]
    #[strum(serialize = "zh-CN")]
    #[serde(rename = "zh-CN")]
    ZhCn,
    /// English.
    #[strum(serialize = "en")]
    #[serde(rename = "en")]
    En,
}

impl Language {
    /// The first language of an `Accept-Language` header that the hall speaks; weights beyond the order are not
    /// needed for two languages.
    pub fn preferred(accept_language: &str) -> Option<Self> {
        accept_language.split(',').find_map(|range| {
            let tag = range.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
            match tag.split('-').next() {
                Some("zh") => Some(Self::ZhCn),
                Some("en") => Some(Self::En),
                _ => None,
            }
        })
    }
}

/// A text the operator's staff keep in every language, such as the name of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// Simplified Chinese.
    pub zh_cn: String,
    /// English.
    pub en: String,
}

impl Text {
    /// The text in the reader's language.
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::ZhCn => &self.zh_cn,
            Language::En => &self.en,
        }
    }
}
