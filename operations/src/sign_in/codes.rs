//! One-time codes by SMS.

use super::{
    Browser, Entry, Identifier, Known, Refusal, Tried, fresh_token, record_refusal, second_step::enter,
    token_hash,
};
use crate::{Actor, Desk, Error, Result, access::Operation, messages};
use crm::{
    Timestamp,
    audit::AuditOutcome,
    customers::{Customer, CustomerStatus, Msisdn},
    ids::{CodeId, CustomerId, LineId},
    sign_in::{CODE_DIGITS, CodeRefusal, OneTimeCode, Proof, Recent, SendRefusal, may_reach, may_send},
};
use jiff::SignedDuration;
use std::net::{IpAddr, Ipv6Addr};
use store::Unit;
use uuid::Uuid;

/// A code was sent, if the number belongs to a customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeSent {
    /// `138****8000`
    pub masked_mobile: String,
    /// Until when it is good.
    pub expires_at: Timestamp,
    /// When another one may be asked for.
    pub resend_at: Timestamp,
}

impl From<SendRefusal> for Refusal {
    fn from(refusal: SendRefusal) -> Self {
        match refusal {
            SendRefusal::TooSoon { at } | SendRefusal::TooMany { at } => Self::TooManyCodes { retry_at: at },
        }
    }
}

impl From<CodeRefusal> for Refusal {
    fn from(refusal: CodeRefusal) -> Self {
        match refusal {
            CodeRefusal::OtherBrowser => Self::CodeNotAskedHere,
            CodeRefusal::Wrong { tries_left } => Self::CodeWrong { tries_left },
            CodeRefusal::TooManyTries => Self::CodeUsedUp,
            CodeRefusal::Spent => Self::CodeSpent,
            CodeRefusal::Expired => Self::CodeExpired,
        }
    }
}

/// Sends a one-time code to a number. The answer is the same whether the number belongs to a customer or not, and so are
/// the limits.
pub async fn request_code(desk: &Desk, mobile: &str, browser: &Browser) -> Result<CodeSent> {
    let mobile = &Msisdn::parse(mobile).ok_or(Refusal::BadMobile)?;
    let identifier = &Identifier::Mobile(mobile.clone());
    let asked = desk
        .store
        .write(|mut unit| async move {
            let recent = recent(desk, &mut unit, mobile, browser).await?;
            if let Err(refusal) = may_send(recent, desk.now()) {
                let refusal = Refusal::from(refusal);
                record_refusal(desk, &mut unit, identifier, refusal, &browser.address).await?;
                return Ok::<_, Error>(Err(refusal));
            }
            let digits = fresh_digits(desk);
            let id: CodeId = desk.id();
            let code = OneTimeCode {
                id,
                mobile: mobile.clone(),
                browser_hash: token_hash(browser.secret()),
                code_hash: code_hash(id.0, &digits),
                sent_at: desk.now(),
                tries: 0,
                spent: false,
            };
            unit.add_code(&code, &network(&browser.address)).await?;
            let customer = reachable(desk, &mut unit, mobile).await?;
            messages::send_code(desk, &mut unit, customer.as_ref(), &digits).await?;
            let facts = serde_json::json!({ "codeSent": customer.is_some(), "address": browser.address });
            let object = identifier.masked();
            let event =
                desk.audit_event(&Actor::Visitor, Operation::SignIn, object, AuditOutcome::Done, &facts);
            unit.record(&event).await?;
            Ok(Ok(CodeSent {
                masked_mobile: mobile.masked(),
                expires_at: code.expires_at(),
                resend_at: resend_at(recent, code.sent_at),
            }))
        })
        .await?;
    Ok(asked?)
}

/// When another code may be asked for after one was sent.
fn resend_at(before: Recent, sent_at: Timestamp) -> Timestamp {
    let after = Recent {
        last_sent_at: Some(sent_at),
        in_last_hour: before.in_last_hour + 1,
        from_address_in_last_hour: before.from_address_in_last_hour + 1,
    };
    match may_send(after, sent_at) {
        Err(SendRefusal::TooSoon { at } | SendRefusal::TooMany { at }) => at,
        Ok(()) => sent_at,
    }
}

/// Signs a customer in with the code that was sent last.
pub async fn with_code(desk: &Desk, mobile: &str, typed: &str, browser: &Browser) -> Result<Entry> {
    let mobile = &Msisdn::parse(mobile).ok_or(Refusal::BadMobile)?;
    let identifier = &Identifier::Mobile(mobile.clone());
    let digits = &digits(typed).ok_or(Refusal::BadCode)?;
    let token = &fresh_token(desk);
    let tried = desk
        .store
        .write(|mut unit| async move {
            let right = check(desk, &mut unit, mobile, digits, browser).await?;
            match right {
                Ok(known) => Ok(Ok(enter(desk, &mut unit, known, Proof::OneTimeCode, browser, token).await?)),
                Err(refusal) => {
                    record_refusal(desk, &mut unit, identifier, refusal, &browser.address).await?;
                    // Not an error of the transaction: the wrong try is to be kept.
                    Ok::<_, Error>(Err(refusal))
                }
            }
        })
        .await?;
    Ok(tried?.with(token))
}

pub(super) async fn check(
    desk: &Desk,
    unit: &mut Unit,
    mobile: &Msisdn,
    digits: &str,
    browser: &Browser,
) -> Result<Tried<Known>> {
    let Some(code) = unit.latest_code(mobile).await? else { return Ok(Err(Refusal::CodeNotAskedHere)) };
    let typed = code_hash(code.id.0, digits);
    let checked = code.verify(&token_hash(browser.secret()), &typed, desk.now());
    unit.save_code(&checked.code).await?;
    if let Err(refusal) = checked.result {
        return Ok(Err(refusal.into()));
    }
    // Somebody guessed the code of a number that belongs to nobody: it is spent, and there is nothing behind it.
    Ok(reachable(desk, unit, mobile).await?.map(Known::Customer).ok_or(Refusal::CodeSpent))
}

async fn recent(desk: &Desk, unit: &mut Unit, mobile: &Msisdn, browser: &Browser) -> Result<Recent> {
    let since = desk.now() - SignedDuration::from_hours(1);
    let (in_last_hour, from_address_in_last_hour) =
        unit.count_codes(mobile, &network(&browser.address), since).await?;
    let last_sent_at = unit.latest_code(mobile).await?.map(|code| code.sent_at);
    Ok(Recent { last_sent_at, in_last_hour, from_address_in_last_hour })
}

/// The customer whom a code for this number reaches: one with business left, since others' numbers get recycled, and
/// with the phone and an old SIM at hand, since whoever found, stole or talked somebody out of them must not read the
/// code that frees the line. R-SRV-5
pub(crate) async fn reachable(desk: &Desk, unit: &mut Unit, mobile: &Msisdn) -> Result<Option<Customer>> {
    let customer = unit.customer_by_mobile(mobile).await?;
    // The look-ups for nobody cost the same.
    let id = customer.as_ref().map_or(CustomerId(Uuid::nil()), |customer| customer.id);
    let line = unit.line_with_number(id, mobile).await?;
    let line_id = line.as_ref().map_or(LineId(Uuid::nil()), |line| line.id);
    let sim_changed_at = unit.sim_changed_at(line_id).await?;
    let reached = may_reach(line.and_then(|line| line.barred), sim_changed_at, desk.now());
    Ok(customer.filter(|customer| customer.status == CustomerStatus::Active && reached))
}

/// What limits count as one address: of IPv6 the first half, since whoever has one address has all of its network.
fn network(address: &str) -> String {
    match address.parse().map(|address: IpAddr| address.to_canonical()) {
        Ok(IpAddr::V6(address)) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).to_string(),
        Ok(IpAddr::V4(address)) => address.to_string(),
        Err(_) => address.to_owned(),
    }
}

/// The digits of a new code.
pub(crate) fn fresh_digits(desk: &Desk) -> String {
    format!("{:0width$}", desk.bits() % 10_u64.pow(6), width = CODE_DIGITS)
}

/// What is kept of a code, salted with its identifier.
pub(crate) fn code_hash(id: Uuid, digits: &str) -> Vec<u8> {
    let mut hasher = blake3::Hasher::new();
    hasher.update(id.as_bytes());
    hasher.update(digits.as_bytes());
    hasher.finalize().as_bytes().to_vec()
}

/// Reads a code as people type it: with spaces, or with the wide digits of a Chinese keyboard.
pub(crate) fn digits(typed: &str) -> Option<String> {
    let narrow = |c: char| match c {
        '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10).unwrap_or(c),
        _ => c,
    };
    let digits: String = typed.chars().filter(|c| !c.is_whitespace()).map(narrow).collect();
    (digits.len() == CODE_DIGITS && digits.bytes().all(|b| b.is_ascii_digit())).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::plain("012345", Some("012345"))]
    #[case::spaced(" 012 345 ", Some("012345"))]
    #[case::wide("０１２３４５", Some("012345"))]
    #[case::short("12345", None)]
    #[case::long("1234567", None)]
    #[case::letters("12345a", None)]
    #[case::other_digits("１２３４５٦", None)]
    #[case::empty("", None)]
    fn reads_codes(#[case] typed: &str, #[case] read: Option<&str>) {
        assert_eq!(digits(typed).as_deref(), read);
    }

    #[rstest]
    #[case("192.0.2.7", "192.0.2.7")]
    #[case("::ffff:192.0.2.7", "192.0.2.7")]
    #[case("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::")]
    #[case("unknown", "unknown")]
    fn counts_networks(#[case] address: &str, #[case] counted: &str) {
        assert_eq!(network(address), counted);
    }

    #[test]
    fn equal_codes_are_kept_differently() {
        let (one, other) = (CodeId(Uuid::from_u128(1)), CodeId(Uuid::from_u128(2)));
        assert_ne!(code_hash(one.0, "012345"), code_hash(other.0, "012345"));
        assert_ne!(code_hash(one.0, "012345"), code_hash(one.0, "012346"));
    }
}
