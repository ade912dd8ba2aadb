//! The customer file inside of other operations.

use crate::{Error, Result};
use crm::{customers::Customer, ids::CustomerId};
use store::Unit;

/// The file of a customer known by id.
pub(crate) async fn customer(unit: &mut Unit, id: CustomerId) -> Result<Customer> {
    unit.customer(id).await?.ok_or(Error::NotFound)
}
