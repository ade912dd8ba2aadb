//! The desk: what every operation works with.

use crate::{
    Actor, Error, Result,
    access::{Operation, Relation, check_proof},
    acting,
    catalogue::Names,
    id_numbers::IndexKey,
    passwords::Passwords,
    second_factor::StaffRule,
    vault::Vault,
};
use crm::{
    Date, Timestamp,
    audit::{AuditEvent, AuditOutcome},
    contact_change::ContactPolicy,
    cycle::Cycle,
    ids::{ActingId, AuditEventId},
    sign_in::SessionPolicy,
};
use jiff::tz::{Offset, TimeZone};
use serde::{Serialize, de::DeserializeOwned};
use std::{future::Future, sync::Arc};
use store::{Store, Unit, idempotency::Remembered};
use tokio::sync::OwnedMutexGuard;
use uuid::Uuid;

/// Where time comes from.
pub trait Clock: Send + Sync {
    /// Now, to the microsecond.
    fn now(&self) -> Timestamp;
}

/// Where identifiers, numbers and secrets come from.
pub trait Entropy: Send + Sync {
    /// An identifier that sorts by the time it was made (UUID version 7).
    fn id(&self) -> Uuid;

    /// 64 unpredictable bits.
    fn bits(&self) -> u64;

    /// 256 unpredictable bits.
    fn secret(&self) -> [u8; 32];
}

/// What an operator may set.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The operator's offset from UTC.
    pub offset: Offset,
    /// How long sessions live.
    pub sessions: SessionPolicy,
    /// Staff do something in a customer's place only after a code that the customer read out. R-SYS-2
    pub consent_by_code: bool,
    /// When members of staff need a second factor.
    pub staff_second_factor: StaffRule,
    /// How long a change of contact waits and can be taken back.
    pub contact: ContactPolicy,
    /// Where customers reach the hall, for links in messages.
    pub public_url: String,
    /// What numbers of identity documents are hashed with; without it they are neither kept nor looked for.
    pub index_key: Option<IndexKey>,
}

/// Store, clock, entropy and settings, bundled. Cheap to clone.
#[derive(Clone)]
pub struct Desk {
    pub(crate) store: Store,
    pub(crate) passwords: Passwords,
    pub(crate) names: Arc<Names>,
    pub(crate) vault: Vault,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    settings: Settings,
}

/// What a command did: its answer, and what the audit trail keeps of it.
pub struct Done<R> {
    /// The answer.
    pub reply: R,
    /// What it was done to, such as `order:D7KQ2MXR4Z`.
    pub object: String,
    /// Facts before and after, secrets left out.
    pub facts: serde_json::Value,
}

impl Desk {
    /// A desk on a store.
    pub fn new(
        store: Store,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
        vault: Vault,
        settings: Settings,
    ) -> Self {
        Self {
            store,
            passwords: Passwords::default(),
            names: Arc::default(),
            vault,
            clock,
            entropy,
            settings,
        }
    }

    /// The store, for commands of the operator.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// What the operator set.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Now.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Today in the operator's time zone.
    pub fn today(&self) -> Date {
        self.day_of(self.now())
    }

    /// The day of an instant in the operator's time zone.
    pub fn day_of(&self, at: Timestamp) -> Date {
        self.settings.offset.to_datetime(at).date()
    }

    /// The first instant of a day in the operator's time zone.
    pub fn start_of(&self, day: Date) -> Timestamp {
        // A fixed offset has neither gaps nor folds: only the far ends of the calendar could fail.
        TimeZone::fixed(self.settings.offset)
            .to_timestamp(day.to_datetime(jiff::civil::Time::midnight()))
            .unwrap_or(if day.year() > 0 { Timestamp::MAX } else { Timestamp::MIN })
    }

    /// The operator's offset from UTC in seconds, east positive.
    pub fn offset_seconds(&self) -> i64 {
        i64::from(self.settings.offset.seconds())
    }

    /// The running billing cycle.
    pub fn cycle(&self) -> Cycle {
        Cycle::of(self.today())
    }

    /// A fresh identifier.
    pub fn id<T: From<Uuid>>(&self) -> T {
        self.entropy.id().into()
    }

    /// A fresh number of a kind, as people read it out.
    pub fn number(&self, kind: crm::numbers::NumberKind) -> String {
        crm::numbers::from_bits(kind, self.entropy.bits())
    }

    /// 64 unpredictable bits.
    pub fn bits(&self) -> u64 {
        self.entropy.bits()
    }

    /// 256 unpredictable bits.
    pub fn secret(&self) -> [u8; 32] {
        self.entropy.secret()
    }

    /// Runs a command once per idempotency key, in one transaction with its answer and its audit event.
    ///
    /// The same key with the same command gets the first answer again; with another command it is refused. A refusal
    /// or denial keeps nothing but its audit event, so that the key stays free. `work` may be run more than once. What
    /// needs a fresh proof is not begun without one.
    pub async fn perform<C, R, F, Fut>(
        &self,
        actor: &Actor,
        operation: Operation,
        key: Uuid,
        command: &C,
        work: F,
    ) -> Result<R>
    where
        C: Serialize + Sync,
        R: Serialize + DeserializeOwned + Send,
        F: Fn(Unit) -> Fut + Sync,
        Fut: Future<Output = Result<Done<R>>> + Send,
    {
        check_proof(self, actor, operation)?;
        let label = actor.label();
        let request_hash = blake3::hash(&to_json(command)?).as_bytes().to_vec();
        let (label, request_hash, work) = (&label, &request_hash, &work);
        let done = self
            .store
            .write(|mut unit| async move {
                if let Some(first) = unit.remembered(label, operation.as_ref(), key).await? {
                    if &first.request_hash != request_hash {
                        return Err(Error::KeyReused);
                    }
                    return serde_json::from_str(&first.reply).map_err(|e| Error::Defect(e.to_string()));
                }
                // Who ends what is over by now is told so by the rule.
                if operation != Operation::EndActing {
                    acting::must_still_run(self, &mut unit, actor).await?;
                }
                let cell = Arc::clone(OwnedMutexGuard::mutex(&unit));
                let done = work(unit).await?;
                let mut unit = cell.lock_owned().await;
                let reply = serde_json::to_string(&done.reply).map_err(|e| Error::Defect(e.to_string()))?;
                let answer = Remembered { request_hash: request_hash.clone(), reply };
                let now = self.now();
                unit.remember(label, operation.as_ref(), key, &answer, now).await?;
                let event = self.audit_event(actor, operation, done.object, AuditOutcome::Done, &done.facts);
                unit.record(&event).await?;
                if let Some(acting) = actor.acting()
                    && actor.may(operation)? == Relation::OfCustomer
                {
                    unit.add_acting_change(acting.id, event.id).await?;
                }
                Ok(done.reply)
            })
            .await;
        if let Err(error) = &done {
            self.record_failure(actor, operation, "", error).await;
        }
        done
    }

    /// Writes down in one transaction what was done outside of [`Desk::perform`].
    pub(crate) fn audit_event(
        &self,
        actor: &Actor,
        operation: Operation,
        object: String,
        outcome: AuditOutcome,
        facts: &serde_json::Value,
    ) -> AuditEvent {
        let facts = match actor.acting() {
            Some(acting) => with_acting(acting.id, facts.clone()),
            None => facts.clone(),
        };
        AuditEvent {
            id: AuditEventId(self.entropy.id()),
            at: self.now(),
            actor: actor.label(),
            operation: operation.to_string(),
            object,
            outcome,
            facts: facts.to_string(),
        }
    }

    /// Keeps a denied or refused attempt. Its own failure is logged, not passed on: the actor's answer stands.
    pub(crate) async fn record_failure(
        &self,
        actor: &Actor,
        operation: Operation,
        object: &str,
        error: &Error,
    ) {
        let (outcome, facts) = match error {
            Error::Refused(refusal) => (AuditOutcome::Refused, format!("{refusal:?}")),
            Error::KeyReused => (AuditOutcome::Refused, error.to_string()),
            Error::NotFound | Error::SignInNeeded | Error::ProofNeeded | Error::SecondFactorNeeded => {
                (AuditOutcome::Denied, error.to_string())
            }
            Error::Store(_) | Error::Defect(_) => return,
        };
        let event = &self.audit_event(
            actor,
            operation,
            object.to_owned(),
            outcome,
            &serde_json::Value::String(facts),
        );
        let kept: Result<()> =
            self.store.write(|mut unit| async move { Ok(unit.record(event).await?) }).await;
        if let Err(error) = kept {
            tracing::error!(%error, "a failed attempt could not be written to the audit trail");
        }
    }
}

/// Facts of what was done for a customer say in which acting.
fn with_acting(id: ActingId, facts: serde_json::Value) -> serde_json::Value {
    let mut named = match facts {
        serde_json::Value::Object(facts) => facts,
        serde_json::Value::Null => serde_json::Map::new(),
        other => serde_json::Map::from_iter([("facts".to_owned(), other)]),
    };
    named.insert("acting".to_owned(), serde_json::json!(id));
    serde_json::Value::Object(named)
}

fn to_json<C: Serialize>(command: &C) -> Result<Vec<u8>> {
    serde_json::to_vec(command).map_err(|error| Error::Defect(error.to_string()))
}
