//! `/bills`: what is owed, one bill, and why it differs from another. R-BIL-1, R-BIL-2

mod bill;
mod comparison;
mod download;
mod lines;
mod list;
pub(crate) mod months;
#[cfg(test)]
pub(crate) mod samples;
pub(crate) mod state;

pub(crate) use {
    bill::bill,
    download::{csv, plain},
    list::{list, table},
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::{self, Rendered, Section, Shell, Site, Visitor};
    use crm::language::Language;
    use leptos::{config::LeptosOptions, prelude::IntoView};
    use rstest::rstest;

    fn rendered<V: IntoView + 'static>(language: Language, view: impl FnOnce() -> V) -> Rendered {
        let site = Site::new(&LeptosOptions::builder().output_name("wangting").build());
        let shell = Shell {
            language,
            title: String::new(),
            visitor: Visitor::Guest,
            section: Some(Section::Bills),
            path: "/bills".to_owned(),
            flash: None,
            demo: false,
            acting: None,
        };
        render::page(&site, shell, "n0nce", view)
    }

    #[rstest]
    #[case::many_lines(usize::MAX, true)]
    #[case::few_lines(3, false)]
    fn only_a_bill_of_many_lines_carries_a_script(#[case] lines: usize, #[case] has_islands: bool) {
        let mut view = samples::view();
        view.lines.truncate(lines);
        assert_eq!(rendered(Language::En, || bill(Language::En, &view)).has_islands, has_islands);
    }

    #[rstest]
    #[case::first(true, "href=\"/pay\"", "href=\"/bills\"")]
    #[case::older(false, "href=\"/bills\"", "href=\"/pay\"")]
    fn the_first_page_says_what_is_owed(#[case] is_first: bool, #[case] has: &str, #[case] lacks: &str) {
        for language in [Language::ZhCn, Language::En] {
            let html = rendered(language, || list(language, samples::list(), is_first)).html;
            assert!(html.contains(has) && !html.contains(lacks), "{html}");
            assert!(html.contains("¥1,782.00"), "what was billed before the documents: {html}");
        }
    }

    #[test]
    fn a_first_bill_is_compared_with_none() {
        let mut view = samples::view();
        view.compared = None;
        let html = rendered(Language::En, || bill(Language::En, &view)).html;
        assert!(html.contains("This is your first bill"), "{html}");
        assert!(!html.contains("name=\"compare\""), "{html}");
    }
}
