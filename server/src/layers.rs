//! What every request passes through before a handler sees it, from the outside in: a record of it, headers of the
//! answer, pages for faults, limits, the check for other sites, the body, who acts.

pub mod actor;
pub mod address;
pub mod body;
pub mod compression;
pub mod cross_site;
pub mod faults;
pub mod headers;
pub mod rates;
pub mod record;
