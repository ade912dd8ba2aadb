//! What people see: pages, islands, components, and the words in them.
//!
//! A page is a function from data to HTML, rendered once on the server (`render`). Only `islands` and what they need
//! also runs in the browser. Nothing here decides a rule or knows SQL.

// `texts!` takes one step per text, and a page may have many.
#![recursion_limit = "512"]

pub mod components;
#[cfg(feature = "ssr")]
pub mod cookies;
#[cfg(feature = "ssr")]
pub mod faults;
pub mod format;
#[cfg(feature = "ssr")]
pub mod forms;
#[cfg(feature = "ssr")]
pub mod hall;
#[cfg(feature = "ssr")]
pub mod handlers;
pub mod islands;
pub(crate) mod locales;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
mod paging;
#[cfg(feature = "ssr")]
pub mod render;
#[cfg(feature = "ssr")]
pub mod request;
#[cfg(feature = "ssr")]
pub mod routes;
#[cfg(feature = "ssr")]
mod spreadsheet;
