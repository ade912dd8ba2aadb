//! Pages, one file per capability: each a function from data to HTML, on the server only.

#[cfg(debug_assertions)]
pub mod styleguide;
