//! What people do with their sign-in, file, lines and requests, and staff with the queue: what happens, what is kept,
//! who is told.

#![expect(clippy::unwrap_used, reason = "what goes wrong in a test is to stop it")]

#[path = "../hall/mod.rs"]
mod hall;

mod front;
mod lines;
mod person;
mod profile;
mod requests;
mod sessions;
mod sign_in;
mod staff_requests;
