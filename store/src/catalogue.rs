//! The catalogue. R-PRD-1

use crate::Result;
use async_trait::async_trait;
use crm::{
    Date,
    catalogue::{Offering, OfferingCode},
};

/// Reads and keeps offerings with their prices over time.
#[async_trait]
pub trait Catalogue: Send {
    /// Every offering, also those no longer on sale, with the price valid on `on`, in order of code. Offerings without
    /// a price on that day are left out.
    async fn offerings(&mut self, on: Date) -> Result<Vec<Offering>>;

    /// One offering with its price on `on`.
    async fn offering(&mut self, code: &OfferingCode, on: Date) -> Result<Option<Offering>>;

    /// Adds an offering or replaces what is known of it; its price is valid from `offering.sale_from`.
    async fn put_offering(&mut self, offering: &Offering) -> Result<()>;

    /// Sets an offering's price from a day on.
    async fn put_price(&mut self, code: &OfferingCode, from: Date, monthly: crm::money::Money) -> Result<()>;
}
