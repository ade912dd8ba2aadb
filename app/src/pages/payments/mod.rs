//! `/pay` and `/payments`: what to pay, the history, a receipt. R-BIL-3

mod list;
mod pay;
mod payment;
#[cfg(test)]
mod samples;

pub(crate) use {
    list::list,
    pay::pay,
    payment::{address, payment},
};
