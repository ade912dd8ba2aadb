//! Narrows and orders the lines of a bill that stand on the page. Without it all of them are there, as on the bill.

use crate::{format, locales::bill_lines as t};
use crm::{language::Language, money::Money};
use leptos::{html::Div, prelude::*, tachys::html::islands::IslandChildren};
use serde::{Deserialize, Serialize};
use std::{cmp::Reverse, str::FromStr};
use web_sys::Element;

/// In which order lines are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Order {
    #[default]
    AsBilled,
    MostFirst,
    LeastFirst,
}

impl FromStr for Order {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        match name {
            "billed" => Ok(Self::AsBilled),
            "most" => Ok(Self::MostFirst),
            "least" => Ok(Self::LeastFirst),
            _ => Err(()),
        }
    }
}

/// What is known of a line of the bill.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Facts {
    kind: String,
    /// In small letters.
    text: String,
    fen: i64,
}

/// The lines that are of a kind (empty: any) and hold a text, as places in `lines`.
fn arrange(lines: &[Facts], kind: &str, text: &str, order: Order) -> Vec<usize> {
    let text = text.trim().to_ascii_lowercase();
    let is_wanted = |line: &Facts| (kind.is_empty() || line.kind == kind) && line.text.contains(&text);
    let mut places: Vec<usize> = (0..lines.len()).filter(|at| is_wanted(&lines[*at])).collect();
    match order {
        Order::AsBilled => {}
        Order::MostFirst => places.sort_by_key(|at| Reverse(lines[*at].fen)),
        Order::LeastFirst => places.sort_by_key(|at| lines[*at].fen),
    }
    places
}

/// A table of lines in the page.
struct Table {
    frame: Element,
    body: Element,
    sum: Option<Element>,
    rows: Vec<Element>,
    lines: Vec<Facts>,
}

impl Table {
    fn read(frame: Element) -> Option<Self> {
        let body = frame.get_elements_by_tag_name("tbody").item(0)?;
        let sum = frame.get_elements_by_tag_name("tfoot").item(0);
        let rows = elements(&body, "tr");
        let lines = rows
            .iter()
            .map(|row| Facts {
                kind: row.get_attribute("data-kind").unwrap_or_default(),
                text: row.get_attribute("data-text").unwrap_or_default(),
                fen: row.get_attribute("data-fen").and_then(|fen| fen.parse().ok()).unwrap_or_default(),
            })
            .collect();
        Some(Self { frame, body, sum, rows, lines })
    }

    /// Leaves only these rows in the table, in this order.
    fn show(&self, places: &[usize]) {
        for row in &self.rows {
            row.remove();
        }
        for at in places {
            // Fails only for a node that may not be there, which a row of this table is not.
            let _ = self.body.append_child(&self.rows[*at]);
        }
        hide(&self.frame, places.is_empty());
        // The sum in the foot is that of all lines.
        if let Some(sum) = &self.sum {
            hide(sum, places.len() < self.rows.len());
        }
    }
}

fn hide(element: &Element, hidden: bool) {
    // Fails only for a name that is not one of an attribute.
    let _ = element.toggle_attribute_with_force("hidden", hidden);
}

fn elements(within: &Element, tag: &str) -> Vec<Element> {
    let found = within.get_elements_by_tag_name(tag);
    (0..found.length()).filter_map(|at| found.item(at)).collect()
}

/// What is shown of all lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Shown {
    count: usize,
    all: usize,
    sum: Money,
}

/// What the island needs besides the tables.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Props {
    /// Language of the words.
    pub language: Language,
    /// The kinds to choose from: value and words.
    pub kinds: Vec<(String, String)>,
}

/// Filters and order above the tables of a bill's lines; the tables are its children. Each stands in an element of the
/// class `bill-group`, and its rows carry `data-kind`, `data-fen` and `data-text`.
#[cfg(feature = "ssr")]
#[component]
pub(crate) fn BillLines(
    /// Language and kinds.
    props: Props,
    /// The tables.
    children: Children,
) -> impl IntoView {
    super::asleep("bill_lines", props, |props| narrowed(props, children()))
}

/// Wakes the filters.
#[cfg(feature = "hydrate")]
#[leptos::wasm_bindgen::prelude::wasm_bindgen(wasm_bindgen = leptos::wasm_bindgen)]
pub fn bill_lines(element: &Element) {
    super::wake(element, |props| narrowed(props, ()));
}

fn narrowed(props: Props, children: impl IntoView) -> impl IntoView {
    let Props { language, kinds } = props;
    let root = NodeRef::<Div>::new();
    let kind = RwSignal::new(String::new());
    let text = RwSignal::new(String::new());
    let order = RwSignal::new(Order::default());
    let shown = RwSignal::new(None::<Shown>);
    let asleep = RwSignal::new(true);
    Effect::new(move |tables: Option<Vec<Table>>| {
        let tables = tables.filter(|tables| !tables.is_empty()).unwrap_or_else(|| {
            let frames = root.get().map(|root| root.get_elements_by_class_name("bill-group"));
            let frames =
                frames.into_iter().flat_map(|found| (0..found.length()).filter_map(move |at| found.item(at)));
            frames.filter_map(Table::read).collect()
        });
        let (mut count, mut all, mut sum) = (0, 0, Money::ZERO);
        for table in &tables {
            let places = arrange(&table.lines, &kind.get(), &text.get(), order.get());
            table.show(&places);
            count += places.len();
            all += table.lines.len();
            sum += places.iter().map(|at| Money::from_fen(table.lines[*at].fen)).sum();
        }
        shown.set((count < all).then_some(Shown { count, all, sum }));
        asleep.set(false);
        tables
    });
    let said = move || match shown.get() {
        None => String::new(),
        Some(Shown { count: 0, .. }) => t::none_shown(language).to_owned(),
        Some(Shown { count, all, sum }) => t::shown(language, count, all, &format::money(sum)),
    };
    let kinds =
        kinds.into_iter().map(|(value, words)| view! { <option value=value>{words}</option> }).collect_view();
    view! {
        <div class="stack" node_ref=root>
            // Without the script there is nothing to choose with.
            <div hidden=move || asleep.get()>
                <div class="filters" role="search">
                    <div class="field">
                        <label for="lines-kind">{t::kind(language)}</label>
                        <select id="lines-kind" on:change:target=move |event| kind.set(event.target().value())>
                            <option value="">{t::every_kind(language)}</option>
                            {kinds}
                        </select>
                    </div>
                    <div class="field">
                        <label for="lines-order">{t::order(language)}</label>
                        <select
                            id="lines-order"
                            on:change:target=move |event| {
                                order.set(event.target().value().parse().unwrap_or_default());
                            }
                        >
                            <option value="billed">{t::as_billed(language)}</option>
                            <option value="most">{t::most_first(language)}</option>
                            <option value="least">{t::least_first(language)}</option>
                        </select>
                    </div>
                    <div class="field">
                        <label for="lines-text">{t::search(language)}</label>
                        <input
                            id="lines-text"
                            type="search"
                            on:input:target=move |event| text.set(event.target().value())
                        />
                    </div>
                </div>
                <p class="soft" role="status">
                    {said}
                </p>
            </div>
            {IslandChildren::new(children.into_view())}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::all("", "", Order::AsBilled, &[0, 1, 2, 3])]
    #[case::dearest_first("", "", Order::MostFirst, &[0, 2, 1, 3])]
    #[case::cheapest_first("", "", Order::LeastFirst, &[3, 1, 2, 0])]
    #[case::of_a_kind("usage", "", Order::AsBilled, &[1, 2])]
    #[case::with_a_text("", " TALK ", Order::AsBilled, &[0])]
    #[case::both("usage", "流量", Order::MostFirst, &[2])]
    #[case::neither("plan", "流量", Order::AsBilled, &[])]
    fn lines_are_narrowed_and_ordered(
        #[case] kind: &str,
        #[case] text: &str,
        #[case] order: Order,
        #[case] places: &[usize],
    ) {
        let line = |kind: &str, text: &str, fen| Facts { kind: kind.to_owned(), text: text.to_owned(), fen };
        let lines = [
            line("plan", "talk 99 plan 138 0013 8000", 9_900),
            line("usage", "套餐外通话", 510),
            line("usage", "套餐外流量", 660),
            line("discount", "优惠", -500),
        ];
        assert_eq!(arrange(&lines, kind, text, order), places);
    }

    #[rstest]
    #[case("most", Order::MostFirst)]
    #[case("least", Order::LeastFirst)]
    #[case("billed", Order::AsBilled)]
    #[case("?", Order::AsBilled)]
    fn orders_are_read(#[case] name: &str, #[case] order: Order) {
        assert_eq!(name.parse::<Order>().unwrap_or_default(), order);
    }
}
