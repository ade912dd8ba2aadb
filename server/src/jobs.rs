//! Work behind the pages: jobs that are due, the network's reports, the seals of the audit trail, and the hourly cleaning.
//!
//! Several instances may run this on one database: jobs are leased, a seal's position is taken once, reports and cleaning
//! are idempotent.

use crate::layers::rates::Rates;
use operations::{
    Desk, Result, audit,
    jobs::{self, Gateways},
    messages::Gateway,
    provisioning::{self, Network},
};
use std::{sync::Arc, time::Duration};
use tokio::{
    sync::{Notify, watch},
    task::JoinHandle,
    time::sleep,
};

/// What the work needs.
#[derive(Clone)]
pub struct Worker {
    /// Whose jobs.
    pub desk: Desk,
    /// The way of messages.
    pub messages: Arc<dyn Gateway>,
    /// The way of work orders.
    pub network: Arc<dyn Network>,
    /// Limits that are forgotten now and then.
    pub rates: Rates,
    /// Told when there is something to do at once.
    pub work: Arc<Notify>,
    /// Turns true when the server stops.
    pub closing: watch::Receiver<bool>,
}

/// Between two looks for work.
const GLANCE: Duration = Duration::from_secs(1);
/// Between two looks while the database does not answer.
const OUTAGE: Duration = Duration::from_secs(5);
/// Between two cleanings.
const CLEANING: Duration = Duration::from_hours(1);
const FORGETTING: Duration = Duration::from_mins(1);

impl Worker {
    /// Begins to work; ends by itself once the server stops.
    pub fn start(self) -> Vec<JoinHandle<()>> {
        let (sealer, cleaner, forgetter) = (self.clone(), self.clone(), self.clone());
        vec![
            tokio::spawn(self.run()),
            tokio::spawn(sealer.seal()),
            tokio::spawn(cleaner.clean()),
            tokio::spawn(forgetter.forget()),
        ]
    }

    async fn run(mut self) {
        let mut troubled = false;
        while !*self.closing.borrow() {
            let pause = match self.turn().await {
                Ok(()) => {
                    if std::mem::take(&mut troubled) {
                        tracing::info!("jobs run again");
                    }
                    self.jittered(GLANCE)
                }
                Err(error) => {
                    // One line when it begins, not one for each look.
                    if !std::mem::replace(&mut troubled, true) {
                        tracing::error!(%error, "jobs do not run");
                    }
                    self.jittered(OUTAGE)
                }
            };
            tokio::select! {
                () = sleep(pause) => {}
                () = self.work.notified(), if !troubled => {}
                _ = self.closing.wait_for(|closing| *closing) => {}
            }
        }
    }

    /// Everything that is due now.
    async fn turn(&self) -> Result<()> {
        let gateways = Gateways { messages: &*self.messages, network: &*self.network };
        loop {
            let ran = jobs::run_due(&self.desk, &gateways).await?;
            // A report may cause jobs, such as the message that an order is done.
            let taken = provisioning::take_reports(&self.desk, &*self.network).await?;
            if ran + taken == 0 || *self.closing.borrow() {
                return Ok(());
            }
        }
    }

    async fn seal(mut self) {
        let mut troubled = false;
        let mut pause = self.jittered(GLANCE);
        while self.rests(pause).await {
            pause = match self.seal_all().await {
                Ok(()) => {
                    if std::mem::take(&mut troubled) {
                        tracing::info!("the audit trail is sealed again");
                    }
                    self.jittered(GLANCE)
                }
                Err(error) => {
                    if !std::mem::replace(&mut troubled, true) {
                        tracing::error!(%error, "the audit trail is not sealed");
                    }
                    self.jittered(OUTAGE)
                }
            };
        }
    }

    /// Every event that waits now.
    async fn seal_all(&self) -> Result<()> {
        while audit::seal(&self.desk).await? > 0 && !*self.closing.borrow() {}
        Ok(())
    }

    async fn clean(mut self) {
        // Not all instances at the same moment, and not at the moment everybody comes back after a restart.
        let mut pause = self.jittered(FORGETTING);
        while self.rests(pause).await {
            if let Err(error) = jobs::clean_up(&self.desk).await {
                tracing::error!(%error, "what is no longer needed could not be forgotten");
            }
            pause = self.jittered(CLEANING);
        }
    }

    async fn forget(mut self) {
        while self.rests(FORGETTING).await {
            self.rates.forget();
        }
    }

    /// Waits; says whether to go on.
    async fn rests(&mut self, pause: Duration) -> bool {
        tokio::select! {
            () = sleep(pause) => true,
            _ = self.closing.wait_for(|closing| *closing) => false,
        }
    }

    /// A pause up to a quarter longer, so that instances do not look at the same time.
    fn jittered(&self, pause: Duration) -> Duration {
        let quarters = u32::try_from(self.desk.bits() % 256).unwrap_or(0);
        pause + pause * quarters / 1024
    }
}
