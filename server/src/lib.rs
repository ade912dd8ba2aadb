//! The program `wangting`: configuration, the HTTP stack, gateways, jobs and commands.
//!
//! Everything that opens a socket, reads the configuration or asks the machine for time and randomness is here, and
//! nothing that decides: rules are in `crm`, rights in `operations`, pages in `app`. Tests open a hall with
//! [`serve()`] on a listener of their own.

pub mod cli;
pub mod commands;
pub mod config;
pub mod connections;
pub mod gateways;
pub mod health;
pub mod http;
pub mod import;
pub mod jobs;
pub mod layers;
pub mod logging;
pub mod machine;
pub mod metrics;
pub mod sandbox_payment;
mod sealing_key;
mod serve;
pub mod static_files;

pub use serve::{Server, desk, serve};

/// Pages are made of many small texts that live as long as their request, on threads that come and go: an allocator made
/// for that serves more of them, and gives the memory back.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
