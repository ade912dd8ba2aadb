//! Copies of what is kept of customers in SQL.

use super::{Columns, Instant, Row, Session, query};
use crate::{Result, data_exports::DataExports};
use async_trait::async_trait;
use crm::{
    Timestamp,
    data_exports::DataExport,
    ids::{CustomerId, DataExportId},
};

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, customer_id, state, asked_at, expires_at, link_hash, document, version FROM data_exports ",
            $rest
        )
    };
}

#[async_trait]
impl DataExports for Session {
    async fn add_data_export(&mut self, export: &DataExport) -> Result<()> {
        let insert = query(
            "INSERT INTO data_exports (id, customer_id, state, asked_at, version) VALUES ($1, $2, $3, $4, $5)",
        );
        let insert = insert
            .bind(export.id.0)
            .bind(export.customer_id.0)
            .bind(export.state.as_ref())
            .bind(Instant(export.asked_at))
            .bind(export.version);
        self.run(insert).await?;
        Ok(())
    }

    async fn save_data_export(&mut self, export: &DataExport, document: Option<&str>) -> Result<()> {
        let update = query(
            "UPDATE data_exports SET state = $3, expires_at = $4, link_hash = $5, document = $6, \
             version = version + 1 WHERE id = $1 AND version = $2",
        );
        let update = update
            .bind(export.id.0)
            .bind(export.version)
            .bind(export.state.as_ref())
            .bind(export.expires_at.map(Instant))
            .bind(&export.link_hash)
            .bind(document);
        self.change(update).await
    }

    async fn data_export(&mut self, id: DataExportId) -> Result<Option<DataExport>> {
        self.first(query(select!("WHERE id = $1")).bind(id.0), read_export).await
    }

    async fn data_export_of(
        &mut self,
        customer: CustomerId,
        link_hash: &[u8],
    ) -> Result<Option<(DataExport, Option<String>)>> {
        let export = query(select!("WHERE link_hash = $1 AND customer_id = $2"));
        let export = export.bind(link_hash).bind(customer.0);
        self.first(export, |row| Ok((read_export(row)?, Columns::of("data_exports", row).value("document")?)))
            .await
    }

    async fn latest_data_export(&mut self, customer: CustomerId) -> Result<Option<DataExport>> {
        let latest = query(select!("WHERE customer_id = $1 ORDER BY asked_at DESC LIMIT 1"));
        self.first(latest.bind(customer.0), read_export).await
    }

    async fn overdue_data_exports(&mut self, before: Timestamp, limit: i64) -> Result<Vec<DataExport>> {
        let overdue =
            query(select!("WHERE state = 'ready' AND expires_at <= $1 ORDER BY expires_at LIMIT $2"));
        self.all(overdue.bind(Instant(before)).bind(limit), read_export).await
    }
}

fn read_export(row: &Row) -> Result<DataExport> {
    let columns = Columns::of("data_exports", row);
    Ok(DataExport {
        id: columns.id("id")?,
        customer_id: columns.id("customer_id")?,
        state: columns.word("state")?,
        asked_at: columns.instant("asked_at")?,
        expires_at: columns.maybe_instant("expires_at")?,
        link_hash: columns.value("link_hash")?,
        version: columns.value("version")?,
    })
}
