//! The chain of seals over the audit trail: each link hashes one event, its position and the hash before it, so that
//! nothing before a known hash can be bent without showing. R-SYS-2
//!
//! Whoever can write the whole database can also compute the whole chain anew. Only a hash that was noted down
//! elsewhere shows that, and that the end of the chain was cut off: [`Verifier::expecting`].

use super::AuditEvent;
use crate::ids::AuditEventId;
use std::{fmt, str::FromStr};

#[cfg(test)]
mod tests;

/// Hashes of this chain are no hashes of anything else, and those of another encoding would be of another context.
const CONTEXT: &str = "wangting 2026-11 audit chain 1";

/// A BLAKE3 hash of the chain.
pub type Hash = [u8; 32];

/// How far the chain reaches: the position of its last link and the hash there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// Position of the last link; 0 before the first.
    pub position: i64,
    /// Its hash.
    pub hash: Hash,
}

/// One link of the chain, to be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seal {
    /// Position, counted from 1 without gaps.
    pub position: i64,
    /// The event it seals.
    pub event_id: AuditEventId,
    /// Hash over the hash before, the position and the event.
    pub hash: Hash,
}

/// One link as it is found again, with the event as it is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The seal.
    pub seal: Seal,
    /// The event it names; `None` when there is no such event any more.
    pub event: Option<AuditEvent>,
}

impl Head {
    /// Before the first link.
    pub const BEGINNING: Self = Self { position: 0, hash: [0; 32] };

    /// The link that comes next when `event` is sealed.
    pub fn next(&self, event: &AuditEvent) -> Seal {
        let position = self.position + 1;
        Seal { position, event_id: event.id, hash: hash(&self.hash, position, event) }
    }
}

impl From<&Seal> for Head {
    fn from(seal: &Seal) -> Self {
        Self { position: seal.position, hash: seal.hash }
    }
}

/// `HASH@POSITION`, as an operator writes it down.
impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for byte in self.hash {
            write!(f, "{byte:02x}")?;
        }
        write!(f, "@{}", self.position)
    }
}

/// What was written down is not `HASH@POSITION`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a noted head is 64 hexadecimal digits, @ and a position")]
pub struct NoHead;

impl FromStr for Head {
    type Err = NoHead;

    fn from_str(text: &str) -> Result<Self, NoHead> {
        let (hash, position) = text.trim().split_once('@').ok_or(NoHead)?;
        let hash = blake3::Hash::from_hex(hash).map_err(|_| NoHead)?;
        let position = position.parse().ok().filter(|position| *position > 0).ok_or(NoHead)?;
        Ok(Self { position, hash: *hash.as_bytes() })
    }
}

/// The bytes of an event at a position. Every field comes after its length, so that no two events have the same bytes.
fn canonical(position: i64, event: &AuditEvent) -> Vec<u8> {
    // Named one by one: a new field does not compile before it is sealed too.
    let AuditEvent { id, at, actor, operation, object, outcome, facts } = event;
    let fields: [&[u8]; 8] = [
        &position.to_le_bytes(),
        id.0.as_bytes(),
        &at.as_microsecond().to_le_bytes(),
        actor.as_bytes(),
        operation.as_bytes(),
        object.as_bytes(),
        outcome.as_ref().as_bytes(),
        facts.as_bytes(),
    ];
    let mut bytes = Vec::with_capacity(fields.iter().map(|field| field.len() + 8).sum());
    for field in fields {
        bytes.extend_from_slice(&(field.len() as u64).to_le_bytes());
        bytes.extend_from_slice(field);
    }
    bytes
}

fn hash(before: &Hash, position: i64, event: &AuditEvent) -> Hash {
    let mut hasher = blake3::Hasher::new_derive_key(CONTEXT);
    hasher.update(before).update(&canonical(position, event));
    *hasher.finalize().as_bytes()
}

/// What is wrong with a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    /// The event or the hash is not what was sealed.
    Changed,
    /// There is no such link, or no such event.
    Missing,
    /// The event stands in the place of another one.
    Swapped {
        /// Where the one stands that belongs here.
        with: i64,
    },
    /// It was put in between.
    Inserted,
    /// It holds, but is not the one that was noted: everything up to here was sealed anew.
    Rewritten,
}

/// The first link that does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Broken {
    /// Where.
    pub position: i64,
    /// The event that stands there, as far as one does.
    pub event_id: Option<AuditEventId>,
    /// What is wrong.
    pub damage: Damage,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "link {}", self.position)?;
        if let Some(event) = self.event_id {
            write!(f, " (event {})", event.0)?;
        }
        match self.damage {
            Damage::Changed => write!(f, " is not what was sealed: the event or its hash was changed"),
            Damage::Missing if self.event_id.is_some() => write!(f, " has lost its event"),
            Damage::Missing => write!(f, " is missing"),
            Damage::Swapped { with } => write!(f, " was swapped with link {with}"),
            Damage::Inserted => write!(f, " was put in between"),
            Damage::Rewritten => {
                write!(f, " is not the one that was noted: the chain was sealed anew up to there")
            }
        }
    }
}

impl std::error::Error for Broken {}

/// Follows the chain run by run, in constant memory.
#[derive(Clone, Debug)]
pub struct Verifier {
    head: Head,
    noted: Option<Head>,
}

impl Default for Verifier {
    fn default() -> Self {
        Self { head: Head::BEGINNING, noted: None }
    }
}

impl Verifier {
    /// Expects a head that was noted formerly to be in the chain.
    pub fn expecting(noted: Option<Head>) -> Self {
        Self { noted, ..Self::default() }
    }

    /// How far the chain was found to hold.
    pub fn head(&self) -> Head {
        self.head
    }

    /// Goes on over the next links, in order of position. What is said about a broken one rests on the links of the same
    /// run: a swap over a longer distance is found as a change.
    pub fn follow(&mut self, run: &[Link]) -> Result<(), Broken> {
        for (at, link) in run.iter().enumerate() {
            let Link { seal, event } = link;
            let expected = self.head.position + 1;
            if seal.position > expected {
                return Err(Broken { position: expected, event_id: None, damage: Damage::Missing });
            }
            let broken = |damage| Broken { position: seal.position, event_id: Some(seal.event_id), damage };
            if seal.position < expected {
                return Err(broken(Damage::Inserted));
            }
            let Some(event) = event else { return Err(broken(Damage::Missing)) };
            if event.id != seal.event_id || self.head.next(event) != *seal {
                return Err(broken(self.damage(link, run.get(at + 1..).unwrap_or_default())));
            }
            self.head = seal.into();
            if let Some(noted) = self.noted.filter(|noted| noted.position == seal.position)
                && noted.hash != seal.hash
            {
                return Err(broken(Damage::Rewritten));
            }
        }
        Ok(())
    }

    /// The chain ended here: a head that was noted further on was cut off.
    pub fn finish(self) -> Result<Head, Broken> {
        match self.noted {
            Some(noted) if noted.position > self.head.position => {
                Err(Broken { position: self.head.position + 1, event_id: None, damage: Damage::Missing })
            }
            _ => Ok(self.head),
        }
    }

    /// What became of the link that should come next, by what comes after it.
    fn damage(&self, wrong: &Link, later: &[Link]) -> Damage {
        for (at, other) in later.iter().enumerate() {
            let Some(event) = &other.event else { continue };
            let fits = self.head.next(event).hash;
            if fits == wrong.seal.hash {
                return Damage::Swapped { with: other.seal.position };
            }
            if fits == other.seal.hash {
                let before = if at == 0 { Some(&other.seal) } else { later.get(at - 1).map(|l| &l.seal) };
                let back = before.zip(wrong.event.as_ref()).is_some_and(|(before, event)| {
                    hash(&before.hash, other.seal.position, event) == wrong.seal.hash
                });
                return match (back, at) {
                    (false, 0) => Damage::Inserted,
                    _ => Damage::Swapped { with: other.seal.position },
                };
            }
        }
        Damage::Changed
    }
}
