//! `wangting serve`: opens the hall.

use crate::{Server, config::Configuration};
use anyhow::{Context as _, Result};
use std::io::Write as _;
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};

/// Serves until the program is asked to stop.
pub async fn run(configuration: &Configuration) -> Result<()> {
    let mut terminated = signal(SignalKind::terminate()).context("cannot listen for signals")?;
    let mut interrupted = signal(SignalKind::interrupt()).context("cannot listen for signals")?;
    let listener = TcpListener::bind(configuration.listen)
        .await
        .with_context(|| format!("cannot listen on {}", configuration.listen))?;
    let address = listener.local_addr()?;
    let server = Server::open(configuration, listener).await?;
    let (engine, url) = (server.desk().store().engine_name(), server.url().to_string());
    tracing::info!(engine, url, demo = configuration.demo, "the hall is open");
    // For people and for scripts that wait for it. Nobody may be reading.
    let mut output = std::io::stdout();
    let _ = writeln!(output, "listening on http://{address}").and_then(|()| output.flush());
    server
        .run(async {
            tokio::select! {
                _ = terminated.recv() => {}
                _ = interrupted.recv() => {}
            }
            tracing::info!("closing: requests under way are finished");
        })
        .await;
    tracing::info!("closed");
    Ok(())
}
