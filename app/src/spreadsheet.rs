//! Tables for spreadsheets: RFC 4180, in UTF-8, with nothing in them that a spreadsheet would run.

/// Without it spreadsheets take UTF-8 for an older encoding and garble Chinese.
pub(crate) const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Rows of equal length as a file.
pub(crate) fn csv<const COLUMNS: usize>(rows: impl IntoIterator<Item = [String; COLUMNS]>) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(BYTE_ORDER_MARK.as_bytes().to_vec());
    for row in rows {
        writer.write_record(&row).expect("rows of equal length can be written to memory");
    }
    writer.into_inner().expect("memory takes every byte")
}

/// A cell of text. Spreadsheets run what begins like a formula: an apostrophe before it makes them show it.
pub(crate) fn text(cell: String) -> String {
    let begins_like_a_formula = cell
        .trim_start_matches(' ')
        .starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if begins_like_a_formula { format!("'{cell}") } else { cell }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("畅聊 99 元", "畅聊 99 元")]
    #[case("=1+1", "'=1+1")]
    #[case("+86 138", "'+86 138")]
    #[case("-5", "'-5")]
    #[case("@sum(a1)", "'@sum(a1)")]
    #[case("\t=1", "'\t=1")]
    #[case("  =1", "'  =1")]
    #[case("＝1", "'＝1")]
    #[case("a=1", "a=1")]
    #[case("", "")]
    fn no_cell_is_a_formula(#[case] cell: &str, #[case] written: &str) {
        assert_eq!(text(cell.to_owned()), written);
    }
}
