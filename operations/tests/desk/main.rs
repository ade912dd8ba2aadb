//! Operations on a database of their own, as the pages call them: what happens, what is kept, who is told. One program, so
//! that the hall is compiled once.

#![expect(clippy::unwrap_used, reason = "what goes wrong in a test is to stop it")]

mod door;
mod hall;

mod acting;
mod audit;
mod callers;
mod company;
mod consents;
mod contact_change;
mod corrections;
mod data_exports;
mod duplicates;
mod front;
mod lines;
mod payments;
mod person;
mod plan_change;
mod profile;
mod requests;
mod second_factor;
mod sessions;
mod sign_in;
mod staff_customers;
mod staff_requests;
