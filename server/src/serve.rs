//! Opening a hall: store, gateways, jobs and the HTTP stack, put together and let go in the right order.

use crate::{
    config::{Configuration, PublicUrl},
    connections::{self, Manners},
    gateways::{
        Messengers,
        payment_provider::{SignedProvider, SigningKey, sandbox_secret},
        provisioning_files::{Player, ProvisioningFiles},
        webauthn::Webauthn,
    },
    http,
    jobs::Worker,
    layers::rates::Rates,
    machine::{SystemClock, SystemEntropy},
    metrics::Metrics,
    sandbox_payment::{CHECKOUT_PATH, Sandbox},
    sealing_key,
};
use anyhow::{Context as _, Result};
use app::{
    cookies::Cookies,
    hall::{Hall, HallParts},
    render::Site,
    routes::NOTIFICATION,
};
use axum::Router;
use crm::{contact_change::ContactPolicy, sign_in::SessionPolicy};
use jiff::SignedDuration;
use leptos::config::LeptosOptions;
use operations::{Desk, desk::Settings, payments::Provider, vault::Vault};
use std::{future::Future, sync::Arc, time::Duration};
use store::Store;
use tokio::{
    net::TcpListener,
    sync::{Notify, watch},
    task::JoinHandle,
};

/// What cargo-leptos calls the styles and the browser side.
const OUTPUT_NAME: &str = "wangting";

/// A hall that is open, but has not let anybody in yet: visitors wait in the listener's queue.
pub struct Server {
    listener: TcpListener,
    router: Router,
    manners: Manners,
    url: PublicUrl,
    desk: Desk,
    worker: Worker,
    closing: watch::Sender<bool>,
}

/// Opens a hall on a listener and serves it until `stop` is done.
pub async fn serve(
    configuration: Configuration,
    listener: TcpListener,
    stop: impl Future<Output = ()>,
) -> Result<()> {
    Server::open(&configuration, listener).await?.run(stop).await;
    Ok(())
}

/// The desk of an operator on the machine's clock.
pub async fn desk(configuration: &Configuration) -> Result<Desk> {
    let url = configuration.public_url.clone();
    desk_at(configuration, &url.unwrap_or_else(|| PublicUrl::of_address(configuration.listen))).await
}

/// The desk of a hall that customers reach at an address.
async fn desk_at(configuration: &Configuration, url: &PublicUrl) -> Result<Desk> {
    let store = Store::open(&configuration.database).await.context("the database cannot be opened")?;
    let key = sealing_key::find_or_make(configuration, &store).await?;
    let sessions = &configuration.session;
    let settings = Settings {
        offset: configuration.offset.get(),
        sessions: SessionPolicy {
            idle: SignedDuration::from_mins(i64::from(sessions.idle_minutes)),
            staff_idle: SignedDuration::from_mins(i64::from(sessions.staff_idle_minutes)),
            absolute: SignedDuration::from_hours(i64::from(sessions.absolute_hours)),
            proof: SignedDuration::from_mins(i64::from(sessions.proof_minutes)),
        },
        consent_by_code: configuration.acting.consent_by_code,
        staff_second_factor: configuration.staff_rule(),
        contact: ContactPolicy {
            wait: SignedDuration::from_hours(i64::from(configuration.customer_file.contact_wait_hours)),
            take_back: SignedDuration::from_hours(i64::from(
                configuration.customer_file.contact_take_back_hours,
            )),
        },
        public_url: url.to_string(),
        index_key: configuration.index_key(),
    };
    let desk = Desk::new(store, Arc::new(SystemClock), Arc::new(SystemEntropy), Vault::new(key), settings);
    sealing_key::check(configuration, &desk).await?;
    Ok(desk)
}

impl Server {
    /// Opens a hall.
    pub async fn open(configuration: &Configuration, listener: TcpListener) -> Result<Self> {
        configuration.check_payment()?;
        if !configuration.site_root.join("pkg").is_dir() {
            let site_root = configuration.site_root.display();
            tracing::warn!(%site_root, "the site folder holds no built site: pages will lack styles and scripts");
        }
        let address = listener.local_addr().context("the listener has no address")?;
        let here = PublicUrl::of_address(address);
        let url = configuration.public_url.clone().unwrap_or_else(|| here.clone());
        let desk = desk_at(configuration, &url).await?;
        let (closing, closed) = watch::channel(false);
        let work = Arc::new(Notify::new());
        let metrics = Metrics::new().context("the figures could not be set up")?;
        let rates = Rates::new(&configuration.limits);
        let Payment { provider, sandbox } = payment(configuration, &desk, &url, &here)?;
        let options = LeptosOptions::builder().output_name(OUTPUT_NAME).build();
        let hall = Hall::new(HallParts {
            desk: desk.clone(),
            site: Site::new(&options),
            cookies: Cookies::new(url.is_secure()),
            demo: configuration.demo,
            public_url: url.to_string(),
            relying_party: Arc::new(Webauthn::new(&url)),
            provider,
            work: Arc::clone(&work),
            closing: closed.clone(),
        });
        let worker = Worker {
            desk: desk.clone(),
            messages: Arc::new(Messengers::to_files(&configuration.folder)),
            network: Arc::new(network(configuration)),
            rates: rates.clone(),
            work,
            closing: closed,
        };
        let manners = Manners {
            places: configuration.limits.connections,
            grace: Duration::from_secs(configuration.limits.grace_seconds),
            open: metrics.connections().clone(),
        };
        let parts = http::Parts { configuration, hall, public_url: url.clone(), sandbox, metrics, rates };
        let router = http::stack(parts);
        Ok(Self { listener, router, manners, url, desk, worker, closing })
    }

    /// How it is reached.
    pub fn url(&self) -> &PublicUrl {
        &self.url
    }

    /// The desk behind it.
    pub fn desk(&self) -> &Desk {
        &self.desk
    }

    /// Serves until `stop` is done; then ends event streams, finishes the requests under way, lets jobs come to an end
    /// and closes the database.
    pub async fn run(self, stop: impl Future<Output = ()>) {
        let Self { listener, router, manners, desk, worker, closing, url: _ } = self;
        let grace = manners.grace;
        let workers = worker.start();
        connections::serve(listener, router, manners, stop, || {
            closing.send_replace(true);
        })
        .await;
        end(workers, grace).await;
        desk.store().close().await;
    }
}

/// Waits for what ends by itself, and cuts off what does not: whatever it did is in the database or not at all.
async fn end(workers: Vec<JoinHandle<()>>, grace: Duration) {
    for mut worker in workers {
        if tokio::time::timeout(grace, &mut worker).await.is_err() {
            worker.abort();
        }
    }
}

struct Payment {
    provider: Arc<dyn Provider>,
    sandbox: Option<Sandbox>,
}

fn payment(configuration: &Configuration, desk: &Desk, url: &PublicUrl, here: &PublicUrl) -> Result<Payment> {
    let wishes = &configuration.payment;
    let secret = match &wishes.secret {
        Some(secret) => secret.clone(),
        None => sandbox_secret(&configuration.folder).context("the sandbox's secret cannot be kept")?,
    };
    let key = SigningKey::new(&secret);
    let sandbox = configuration.has_sandbox().then(|| {
        // Over the network, like a real provider, but by the shortest way.
        let notification_url = format!("{here}{}", NOTIFICATION.path);
        let stylesheet = format!("/pkg/{OUTPUT_NAME}.css");
        Sandbox::new(key.clone(), desk.clone(), &notification_url, &stylesheet)
    });
    let provider = match &wishes.checkout_url {
        Some(checkout_url) => SignedProvider::new(key, checkout_url.to_string(), url.to_string()),
        // On the hall's own host, by whatever name the visitor knows it.
        None => SignedProvider::new(key, CHECKOUT_PATH.to_owned(), String::new()),
    };
    Ok(Payment { provider: Arc::new(provider), sandbox })
}

fn network(configuration: &Configuration) -> ProvisioningFiles {
    let player = configuration.answers_after_seconds().map(|seconds| Player {
        answers_after: Duration::from_secs(seconds),
        fails_for: configuration.provisioning.fails_for.iter().cloned().collect(),
    });
    ProvisioningFiles::new(configuration.folder.join("provisioning"), player)
}
