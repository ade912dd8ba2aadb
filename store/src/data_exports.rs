//! Customers' copies of what is kept of them. R-CUS-8

use crate::Result;
use async_trait::async_trait;
use crm::{
    Timestamp,
    data_exports::DataExport,
    ids::{CustomerId, DataExportId},
};

/// Keeps copies until they are taken or expire.
#[async_trait]
pub trait DataExports: Send {
    /// Keeps that a copy was asked for.
    async fn add_data_export(&mut self, export: &DataExport) -> Result<()>;

    /// Keeps how far a copy is, with the copy itself while it is ready and without it from then on; raises the version.
    /// Conflict when it is no longer `export.version`.
    async fn save_data_export(&mut self, export: &DataExport, document: Option<&str>) -> Result<()>;

    /// One copy, without its document.
    async fn data_export(&mut self, id: DataExportId) -> Result<Option<DataExport>>;

    /// A customer's copy under a link, with its document while it is ready.
    async fn data_export_of(
        &mut self,
        customer: CustomerId,
        link_hash: &[u8],
    ) -> Result<Option<(DataExport, Option<String>)>>;

    /// The copy that a customer asked for last.
    async fn latest_data_export(&mut self, customer: CustomerId) -> Result<Option<DataExport>>;

    /// Copies that are ready and should have been taken before a time.
    async fn overdue_data_exports(&mut self, before: Timestamp, limit: i64) -> Result<Vec<DataExport>>;
}
