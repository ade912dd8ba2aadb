//! What the store promises, told once and checked on both engines: every method of every capability, and the races.
//!
//! SQLite runs in a temporary folder. PostgreSQL runs where the environment variable `WANGTING_TEST_POSTGRES` points,
//! the address of a server on which databases may be made: `cargo xtask postgres -- cargo test -p store` starts one.

#![expect(clippy::unwrap_used, reason = "a story that cannot go on has failed")]

mod engines;
mod given;

/// Tells each story on a new SQLite file and in a new PostgreSQL database.
macro_rules! on_both_engines {
    ($($story:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $story() {
                let place = crate::engines::Place::sqlite().await;
                super::$story(&place).await;
                place.leave().await;
            })+
        }

        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $story() {
                let place = crate::engines::Place::postgres().await;
                super::$story(&place).await;
                place.leave().await;
            })+
        }
    };
}

mod accounts;
mod actings;
mod audit;
mod bills;
mod bulk_jobs;
mod callers;
mod catalogue;
mod company;
mod customer_file;
mod customers;
mod duplicates;
mod durability;
mod idempotency;
mod imports;
mod jobs;
mod ledger;
mod lines;
mod messages;
mod migrations;
mod orders;
mod passkeys;
mod payments;
mod plans;
mod recommendations;
mod requests;
mod roles;
mod second_factor;
mod sign_in;
mod units;
mod usage;
