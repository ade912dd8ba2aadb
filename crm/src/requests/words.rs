//! What people write into requests: checked once, at the edge. R-SRV-1

use crate::vocabulary::vocabulary;
use serde::{Deserialize, Serialize};

/// Longest subject, in characters.
pub const SUBJECT_MAX: usize = 120;
/// Longest text, in characters.
pub const TEXT_MAX: usize = 4000;
/// Longest wish for the outcome of a complaint, in characters.
pub const DESIRED_OUTCOME_MAX: usize = 500;

vocabulary! {
    /// A field of the request form; its name is also the name of the input.
    pub enum Field {
        /// What it is about.
        Category,
        /// One line.
        Subject,
        /// The whole story, or a reply.
        Text,
        /// What would make a complaint good.
        DesiredOutcome,
        /// The line it concerns.
        Line,
        /// The bill it concerns.
        Bill,
        /// Why it is withdrawn.
        Reason,
    }
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "problem", rename_all = "camelCase")]
pub enum Problem {
    /// Nothing was written or chosen.
    #[error("nothing was written or chosen")]
    Missing,
    /// More characters than fit.
    #[error("longer than {max} characters")]
    TooLong {
        /// How many fit.
        max: usize,
    },
    /// Characters that control the display instead of being shown.
    #[error("contains control characters")]
    ControlCharacters,
}

/// A text of 1 to 4000 characters: trimmed, lines parted by `\n`, no other control characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Words(String);

impl Words {
    /// Reads what was typed into a text area.
    pub fn parse(typed: &str) -> Result<Self, Problem> {
        text(typed, TEXT_MAX)?.map(Self).ok_or(Problem::Missing)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<Words> for String {
    fn from(words: Words) -> Self {
        words.0
    }
}

/// Reads a text of several lines; `None` when nothing was written. Browsers send `\r\n` for the end of a line, which
/// must not count twice.
pub(super) fn text(typed: &str, max: usize) -> Result<Option<String>, Problem> {
    let text = typed.replace("\r\n", "\n");
    clean(&text, max, |c| matches!(c, '\n' | '\t'))
}

/// Reads a single line; `None` when nothing was written.
pub(super) fn line(typed: &str, max: usize) -> Result<Option<String>, Problem> {
    clean(typed, max, |_| false)
}

fn clean(typed: &str, max: usize, allowed: fn(char) -> bool) -> Result<Option<String>, Problem> {
    let text = typed.trim();
    if text.chars().any(|c| is_control(c) && !allowed(c)) {
        return Err(Problem::ControlCharacters);
    }
    if text.chars().count() > max {
        return Err(Problem::TooLong { max });
    }
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

/// Control characters, and those that turn the direction of writing: in a staff queue they could make a subject read
/// as something else.
fn is_control(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::trimmed("  帐单不对 ", Ok("帐单不对"))]
    #[case::lines("a\r\nb\n\tc", Ok("a\nb\n\tc"))]
    #[case::empty("", Err(Problem::Missing))]
    #[case::blank(" \r\n ", Err(Problem::Missing))]
    #[case::bell("a\u{7}b", Err(Problem::ControlCharacters))]
    #[case::null("a\0b", Err(Problem::ControlCharacters))]
    #[case::turned("abc\u{202E}fdp", Err(Problem::ControlCharacters))]
    #[case::lone_return("a\rb", Err(Problem::ControlCharacters))]
    fn reads_words(#[case] typed: &str, #[case] read: Result<&str, Problem>) {
        assert_eq!(Words::parse(typed).as_ref().map(Words::as_str).map_err(|problem| *problem), read);
    }

    #[rstest]
    #[case::fits(TEXT_MAX, true)]
    #[case::too_long(TEXT_MAX + 1, false)]
    fn counts_characters_not_bytes(#[case] length: usize, #[case] fits: bool) {
        assert_eq!(Words::parse(&"字".repeat(length)).is_ok(), fits);
    }

    #[test]
    fn the_end_of_a_line_counts_once() {
        let typed = "一\r\n".repeat(TEXT_MAX / 2);
        assert!(Words::parse(&typed).is_ok());
    }

    #[test]
    fn a_subject_is_one_line() {
        assert_eq!(line("a\nb", SUBJECT_MAX), Err(Problem::ControlCharacters));
        assert_eq!(line(&"a".repeat(121), SUBJECT_MAX), Err(Problem::TooLong { max: 120 }));
        assert_eq!(line(" a ", SUBJECT_MAX), Ok(Some("a".into())));
    }
}
