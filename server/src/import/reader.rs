//! Reading the operator's file, line by line: a wrong line is refused by itself, whatever is wrong with it.

use super::{
    catalogue::Catalogue,
    columns::{Column, Reason, shortened},
    row::{Cells, Row},
};
use csv::ByteRecord;
use std::{
    collections::HashMap,
    io::{BufRead, Read},
};
use strum::VariantArray;

/// A line that was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct RowError {
    /// Its number in the file, from 1.
    pub line: u64,
    /// Why.
    pub reason: Reason,
}

/// No line of the file is nearly as long.
const LONGEST_LINE: usize = 64 * 1024;

/// The rows of a file, refused ones among them, in the file's order.
pub struct Rows<'c, R> {
    lines: Lines<R>,
    /// The column of each cell.
    columns: Vec<Column>,
    catalogue: &'c Catalogue,
    /// On which line each customer was.
    known: HashMap<String, u64>,
    failed: bool,
}

/// Begins to read a file. Refuses it as a whole when its first line does not name each column once, in any order.
pub fn parse<R: BufRead>(reader: R, catalogue: &Catalogue) -> Result<Rows<'_, R>, RowError> {
    let mut lines = Lines { reader, number: 0, bytes: Vec::new() };
    let columns = match lines.next() {
        None => Err(Reason::Empty),
        Some((_, Err(reason))) => Err(reason),
        Some((_, Ok(bytes))) => record(bytes).and_then(|cells| columns(&cells)),
    };
    let columns = columns.map_err(|reason| RowError { line: 1, reason })?;
    Ok(Rows { lines, columns, catalogue, known: HashMap::new(), failed: false })
}

impl<R: BufRead> Iterator for Rows<'_, R> {
    type Item = Result<Row, RowError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        let (line, bytes) = self.lines.next()?;
        let row = bytes.and_then(|bytes| {
            let cells = Line { cells: &record(bytes)?, columns: &self.columns };
            cells.check()?;
            Row::read(line, &cells, self.catalogue)
        });
        let row = row.and_then(|row| match self.known.get(&row.code) {
            Some(first) => Err(Reason::Duplicate { code: row.code, first: *first }),
            None => Ok(row),
        });
        match &row {
            Ok(row) => {
                self.known.insert(row.code.clone(), line);
            }
            Err(Reason::Unreadable(_)) => self.failed = true,
            Err(_) => {}
        }
        Some(row.map_err(|reason| RowError { line, reason }))
    }
}

/// The lines of a file that are not blank.
struct Lines<R> {
    reader: R,
    /// Number of the line read last.
    number: u64,
    bytes: Vec<u8>,
}

impl<R: BufRead> Lines<R> {
    /// The next line with its number.
    fn next(&mut self) -> Option<(u64, Result<&[u8], Reason>)> {
        loop {
            self.bytes.clear();
            // One byte more than allowed tells a line that is too long from one that just fits.
            let limit = u64::try_from(LONGEST_LINE + 1).unwrap_or(u64::MAX);
            let read = self.reader.by_ref().take(limit).read_until(b'\n', &mut self.bytes);
            self.number += 1;
            match read {
                Err(error) => return Some((self.number, Err(Reason::Unreadable(error.to_string())))),
                Ok(0) => return None,
                Ok(length) if length > LONGEST_LINE && !self.bytes.ends_with(b"\n") => {
                    let rest = self.reader.skip_until(b'\n');
                    let reason = rest.map_or_else(
                        |e| Reason::Unreadable(e.to_string()),
                        |_| Reason::TooLong(LONGEST_LINE),
                    );
                    return Some((self.number, Err(reason)));
                }
                Ok(_) if self.bytes.trim_ascii().is_empty() => {}
                Ok(_) => return Some((self.number, Ok(&self.bytes))),
            }
        }
    }
}

/// The cells of one line. Quotes end with the line, so that a quote left open costs one customer and not the rest.
fn record(line: &[u8]) -> Result<ByteRecord, Reason> {
    let mut record = ByteRecord::new();
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .buffer_capacity(1024)
        .from_reader(line)
        .read_byte_record(&mut record)
        .map_err(|error| Reason::Unreadable(error.to_string()))?;
    Ok(record)
}

fn columns(cells: &ByteRecord) -> Result<Vec<Column>, Reason> {
    let mut columns = Vec::with_capacity(Column::VARIANTS.len());
    for cell in cells {
        let name = std::str::from_utf8(cell).map_err(|_| Reason::NotUtf8)?;
        let column: Column = name.parse().map_err(|_| Reason::ColumnUnknown(shortened(name)))?;
        if columns.contains(&column) {
            return Err(Reason::ColumnTwice(column));
        }
        columns.push(column);
    }
    match Column::VARIANTS.iter().find(|column| !columns.contains(column)) {
        Some(missing) => Err(Reason::ColumnMissing(*missing)),
        None => Ok(columns),
    }
}

struct Line<'l> {
    cells: &'l ByteRecord,
    columns: &'l [Column],
}

impl Line<'_> {
    fn check(&self) -> Result<(), Reason> {
        let (found, expected) = (self.cells.len(), self.columns.len());
        if self.cells.iter().any(|cell| std::str::from_utf8(cell).is_err()) {
            Err(Reason::NotUtf8)
        } else if found != expected {
            Err(Reason::ColumnCount { found, expected })
        } else {
            Ok(())
        }
    }
}

impl Cells for Line<'_> {
    fn text(&self, column: Column) -> &str {
        let at = self.columns.iter().position(|known| *known == column);
        let cell = at.and_then(|at| self.cells.get(at));
        cell.and_then(|cell| std::str::from_utf8(cell).ok()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::DEMO_FILE;
    use rstest::rstest;

    const HEADER: &str = "customerID,gender,SeniorCitizen,Partner,Dependents,tenure,PhoneService,MultipleLines,\
        InternetService,OnlineSecurity,OnlineBackup,DeviceProtection,TechSupport,StreamingTV,StreamingMovies,\
        Contract,PaperlessBilling,PaymentMethod,MonthlyCharges,TotalCharges,Churn";
    const GOOD: &str =
        "5575-GNVDE,Male,0,No,No,34,Yes,No,DSL,Yes,No,Yes,No,No,No,One year,No,Mailed check,56.95,1889.5,No";

    fn read(file: &[u8]) -> Vec<Result<Row, RowError>> {
        parse(file, &Catalogue::demo()).unwrap().collect()
    }

    #[test]
    fn the_whole_file_is_read() {
        let rows: Result<Vec<Row>, RowError> = read(DEMO_FILE).into_iter().collect();
        let rows = rows.unwrap();
        assert_eq!(rows.len(), 7_043);
        assert_eq!(rows.iter().filter(|row| row.total.is_none()).count(), 11);
        assert_eq!(rows.iter().filter(|row| row.phone.is_none()).count(), 682);
        assert_eq!(rows.last().map(|row| row.line), Some(7_044));
    }

    /// Replaces one cell of the good row and expects this reason.
    #[rstest]
    #[case::no_code(Column::CustomerId, "", "customerID is missing")]
    #[case::odd_code(Column::CustomerId, "x", "customerID has the unknown value \"x\"")]
    #[case::gender(Column::Gender, "?", "gender has the unknown value \"?\"")]
    #[case::senior(Column::SeniorCitizen, "2", "SeniorCitizen has the unknown value \"2\"")]
    #[case::no_tenure(Column::Tenure, "", "tenure is missing")]
    #[case::tenure(Column::Tenure, "3x", "tenure is not a number that makes sense: \"3x\"")]
    #[case::signed_tenure(Column::Tenure, "+3", "tenure is not a number that makes sense: \"+3\"")]
    #[case::long_tenure(Column::Tenure, "601", "tenure is not a number that makes sense: \"601\"")]
    #[case::service(
        Column::InternetService,
        "Satellite",
        "InternetService has the unknown value \"Satellite\""
    )]
    #[case::blank_service(Column::PhoneService, "", "PhoneService is missing")]
    #[case::case_matters(Column::OnlineBackup, "yes", "OnlineBackup has the unknown value \"yes\"")]
    #[case::no_phone(Column::PhoneService, "No", "MultipleLines contradicts PhoneService")]
    #[case::no_internet(Column::InternetService, "No", "OnlineSecurity contradicts InternetService")]
    #[case::add_on(Column::TechSupport, "No internet service", "TechSupport contradicts InternetService")]
    #[case::contract(Column::Contract, "Ten years", "Contract has the unknown value \"Ten years\"")]
    #[case::payment(Column::PaymentMethod, "Cash", "PaymentMethod has the unknown value \"Cash\"")]
    #[case::no_charge(Column::MonthlyCharges, "", "MonthlyCharges is missing")]
    #[case::charge(Column::MonthlyCharges, "1e3", "MonthlyCharges is not a number that makes sense: \"1e3\"")]
    #[case::negative(Column::MonthlyCharges, "-5", "MonthlyCharges is not a number that makes sense: \"-5\"")]
    #[case::decimals(
        Column::TotalCharges,
        "1889.555",
        "TotalCharges is not a number that makes sense: \"1889.555\""
    )]
    #[case::spaced(
        Column::TotalCharges,
        " 1889.5",
        "TotalCharges is not a number that makes sense: \" 1889.5\""
    )]
    #[case::no_total(Column::TotalCharges, " ", "TotalCharges is missing though tenure is 34")]
    #[case::small(
        Column::MonthlyCharges,
        "11.99",
        "MonthlyCharges 11.99 leaves nothing for the plan beside the list prices of the add-ons"
    )]
    #[case::no_month(Column::Tenure, "0", "TotalCharges is 1,889.50 though tenure is 0")]
    #[case::one_month(
        Column::Tenure,
        "1",
        "TotalCharges 1,889.50 cannot be the sum of 1 bills of which the last is 56.95"
    )]
    #[case::few_months(
        Column::Tenure,
        "5",
        "TotalCharges 1,889.50 cannot be the sum of 5 bills of which the last is 56.95"
    )]
    #[case::less(
        Column::TotalCharges,
        "56.94",
        "TotalCharges 56.94 cannot be the sum of 34 bills of which the last is 56.95"
    )]
    #[case::churn(Column::Churn, "Maybe", "Churn has the unknown value \"Maybe\"")]
    #[case::long_value(
        Column::Churn,
        "Yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy",
        "Churn has the unknown value \"Yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy…\""
    )]
    fn a_wrong_cell_is_named(#[case] column: Column, #[case] value: &str, #[case] reason: &str) {
        let at = Column::VARIANTS.iter().position(|known| *known == column).unwrap();
        let mut cells: Vec<&str> = GOOD.split(',').collect();
        cells[at] = value;
        let rows = read(format!("{HEADER}\n{}\n{GOOD}\n", cells.join(",")).as_bytes());
        let refused = rows[0].as_ref().unwrap_err();
        assert_eq!((refused.line, refused.reason.to_string().as_str()), (2, reason));
        // The other rows go in.
        assert!(rows[1].is_ok(), "{:?}", rows[1]);
    }

    #[rstest]
    #[case::short(b"5575-GNVDE,Male,0", "the line has 3 columns instead of 21")]
    #[case::no_separator(b"\"", "the line has 1 columns instead of 21")]
    #[case::open_quote(b"0001-AAAAA,Male,\"0,No,No", "the line has 3 columns instead of 21")]
    #[case::not_text(b"5575-GNVDE,M\xe4le,0", "the line is not UTF-8")]
    #[case::nul(b"\0", "the line has 1 columns instead of 21")]
    fn a_wrong_line_costs_only_itself(#[case] line: &[u8], #[case] reason: &str) {
        let file = [HEADER.as_bytes(), b"\r\n\r\n", line, b"\r\n", GOOD.as_bytes()].concat();
        let rows = read(&file);
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[0].as_ref().unwrap_err().to_string(), format!("line 3: {reason}"));
        assert!(rows[1].is_ok(), "{:?}", rows[1]);
    }

    #[test]
    fn one_column_too_many_and_a_line_without_end() {
        let file = format!("{HEADER}\n{GOOD},\n{}\n{GOOD}", "x".repeat(200_000));
        let reasons: Vec<_> =
            read(file.as_bytes()).into_iter().map(|row| row.map_err(|e| e.reason).err()).collect();
        let expected = Some(Reason::ColumnCount { found: 22, expected: 21 });
        assert_eq!(reasons, [expected, Some(Reason::TooLong(LONGEST_LINE)), None]);
    }

    #[test]
    fn a_customer_is_taken_once() {
        let wrong = GOOD.replace("34", "x");
        let rows = read(format!("{HEADER}\n{wrong}\n{GOOD}\n{GOOD}\n").as_bytes());
        // The first is wrong by itself, so that the second is no duplicate of it.
        assert!(rows[0].is_err() && rows[1].is_ok());
        let twice = rows[2].as_ref().unwrap_err();
        assert_eq!(twice.to_string(), "line 4: customerID 5575-GNVDE was on line 3 already");
    }

    #[test]
    fn columns_may_come_in_any_order_and_in_quotes() {
        let turned = |line: &str| {
            line.split(',').rev().map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join(",")
        };
        let straight = read(format!("{HEADER}\n{GOOD}").as_bytes());
        assert_eq!(read(format!("\u{feff}{}\n{}", turned(HEADER), turned(GOOD)).as_bytes()), straight);
    }

    #[rstest]
    #[case::empty("", "the file is empty")]
    #[case::missing(&HEADER.replace("gender,", ""), "the first line lacks the column gender")]
    #[case::unknown(&HEADER.replace("gender", "sex"), "the first line has the unknown column \"sex\"")]
    #[case::twice(&HEADER.replace("gender", "Churn"), "the first line has the column Churn twice")]
    fn a_wrong_first_line_refuses_the_file(#[case] header: &str, #[case] reason: &str) {
        let catalogue = Catalogue::demo();
        let error = parse(header.as_bytes(), &catalogue).err().map(|error| error.to_string());
        assert_eq!(error, Some(format!("line 1: {reason}")));
    }
}
