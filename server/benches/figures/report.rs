//! A figure, and how it is printed: a table for people, an object a line for programs.

use serde_json::json;
use std::fmt::Write as _;

/// One figure with what it should be.
pub(crate) struct Figure {
    name: String,
    /// `None` when it could not be measured.
    value: Option<f64>,
    decimals: usize,
    unit: &'static str,
    /// What it should be, in words; empty where nothing is asked of it.
    aim: String,
    holds: bool,
    /// What it was made of.
    note: String,
}

impl Figure {
    /// A figure of which nothing is asked yet.
    pub(crate) fn new(name: impl Into<String>, value: f64, decimals: usize, unit: &'static str) -> Self {
        Self {
            name: name.into(),
            value: Some(value),
            decimals,
            unit,
            aim: String::new(),
            holds: true,
            note: String::new(),
        }
    }

    /// A measurement that failed; nothing of it holds.
    pub(crate) fn not_measured(name: &str, error: &anyhow::Error) -> Self {
        let note = format!("not measured: {error:#}");
        Self { value: None, holds: false, note, ..Self::new(name, 0.0, 0, "") }
    }

    /// Asks for at least so much.
    pub(crate) fn at_least(mut self, limit: f64) -> Self {
        self.holds &= self.value.is_some_and(|value| value >= limit);
        self.ask(&format!("≥ {limit}"));
        self
    }

    /// Asks for at most so much.
    pub(crate) fn at_most(mut self, limit: f64) -> Self {
        self.holds &= self.value.is_some_and(|value| value <= limit);
        self.ask(&format!("≤ {limit}"));
        self
    }

    /// Asks for something that is not in the value.
    pub(crate) fn with(mut self, words: &str, holds: bool) -> Self {
        self.holds &= holds;
        self.ask(words);
        self
    }

    /// Says what it was made of.
    pub(crate) fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    fn ask(&mut self, words: &str) {
        if !self.aim.is_empty() {
            self.aim.push_str(", ");
        }
        self.aim.push_str(words);
    }

    fn value_text(&self) -> String {
        self.value.map_or_else(|| "–".to_owned(), |value| format!("{value:.*}", self.decimals))
    }
}

/// How figures are printed.
#[derive(Clone, Copy)]
pub(crate) enum Printer {
    /// For people.
    Table,
    /// For programs.
    Json,
}

const NAME: usize = 46;
const VALUE: usize = 10;
const UNIT: usize = 9;
const AIM: usize = 50;

impl Printer {
    /// What comes before the first figure.
    pub(crate) fn begin(self) {
        if let Self::Table = self {
            println!("{:NAME$} {:>VALUE$} {:UNIT$} {:AIM$} holds", "figure", "value", "unit", "aim");
        }
    }

    /// Prints one figure as soon as it is known: some take minutes.
    pub(crate) fn print(self, figure: &Figure) {
        let Figure { name, unit, aim, holds, note, .. } = figure;
        match self {
            Self::Json => {
                // Rounded as people see it: the digits beyond are noise.
                let value = figure.value_text().parse::<f64>().ok();
                let object = json!({
                    "name": name, "value": value, "unit": unit, "aim": aim, "holds": holds, "note": note,
                });
                println!("{object}");
            }
            Self::Table => {
                let holds = match (aim.is_empty(), holds) {
                    (true, true) => "",
                    (false, true) => "yes",
                    (_, false) => "NO",
                };
                let aim = if aim.is_empty() { "–" } else { aim };
                println!("{name:NAME$} {:>VALUE$} {unit:UNIT$} {aim:AIM$} {holds}", figure.value_text());
                if !note.is_empty() {
                    println!("  {note}");
                }
            }
        }
    }
}

/// The middle one, or the mean of the two in the middle; not a number when there are none.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.get(middle) {
        None => f64::NAN,
        Some(upper) if values.len() % 2 == 1 => *upper,
        Some(upper) => f64::midpoint(values[middle - 1], *upper),
    }
}

/// A count as a number to reckon with; exact for every count here.
pub(crate) fn number(count: impl TryInto<u32>) -> f64 {
    count.try_into().map_or(f64::NAN, f64::from)
}

/// `12,345`
pub(crate) fn grouped(value: f64) -> String {
    let digits = format!("{value:.0}");
    let mut text = String::with_capacity(digits.len() + 4);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) && !text.ends_with('-') {
            text.push(',');
        }
        let _ = write!(text, "{digit}");
    }
    text
}
