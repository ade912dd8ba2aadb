//! The catalogue of the demo operator, read from `demo/catalogue.toml`, where the fields are explained: plans and
//! add-ons are data, not code. R-PRD-1

use crm::{
    Date,
    catalogue::{Allowances, Eligibility, Need, Offering, OfferingCode, OfferingKind, Overage},
    language::Text,
    lines::LineKind,
    money::Money,
};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Offerings by code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Catalogue {
    offerings: BTreeMap<OfferingCode, Offering>,
}

/// Why a catalogue file was refused.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    /// Not TOML, or a field that is missing, unknown or of the wrong type.
    #[error("the catalogue cannot be read: {0}")]
    Syntax(#[from] toml::de::Error),
    /// An amount that is not one.
    #[error("{code}: {text:?} is not an amount of yuan")]
    Amount {
        /// The offering.
        code: String,
        /// What stands there.
        text: String,
    },
    /// Two offerings of one code.
    #[error("{0} stands there twice")]
    Twice(String),
    /// An offering excludes one that does not exist, or that is a plan.
    #[error("{code} excludes {excluded}, which is no add-on of the catalogue")]
    Excludes {
        /// The offering.
        code: String,
        /// What it excludes.
        excluded: String,
    },
    /// An offering that the import puts on customers' lines is missing, or runs on the other kind of line.
    #[error("the import needs {0}, which the catalogue does not hold as it should")]
    Missing(&'static str),
}

/// What the import puts on customers' lines.
pub(super) mod codes {
    use crm::{
        catalogue::OfferingKind::{self, AddOn, Plan},
        lines::LineKind::{self, Internet, Phone},
    };

    pub(crate) const MULTIPLE_LINES: &str = "MULTI-5";
    pub(crate) const SECURITY: &str = "SECURITY-5";
    pub(crate) const BACKUP: &str = "BACKUP-5";
    pub(crate) const PROTECTION: &str = "PROTECTION-5";
    pub(crate) const SUPPORT: &str = "SUPPORT-5";
    pub(crate) const TV: &str = "TV-10";
    pub(crate) const FILMS: &str = "FILMS-10";

    /// Plans by share of the customers who have them, in percent.
    pub(crate) type Mix = [(&'static str, i64)];
    pub(crate) const PHONE: &Mix = &[("VOICE-20", 55), ("DATA-21", 30), ("CLASSIC-20", 15)];
    pub(crate) const PHONE_OF_SENIORS: &Mix = &[("SENIOR-18", 50), ("VOICE-20", 35), ("CLASSIC-20", 15)];
    pub(crate) const DSL: &Mix = &[("DSL-25", 80), ("DSL-CLASSIC-25", 20)];
    pub(crate) const FIBRE: &Mix = &[("FIBRE-50", 65), ("FIBRE-48", 20), ("FIBRE-CLASSIC-52", 15)];

    /// Everything above, which a catalogue must hold.
    pub(crate) fn needed() -> impl Iterator<Item = (&'static str, OfferingKind, LineKind)> {
        let add_ons = [SECURITY, BACKUP, PROTECTION, SUPPORT, TV, FILMS].map(|code| (code, AddOn, Internet));
        let plans = |mix: &'static Mix, line: LineKind| mix.iter().map(move |(code, _)| (*code, Plan, line));
        add_ons
            .into_iter()
            .chain([(MULTIPLE_LINES, AddOn, Phone)])
            .chain(plans(PHONE, Phone))
            .chain(plans(PHONE_OF_SENIORS, Phone))
            .chain(plans(DSL, Internet))
            .chain(plans(FIBRE, Internet))
    }
}

impl Catalogue {
    /// The catalogue of the demo operator.
    ///
    /// # Panics
    /// Never: a test reads the file it is made from.
    pub fn demo() -> Self {
        Self::read(include_str!("../../demo/catalogue.toml"))
            .expect("a test reads the catalogue shipped with the program")
    }

    /// Reads a catalogue file and checks that it holds what the import needs.
    pub fn read(text: &str) -> Result<Self, CatalogueError> {
        let file: File = toml::from_str(text)?;
        let mut offerings = BTreeMap::new();
        for entry in file.offering {
            let offering = entry.into_offering()?;
            if let Some(twice) = offerings.insert(offering.code.clone(), offering) {
                return Err(CatalogueError::Twice(twice.code.0));
            }
        }
        let catalogue = Self { offerings };
        catalogue.check()?;
        Ok(catalogue)
    }

    /// Every offering, in order of code.
    pub fn offerings(&self) -> impl Iterator<Item = &Offering> {
        self.offerings.values()
    }

    /// The offering of that code.
    pub fn get(&self, code: &str) -> Option<&Offering> {
        self.offerings.get(&OfferingCode(code.to_owned()))
    }

    /// An offering of [`codes`].
    pub(super) fn needed(&self, code: &'static str) -> &Offering {
        self.get(code).expect("reading the catalogue checked that the import's offerings are there")
    }

    fn check(&self) -> Result<(), CatalogueError> {
        for (code, kind, line_kind) in codes::needed() {
            let fits = |offering: &Offering| offering.kind == kind && offering.line_kind == line_kind;
            if !self.get(code).is_some_and(fits) {
                return Err(CatalogueError::Missing(code));
            }
        }
        for offering in self.offerings() {
            for excluded in &offering.excludes {
                if self.offerings.get(excluded).is_none_or(|other| other.kind != OfferingKind::AddOn) {
                    return Err(CatalogueError::Excludes {
                        code: offering.code.0.clone(),
                        excluded: excluded.0.clone(),
                    });
                }
            }
        }
        Ok(())
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    offering: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    code: String,
    kind: OfferingKind,
    line: LineKind,
    name: Words,
    summary: Words,
    price: String,
    #[serde(default)]
    included: Included,
    #[serde(default)]
    beyond: Beyond,
    speed_mbps: Option<i64>,
    sale_from: Date,
    sale_until: Option<Date>,
    eligibility: Option<Eligibility>,
    #[serde(default)]
    needs: Vec<Need>,
    #[serde(default)]
    excludes: Vec<OfferingCode>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    #[serde(rename = "zh-CN")]
    zh_cn: String,
    en: String,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Included {
    voice: Limit,
    data_mb: Limit,
    messages: Limit,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Beyond {
    voice: Option<String>,
    data: Option<String>,
    message: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Limit {
    Of(i64),
    Without(Unlimited),
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
enum Unlimited {
    Unlimited,
}

impl Default for Limit {
    fn default() -> Self {
        Self::Of(0)
    }
}

impl Limit {
    fn allowance(&self) -> Option<i64> {
        match self {
            Self::Of(quantity) => Some(*quantity),
            Self::Without(Unlimited::Unlimited) => None,
        }
    }
}

impl Entry {
    fn into_offering(self) -> Result<Offering, CatalogueError> {
        let amount = |text: Option<&String>| match text {
            None => Ok(Money::ZERO),
            Some(text) => Money::parse(text)
                .ok_or_else(|| CatalogueError::Amount { code: self.code.clone(), text: text.clone() }),
        };
        Ok(Offering {
            monthly_price: amount(Some(&self.price))?,
            overage: Overage {
                voice_minute: amount(self.beyond.voice.as_ref())?,
                data_block: amount(self.beyond.data.as_ref())?,
                message: amount(self.beyond.message.as_ref())?,
            },
            allowances: Allowances {
                voice_minutes: self.included.voice.allowance(),
                data_mb: self.included.data_mb.allowance(),
                messages: self.included.messages.allowance(),
            },
            code: OfferingCode(self.code),
            kind: self.kind,
            line_kind: self.line,
            name: Text { zh_cn: self.name.zh_cn, en: self.name.en },
            summary: Text { zh_cn: self.summary.zh_cn, en: self.summary.en },
            speed_mbps: self.speed_mbps,
            sale_from: self.sale_from,
            sale_until: self.sale_until,
            eligibility: self.eligibility.unwrap_or(Eligibility::Everyone),
            needs: self.needs,
            excludes: self.excludes,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use rstest::rstest;

    fn count(kind: OfferingKind, line_kind: LineKind) -> usize {
        let catalogue = Catalogue::demo();
        catalogue.offerings().filter(|o| (o.kind, o.line_kind) == (kind, line_kind)).count()
    }

    #[test]
    fn the_demo_operator_has_something_for_everyone() {
        assert!(count(OfferingKind::Plan, LineKind::Phone) >= 10);
        assert!(count(OfferingKind::Plan, LineKind::Internet) >= 6);
        assert_eq!(
            count(OfferingKind::AddOn, LineKind::Internet) + count(OfferingKind::AddOn, LineKind::Phone),
            7
        );
        let catalogue = Catalogue::demo();
        assert!(catalogue.offerings().filter(|o| !o.is_on_sale(date(2026, 11, 1))).count() >= 2);
        assert!(catalogue.offerings().any(|o| o.eligibility == Eligibility::Seniors));
        assert!(catalogue.offerings().any(|o| !o.excludes.is_empty()));
        assert_eq!(catalogue.get("5G-199").map(|o| o.allowances.data_mb), Some(None));
    }

    #[test]
    fn names_and_summaries_exist_in_both_languages() {
        for offering in Catalogue::demo().offerings() {
            for text in [&offering.name, &offering.summary] {
                assert!(
                    !text.en.is_empty() && text.zh_cn.chars().any(|c| c > '\u{2e80}'),
                    "{:?}",
                    offering.code
                );
            }
        }
    }

    fn with(entry: &str) -> Result<Catalogue, CatalogueError> {
        Catalogue::read(&format!("{}\n{entry}", include_str!("../../demo/catalogue.toml")))
    }

    const ENTRY: &str = r#"[[offering]]
        code = "NEW"
        kind = "plan"
        line = "phone"
        name = { zh-CN = "新", en = "New" }
        summary = { zh-CN = "新", en = "New" }
        price = "8.00"
        sale_from = "2015-01-01"
    "#;

    #[rstest]
    #[case::price("8.00", "8,x", "\"8,x\" is not an amount")]
    #[case::field("price", "preis", "unknown field")]
    #[case::twice("NEW", "DSL-25", "DSL-25 stands there twice")]
    #[case::excludes("price", "excludes = [\"GONE\"]\nprice", "NEW excludes GONE")]
    fn slips_are_named(#[case] of: &str, #[case] slip: &str, #[case] reason: &str) {
        assert!(with(ENTRY).is_ok());
        let error = with(&ENTRY.replacen(of, slip, 1)).unwrap_err().to_string();
        assert!(error.contains(reason), "{error}");
    }

    #[test]
    fn what_the_import_needs_must_be_there() {
        assert!(matches!(Catalogue::read(ENTRY), Err(CatalogueError::Missing("SECURITY-5"))));
    }
}
