//! Pages, one file per capability: each a function from data to HTML, on the server only.

pub(crate) mod acting;
pub(crate) mod audit;
pub(crate) mod bills;
pub(crate) mod company;
pub(crate) mod contact_change;
pub(crate) mod data_copy;
pub(crate) mod data_quality;
pub mod faults;
pub(crate) mod help;
pub(crate) mod home;
pub(crate) mod lines;
pub(crate) mod look_reviews;
pub(crate) mod messages;
pub(crate) mod orders;
pub(crate) mod passkeys;
pub(crate) mod payments;
pub(crate) mod plan_change;
pub(crate) mod plans;
pub(crate) mod privacy;
pub(crate) mod profile;
pub(crate) mod recommendations;
pub(crate) mod refusals;
pub(crate) mod requests;
pub(crate) mod second_factor;
pub(crate) mod second_step;
pub(crate) mod security;
pub(crate) mod sign_in;
pub(crate) mod sign_in_again;
pub(crate) mod staff_customers;
pub(crate) mod staff_requests;
#[cfg(debug_assertions)]
pub mod styleguide;
pub(crate) mod usage;
