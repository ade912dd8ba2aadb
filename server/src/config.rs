//! Configuration: from a file, the environment and the command line, in rising order of weight.
//!
//! Every key is documented in `docs/CONFIGURATION.md`. A key nobody knows and a value that makes no sense stop the
//! start, with the name of the key and the reason.

mod sources;
mod values;

pub use sources::{Sources, Wish};
pub use values::{ForeignUrl, OperatorOffset, PublicUrl, Secret};

use operations::{id_numbers::IndexKey, second_factor::StaffRule};
use serde::{Deserialize, Serialize};
use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::PathBuf,
};

/// Why the program does not start.
#[derive(Debug, thiserror::Error)]
#[error("{key}: {reason}")]
pub struct ConfigurationError {
    /// The key, variable, option or file that is wrong.
    pub key: String,
    /// Why.
    pub reason: String,
}

impl ConfigurationError {
    fn new(key: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { key: key.into(), reason: reason.into() }
    }
}

/// Everything an operator may set.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Configuration {
    /// `sqlite:PATH` or `postgres://…`. Written without the password it may hold.
    #[serde(serialize_with = "values::without_password")]
    pub database: String,
    /// Where the program answers.
    pub listen: SocketAddr,
    /// What cargo-leptos built for browsers.
    pub site_root: PathBuf,
    /// What the file gateways write, and the secret of the sandbox.
    pub folder: PathBuf,
    /// How customers reach the hall; `http://` and the address listened on when not set.
    pub public_url: Option<PublicUrl>,
    /// The operator's offset from UTC.
    pub offset: OperatorOffset,
    /// Says on every page that nothing is real, and makes the sandboxes the default.
    pub demo: bool,
    /// Addresses of reverse proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Sessions.
    pub session: SessionConfiguration,
    /// Staff in a customer's place.
    pub acting: ActingConfiguration,
    /// Members of staff.
    pub staff: StaffConfiguration,
    /// What secrets in the database are sealed with.
    pub encryption: EncryptionConfiguration,
    /// The customer file.
    pub customer_file: CustomerFileConfiguration,
    /// Online payment.
    pub payment: PaymentConfiguration,
    /// Orders to the network.
    pub provisioning: ProvisioningConfiguration,
    /// What one visitor may ask for.
    pub limits: Limits,
    /// Logs.
    pub log: LogConfiguration,
    /// Figures for Prometheus.
    pub metrics: MetricsConfiguration,
}

/// How long sessions live.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct SessionConfiguration {
    /// Minutes without a request after which a customer's session ends.
    pub idle_minutes: u32,
    /// The same for a member of staff's.
    pub staff_idle_minutes: u32,
    /// Hours after which it ends in any case.
    pub absolute_hours: u32,
    /// Minutes after a proof of who it is during which money and contact data may be moved.
    pub proof_minutes: u32,
}

/// What staff need before they act for a customer.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct ActingConfiguration {
    /// The customer's consent, given by reading out a code.
    pub consent_by_code: bool,
}

/// How members of staff sign in.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct StaffConfiguration {
    /// When they need a second factor; always when not set, in a demo once they have added one.
    pub second_factor: Option<SecondFactorRule>,
}

/// When members of staff need a second factor.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SecondFactorRule {
    /// Always: who has none is led to add one at sign-in.
    Required,
    /// Once they have added one.
    WhenAdded,
}

/// What secrets in the database are sealed with.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct EncryptionConfiguration {
    /// The key; made up at the first start and kept in a file when not set.
    pub key: Option<Secret>,
}

/// How customer files are found and changed.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct CustomerFileConfiguration {
    /// What numbers of identity documents are hashed with; a published one in a demo, and none otherwise when not set.
    pub index_key: Option<Secret>,
    /// Hours that a change of contact waits, unless a code to the old number proved it.
    pub contact_wait_hours: u32,
    /// Hours during which it can be taken back once it was made.
    pub contact_take_back_hours: u32,
}

/// The way to the payment provider.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct PaymentConfiguration {
    /// Serves the built-in sandbox provider; follows `demo` when not set.
    pub sandbox: Option<bool>,
    /// Checkout page of the provider; the sandbox's own when not set.
    pub checkout_url: Option<ForeignUrl>,
    /// Shared with the provider; made up and kept in `folder` when the sandbox is used and it is not set.
    pub secret: Option<Secret>,
}

/// The way to the network.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct ProvisioningConfiguration {
    /// Seconds after which the program answers its own work orders; never when not set, five in a demo.
    pub answer_after_seconds: Option<u64>,
    /// Offerings whose work orders it answers with a failure.
    pub fails_for: Vec<String>,
}

/// What one visitor may ask for.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Largest body of a request.
    pub body_bytes: usize,
    /// How long a request may take to be answered.
    pub timeout_seconds: u64,
    /// How long the end waits for requests under way.
    pub grace_seconds: u64,
    /// Connections open at a time.
    pub connections: usize,
    /// Requests per minute and address.
    pub requests_per_minute: u32,
    /// Requests per minute and address to what signs people in.
    pub sign_ins_per_minute: u32,
    /// Requests from this machine are not counted.
    pub loopback_is_exempt: bool,
}

/// How logs are written.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct LogConfiguration {
    /// For people or for programs.
    pub format: LogFormat,
    /// What is written, as `tracing-subscriber` reads it.
    pub filter: String,
}

/// The form of log lines.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// One readable line each.
    #[default]
    Text,
    /// One JSON object each.
    Json,
}

/// Who may read the figures.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct MetricsConfiguration {
    /// Addresses that may read `/metrics` besides this machine's own.
    pub readers: Vec<IpAddr>,
}

impl Default for Configuration {
    fn default() -> Self {
        Self {
            database: "sqlite:var/wangting.db".to_owned(),
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 3000)),
            site_root: "target/site".into(),
            folder: "var".into(),
            public_url: None,
            offset: OperatorOffset::default(),
            demo: false,
            trusted_proxies: Vec::new(),
            session: SessionConfiguration::default(),
            acting: ActingConfiguration::default(),
            staff: StaffConfiguration::default(),
            encryption: EncryptionConfiguration::default(),
            customer_file: CustomerFileConfiguration::default(),
            payment: PaymentConfiguration::default(),
            provisioning: ProvisioningConfiguration::default(),
            limits: Limits::default(),
            log: LogConfiguration::default(),
            metrics: MetricsConfiguration::default(),
        }
    }
}

impl Default for SessionConfiguration {
    fn default() -> Self {
        Self { idle_minutes: 15, staff_idle_minutes: 10, absolute_hours: 12, proof_minutes: 10 }
    }
}

impl Default for CustomerFileConfiguration {
    fn default() -> Self {
        Self { index_key: None, contact_wait_hours: 24, contact_take_back_hours: 72 }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 64 * 1024,
            timeout_seconds: 30,
            grace_seconds: 20,
            connections: 10_000,
            requests_per_minute: 3000,
            sign_ins_per_minute: 60,
            loopback_is_exempt: true,
        }
    }
}

impl Default for LogConfiguration {
    fn default() -> Self {
        Self { format: LogFormat::Text, filter: "info".to_owned() }
    }
}

/// What a demo's made-up numbers of identity documents are hashed with.
const DEMO_INDEX_KEY: &str = "wangting demo";

/// Seconds after which a demo's network answers.
const DEMO_ANSWERS_AFTER: u64 = 5;

impl Configuration {
    /// Refuses what each key allows but no hall could work with.
    fn check(&self) -> Result<(), ConfigurationError> {
        let Limits {
            body_bytes, timeout_seconds, connections, requests_per_minute, sign_ins_per_minute, ..
        } = self.limits;
        let positive = [
            ("session.idle_minutes", self.session.idle_minutes > 0),
            ("session.staff_idle_minutes", self.session.staff_idle_minutes > 0),
            ("session.absolute_hours", self.session.absolute_hours > 0),
            ("session.proof_minutes", self.session.proof_minutes > 0),
            ("customer_file.contact_take_back_hours", self.customer_file.contact_take_back_hours > 0),
            ("limits.body_bytes", body_bytes > 0),
            ("limits.timeout_seconds", timeout_seconds > 0),
            ("limits.connections", connections > 0),
            ("limits.requests_per_minute", requests_per_minute > 0),
            ("limits.sign_ins_per_minute", sign_ins_per_minute > 0),
        ];
        if let Some((key, _)) = positive.into_iter().find(|(_, holds)| !holds) {
            return Err(ConfigurationError::new(key, "must be more than nothing"));
        }
        let idle = [
            ("session.idle_minutes", self.session.idle_minutes),
            ("session.staff_idle_minutes", self.session.staff_idle_minutes),
        ];
        let absolute = u64::from(self.session.absolute_hours) * 60;
        if let Some((key, _)) = idle.into_iter().find(|(_, minutes)| u64::from(*minutes) > absolute) {
            return Err(ConfigurationError::new(
                key,
                "is longer than session.absolute_hours, so that it would never matter",
            ));
        }
        if let Err(error) = tracing_subscriber::EnvFilter::try_new(&self.log.filter) {
            return Err(ConfigurationError::new("log.filter", error.to_string()));
        }
        if self.payment.checkout_url.is_some() && self.payment.secret.is_none() {
            return Err(ConfigurationError::new("payment.secret", "is needed with payment.checkout_url"));
        }
        Ok(())
    }

    /// When members of staff need a second factor.
    pub fn staff_rule(&self) -> StaffRule {
        let unset = if self.demo { SecondFactorRule::WhenAdded } else { SecondFactorRule::Required };
        match self.staff.second_factor.unwrap_or(unset) {
            SecondFactorRule::Required => StaffRule::Required,
            SecondFactorRule::WhenAdded => StaffRule::WhenAdded,
        }
    }

    /// What numbers of identity documents are hashed with. Those of a demo are made up, so their key needs no secret.
    pub fn index_key(&self) -> Option<IndexKey> {
        match &self.customer_file.index_key {
            Some(secret) => Some(IndexKey::new(secret.reveal())),
            None => self.demo.then(|| IndexKey::new(DEMO_INDEX_KEY)),
        }
    }

    /// Serves the sandbox provider.
    pub fn has_sandbox(&self) -> bool {
        self.payment.sandbox.unwrap_or(self.demo)
    }

    /// Seconds after which the program answers its own work orders.
    pub fn answers_after_seconds(&self) -> Option<u64> {
        self.provisioning.answer_after_seconds.or(self.demo.then_some(DEMO_ANSWERS_AFTER))
    }

    /// Refuses to serve a hall in which nobody could pay.
    ///
    /// The sandbox is never a silent default outside of a demo: it takes no money and says that it came.
    pub fn check_payment(&self) -> Result<(), ConfigurationError> {
        if self.has_sandbox() || self.payment.checkout_url.is_some() {
            Ok(())
        } else {
            Err(ConfigurationError::new(
                "payment.checkout_url",
                "name the provider's checkout page, or set payment.sandbox (or demo) to try the hall without one",
            ))
        }
    }
}
