//! Thin doors: each handler reads a request, asks one operation and answers with a page or a redirect. No rule lives
//! here.

pub(crate) mod acting;
pub(crate) mod audit;
pub(crate) mod bills;
pub(crate) mod company;
pub(crate) mod company_bills;
pub(crate) mod company_bulk;
pub(crate) mod company_people;
pub(crate) mod company_units;
pub(crate) mod contact_change;
pub(crate) mod data_quality;
pub(crate) mod forgotten;
pub(crate) mod help;
pub(crate) mod home;
pub(crate) mod language;
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
pub(crate) mod requests;
pub(crate) mod second_factor;
pub(crate) mod second_step;
pub(crate) mod security;
pub(crate) mod sign_in;
pub(crate) mod sign_in_again;
pub(crate) mod staff_calls;
pub(crate) mod staff_customers;
pub(crate) mod staff_requests;
#[cfg(debug_assertions)]
pub(crate) mod styleguide;
pub(crate) mod usage;
