//! `/usage`. R-BIL-7

use crate::{
    locales::usage as t,
    pages::usage as pages,
    paging::Asked,
    render::Section,
    request::{Outcome, Visit},
};
use axum::extract::Query;
use crm::{Date, cycle::Cycle};
use operations::usage;

pub(crate) async fn show(visit: Visit, Query(asked): Asked) -> Outcome {
    let line = asked.get("line").map(String::as_str).filter(|line| !line.is_empty());
    let month = asked.get("month").and_then(|text| month(text));
    let view = usage::view(visit.desk(), &visit.actor, line, month).await?;
    let language = visit.language;
    Ok(visit.page(t::title(language), Section::Usage, || pages::usage(language, view)))
}

/// A month as addresses write it: `2026-11`. Anything else is none, and the page shows the running month.
fn month(text: &str) -> Option<Cycle> {
    let (year, month) = text.split_once('-').filter(|(year, month)| (year.len(), month.len()) == (4, 2))?;
    let is_number = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if !is_number(year) || !is_number(month) {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, 1).ok().map(Cycle::of)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use rstest::rstest;

    #[rstest]
    #[case("2026-11", Some(date(2026, 11, 1)))]
    #[case("2026-13", None)]
    #[case("2026-1", None)]
    #[case("2026-11-05", None)]
    #[case("2026-+1", None)]
    #[case("-026-11", None)]
    #[case("", None)]
    #[case("november", None)]
    fn months_in_addresses(#[case] text: &str, #[case] first: Option<Date>) {
        assert_eq!(month(text).map(Cycle::first), first);
    }
}
