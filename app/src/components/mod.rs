//! The parts pages are built of. Data in, HTML out: none of them asks anything, and none carries an inline style.
//!
//! `badge`, `notice` and `steps` also run in the browser, inside islands; the rest is server only.

mod badge;
mod icon;
mod notice;
mod steps;

#[cfg(feature = "ssr")]
pub(crate) mod acting;
#[cfg(feature = "ssr")]
mod actions;
#[cfg(feature = "ssr")]
mod card;
#[cfg(feature = "ssr")]
mod chart;
#[cfg(feature = "ssr")]
mod choices;
#[cfg(feature = "ssr")]
mod errors;
#[cfg(feature = "ssr")]
mod facts;
#[cfg(feature = "ssr")]
mod fields;
#[cfg(feature = "ssr")]
mod meter;
#[cfg(feature = "ssr")]
mod navigation;
#[cfg(feature = "ssr")]
pub(crate) mod shell;
#[cfg(feature = "ssr")]
mod table;

pub use badge::*;
pub use icon::*;
pub use notice::*;
pub use steps::*;
#[cfg(feature = "ssr")]
pub use {
    actions::*, card::*, chart::*, choices::*, errors::*, facts::*, fields::*, meter::*, navigation::*,
    table::*,
};
