//! `/bills`: what is owed, one bill, and why it differs from another. R-BIL-1, R-BIL-2

mod bill;
mod comparison;
mod download;
mod lines;
mod list;
#[cfg(test)]
mod look;
mod months;
#[cfg(test)]
pub(crate) mod samples;
mod state;

pub(crate) use {bill::bill, download::csv, list::list};
