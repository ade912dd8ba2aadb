//! The intake of a request: what each category needs. R-SRV-1, R-SRV-2

use super::{
    Category, Refusal, Request,
    words::{DESIRED_OUTCOME_MAX, Field, Problem, SUBJECT_MAX, Words, line, text},
};
use crate::{
    ids::{BillId, LineId},
    lines::Loss,
};
use serde::{Deserialize, Serialize};

/// What a customer typed and chose, unchecked. That a line or bill is the customer's own is for the look-up that
/// turned it into an id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// What it is about.
    pub category: Option<Category>,
    /// One line.
    pub subject: String,
    /// The whole story.
    pub text: String,
    /// For a complaint: what would make it good.
    pub desired_outcome: String,
    /// The line it concerns.
    pub line_id: Option<LineId>,
    /// The bill it concerns.
    pub bill_id: Option<BillId>,
    /// For a loss: the phone was stolen, not mislaid.
    pub stolen: bool,
    /// The customer wants to be called back.
    pub call_back: bool,
}

/// What a request is about, with what its category needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// A question, about a line or in general.
    Question {
        /// The line, if it is about one.
        line_id: Option<LineId>,
    },
    /// A complaint, about a line, a bill or in general.
    Complaint {
        /// The line, if it is about one.
        line_id: Option<LineId>,
        /// The bill, if it is about one.
        bill_id: Option<BillId>,
    },
    /// A line of a bill is doubted.
    BillDispute {
        /// The bill.
        bill_id: BillId,
    },
    /// Something does not work.
    Fault {
        /// The line.
        line_id: LineId,
    },
    /// A pause of a line, or its end.
    Suspension {
        /// The line.
        line_id: LineId,
    },
    /// A phone or SIM is gone; its line is to be barred at once.
    Loss {
        /// The line.
        line_id: LineId,
        /// Lost or stolen.
        loss: Loss,
    },
}

/// A draft that holds everything its category needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// What it is about.
    pub about: About,
    /// One line in the customer's words. May be empty for a suspension or a loss, which their category names already.
    pub subject: String,
    /// The whole story; for a complaint, what would make it good is its last paragraph. May be empty like `subject`.
    pub text: String,
    /// The customer wants to be called back.
    pub call_back: bool,
}

impl Wish {
    /// The category.
    pub fn category(&self) -> Category {
        match self.about {
            About::Question { .. } => Category::Question,
            About::Complaint { .. } => Category::Complaint,
            About::BillDispute { .. } => Category::BillDispute,
            About::Fault { .. } => Category::Fault,
            About::Suspension { .. } => Category::Suspension,
            About::Loss { .. } => Category::Loss,
        }
    }

    /// The line it concerns.
    pub fn line_id(&self) -> Option<LineId> {
        match self.about {
            About::Question { line_id } | About::Complaint { line_id, .. } => line_id,
            About::BillDispute { .. } => None,
            About::Fault { line_id } | About::Suspension { line_id } | About::Loss { line_id, .. } => {
                Some(line_id)
            }
        }
    }

    /// The bill it concerns.
    pub fn bill_id(&self) -> Option<BillId> {
        match self.about {
            About::Complaint { bill_id, .. } => bill_id,
            About::BillDispute { bill_id } => Some(bill_id),
            _ => None,
        }
    }
}

/// A field that is not right yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// Which field.
    pub field: Field,
    /// What is wrong with it.
    pub problem: Problem,
}

impl Category {
    /// Must be told in words. A suspension or a loss says it all by its line: who lost a phone is in a hurry.
    pub fn needs_words(self) -> bool {
        !matches!(self, Self::Suspension | Self::Loss)
    }

    /// Must name a line.
    pub fn needs_line(self) -> bool {
        matches!(self, Self::Fault | Self::Suspension | Self::Loss)
    }

    /// Must name a bill.
    pub fn needs_bill(self) -> bool {
        self == Self::BillDispute
    }
}

/// Checks a draft against what its category needs; all errors at once, in the order of the form's fields.
pub fn validate(draft: &Draft) -> Result<Wish, Vec<FieldError>> {
    let mut errors = Vec::new();
    let needs_words = draft.category.is_none_or(Category::needs_words);
    let mut written = |field, read: Result<Option<String>, Problem>, needed: bool| {
        let problem = match read {
            Ok(None) if needed => Problem::Missing,
            Ok(read) => return read.unwrap_or_default(),
            Err(problem) => problem,
        };
        errors.push(FieldError { field, problem });
        String::new()
    };
    if draft.category.is_none() {
        written(Field::Category, Ok(None), true);
    }
    let subject = written(Field::Subject, line(&draft.subject, SUBJECT_MAX), needs_words);
    let mut story = match Words::parse(&draft.text) {
        Err(Problem::Missing) => written(Field::Text, Ok(None), needs_words),
        read => written(Field::Text, read.map(|words| Some(words.into())), needs_words),
    };
    if draft.category == Some(Category::Complaint) {
        let outcome =
            written(Field::DesiredOutcome, text(&draft.desired_outcome, DESIRED_OUTCOME_MAX), false);
        if !outcome.is_empty() {
            story = format!("{story}\n\n{outcome}");
        }
    }
    let mut missing = |field| {
        errors.push(FieldError { field, problem: Problem::Missing });
    };
    let about = match (draft.category, draft.line_id, draft.bill_id) {
        (None, ..) => None,
        (Some(Category::Question), line_id, _) => Some(About::Question { line_id }),
        (Some(Category::Complaint), line_id, bill_id) => Some(About::Complaint { line_id, bill_id }),
        (Some(Category::BillDispute), _, Some(bill_id)) => Some(About::BillDispute { bill_id }),
        (Some(Category::Fault), Some(line_id), _) => Some(About::Fault { line_id }),
        (Some(Category::Suspension), Some(line_id), _) => Some(About::Suspension { line_id }),
        (Some(Category::Loss), Some(line_id), _) => {
            Some(About::Loss { line_id, loss: if draft.stolen { Loss::Stolen } else { Loss::Lost } })
        }
        (Some(Category::BillDispute), _, None) => {
            missing(Field::Bill);
            None
        }
        (Some(Category::Fault | Category::Suspension | Category::Loss), None, _) => {
            missing(Field::Line);
            None
        }
    };
    match about {
        Some(about) if errors.is_empty() => {
            Ok(Wish { about, subject, text: story, call_back: draft.call_back })
        }
        _ => Err(errors),
    }
}

/// Refuses what another open request of the customer already asks for: a second report of the same loss, or a second
/// wish to pause the same line. Other requests may be alike: two faults of one line can differ.
pub fn check_duplicate(wish: &Wish, requests: &[Request]) -> Result<(), Refusal> {
    let category = wish.category();
    if !matches!(category, Category::Loss | Category::Suspension) {
        return Ok(());
    }
    let same = requests.iter().find(|request| {
        request.state.is_open() && request.category == category && request.line_id == wish.line_id()
    });
    same.map_or(Ok(()), |request| Err(Refusal::AlreadyReported { number: request.number.clone() }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::requests::{RequestState, transitions::tests::request};
    use rstest::rstest;
    use strum::VariantArray;
    use uuid::Uuid;

    fn line_id() -> LineId {
        Uuid::from_u128(40).into()
    }

    fn bill_id() -> BillId {
        Uuid::from_u128(50).into()
    }

    fn draft(category: Category) -> Draft {
        Draft {
            category: Some(category),
            subject: "信号不好".into(),
            text: "从昨天开始".into(),
            line_id: Some(line_id()),
            bill_id: Some(bill_id()),
            ..Draft::default()
        }
    }

    fn missing(fields: &[Field]) -> Vec<FieldError> {
        fields.iter().map(|&field| FieldError { field, problem: Problem::Missing }).collect()
    }

    #[rstest]
    #[case(Category::Question, None, None, &[Field::Subject, Field::Text])]
    #[case(Category::Complaint, None, None, &[Field::Subject, Field::Text])]
    #[case(Category::BillDispute, None, None, &[Field::Subject, Field::Text, Field::Bill])]
    #[case(Category::Fault, None, None, &[Field::Subject, Field::Text, Field::Line])]
    #[case(Category::Suspension, None, None, &[Field::Line])]
    #[case(Category::Loss, None, None, &[Field::Line])]
    #[case(Category::Loss, Some(line_id()), None, &[])]
    #[case(Category::BillDispute, Some(line_id()), Some(bill_id()), &[Field::Subject, Field::Text])]
    fn each_category_needs_its_fields(
        #[case] category: Category,
        #[case] line_id: Option<LineId>,
        #[case] bill_id: Option<BillId>,
        #[case] fields: &[Field],
    ) {
        let draft = Draft { category: Some(category), line_id, bill_id, ..Draft::default() };
        assert_eq!(validate(&draft).err().unwrap_or_default(), missing(fields));
    }

    #[test]
    fn nothing_chosen_nothing_written() {
        let errors = validate(&Draft::default()).unwrap_err();
        assert_eq!(errors, missing(&[Field::Category, Field::Subject, Field::Text]));
    }

    #[test]
    fn a_full_draft_is_a_wish_of_its_category() {
        for &category in Category::VARIANTS {
            let wish = validate(&draft(category)).unwrap();
            assert_eq!(wish.category(), category);
            assert!(!category.needs_line() || wish.line_id() == Some(line_id()), "{category}");
            assert!(!category.needs_bill() || wish.bill_id() == Some(bill_id()), "{category}");
        }
    }

    #[test]
    fn every_error_is_told_at_once() {
        let draft = Draft {
            subject: "字".repeat(121),
            text: "a\0".into(),
            desired_outcome: "x".repeat(501),
            ..draft(Category::Complaint)
        };
        assert_eq!(
            validate(&draft).unwrap_err(),
            [
                FieldError { field: Field::Subject, problem: Problem::TooLong { max: 120 } },
                FieldError { field: Field::Text, problem: Problem::ControlCharacters },
                FieldError { field: Field::DesiredOutcome, problem: Problem::TooLong { max: 500 } },
            ]
        );
    }

    #[rstest]
    #[case::complaint(Category::Complaint, "从昨天开始\n\n退款")]
    #[case::question(Category::Question, "从昨天开始")]
    fn a_desired_outcome_ends_a_complaint(#[case] category: Category, #[case] text: &str) {
        let draft = Draft { desired_outcome: "退款".into(), ..draft(category) };
        assert_eq!(validate(&draft).unwrap().text, text);
    }

    #[rstest]
    #[case(false, Loss::Lost)]
    #[case(true, Loss::Stolen)]
    fn a_loss_says_how(#[case] stolen: bool, #[case] loss: Loss) {
        let wish = validate(&Draft { stolen, ..draft(Category::Loss) }).unwrap();
        assert_eq!(wish.about, About::Loss { line_id: line_id(), loss });
    }

    #[rstest]
    #[case::same_loss(Category::Loss, Category::Loss, RequestState::InProgress, true, false)]
    #[case::same_pause(Category::Suspension, Category::Suspension, RequestState::Acknowledged, true, false)]
    #[case::settled(Category::Loss, Category::Loss, RequestState::Resolved, true, true)]
    #[case::other_line(Category::Loss, Category::Loss, RequestState::InProgress, false, true)]
    #[case::other_category(Category::Loss, Category::Fault, RequestState::InProgress, true, true)]
    #[case::faults_differ(Category::Fault, Category::Fault, RequestState::InProgress, true, true)]
    fn a_loss_is_reported_once(
        #[case] category: Category,
        #[case] earlier: Category,
        #[case] state: RequestState,
        #[case] same_line: bool,
        #[case] accepted: bool,
    ) {
        let mut earlier = Request { category: earlier, state, ..request() };
        earlier.line_id = Some(if same_line { line_id() } else { Uuid::from_u128(41).into() });
        let wish = validate(&draft(category)).unwrap();
        let refusal = Refusal::AlreadyReported { number: earlier.number.clone() };
        let expected = if accepted { Ok(()) } else { Err(refusal) };
        assert_eq!(check_duplicate(&wish, &[earlier]), expected);
    }
}
