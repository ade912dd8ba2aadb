//! Counting: what the suites report about themselves, and the table at the end.

use std::fmt::Write as _;
use std::time::Duration;

use anyhow::{Context as _, Result};

use crate::workshop::short;

/// How many checks passed, failed and were left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) skipped: u64,
}

impl Tally {
    /// A check that held.
    pub(crate) const PASSED: Self = Self { passed: 1, failed: 0, skipped: 0 };
    /// A check that did not hold, or a suite that could not start.
    pub(crate) const FAILED: Self = Self { passed: 0, failed: 1, skipped: 0 };
    /// A check that could not be made here, and need not be.
    pub(crate) const SKIPPED: Self = Self { passed: 0, failed: 0, skipped: 1 };

    /// One check.
    pub(crate) fn of(held: bool) -> Self {
        if held { Self::PASSED } else { Self::FAILED }
    }

    /// A run whose own count and whose exit status should agree. A run that failed without naming a failure (it did not
    /// compile, or crashed), and one that counted nothing, is a failure.
    pub(crate) fn of_run(counted: Self, succeeded: bool) -> Self {
        let nothing = counted == Self::default();
        if counted.failed == 0 && (!succeeded || nothing) { counted + Self::FAILED } else { counted }
    }
}

impl std::ops::Add for Tally {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
            skipped: self.skipped + other.skipped,
        }
    }
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

/// A suite that was run.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) name: &'static str,
    pub(crate) tally: Tally,
    pub(crate) took: Duration,
}

/// The table of the suites. Its last line is the sum, in the form that programs read.
pub(crate) fn table(lines: &[Line]) -> String {
    let mut text = format!("\n{:<16}{:>8}{:>8}{:>8}  time\n", "suite", "passed", "failed", "skipped");
    let mut sum = Tally::default();
    for Line { name, tally, took } in lines {
        let Tally { passed, failed, skipped } = tally;
        let _ = writeln!(text, "{name:<16}{passed:>8}{failed:>8}{skipped:>8}  {}", short(*took));
        sum += *tally;
    }
    let _ = write!(text, "\n{} passed, {} failed", sum.passed, sum.failed);
    text
}

/// Reads the line with which a Rust test program ends:
/// `test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s`.
pub(crate) fn rust_result(line: &str) -> Option<Tally> {
    let (_, counts) = line.strip_prefix("test result: ")?.split_once(". ")?;
    let mut tally = Tally::default();
    for part in counts.split(';') {
        let Some((number, what)) = part.trim().split_once(' ') else {
            continue;
        };
        let place = match what {
            "passed" => &mut tally.passed,
            "failed" => &mut tally.failed,
            "ignored" => &mut tally.skipped,
            _ => continue,
        };
        *place = number.parse().ok()?;
    }
    Some(tally)
}

/// Reads the report of Playwright's JSON reporter. Errors outside of any test (a file that does not compile) count as
/// failures; a test that held only when repeated is one that failed.
pub(crate) fn playwright_result(report: &str) -> Result<Tally> {
    let report: serde_json::Value =
        serde_json::from_str(report).context("Playwright's report is not JSON")?;
    let stats = |key: &str| {
        report["stats"][key].as_u64().with_context(|| format!("Playwright's report lacks stats.{key}"))
    };
    let outside = report["errors"].as_array().map_or(0, Vec::len);
    Ok(Tally {
        passed: stats("expected")?,
        failed: stats("unexpected")? + stats("flaky")? + u64::try_from(outside)?,
        skipped: stats("skipped")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn tally(passed: u64, failed: u64, skipped: u64) -> Tally {
        Tally { passed, failed, skipped }
    }

    #[test]
    fn results_of_rust_tests_are_read() {
        for (line, expected) in [
            (
                "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out; finished in 0.01s",
                Some(tally(12, 0, 1)),
            ),
            (
                "test result: FAILED. 7 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 62.00s",
                Some(tally(7, 2, 0)),
            ),
            ("test money::rounds_half_up ... ok", None),
            ("running 12 tests", None),
            ("test result: ok. many passed; 0 failed", None),
            ("", None),
        ] {
            assert_eq!(rust_result(line), expected, "{line}");
        }
    }

    #[test]
    fn reports_of_playwright_are_read() {
        let report = r#"{"suites": [], "errors": [{"message": "no such module"}],
            "stats": {"startTime": "…", "duration": 900.5, "expected": 40, "skipped": 3, "unexpected": 2, "flaky": 1}}"#;
        assert_eq!(playwright_result(report).unwrap(), tally(40, 4, 3));
        assert!(playwright_result("").is_err());
        assert!(playwright_result(r#"{"stats": {"expected": 1}}"#).is_err());
    }

    #[test]
    fn a_run_that_ends_badly_counts_as_a_failure() {
        for (counted, succeeded, expected) in [
            (tally(3, 0, 0), true, tally(3, 0, 0)),
            (tally(3, 1, 0), false, tally(3, 1, 0)),
            (tally(3, 0, 0), false, tally(3, 1, 0)),
            (tally(0, 0, 0), false, tally(0, 1, 0)),
            (tally(0, 0, 0), true, tally(0, 1, 0)),
            (tally(0, 0, 2), true, tally(0, 0, 2)),
        ] {
            assert_eq!(Tally::of_run(counted, succeeded), expected, "{counted:?}, {succeeded}");
        }
    }

    #[test]
    fn the_last_line_is_the_sum() {
        let line = |name, tally| Line { name, tally, took: Duration::from_secs(75) };
        let text = table(&[line("format", tally(1, 0, 0)), line("rust", tally(41, 2, 3))]);
        assert_eq!(text.lines().last(), Some("42 passed, 2 failed"));
        assert!(text.contains("rust                  41       2       3  1 min 15 s"), "{text}");
    }
}
