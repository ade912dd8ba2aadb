//! Charts drawn on the server, each with the table that says the same.
//!
//! Positions across are percentages and heights are pixels, so that a chart fills its room from 300 pixels up while
//! its words keep their size.

use crate::locales::shell as t;
use crm::language::Language;
use leptos::prelude::*;

const TOP: i64 = 24;
const PLOT: i64 = 150;
const BOTTOM: i64 = 28;
/// More bars than this leave no room for a word over each.
const MOST_LABELLED: usize = 14;
/// With fewer bars than this, bars would be as wide as walls.
const FEWEST_SLOTS: usize = 6;

/// One bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// What it is for, in full, such as `Nov 2026`.
    pub label: String,
    /// The same for the axis, such as `Nov`; empty for none.
    pub axis: String,
    /// Its height, in any unit; less than nothing is drawn as nothing.
    pub value: i64,
    /// The value in full, such as `¥129.00`.
    pub text: String,
    /// The value over the bar, such as `129`; left out when the bars are many.
    pub brief: String,
    /// The one the page is about.
    pub highlighted: bool,
}

/// Bars over time.
#[component]
pub fn BarChart(
    /// Language of the words around the chart.
    language: Language,
    /// Id, unique in the page.
    id: &'static str,
    /// What the chart shows.
    #[prop(into)]
    title: String,
    /// What can be read from it, in a sentence.
    #[prop(into)]
    summary: String,
    /// Headings of the table: what a bar is for, and its value.
    columns: [String; 2],
    /// The bars, the oldest first.
    bars: Vec<Bar>,
) -> impl IntoView {
    let slots = bars.len().max(FEWEST_SLOTS);
    let labelled = bars.len() <= MOST_LABELLED;
    let highest = bars.iter().map(|bar| bar.value).max().unwrap_or_default();
    let drawn = bars
        .iter()
        .enumerate()
        .map(|(at, bar)| {
            let height = height_of(bar.value, highest);
            let place = Place::of(at, slots);
            let brief = labelled.then(|| over(&place, height, bar.brief.clone()));
            view! {
                <g class=if bar.highlighted { "bar bar-highlighted" } else { "bar" }>
                    <rect
                        x=place.left.clone()
                        y=(TOP + PLOT - height).to_string()
                        width=place.width.clone()
                        height=height.to_string()
                        rx="3"
                    />
                    {brief}
                    {under(&place, bar.axis.clone())}
                </g>
            }
        })
        .collect_view();
    let rows = bars.into_iter().map(|bar| row(bar.label, vec![bar.text])).collect_view();
    frame(id, title, summary, drawn, table(language, Vec::from(columns), rows))
}

/// One of the kinds a stack is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// Name, for the legend and the table.
    pub name: String,
}

impl Series {
    /// A kind by its name.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into() }
    }
}

/// One stack, such as a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stack {
    /// What it is for, in full, such as `1 Nov`.
    pub label: String,
    /// The same for the axis; empty for none.
    pub axis: String,
    /// For each series its height, in one common unit, and the value in full.
    pub parts: Vec<(i64, String)>,
}

/// Stacked bars by kind, such as the use of each day. Up to four series.
#[component]
pub fn DailyChart(
    /// Language of the words around the chart.
    language: Language,
    /// Id, unique in the page.
    id: &'static str,
    /// What the chart shows.
    #[prop(into)]
    title: String,
    /// What can be read from it, in a sentence.
    #[prop(into)]
    summary: String,
    /// Heading of the first column of the table, such as `Day`.
    #[prop(into)]
    column: String,
    /// The kinds, from the bottom up.
    series: Vec<Series>,
    /// The stacks, the oldest first.
    stacks: Vec<Stack>,
) -> impl IntoView {
    let slots = stacks.len().max(FEWEST_SLOTS);
    let total = |stack: &Stack| stack.parts.iter().map(|(value, _)| (*value).max(0)).sum::<i64>();
    let highest = stacks.iter().map(total).max().unwrap_or_default();
    let drawn = stacks
        .iter()
        .enumerate()
        .map(|(at, stack)| {
            let place = Place::of(at, slots);
            let mut below = 0;
            let parts = stack
                .parts
                .iter()
                .enumerate()
                .map(|(kind, (value, _))| {
                    let height = height_of(*value, highest);
                    below += height;
                    view! {
                        <rect
                            class=format!("series-{kind}")
                            x=place.left.clone()
                            y=(TOP + PLOT - below).to_string()
                            width=place.width.clone()
                            height=height.to_string()
                        />
                    }
                })
                .collect_view();
            view! { <g class="bar">{parts} {under(&place, stack.axis.clone())}</g> }
        })
        .collect_view();
    let legend = series
        .iter()
        .enumerate()
        .map(|(kind, series)| {
            view! {
                <li>
                    <svg class="chart-key" width="12" height="12" aria-hidden="true">
                        <rect class=format!("series-{kind}") width="12" height="12" rx="3" />
                    </svg>
                    {series.name.clone()}
                </li>
            }
        })
        .collect_view();
    let columns = std::iter::once(column).chain(series.into_iter().map(|series| series.name)).collect();
    let rows = stacks
        .into_iter()
        .map(|stack| row(stack.label, stack.parts.into_iter().map(|(_, text)| text).collect()))
        .collect_view();
    let below = view! {
        <ul class="chart-legend">{legend}</ul>
        {table(language, columns, rows)}
    };
    frame(id, title, summary, drawn, below)
}

/// Where a bar stands, as percentages of the width.
struct Place {
    left: String,
    width: String,
    middle: String,
}

impl Place {
    fn of(at: usize, slots: usize) -> Self {
        // In hundredths of a percent, which is finer than any screen.
        let slot = 10_000 / slots;
        let width = slot * 62 / 100;
        let left = at * slot + (slot - width) / 2;
        Self { left: hundredths(left), width: hundredths(width), middle: hundredths(at * slot + slot / 2) }
    }
}

fn hundredths(number: usize) -> String {
    format!("{}.{:02}%", number / 100, number % 100)
}

/// Pixels: at least two for anything more than nothing, so that little is not mistaken for nothing.
fn height_of(value: i64, highest: i64) -> i64 {
    if value <= 0 || highest <= 0 { 0 } else { (value.saturating_mul(PLOT) / highest).clamp(2, PLOT) }
}

fn over(place: &Place, height: i64, text: String) -> impl IntoView + use<> {
    view! {
        <text class="bar-value" x=place.middle.clone() y=(TOP + PLOT - height - 7).to_string()>
            {text}
        </text>
    }
}

fn under(place: &Place, text: String) -> impl IntoView + use<> {
    let middle = place.middle.clone();
    (!text.is_empty()).then(|| {
        view! {
            <text class="bar-axis" x=middle y=(TOP + PLOT + 19).to_string()>
                {text}
            </text>
        }
    })
}

fn frame(
    id: &'static str,
    title: String,
    summary: String,
    drawn: impl IntoView + 'static,
    below: impl IntoView + 'static,
) -> impl IntoView {
    let (title_id, summary_id) = (format!("{id}-title"), format!("{id}-summary"));
    let names = format!("{title_id} {summary_id}");
    view! {
        <figure class="chart">
            <figcaption>{summary.clone()}</figcaption>
            <svg
                width="100%"
                height=(TOP + PLOT + BOTTOM).to_string()
                role="img"
                aria-labelledby=names
            >
                <title id=title_id>{title}</title>
                <desc id=summary_id>{summary}</desc>
                <line class="chart-base" x1="0" x2="100%" y1=(TOP + PLOT).to_string() y2=(TOP + PLOT).to_string() />
                {drawn}
            </svg>
            {below}
        </figure>
    }
}

fn table(language: Language, columns: Vec<String>, rows: impl IntoView + 'static) -> impl IntoView {
    let columns = columns
        .into_iter()
        .enumerate()
        .map(|(at, column)| {
            view! {
                <th scope="col" class=(at > 0).then_some("number")>
                    {column}
                </th>
            }
        })
        .collect_view();
    view! {
        <details class="chart-table">
            <summary>{t::as_table(language)}</summary>
            <table>
                <thead>
                    <tr>{columns}</tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </details>
    }
}

fn row(label: String, texts: Vec<String>) -> impl IntoView {
    let cells = texts.into_iter().map(|text| view! { <td class="number">{text}</td> }).collect_view();
    view! {
        <tr>
            <th scope="row">{label}</th>
            {cells}
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::nothing(0, 100, 0)]
    #[case::a_credit(-5, 100, 0)]
    #[case::little_is_not_nothing(1, 100_000, 2)]
    #[case::half(50, 100, 75)]
    #[case::all(100, 100, 150)]
    fn heights(#[case] value: i64, #[case] highest: i64, #[case] pixels: i64) {
        assert_eq!(height_of(value, highest), pixels);
    }

    #[test]
    fn bars_stay_inside_the_chart() {
        for slots in 1..=62 {
            let slot = 10_000 / slots;
            assert!(slot * slots <= 10_000);
        }
        assert_eq!(Place::of(0, 4).left, "4.75%");
        assert_eq!(Place::of(3, 4).middle, "87.50%");
    }
}
