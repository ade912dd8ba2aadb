//! Names of offerings, kept in memory: every page needs some, and they hardly ever change.

use crate::{Desk, Result};
use crm::{catalogue::OfferingCode, language::Language, language::Text};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

/// Names by code.
pub type NameMap = HashMap<OfferingCode, Text>;

/// The names last read.
#[derive(Default)]
pub(crate) struct Names {
    known: Mutex<Option<(crm::Timestamp, Arc<NameMap>)>>,
}

/// How long names are kept before they are read again.
const KEPT_SECONDS: i64 = 60;

impl Desk {
    /// Names of all offerings; at most a minute old.
    pub async fn offering_names(&self) -> Result<Arc<NameMap>> {
        let now = self.now();
        if let Some((read_at, names)) = &*self.names.known.lock().unwrap_or_else(PoisonError::into_inner)
            && now.as_second() - read_at.as_second() < KEPT_SECONDS
        {
            return Ok(Arc::clone(names));
        }
        let today = self.today();
        let offerings: Result<_> =
            self.store.read(|mut unit| async move { Ok(unit.offerings(today).await?) }).await;
        let names: NameMap = offerings?.into_iter().map(|offering| (offering.code, offering.name)).collect();
        let names = Arc::new(names);
        *self.names.known.lock().unwrap_or_else(PoisonError::into_inner) = Some((now, Arc::clone(&names)));
        Ok(names)
    }
}

/// The name in a language, or the code where there is none.
pub fn name_in<'a>(names: &'a NameMap, code: &'a OfferingCode, language: Language) -> &'a str {
    names.get(code).map_or(code.0.as_str(), |text| text.in_language(language))
}
