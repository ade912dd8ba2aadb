//! Whether a caller is the customer: by a code that reaches the customer's phone, or by what only the customer knows.
//! R-CUS-5, R-SYS-2
//!
//! A caller may be anybody. What cannot be taken back, such as barring a line, staff do only for one who was verified in
//! the same session within the last half hour.

use crate::{
    Timestamp,
    acting::LASTS,
    ids::{CallerCheckId, CustomerId, SessionId, StaffId},
    money::Money,
    sign_in::{CODE_TRIES, CODE_VALID_FOR, same_hash},
    vocabulary::vocabulary,
};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// How a caller is verified.
    pub enum CheckMethod {
        /// The caller reads out a code that was sent to the customer's contact number.
        Code,
        /// The caller answers questions.
        Questions,
    }
}

vocabulary! {
    /// What became of a check.
    pub enum CheckOutcome {
        /// The code is on its way, or tries are left.
        Pending,
        /// The caller is the customer.
        Verified,
        /// Not shown to be.
        Failed,
    }
}

vocabulary! {
    /// A question to a caller; its name is also the name of the input.
    pub enum Question {
        /// Last six characters of the identity document.
        IdLastSix,
        /// Total of the newest bill.
        LastBill,
        /// E-mail address.
        Email,
    }
}

/// Answers that must be right; one alone could be read on a bill in the waste paper. One of them is the document's, which
/// no page shows to staff: whoever asks could answer the others alone.
pub const ANSWERS_NEEDED: usize = 2;
/// Failed checks of one customer within an hour, by whomever, after which none is taken: somebody is guessing.
pub const FAILURES_PER_HOUR: i64 = 5;
/// Checks by code of one customer within an hour: nobody's phone is to be flooded.
pub const CODES_PER_HOUR: i64 = 5;

/// Why a check is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "refusal", rename_all = "camelCase")]
pub enum Refusal {
    /// Five checks failed within an hour.
    #[error("too many checks failed")]
    TooManyFailures,
    /// As many codes were sent within an hour as are allowed.
    #[error("too many codes were sent")]
    TooManyCodes,
    /// The contact number cannot be trusted: reported lost, or nobody's any more.
    #[error("no code goes to the contact number now")]
    NoCodeNow,
    /// No code was sent in this session, or it was used, replaced or tried too often, or five minutes are over.
    #[error("there is no code to check")]
    NoCode,
    /// Fewer than two questions were answered, or not the one about the identity document.
    #[error("too few answers")]
    TooFewAnswers,
    /// The customer has no line of this code.
    #[error("no such line")]
    UnknownLine,
    /// What is asked for needs a verified caller.
    #[error("the caller is not verified")]
    NotVerified,
}

/// Checks of one customer within the last hour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Recent {
    /// How many failed.
    pub failed: i64,
    /// How many codes were sent.
    pub codes: i64,
}

/// Whether another check may be made now.
pub fn may_check(method: CheckMethod, recent: Recent) -> Result<(), Refusal> {
    if recent.failed >= FAILURES_PER_HOUR {
        Err(Refusal::TooManyFailures)
    } else if method == CheckMethod::Code && recent.codes >= CODES_PER_HOUR {
        Err(Refusal::TooManyCodes)
    } else {
        Ok(())
    }
}

/// What the file says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Last six characters of the identity document.
    pub id_last_six: String,
    /// Total of the newest bill, if there is one.
    pub last_bill: Option<Money>,
    /// E-mail address, if known.
    pub email: Option<String>,
}

/// What the caller says, as it was typed; empty for a question that was not asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answers {
    /// Last six characters of the identity document.
    pub id_last_six: String,
    /// Total of the newest bill.
    pub last_bill: String,
    /// E-mail address.
    pub email: String,
}

impl Answers {
    fn given(&self) -> impl Iterator<Item = (Question, &str)> {
        let all = [
            (Question::IdLastSix, &self.id_last_six),
            (Question::LastBill, &self.last_bill),
            (Question::Email, &self.email),
        ];
        all.into_iter()
            .map(|(question, answer)| (question, answer.trim()))
            .filter(|(_, answer)| !answer.is_empty())
    }

    /// Which questions were asked, for the audit trail.
    pub fn asked(&self) -> Vec<Question> {
        self.given().map(|(question, _)| question).collect()
    }

    /// Two questions or more, and every answer right. Which one was wrong is told to nobody: it would teach whoever guesses.
    pub fn judge(&self, facts: &Facts) -> Result<CheckOutcome, Refusal> {
        let names_document = self.given().any(|(question, _)| question == Question::IdLastSix);
        if !names_document || self.given().count() < ANSWERS_NEEDED {
            return Err(Refusal::TooFewAnswers);
        }
        let all_right = self.given().all(|(question, answer)| facts.confirm(question, answer));
        Ok(if all_right { CheckOutcome::Verified } else { CheckOutcome::Failed })
    }
}

impl Facts {
    fn confirm(&self, question: Question, answer: &str) -> bool {
        match question {
            Question::IdLastSix => {
                !self.id_last_six.is_empty() && self.id_last_six.eq_ignore_ascii_case(answer)
            }
            Question::LastBill => self.last_bill.is_some_and(|total| Money::parse(answer) == Some(total)),
            Question::Email => self.email.as_ref().is_some_and(|email| email.eq_ignore_ascii_case(answer)),
        }
    }
}

/// One check of a caller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallerCheck {
    /// Identifier.
    pub id: CallerCheckId,
    /// Who checks.
    pub staff_id: StaffId,
    /// In which session.
    pub session_id: SessionId,
    /// Whose number the caller says to be.
    pub customer_id: CustomerId,
    /// How.
    pub method: CheckMethod,
    /// What is kept of the code; `None` for questions.
    pub code_hash: Option<Vec<u8>>,
    /// The message with the code said that reading it out is the customer's consent.
    pub is_consent: bool,
    /// Wrong codes so far.
    pub tries: i64,
    /// What became of it.
    pub outcome: CheckOutcome,
    /// When it began.
    pub at: Timestamp,
}

impl CallerCheck {
    /// Takes a code that the caller read out. A pending check that is too old, or was not by code, has none.
    pub fn read_out(self, code_hash: &[u8], now: Timestamp) -> Result<Self, Refusal> {
        let Some(sent) = self.code_hash.as_ref().filter(|_| self.outcome == CheckOutcome::Pending) else {
            return Err(Refusal::NoCode);
        };
        if now >= self.at + CODE_VALID_FOR {
            return Err(Refusal::NoCode);
        }
        if same_hash(sent, code_hash) {
            return Ok(Self { outcome: CheckOutcome::Verified, ..self });
        }
        let tries = self.tries + 1;
        let outcome = if tries >= CODE_TRIES { CheckOutcome::Failed } else { CheckOutcome::Pending };
        Ok(Self { tries, outcome, ..self })
    }

    /// Until when the caller counts as verified; `None` when they were not.
    pub fn good_until(&self) -> Option<Timestamp> {
        (self.outcome == CheckOutcome::Verified).then(|| self.at + LASTS)
    }

    /// The caller is verified now.
    pub fn holds(&self, now: Timestamp) -> bool {
        self.good_until().is_some_and(|until| now < until)
    }
}

/// How long back checks are counted.
pub const COUNTED: SignedDuration = SignedDuration::from_hours(1);

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use uuid::Uuid;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_793_800_000 + second).unwrap()
    }

    fn facts() -> Facts {
        Facts {
            id_last_six: "12031X".to_owned(),
            last_bill: Some(Money::from_fen(12_850)),
            email: Some("a@example.com".to_owned()),
        }
    }

    fn answers(id_last_six: &str, last_bill: &str, email: &str) -> Answers {
        Answers {
            id_last_six: id_last_six.to_owned(),
            last_bill: last_bill.to_owned(),
            email: email.to_owned(),
        }
    }

    #[rstest]
    #[case::bill("12031x", " ¥128.50 ", "", Ok(CheckOutcome::Verified))]
    #[case::email("12031X", "", "A@Example.com", Ok(CheckOutcome::Verified))]
    #[case::all("12031X", "128.5", "a@example.com", Ok(CheckOutcome::Verified))]
    #[case::one_wrong("12031X", "128.50", "b@example.com", Ok(CheckOutcome::Failed))]
    #[case::wrong_document("12031Y", "128.50", "", Ok(CheckOutcome::Failed))]
    #[case::nonsense("12031X", "a lot", "", Ok(CheckOutcome::Failed))]
    #[case::one_alone("12031X", " ", "", Err(Refusal::TooFewAnswers))]
    #[case::what_staff_can_see("", "128.50", "a@example.com", Err(Refusal::TooFewAnswers))]
    #[case::none("", "", "", Err(Refusal::TooFewAnswers))]
    fn two_answers_and_every_one_right(
        #[case] id: &str,
        #[case] bill: &str,
        #[case] email: &str,
        #[case] outcome: Result<CheckOutcome, Refusal>,
    ) {
        assert_eq!(answers(id, bill, email).judge(&facts()), outcome);
    }

    #[test]
    fn what_the_file_does_not_hold_confirms_nothing() {
        let facts = Facts { last_bill: None, email: None, ..facts() };
        assert_eq!(answers("12031X", "0", "").judge(&facts), Ok(CheckOutcome::Failed));
        assert_eq!(answers("12031X", "", "a@example.com").judge(&facts), Ok(CheckOutcome::Failed));
        let unknown = Facts { id_last_six: String::new(), ..facts };
        assert!(!unknown.confirm(Question::IdLastSix, ""));
    }

    #[rstest]
    #[case(CheckMethod::Questions, 4, 9, Ok(()))]
    #[case(CheckMethod::Questions, 5, 0, Err(Refusal::TooManyFailures))]
    #[case(CheckMethod::Code, 4, 4, Ok(()))]
    #[case(CheckMethod::Code, 0, 5, Err(Refusal::TooManyCodes))]
    #[case(CheckMethod::Code, 5, 5, Err(Refusal::TooManyFailures))]
    fn guessing_is_stopped(
        #[case] method: CheckMethod,
        #[case] failed: i64,
        #[case] codes: i64,
        #[case] allowed: Result<(), Refusal>,
    ) {
        assert_eq!(may_check(method, Recent { failed, codes }), allowed);
    }

    fn sent(tries: i64) -> CallerCheck {
        CallerCheck {
            id: CallerCheckId(Uuid::nil()),
            staff_id: StaffId(Uuid::nil()),
            session_id: SessionId(Uuid::nil()),
            customer_id: CustomerId(Uuid::nil()),
            method: CheckMethod::Code,
            code_hash: Some(vec![7; 32]),
            is_consent: false,
            tries,
            outcome: CheckOutcome::Pending,
            at: at(0),
        }
    }

    #[rstest]
    #[case::right(0, 7, 0, Ok((CheckOutcome::Verified, 0)))]
    #[case::in_the_last_second(4, 7, 299, Ok((CheckOutcome::Verified, 4)))]
    #[case::late(0, 7, 300, Err(Refusal::NoCode))]
    #[case::wrong(0, 8, 0, Ok((CheckOutcome::Pending, 1)))]
    #[case::wrong_for_the_last_time(4, 8, 0, Ok((CheckOutcome::Failed, 5)))]
    fn a_code_is_read_out(
        #[case] tries: i64,
        #[case] typed: u8,
        #[case] second: i64,
        #[case] expected: Result<(CheckOutcome, i64), Refusal>,
    ) {
        let read = sent(tries).read_out(&[typed; 32], at(second));
        assert_eq!(read.map(|check| (check.outcome, check.tries)), expected);
    }

    #[test]
    fn a_code_is_good_once_and_verifies_for_half_an_hour() {
        let verified = sent(0).read_out(&[7; 32], at(10)).unwrap();
        assert!(verified.holds(at(1799)));
        assert!(!verified.holds(at(1800)));
        assert!(!sent(0).holds(at(10)));
        assert_eq!(verified.read_out(&[7; 32], at(20)), Err(Refusal::NoCode));
        let failed = sent(4).read_out(&[8; 32], at(10)).unwrap();
        assert_eq!(failed.read_out(&[7; 32], at(20)), Err(Refusal::NoCode));
        let asked = CallerCheck { method: CheckMethod::Questions, code_hash: None, ..sent(0) };
        assert_eq!(asked.read_out(&[7; 32], at(20)), Err(Refusal::NoCode));
    }
}
