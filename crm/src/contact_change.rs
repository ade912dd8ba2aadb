//! Changing the contact number or address: proved by the old and the new, waited out, and taken back by who did not ask
//! for it. R-CUS-4, R-CUS-10
//!
//! The contact decides where codes and bills go, so whoever changes it owns the account. The old contact is proved by the
//! fresh proof that the session needs, the new one by a code sent to it. Then the change waits, unless the fresh proof was
//! a code to the old number: whoever reads that has what the wait would protect. It waits all the same while an earlier
//! change can be taken back: the number that reads codes may be one that its owner never saw. Both contacts are told, the
//! old one with a link that takes the change back, and what was asked for after it, before it is made and for some days
//! afterwards.

use crate::{
    Timestamp,
    customers::{Customer, Msisdn},
    ids::{ContactChangeId, CustomerId},
    sign_in::{CODE_TRIES, CODE_VALID_FOR, CodeRefusal, SendRefusal, same_hash},
    vocabulary::vocabulary,
};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// Which contact changes.
    pub enum ContactKind {
        /// The mobile number, which is also how the customer signs in.
        Mobile,
        /// The e-mail address.
        Email,
    }
}

vocabulary! {
    /// How far a change is.
    pub enum ContactState {
        /// A code was sent to the new contact and has not come back.
        Proving,
        /// Proved; waits for its time.
        Pending,
        /// Made.
        Applied,
        /// Taken back, before or after it was made.
        TakenBack,
        /// Given up: another change was asked for, or the contact went to somebody else.
        Lapsed,
    }
}

/// What the operator sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ContactPolicy {
    /// How long a change waits that was not proved by a code to the old number.
    pub wait: SignedDuration,
    /// How long it can be taken back once it was made.
    pub take_back: SignedDuration,
}

impl Default for ContactPolicy {
    fn default() -> Self {
        Self { wait: SignedDuration::from_hours(24), take_back: SignedDuration::from_hours(72) }
    }
}

/// A change of a contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactChange {
    /// Identifier.
    pub id: ContactChangeId,
    /// Whose.
    pub customer_id: CustomerId,
    /// Which contact.
    pub kind: ContactKind,
    /// The old one; empty for none.
    pub before: String,
    /// The new one; empty for none.
    pub after: String,
    /// How far it is.
    pub state: ContactState,
    /// The session that asked was proved by a code to the old number.
    pub old_number_proved: bool,
    /// Hash of the code that was sent to the new contact.
    pub code_hash: Vec<u8>,
    /// Wrong tries so far.
    pub tries: i64,
    /// When it was asked for, and the code sent.
    pub asked_at: Timestamp,
    /// When it is made, once proved.
    pub effective_at: Option<Timestamp>,
    /// Until when it can be taken back, once proved.
    pub take_back_until: Option<Timestamp>,
    /// Hash of what stands in the link that takes it back, once proved.
    pub link_hash: Option<Vec<u8>>,
    /// Grows with each change.
    pub version: i64,
}

/// Why it does not go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "refusal", rename_all = "camelCase")]
pub enum Refusal {
    /// Not a mobile number.
    #[error("no mobile number")]
    BadMobile,
    /// No mail would arrive there.
    #[error("no e-mail address")]
    BadEmail,
    /// It is the contact already.
    #[error("the contact is this one already")]
    SameAsBefore,
    /// Messages are to go by e-mail, which needs an address.
    #[error("messages by e-mail need an address")]
    EmailNeeded,
    /// No code is sent yet.
    #[error("no code yet: {why}")]
    NoCodeYet {
        /// Why, and when the next one may be.
        why: SendRefusal,
    },
    /// The code is not right.
    #[error("the code: {why}")]
    Code {
        /// Why not.
        why: CodeRefusal,
    },
    /// The number is another customer's.
    #[error("the number belongs to another customer")]
    NumberTaken,
    /// There is nothing to prove or take back any more.
    #[error("it is over")]
    Over,
}

/// What a customer wishes the contact to be, as it is kept.
pub fn wished(customer: &Customer, kind: ContactKind, typed: &str) -> Result<String, Refusal> {
    let (before, after) = match kind {
        ContactKind::Mobile => {
            let mobile = Msisdn::parse(typed).ok_or(Refusal::BadMobile)?;
            (customer.mobile.as_str().to_owned(), mobile.as_str().to_owned())
        }
        ContactKind::Email => {
            let address = typed.trim();
            if !address.is_empty() && !is_plausible_address(address) {
                return Err(Refusal::BadEmail);
            }
            if address.is_empty() && customer.notify_by_email {
                return Err(Refusal::EmailNeeded);
            }
            (customer.email.clone().unwrap_or_default(), address.to_owned())
        }
    };
    if before == after { Err(Refusal::SameAsBefore) } else { Ok(after) }
}

/// What became of a try to prove the new contact. The change is to be saved whatever the result: it counts wrong tries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tried {
    /// The change as it is now.
    pub change: ContactChange,
    /// Whether the try was right.
    pub result: Result<(), Refusal>,
}

impl ContactChange {
    /// There is no new contact to prove: an address is given up.
    pub fn is_removal(&self) -> bool {
        self.after.is_empty()
    }

    /// Waits for a code or for its time.
    pub fn is_open(&self) -> bool {
        matches!(self.state, ContactState::Proving | ContactState::Pending)
    }

    /// It was asked for after another change of the same contact, and stands or may come to stand.
    pub fn follows(&self, earlier: &Self) -> bool {
        self.kind == earlier.kind
            && self.asked_at > earlier.asked_at
            && (self.is_open() || self.state == ContactState::Applied)
    }

    /// It was made and can still be taken back, so that a change of `kind` is not made at once. Only addresses change one
    /// after the other: the number is told of each, and reads the codes.
    fn holds_up(&self, kind: ContactKind, now: Timestamp) -> bool {
        self.state == ContactState::Applied
            && self.take_back_until.is_some_and(|until| now < until)
            && (self.kind == ContactKind::Mobile || kind == ContactKind::Mobile)
    }

    /// Waits for its time, or for a code that is still good.
    pub fn is_under_way(&self, now: Timestamp) -> bool {
        match self.state {
            ContactState::Proving => now < self.asked_at + CODE_VALID_FOR,
            ContactState::Pending => true,
            ContactState::Applied | ContactState::TakenBack | ContactState::Lapsed => false,
        }
    }

    /// Checks the code that came to the new contact; when it is right, the change waits from `now` on. `others` are the
    /// customer's changes that stand.
    pub fn prove(
        mut self,
        code_hash: &[u8],
        policy: ContactPolicy,
        others: &[Self],
        now: Timestamp,
    ) -> Tried {
        let result = if self.state != ContactState::Proving {
            Err(CodeRefusal::Spent)
        } else if now >= self.asked_at + CODE_VALID_FOR {
            Err(CodeRefusal::Expired)
        } else if self.tries >= CODE_TRIES {
            Err(CodeRefusal::TooManyTries)
        } else if same_hash(&self.code_hash, code_hash) {
            Ok(())
        } else {
            self.tries += 1;
            match CODE_TRIES - self.tries {
                0 => Err(CodeRefusal::TooManyTries),
                tries_left => Err(CodeRefusal::Wrong { tries_left }),
            }
        };
        match result {
            Ok(()) => Tried { change: self.proved(policy, others, now), result: Ok(()) },
            Err(why) => Tried { change: self, result: Err(Refusal::Code { why }) },
        }
    }

    /// The change with its new contact proved, or with none to prove. `others` are the customer's changes that stand.
    pub fn proved(self, policy: ContactPolicy, others: &[Self], now: Timestamp) -> Self {
        let at_once = self.old_number_proved && !others.iter().any(|other| other.holds_up(self.kind, now));
        let wait = if at_once { SignedDuration::ZERO } else { policy.wait };
        let effective_at = now + wait;
        Self {
            state: ContactState::Pending,
            effective_at: Some(effective_at),
            take_back_until: Some(effective_at + policy.take_back),
            ..self
        }
    }

    /// It is to be made now.
    pub fn is_due(&self, now: Timestamp) -> bool {
        self.state == ContactState::Pending && self.effective_at.is_some_and(|at| at <= now)
    }

    /// Makes it, in the file of its customer. `taken`: the number is another customer's by now, so that it lapses.
    pub fn apply(
        self,
        customer: &Customer,
        taken: bool,
        now: Timestamp,
    ) -> Result<(Self, Option<Customer>), Refusal> {
        if !self.is_due(now) {
            return Err(Refusal::Over);
        }
        if taken {
            return Ok((Self { state: ContactState::Lapsed, ..self }, None));
        }
        let after = with_contact(customer, self.kind, &self.after)?;
        Ok((Self { state: ContactState::Applied, ..self }, Some(after)))
    }

    /// Takes it back. When it was made already, the old contact stands in the file again, unless one was put there since
    /// that came neither by it nor by a change that follows it; those are over with it. `later` are the changes that
    /// follow it. `taken`: the old number is another customer's by now.
    pub fn take_back(
        self,
        customer: &Customer,
        later: &[Self],
        taken: bool,
        now: Timestamp,
    ) -> Result<(Self, Option<Customer>), Refusal> {
        let in_time = self.take_back_until.is_none_or(|until| now < until);
        let was_made = match self.state {
            ContactState::Proving | ContactState::Pending => false,
            ContactState::Applied if in_time => true,
            ContactState::Applied | ContactState::TakenBack | ContactState::Lapsed => {
                return Err(Refusal::Over);
            }
        };
        let restored = if was_made {
            let present = contact(customer, self.kind);
            let came_by = |change: &Self| change.state == ContactState::Applied && change.after == present;
            if !came_by(&self) && !later.iter().any(|change| change.follows(&self) && came_by(change)) {
                return Err(Refusal::Over);
            }
            if taken {
                return Err(Refusal::NumberTaken);
            }
            Some(with_contact(customer, self.kind, &self.before)?)
        } else {
            None
        };
        Ok((Self { state: ContactState::TakenBack, ..self }, restored))
    }
}

/// A contact as a text; empty for none.
pub fn contact(customer: &Customer, kind: ContactKind) -> String {
    match kind {
        ContactKind::Mobile => customer.mobile.as_str().to_owned(),
        ContactKind::Email => customer.email.clone().unwrap_or_default(),
    }
}

fn with_contact(customer: &Customer, kind: ContactKind, contact: &str) -> Result<Customer, Refusal> {
    let mut after = customer.clone();
    match kind {
        ContactKind::Mobile => after.mobile = Msisdn::parse(contact).ok_or(Refusal::BadMobile)?,
        ContactKind::Email => {
            after.email = (!contact.is_empty()).then(|| contact.to_owned());
            // Nobody is left without a way to be reached: the other way takes over.
            if after.email.is_none() && after.notify_by_email {
                (after.notify_by_email, after.notify_by_sms) = (false, true);
            }
        }
    }
    Ok(after)
}

/// Whether mail could arrive at an address: something, an `@`, and a host name with a dot. That it does arrive only a
/// mail can show. What could end a header line or begin a second address is left out.
pub fn is_plausible_address(address: &str) -> bool {
    let Some((local, domain)) = address.rsplit_once('@') else { return false };
    let unusual = |c: char| c.is_whitespace() || c.is_control() || "<>()[],;:\\\"@".contains(c);
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    (1..=64).contains(&local.len())
        && address.len() <= 254
        && !local.contains(unusual)
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && domain.contains('.')
        && domain.split('.').all(label)
        && domain
            .rsplit('.')
            .next()
            .is_some_and(|last| last.len() > 1 && !last.chars().all(|c| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests;
