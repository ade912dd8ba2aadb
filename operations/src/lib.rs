//! What an actor can do. Every operation reads in one screen: authorise, load, ask `crm`, save.
//!
//! Operations know no SQL, no HTTP and no HTML. Pages, forms and jobs are thin doors to them; no rule lives in a door.

pub mod access;
pub mod acting;
pub mod actor;
mod agenda;
pub mod audit;
mod bars;
pub mod bills;
pub mod callers;
pub mod catalogue;
pub mod company;
pub mod consents;
pub mod contact_change;
pub mod corrections;
mod customers;
pub mod data_exports;
pub mod desk;
pub mod duplicates;
pub mod error;
pub mod home;
pub mod id_numbers;
pub mod jobs;
pub mod lines;
mod listing;
pub mod look_reviews;
pub mod messages;
pub mod orders;
pub mod passkeys;
pub mod passwords;
pub mod payments;
pub mod plan_change;
pub mod plans;
pub mod privacy;
pub mod profile;
pub mod provisioning;
pub mod recommendations;
pub mod requests;
pub mod second_factor;
pub mod sessions;
pub mod sign_in;
pub mod staff_customers;
pub mod staff_requests;
pub mod usage;
pub mod vault;

pub use actor::Actor;
pub use desk::Desk;
pub use error::{Error, Refusal, Result};
