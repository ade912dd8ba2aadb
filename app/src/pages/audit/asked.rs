//! What an address asks of the trail: as it was typed, as a search, and as an address again.

use super::LONGEST;
use crate::{components::FieldError, locales::audit as t, routes::in_query};
use crm::{Date, language::Language};
use operations::audit::Search;
use std::collections::HashMap;

/// What was typed into the search.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) who: String,
    pub(crate) object: String,
    pub(crate) operation: String,
    pub(crate) outcome: String,
    pub(crate) from: String,
    pub(crate) to: String,
}

impl Asked {
    /// Reads an address.
    pub(crate) fn read(asked: &HashMap<String, String>) -> Self {
        let longest = usize::try_from(LONGEST).unwrap_or_default();
        let field = |name: &str| -> String {
            asked.get(name).map(|text| text.trim().chars().take(longest).collect()).unwrap_or_default()
        };
        Self {
            who: field("who"),
            object: field("object"),
            operation: field("operation"),
            outcome: field("outcome"),
            from: field("from"),
            to: field("to"),
        }
    }

    /// What is looked for, or what has to be mended first. An operation or outcome that is not in the list is none.
    pub(crate) fn search(&self, language: Language) -> Result<Search, Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut day = |field: &'static str, text: &str| -> Option<Date> {
            if text.is_empty() {
                return None;
            }
            let day = text.parse().ok();
            if day.is_none() {
                errors.push(FieldError::new(field, t::no_day(language)));
            }
            day
        };
        let (from, to) = (day("from", &self.from), day("to", &self.to));
        if from.zip(to).is_some_and(|(from, to)| to < from) {
            errors.push(FieldError::new("to", t::wrong_order(language)));
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(Search {
            who: self.who.clone(),
            object: self.object.clone(),
            operation: self.operation.parse().ok(),
            outcome: self.outcome.parse().ok(),
            from,
            to,
        })
    }

    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The page of this search.
    pub(crate) fn address(&self) -> String {
        self.at("/staff/audit", None)
    }

    /// The page of this search, with one thing more.
    pub(crate) fn address_with(&self, name: &str, value: &str) -> String {
        self.at("/staff/audit", Some((name, value)))
    }

    /// The same search as a file.
    pub(crate) fn export(&self) -> String {
        self.at("/staff/audit/csv", None)
    }

    fn at(&self, path: &str, more: Option<(&str, &str)>) -> String {
        let Self { who, object, operation, outcome, from, to } = self;
        let fields: [(&str, &str); 6] = [
            ("who", who),
            ("object", object),
            ("operation", operation),
            ("outcome", outcome),
            ("from", from),
            ("to", to),
        ];
        let mut address = path.to_owned();
        for (name, value) in fields.into_iter().chain(more).filter(|(_, value)| !value.is_empty()) {
            address.push(if address.contains('?') { '&' } else { '?' });
            address.push_str(name);
            address.push('=');
            address.push_str(&in_query(value));
        }
        address
    }
}
