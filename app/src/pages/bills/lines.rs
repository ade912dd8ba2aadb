//! The lines of a bill, grouped by what they were used on, and narrowed by an island where they are many.

use super::comparison::quantity;
use crate::{
    components::*,
    format,
    islands::bill_lines::{BillLines, CHOICES, TABLE},
    locales::bills as t,
    locales::charges,
    pages::home::line_name,
};
use crm::{
    bills::{Bill, BillLine, ChargeKind},
    ids::LineId,
    language::Language,
    money::Money,
};
use leptos::prelude::*;
use operations::{
    bills::BillView,
    catalogue::{NameMap, name_in},
};

/// Fewer lines than this are seen at a glance: the page then carries no script.
const FEWEST_TO_NARROW: usize = 6;

/// The card with all lines.
pub(super) fn card(language: Language, view: &BillView) -> impl IntoView + use<> {
    let groups = groups(language, view);
    let several = groups.len() > 1;
    let total = view.balance.bill.total;
    if groups.is_empty() {
        return view! {
            <Card title=t::lines(language)>
                <p class="soft">{t::no_lines(language)}</p>
            </Card>
        }
        .into_any();
    }
    let tables = groups
        .into_iter()
        .map(|(name, lines)| {
            let words = if several { t::subtotal(language) } else { t::total(language) };
            group(language, &view.balance.bill, &view.names, name, &lines, words)
        })
        .collect_view();
    let tables = view! {
        <div class="stack">
            {tables}
            {several
                .then(|| {
                    view! {
                        <p class="cluster between strong">
                            <span>{t::total(language)}</span>
                            <span class="money">{format::money(total)}</span>
                        </p>
                    }
                })}
        </div>
    };
    let many = view.lines.len() >= FEWEST_TO_NARROW;
    let tables = if many {
        let choices = line_choices(language, &view.lines);
        view! {
            <BillLines language=language>
                <div class="stack">{choices} {tables}</div>
            </BillLines>
        }
        .into_any()
    } else {
        tables.into_any()
    };
    view! {
        <Card title=t::lines(language)>
            <div>{tables}</div>
        </Card>
    }
    .into_any()
}

/// The lines by what they were used on: the customer's lines in their order, then what is for the account as a whole.
fn groups(language: Language, view: &BillView) -> Vec<(String, Vec<&BillLine>)> {
    let of = |wanted: Option<LineId>| -> Vec<&BillLine> {
        view.lines.iter().filter(|line| line.line_id == wanted).collect()
    };
    let mut groups: Vec<_> =
        view.customer_lines.iter().map(|line| (line_name(language, line), of(Some(line.id)))).collect();
    groups.push((t::whole_account(language).to_owned(), of(None)));
    groups.retain(|(_, lines)| !lines.is_empty());
    groups
}

/// What the island wakes: without it there is nothing to choose with.
fn line_choices(language: Language, lines: &[BillLine]) -> impl IntoView + use<> {
    let kinds = kinds(language, lines);
    let kinds =
        kinds.into_iter().map(|(value, words)| view! { <option value=value>{words}</option> }).collect_view();
    view! {
        <div class=CHOICES hidden>
            <div class="filters" role="search">
                <div class="field">
                    <label for="lines-kind">{t::kind_of_line(language)}</label>
                    <select id="lines-kind" name="kind">
                        <option value="">{t::every_kind(language)}</option>
                        {kinds}
                    </select>
                </div>
                <div class="field">
                    <label for="lines-order">{t::order_of_lines(language)}</label>
                    <select id="lines-order" name="order">
                        <option value="billed">{t::as_billed(language)}</option>
                        <option value="most">{t::most_first(language)}</option>
                        <option value="least">{t::least_first(language)}</option>
                    </select>
                </div>
                <div class="field">
                    <label for="lines-text">{t::search_lines(language)}</label>
                    <input id="lines-text" name="text" type="search" />
                </div>
            </div>
            <p class="soft" role="status"></p>
        </div>
    }
}

/// The kinds of charges that stand on the bill, in their order there, by the value the rows carry.
fn kinds(language: Language, lines: &[BillLine]) -> Vec<(String, String)> {
    let mut kinds: Vec<ChargeKind> = Vec::new();
    for line in lines {
        if !kinds.contains(&line.kind) {
            kinds.push(line.kind);
        }
    }
    kinds.into_iter().map(|kind| (kind.to_string(), charges::kind(language, kind).to_owned())).collect()
}

fn group(
    language: Language,
    bill: &Bill,
    names: &NameMap,
    name: String,
    lines: &[&BillLine],
    sum_words: &'static str,
) -> impl IntoView + use<> {
    let sum: Money = lines.iter().map(|line| line.amount).sum();
    let counted = lines.iter().any(|line| pieces(language, line).is_some());
    let rows = lines.iter().map(|line| row(language, bill, names, &name, line, counted)).collect_view();
    view! {
        <div class=TABLE>
            <DataTable caption=name>
                <thead>
                    <tr>
                        <th scope="col">{t::charge(language)}</th>
                        {counted
                            .then(|| {
                                view! {
                                    <th scope="col" class="number">
                                        {t::quantity(language)}
                                    </th>
                                }
                            })}
                        <th scope="col" class="number">
                            {t::amount(language)}
                        </th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
                <tfoot>
                    <tr>
                        <th scope="row">{sum_words}</th>
                        {counted.then(|| view! { <td></td> })}
                        <td class="number">{format::money(sum)}</td>
                    </tr>
                </tfoot>
            </DataTable>
        </div>
    }
}

fn row(
    language: Language,
    bill: &Bill,
    names: &NameMap,
    group: &str,
    line: &BillLine,
    counted: bool,
) -> impl IntoView + use<> {
    let offering = line.offering.as_ref().map(|code| name_in(names, code, language));
    let name = charges::name(language, line.kind, line.usage, offering);
    let kind = charges::kind(language, line.kind);
    // What the island searches in: small letters of the Latin alphabet, which is all it makes of what is typed.
    let text = format!("{name} {kind} {group}").to_ascii_lowercase();
    let is_named = matches!(line.kind, ChargeKind::Plan | ChargeKind::AddOn) && name != kind;
    let days = days(language, bill, line);
    let note: Vec<String> = is_named.then(|| kind.to_owned()).into_iter().chain(days).collect();
    let note = (!note.is_empty()).then(|| note.join(" · "));
    view! {
        <tr data-kind=line.kind.to_string() data-fen=line.amount.fen().to_string() data-text=text>
            <th scope="row">
                <span>
                    {name}
                    {note
                        .map(|note| {
                            view! {
                                <br />
                                <span class="soft small">{note}</span>
                            }
                        })}
                </span>
            </th>
            {counted
                .then(|| {
                    view! {
                        <td class="number" data-label=t::quantity(language)>
                            {pieces(language, line)}
                        </td>
                    }
                })}
            <td class="number" data-label=t::amount(language)>
                {format::money(line.amount)}
            </td>
        </tr>
    }
}

/// The days it is for; the whole of the bill's month goes without saying.
fn days(language: Language, bill: &Bill, line: &BillLine) -> Option<String> {
    let whole = (line.first, line.last) == (bill.period_first, bill.period_last);
    (!whole).then(|| format::period(language, line.first, line.last))
}

/// How much of it; one of a thing goes without saying.
fn pieces(language: Language, line: &BillLine) -> Option<String> {
    match (line.usage, line.quantity) {
        (None, 0 | 1) => None,
        (used, number) => Some(quantity(language, used, number)),
    }
}
