//! The hall over real HTTP, from the outside: a server on a free port, a database and a folder of its own for each test,
//! customers of the demo operator's file, and browsers that keep cookies and follow no redirect unless told to.
//!
//! What is tested on both engines, and what an outage does, needs PostgreSQL:
//! `cargo xtask postgres -- cargo test -p server --test http`.

#![expect(clippy::unwrap_used, reason = "what goes wrong in a test is to stop it")]

mod access;
mod acting;
mod asking;
mod audit;
mod browser;
mod closing;
mod company;
mod crash;
mod customer_file;
mod forms;
mod hall;
mod html;
mod malformed;
mod manners;
mod ordering;
mod outage;
mod passkeys;
mod paying;
mod people;
mod postgres;
mod returning;
mod safety;
mod second_factor;
mod sign_in;
