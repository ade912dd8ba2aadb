//! A sample of the customers in which every kind of them keeps its share.

use super::{derived::Seed, row::Row};
use std::{cmp::Reverse, collections::BTreeMap};

/// `size` of the rows, or all when there are not so many, in the file's order: the shares of contract, internet access
/// and leaving are those of all rows, to within one customer each. The same rows every time, whatever their order.
pub fn stratified(rows: Vec<Row>, size: usize) -> Vec<Row> {
    if rows.len() <= size {
        return rows;
    }
    let total = rows.len();
    let mut strata = BTreeMap::<_, Vec<Row>>::new();
    for row in rows {
        let access = row.internet.as_ref().map(|internet| internet.access);
        strata.entry((row.term, access, row.churned)).or_default().push(row);
    }
    // Whole shares first, then one more each for the largest remainders.
    let mut places: Vec<(usize, usize)> =
        strata.values().map(|rows| (rows.len() * size / total, rows.len() * size % total)).collect();
    let mut by_remainder: Vec<usize> = (0..places.len()).collect();
    by_remainder.sort_by_key(|at| Reverse(places[*at].1));
    let given: usize = places.iter().map(|(whole, _)| whole).sum();
    for at in by_remainder.into_iter().take(size - given) {
        places[at].0 += 1;
    }
    let mut sample: Vec<Row> = Vec::with_capacity(size);
    for (mut rows, (take, _)) in strata.into_values().zip(places) {
        rows.sort_by_cached_key(|row| (Seed::of(&row.code).bits("sample", 0), row.line));
        sample.extend(rows.into_iter().take(take));
    }
    sample.sort_by_key(|row| row.line);
    sample
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{DEMO_FILE, catalogue::Catalogue, parse, row::Access};
    use crm::agreements::Term;

    #[test]
    fn kinds_of_customers_keep_their_shares() {
        let catalogue = Catalogue::demo();
        let rows: Vec<Row> = parse(DEMO_FILE, &catalogue).unwrap().flatten().collect();
        let mut turned = rows.clone();
        turned.reverse();
        let sample = stratified(rows.clone(), 500);
        assert_eq!(sample.len(), 500);
        assert_eq!(stratified(turned, 500), sample);
        for term in [Term::MonthToMonth, Term::OneYear, Term::TwoYears] {
            for access in [None, Some(Access::Dsl), Some(Access::Fibre)] {
                for churned in [false, true] {
                    let count = |rows: &[Row]| {
                        let alike = |row: &&Row| {
                            (row.term, row.internet.as_ref().map(|i| i.access), row.churned)
                                == (term, access, churned)
                        };
                        rows.iter().filter(alike).count()
                    };
                    let expected = count(&rows) * 500 / rows.len();
                    assert!(
                        (expected..=expected + 1).contains(&count(&sample)),
                        "{term} {access:?} {churned}"
                    );
                }
            }
        }
        assert_eq!(stratified(rows.clone(), 10_000), rows);
    }
}
