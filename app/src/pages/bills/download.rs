//! A bill as a table for spreadsheets: RFC 4180, in the reader's language. R-BIL-2

use crate::{
    format,
    locales::{bills as t, charges},
    pages::home::line_name,
    spreadsheet::{self, text},
};
use crm::{bills::BillLine, language::Language, money::Money, usage::UsageKind};
use operations::{bills::BillView, catalogue::name_in};

/// The bill, one row per line of it, after a row of headings.
pub(crate) fn csv(language: Language, view: &BillView) -> Vec<u8> {
    spreadsheet::csv(records(language, view))
}

fn records(language: Language, view: &BillView) -> Vec<[String; 10]> {
    let headings = [
        t::number(language),
        t::period(language),
        t::line(language),
        t::kind(language),
        t::charge(language),
        t::quantity(language),
        t::unit(language),
        t::first_day(language),
        t::last_day(language),
        t::amount_in_yuan(language),
    ];
    let lines = view.lines.iter().map(|line| record(language, view, line));
    std::iter::once(headings.map(str::to_owned)).chain(lines).collect()
}

fn record(language: Language, view: &BillView, line: &BillLine) -> [String; 10] {
    let bill = &view.balance.bill;
    let owner = view.customer_lines.iter().find(|owner| Some(owner.id) == line.line_id);
    let owner =
        owner.map_or_else(|| t::whole_account(language).to_owned(), |owner| line_name(language, owner));
    let offering = line.offering.as_ref().map(|code| name_in(&view.names, code, language));
    let unit = match line.usage {
        Some(UsageKind::Voice) => t::minutes(language),
        Some(UsageKind::Data) => "MB",
        Some(UsageKind::Message) => t::messages(language),
        None => t::pieces(language),
    };
    [
        text(bill.number.clone()),
        text(format::month(language, bill.period_first)),
        text(owner),
        text(charges::kind(language, line.kind).to_owned()),
        text(charges::name(language, line.kind, line.usage, offering)),
        line.quantity.to_string(),
        text(unit.to_owned()),
        line.first.to_string(),
        line.last.to_string(),
        plain(line.amount),
    ]
}

/// An amount as spreadsheets read it in every country's settings that use a point: `-1234.50`.
pub(crate) fn plain(amount: Money) -> String {
    amount.to_string().replace(',', "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::bills::samples::view;
    use rstest::rstest;

    #[rstest]
    #[case(123_456_789, "1234567.89")]
    #[case(-500, "-5.00")]
    #[case(0, "0.00")]
    fn amounts_are_plain(#[case] fen: i64, #[case] written: &str) {
        assert_eq!(plain(Money::from_fen(fen)), written);
    }

    #[test]
    fn a_bill_reads_back() {
        let view = view();
        let bytes = csv(Language::ZhCn, &view);
        let text = String::from_utf8(bytes).expect("UTF-8");
        let body = text.strip_prefix(spreadsheet::BYTE_ORDER_MARK).expect("a byte order mark");
        assert!(
            body.starts_with("账单号,账期,号码,类别,项目,数量,单位,起始日,截止日,金额（元）\r\n"),
            "{body}"
        );
        let mut reader = csv::Reader::from_reader(body.as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().expect("a table");
        assert_eq!(rows.len(), view.lines.len());
        let sum: i64 = rows
            .iter()
            .map(|row| {
                let amount = row[9].strip_prefix('-').map_or((1, &row[9]), |positive| (-1, positive));
                amount.0 * Money::parse(amount.1).expect("an amount").fen()
            })
            .sum();
        assert_eq!(sum, view.balance.bill.total.fen());
        // A name that looks like a formula and holds quotes and commas comes back as it was, after its apostrophe.
        assert!(rows.iter().any(|row| &row[4] == "'=HYPERLINK(\"x\", \"y\")"), "{body}");
    }
}
