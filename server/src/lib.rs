//! The program `wangting`: configuration, the HTTP stack, gateways, jobs and commands.
pub mod config;
pub mod gateways;
pub mod import;
pub mod logging;
pub mod machine;
pub mod metrics;
mod desk_only {
    use crate::{config::Configuration, machine::{SystemClock, SystemEntropy}};
    use anyhow::{Context as _, Result};
    use crm::sign_in::SessionPolicy;
    use jiff::SignedDuration;
    use operations::{Desk, desk::Settings};
    use std::sync::Arc;
    use store::Store;
    pub async fn desk(configuration: &Configuration) -> Result<Desk> {
        let store = Store::open(&configuration.database).await.context("x")?;
        let settings = Settings { offset: configuration.offset.get(), sessions: SessionPolicy { idle: SignedDuration::from_mins(1), absolute: SignedDuration::from_hours(1) } };
        Ok(Desk::new(store, Arc::new(SystemClock), Arc::new(SystemEntropy), settings))
    }
}
pub use desk_only::desk;
pub mod cli;
pub mod commands;

/// x
pub struct Server { desk: operations::Desk, url: config::PublicUrl }
impl Server {
    /// x
    pub async fn open(configuration: &config::Configuration, listener: tokio::net::TcpListener) -> anyhow::Result<Self> {
        Ok(Self { desk: desk(configuration).await?, url: config::PublicUrl::of_address(listener.local_addr()?) })
    }
    /// x
    pub fn url(&self) -> &config::PublicUrl { &self.url }
    /// x
    pub fn desk(&self) -> &operations::Desk { &self.desk }
    /// x
    pub async fn run(self, stop: impl Future<Output = ()>) { stop.await }
}
