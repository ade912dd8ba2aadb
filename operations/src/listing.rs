//! Lists a page at a time: one row more than fits is read, so that the page knows whether there is another.

/// Cuts what was read one too many; the last row of the page when there is more.
pub(crate) fn cut<T>(rows: &mut Vec<T>, page: i64) -> Option<&T> {
    let page = usize::try_from(page).unwrap_or(usize::MAX);
    let more = rows.len() > page;
    rows.truncate(page);
    rows.last().filter(|_| more)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::less(&[1], &[1], None)]
    #[case::just_full(&[1, 2], &[1, 2], None)]
    #[case::one_more(&[1, 2, 3], &[1, 2], Some(2))]
    fn knows_whether_there_is_more(#[case] read: &[i32], #[case] shown: &[i32], #[case] last: Option<i32>) {
        let mut rows = read.to_vec();
        assert_eq!(cut(&mut rows, 2).copied(), last);
        assert_eq!(rows, shown);
    }
}
