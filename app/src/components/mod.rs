//! The parts pages are built of. Data in, HTML out: none of them asks anything, and none carries an inline style.
//!
//! `badge`, `notice` and `steps` also run in the browser, inside islands; the rest is server only.

pub mod badge;
pub mod icon;
pub mod notice;
pub mod steps;

#[cfg(feature = "ssr")]
pub mod actions;
#[cfg(feature = "ssr")]
pub mod card;
#[cfg(feature = "ssr")]
pub mod chart;
#[cfg(feature = "ssr")]
pub mod choices;
#[cfg(feature = "ssr")]
pub mod errors;
#[cfg(feature = "ssr")]
pub mod facts;
#[cfg(feature = "ssr")]
pub mod fields;
#[cfg(feature = "ssr")]
pub mod meter;
#[cfg(feature = "ssr")]
pub mod navigation;
#[cfg(feature = "ssr")]
pub(crate) mod shell;
#[cfg(feature = "ssr")]
pub mod table;

pub use badge::*;
pub use icon::*;
pub use notice::*;
pub use steps::*;
#[cfg(feature = "ssr")]
pub use {
    actions::*, card::*, chart::*, choices::*, errors::*, facts::*, fields::*, meter::*, navigation::*,
    table::*,
};
