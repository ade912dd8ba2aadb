//! Narrows and orders the lines of a bill that stand on the page. Without it all of them are there, as on the bill.

use crate::{format, locales::bill_lines as t};
use crm::{language::Language, money::Money};
use leptos::{html::Div, prelude::*, tachys::html::islands::IslandChildren, wasm_bindgen::JsCast as _};
use std::str::FromStr;
use web_sys::{Element, HtmlCollection, HtmlInputElement, HtmlSelectElement};

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
    let rank = |at: &usize| match order {
        Order::AsBilled => 0,
        Order::MostFirst => -lines[*at].fen,
        Order::LeastFirst => lines[*at].fen,
    };
    places.sort_by_key(rank);
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
    listed(&within.get_elements_by_tag_name(tag))
}

fn listed(found: &HtmlCollection) -> Vec<Element> {
    (0..found.length()).filter_map(|at| found.item(at)).collect()
}

/// Class of the element with the form in which lines are chosen; it sleeps (`hidden`) with the island.
pub(crate) const CHOICES: &str = "bill-choices";
/// Class of each element with a table.
pub(crate) const TABLE: &str = "bill-group";

/// Shows of a bill's lines those that are wanted, and says how much they are. Its children are the server's: an element
/// of the class [`CHOICES`] with the fields `kind`, `order` and `text` and a `status` to speak in, and the tables, each in
/// an element of the class [`TABLE`], their rows with `data-kind`, `data-fen` and `data-text`.
#[cfg(feature = "ssr")]
#[component]
pub(crate) fn BillLines(
    /// Language of the words.
    language: Language,
    /// Form and tables.
    children: Children,
) -> impl IntoView {
    super::asleep("bill_lines", language, |language| narrowed(language, children()))
}

/// Wakes the form.
#[cfg(feature = "hydrate")]
#[leptos::wasm_bindgen::prelude::wasm_bindgen(wasm_bindgen = leptos::wasm_bindgen)]
pub fn bill_lines(element: &Element) {
    super::wake(element, |language| narrowed(language, ()));
}

/// What is wanted of the lines, and where they are.
struct Narrowing {
    choices: Element,
    tables: Vec<Table>,
}

impl Narrowing {
    fn read(root: &Element) -> Option<Self> {
        let choices = root.get_elements_by_class_name(CHOICES).item(0)?;
        let frames = listed(&root.get_elements_by_class_name(TABLE));
        hide(&choices, false);
        Some(Self { choices, tables: frames.into_iter().filter_map(Table::read).collect() })
    }

    fn part(&self, selector: &str) -> Option<Element> {
        self.choices.query_selector(selector).ok().flatten()
    }

    /// What is chosen or typed in a field.
    fn field(&self, selector: &str) -> Option<String> {
        let found = self.part(selector)?;
        Some(match found.dyn_into::<HtmlSelectElement>() {
            Ok(select) => select.value(),
            Err(field) => field.dyn_into::<HtmlInputElement>().ok()?.value(),
        })
    }

    /// Shows in all tables what is wanted of them, and says how much that is; nothing when it is all.
    fn show(&self, language: Language) {
        let field = |selector| self.field(selector).unwrap_or_default();
        let (kind, text) = (field("[name=kind]"), field("[name=text]"));
        let order = field("[name=order]").parse().unwrap_or_default();
        let (mut count, mut all, mut sum) = (0, 0, Money::ZERO);
        for table in &self.tables {
            let places = arrange(&table.lines, &kind, &text, order);
            table.show(&places);
            count += places.len();
            all += table.lines.len();
            for at in places {
                sum += Money::from_fen(table.lines[at].fen);
            }
        }
        let said = match count {
            _ if count == all => String::new(),
            0 => t::none_shown(language).to_owned(),
            _ => t::shown(language, count, all, &format::money(sum)),
        };
        if let Some(status) = self.part("[role=status]") {
            status.set_text_content(Some(&said));
        }
    }
}

fn narrowed(language: Language, children: impl IntoView) -> impl IntoView {
    let root = NodeRef::<Div>::new();
    let narrowing = StoredValue::new_local(None);
    let narrow = move || {
        narrowing.with_value(|narrowing: &Option<Narrowing>| {
            if let Some(narrowing) = narrowing {
                narrowing.show(language);
            }
        });
    };
    super::once_awake(move || {
        narrowing.set_value(root.get().and_then(|root| Narrowing::read(&root)));
        // A browser that comes back to the page keeps what was chosen in it.
        narrow();
    });
    view! {
        <div class="stack" node_ref=root on:input=move |_| narrow()>
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
