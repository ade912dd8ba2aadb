//! Finding customers. Each way is a range of an index. R-CUS-1

use crate::Result;
use async_trait::async_trait;
use crm::{
    customers::{Customer, Msisdn, Origin},
    ids::PartyId,
};

/// Finds customers in every way but by code, name and contact mobile, which [`crate::customers::Customers`] does.
#[async_trait]
pub trait CustomerSearch: Send {
    /// Customers a key of whose name begins with `prefix`, in order of key, each once, at most `limit`.
    async fn customers_by_name_key(&mut self, prefix: &str, limit: i64) -> Result<Vec<Customer>>;

    /// Customers with an identity document of this hash, at most `limit`.
    async fn customers_by_id_number(&mut self, hash: &[u8], limit: i64) -> Result<Vec<Customer>>;

    /// Customers whose contact mobile begins with these digits, in its order, at most `limit`.
    async fn customers_by_first_digits(&mut self, digits: &str, limit: i64) -> Result<Vec<Customer>>;

    /// Customers whose contact mobile ends with these four to ten digits, in its order, at most `limit`.
    async fn customers_by_last_digits(&mut self, digits: &str, limit: i64) -> Result<Vec<Customer>>;

    /// The customer who has the line of this number.
    async fn customer_by_line_number(&mut self, msisdn: &Msisdn) -> Result<Option<Customer>>;

    /// Keeps the hash of the number of a party's identity document, unless there is one or no such party.
    async fn add_id_number(&mut self, party: PartyId, hash: &[u8], origin: Origin) -> Result<()>;

    /// Gives a party another name.
    async fn rename(&mut self, party: PartyId, name: &str) -> Result<()>;

    /// Makes the keys of up to `limit` names that have none yet; says of how many.
    async fn key_names(&mut self, limit: i64) -> Result<u64>;
}
