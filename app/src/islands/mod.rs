//! The interactive parts of pages. Each wakes around HTML the server has already rendered, and the page works
//! without it.
//!
//! Islands are compiled for the server and for the browser. They take small serialisable props, use nothing of a
//! router or of forms sent by code, and change nothing on the server: a plain form around them does.

pub mod bill_lines;

pub mod order_tracker;
pub mod plan_preview;

/// Ties this crate into the browser entry, which would otherwise leave its islands out of the WASM module.
pub fn link() {}
