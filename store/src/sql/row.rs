//! Reading rows. What a row holds that no version of this program writes is reported by table, column and value.

use super::{Day, Db, Instant, Row};
use crate::{Error, Result};
use crm::{Date, Timestamp, catalogue::OfferingCode, money::Money};
use sqlx::Row as _;
use std::str::FromStr;
use uuid::Uuid;

/// The columns of one row of a table.
pub(super) struct Columns<'r> {
    table: &'static str,
    row: &'r Row,
}

impl<'r> Columns<'r> {
    pub(super) fn of(table: &'static str, row: &'r Row) -> Self {
        Self { table, row }
    }

    pub(super) fn value<T>(&self, column: &'static str) -> Result<T>
    where
        T: sqlx::Decode<'r, Db> + sqlx::Type<Db>,
    {
        self.row
            .try_get(column)
            .map_err(|error| Error::Corrupt(format!("in {}.{column} {error}", self.table)))
    }

    pub(super) fn id<T: From<Uuid>>(&self, column: &'static str) -> Result<T> {
        Ok(T::from(self.value(column)?))
    }

    pub(super) fn maybe_id<T: From<Uuid>>(&self, column: &'static str) -> Result<Option<T>> {
        Ok(self.value::<Option<Uuid>>(column)?.map(T::from))
    }

    /// A word of a closed vocabulary.
    pub(super) fn word<T: FromStr>(&self, column: &'static str) -> Result<T> {
        self.parsed(column, self.value(column)?, |word| word.parse().ok())
    }

    pub(super) fn maybe_word<T: FromStr>(&self, column: &'static str) -> Result<Option<T>> {
        let word: Option<&str> = self.value(column)?;
        word.map(|word| self.parsed(column, word, |word| word.parse().ok())).transpose()
    }

    /// A text that only some values of are valid.
    pub(super) fn parsed<T>(
        &self,
        column: &'static str,
        text: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T> {
        parse(text).ok_or_else(|| Error::Corrupt(format!("in {}.{column} the unknown {text:?}", self.table)))
    }

    pub(super) fn money(&self, column: &'static str) -> Result<Money> {
        Ok(Money::from_fen(self.value(column)?))
    }

    pub(super) fn day(&self, column: &'static str) -> Result<Date> {
        Ok(self.value::<Day>(column)?.0)
    }

    pub(super) fn maybe_day(&self, column: &'static str) -> Result<Option<Date>> {
        Ok(self.value::<Option<Day>>(column)?.map(|day| day.0))
    }

    pub(super) fn instant(&self, column: &'static str) -> Result<Timestamp> {
        Ok(self.value::<Instant>(column)?.0)
    }

    pub(super) fn maybe_instant(&self, column: &'static str) -> Result<Option<Timestamp>> {
        Ok(self.value::<Option<Instant>>(column)?.map(|at| at.0))
    }

    pub(super) fn offering(&self, column: &'static str) -> Result<OfferingCode> {
        Ok(OfferingCode(self.value(column)?))
    }

    pub(super) fn maybe_offering(&self, column: &'static str) -> Result<Option<OfferingCode>> {
        Ok(self.value::<Option<String>>(column)?.map(OfferingCode))
    }
}
