//! One customer of the operator's file, checked: what does not fit together has not become a [`Row`].

use super::{
    catalogue::{Catalogue, codes},
    columns::{Column, Reason},
};
use crm::{accounts::PaymentMethod, agreements::Term, money::Money};

/// One customer as the file tells it. The columns gender, Partner and Dependents are checked and not kept: nothing in
/// the hall needs them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Line of the file it stood on.
    pub line: u64,
    /// Customer code, such as `7590-VHVEG`.
    pub code: String,
    /// A senior citizen.
    pub senior: bool,
    /// Months billed so far; 0 for a customer who came in the running month.
    pub tenure: i32,
    /// Has a phone line; if so, with several numbers or one.
    pub phone: Option<Phone>,
    /// Has an internet line.
    pub internet: Option<Internet>,
    /// For how long the customer signed.
    pub term: Term,
    /// Bills come without paper.
    pub paperless: bool,
    /// How bills are usually paid.
    pub payment_method: PaymentMethod,
    /// The last bill. The file's dollars are taken as yuan, one for one.
    pub monthly: Money,
    /// All bills so far; `None` where the file leaves it blank, which it does for a tenure of 0.
    pub total: Option<Money>,
    /// Left with the end of the last month.
    pub churned: bool,
}

/// The phone service of a customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Phone {
    /// More than one number. The file does not say how many: it becomes an add-on of the one line.
    pub multiple_lines: bool,
}

/// The internet service of a customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Internet {
    /// By which technology.
    pub access: Access,
    /// Codes of the add-ons.
    pub add_ons: Vec<&'static str>,
}

/// How the internet comes into the house.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Access {
    /// Over the telephone wire.
    Dsl,
    /// Over glass fibre.
    Fibre,
}

/// The longest tenure believed, in months.
const LONGEST_TENURE: i32 = 600;

/// The least a customer pays for each plan, in fen, once the list prices of the add-ons are taken off.
const LEAST_PLAN_PRICE: i64 = 100;

/// By how much the mean of the former bills may differ from the last one, as a factor up and down, and still be
/// explained by use, one-off charges, other plans and discounts.
const FURTHEST_MEAN: i64 = 5;

const ADD_ONS: [(Column, &str); 6] = [
    (Column::OnlineSecurity, codes::SECURITY),
    (Column::OnlineBackup, codes::BACKUP),
    (Column::DeviceProtection, codes::PROTECTION),
    (Column::TechSupport, codes::SUPPORT),
    (Column::StreamingTv, codes::TV),
    (Column::StreamingMovies, codes::FILMS),
];

const YES_NO: &[(&str, bool)] = &[("Yes", true), ("No", false)];

/// The cells of a line of the file, by column.
pub(super) trait Cells {
    /// What stands in that column.
    fn text(&self, column: Column) -> &str;

    /// One of the values that the column may have.
    fn choice<T: Copy>(&self, column: Column, choices: &[(&str, T)]) -> Result<T, Reason> {
        let value = self.text(column);
        if value.is_empty() {
            return Err(Reason::Blank(column));
        }
        let found = choices.iter().find(|(name, _)| *name == value);
        found.map(|(_, choice)| *choice).ok_or_else(|| Reason::unknown(column, value))
    }

    /// `Yes` or `No`.
    fn yes(&self, column: Column) -> Result<bool, Reason> {
        self.choice(column, YES_NO)
    }

    /// A column of a service: `None` where it says that the customer does not have the service.
    fn of_service(&self, column: Column, absent: &str) -> Result<Option<bool>, Reason> {
        self.choice(column, &[("Yes", Some(true)), ("No", Some(false)), (absent, None)])
    }

    /// An amount with at most two decimals, digits and one point only.
    fn money(&self, column: Column) -> Result<Money, Reason> {
        let value = self.text(column);
        if value.is_empty() {
            return Err(Reason::Blank(column));
        }
        let plain = value.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        Money::parse(value).filter(|_| plain).ok_or_else(|| Reason::number(column, value))
    }
}

impl Row {
    /// Reads and checks the cells of the file's line `line`.
    pub(super) fn read(line: u64, cells: &impl Cells, catalogue: &Catalogue) -> Result<Self, Reason> {
        cells.choice(Column::Gender, &[("Female", ()), ("Male", ())])?;
        cells.yes(Column::Partner)?;
        cells.yes(Column::Dependents)?;
        let row = Self {
            line,
            code: code(cells)?,
            senior: cells.choice(Column::SeniorCitizen, &[("1", true), ("0", false)])?,
            tenure: tenure(cells)?,
            phone: phone(cells)?,
            internet: internet(cells)?,
            term: cells.choice(
                Column::Contract,
                &[
                    ("Month-to-month", Term::MonthToMonth),
                    ("One year", Term::OneYear),
                    ("Two year", Term::TwoYears),
                ],
            )?,
            paperless: cells.yes(Column::PaperlessBilling)?,
            payment_method: cells.choice(
                Column::PaymentMethod,
                &[
                    ("Electronic check", PaymentMethod::Online),
                    ("Mailed check", PaymentMethod::Cheque),
                    ("Bank transfer (automatic)", PaymentMethod::DirectDebit),
                    ("Credit card (automatic)", PaymentMethod::CardOnFile),
                ],
            )?,
            monthly: cells.money(Column::MonthlyCharges)?,
            total: match cells.text(Column::TotalCharges).trim() {
                "" => None,
                _ => Some(cells.money(Column::TotalCharges)?),
            },
            churned: cells.yes(Column::Churn)?,
        };
        row.check(catalogue)?;
        Ok(row)
    }

    /// Codes of every add-on the customer has.
    pub(super) fn add_ons(&self) -> impl Iterator<Item = &'static str> {
        let multiple = self.phone.is_some_and(|phone| phone.multiple_lines).then_some(codes::MULTIPLE_LINES);
        let of_internet = self.internet.iter().flat_map(|internet| internet.add_ons.iter().copied());
        multiple.into_iter().chain(of_internet)
    }

    /// What is left of the monthly charge for the plans once the list prices of the add-ons are taken off.
    pub(super) fn for_plans(&self, catalogue: &Catalogue) -> Money {
        let add_ons: Money = self.add_ons().map(|code| catalogue.needed(code).monthly_price).sum();
        self.monthly - add_ons
    }

    /// What all bills before the last one came to.
    pub(super) fn before_last(&self) -> Money {
        self.total.map_or(Money::ZERO, |total| total - self.monthly)
    }

    /// Refuses what cannot be made to agree to the fen.
    pub(super) fn check(&self, catalogue: &Catalogue) -> Result<(), Reason> {
        let lines = i64::from(self.phone.is_some()) + i64::from(self.internet.is_some());
        if lines == 0 {
            return Err(Reason::NoService);
        }
        if self.for_plans(catalogue) < Money::from_fen(LEAST_PLAN_PRICE) * lines {
            return Err(Reason::NothingForThePlan { monthly: self.monthly });
        }
        let tenure = self.tenure;
        match self.total {
            None if tenure > 0 => return Err(Reason::TotalBlank { tenure }),
            Some(total) if tenure == 0 => return Err(Reason::TotalWithoutBill { total }),
            None if self.churned => return Err(Reason::LeftWithoutBill),
            None => return Ok(()),
            Some(_) => {}
        }
        let before = self.before_last();
        let former = i64::from(tenure) - 1;
        let plausible = before * FURTHEST_MEAN >= self.monthly * former
            && before <= self.monthly * FURTHEST_MEAN * former;
        if before.is_negative() || !plausible {
            return Err(Reason::TotalDoesNotFit {
                total: self.before_last() + self.monthly,
                monthly: self.monthly,
                tenure,
            });
        }
        Ok(())
    }
}

fn code(cells: &impl Cells) -> Result<String, Reason> {
    let value = cells.text(Column::CustomerId);
    if value.is_empty() {
        return Err(Reason::Blank(Column::CustomerId));
    }
    let well_formed = value.split_once('-').is_some_and(|(digits, letters)| {
        digits.len() == 4
            && digits.bytes().all(|b| b.is_ascii_digit())
            && letters.len() == 5
            && letters.bytes().all(|b| b.is_ascii_uppercase())
    });
    well_formed.then(|| value.to_owned()).ok_or_else(|| Reason::unknown(Column::CustomerId, value))
}

fn tenure(cells: &impl Cells) -> Result<i32, Reason> {
    let value = cells.text(Column::Tenure);
    if value.is_empty() {
        return Err(Reason::Blank(Column::Tenure));
    }
    let digits = value.bytes().all(|b| b.is_ascii_digit());
    let months = value.parse().ok().filter(|months| digits && (0..=LONGEST_TENURE).contains(months));
    months.ok_or_else(|| Reason::number(Column::Tenure, value))
}

fn phone(cells: &impl Cells) -> Result<Option<Phone>, Reason> {
    let has_phone = cells.yes(Column::PhoneService)?;
    let multiple = cells.of_service(Column::MultipleLines, "No phone service")?;
    if has_phone != multiple.is_some() {
        return Err(Reason::disagrees(Column::MultipleLines, Column::PhoneService));
    }
    Ok(multiple.map(|multiple_lines| Phone { multiple_lines }))
}

fn internet(cells: &impl Cells) -> Result<Option<Internet>, Reason> {
    let access = cells.choice(
        Column::InternetService,
        &[("DSL", Some(Access::Dsl)), ("Fiber optic", Some(Access::Fibre)), ("No", None)],
    )?;
    let mut add_ons = Vec::new();
    for (column, add_on) in ADD_ONS {
        let has = cells.of_service(column, "No internet service")?;
        if access.is_some() != has.is_some() {
            return Err(Reason::disagrees(column, Column::InternetService));
        }
        add_ons.extend(has.filter(|has| *has).map(|_| add_on));
    }
    Ok(access.map(|access| Internet { access, add_ons }))
}
