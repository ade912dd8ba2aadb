//! What the bill page is measured against: the least that a careful person would write by hand.
//!
//! - axum's own router with one route and axum's own loop of connections, `TCP_NODELAY` set. No layers: no record, no
//!   compression, no limits, no headers of safety, no pages for faults.
//! - The same two operations as the real page, on the same desk: `sign_in::resume` for the session behind the cookie and
//!   `bills::view` for the bill, its lines, the comparison, the months. So the same queries and the same rules.
//! - The same facts with the same tags around them in one `String`, written from top to bottom: what is to pay, why the
//!   bill differs and the choice of another month, every line by the line of the customer it is for, sums, the facts of
//!   the bill, the chart of twelve months with its table. Texts that people or operators wrote are escaped. One
//!   language, words in the code, dates as `2026-11-01`.
//! - The frame of the page (everything around `<main>`) is constant text, taken over from the real page.

use anyhow::Result;
use app::cookies::Cookies;
use axum::{
    Router,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::Html,
    routing::get,
    serve::ListenerExt as _,
};
use crm::{
    bill_comparison::{Change, Reason},
    bills::{Bill, BillLine, MonthTotal},
    ids::LineId,
    language::Language,
    lines::Line,
    money::Money,
};
use operations::{
    Desk,
    bills::{self, BillView},
    catalogue::name_in,
    sign_in,
};
use std::{fmt::Write as _, net::SocketAddr, sync::Arc};
use tokio::net::TcpListener;

/// What is around the page's own content.
pub(crate) struct Frame {
    before: String,
    after: String,
}

impl Frame {
    /// The frame of a page.
    pub(crate) fn of(html: &str) -> Option<Self> {
        let main = html.find("<main")?;
        let begin = main + html[main..].find('>')? + 1;
        let end = html.rfind("</main>")?;
        Some(Self { before: html[..begin].to_owned(), after: html[end..].to_owned() })
    }
}

type Floor = Arc<(Desk, Frame)>;

/// Opens the server, for as long as the runtime lives.
pub(crate) async fn open(desk: Desk, frame: Frame) -> Result<SocketAddr> {
    let router = Router::new().route("/bills/{number}", get(show)).with_state(Arc::new((desk, frame)));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            eprintln!("the floor is slower than it could be: {error}");
        }
    });
    tokio::spawn(async { axum::serve(listener, router).await });
    Ok(address)
}

async fn show(
    State(floor): State<Floor>,
    Path(number): Path<String>,
    headers: HeaderMap,
) -> Result<Html<String>, StatusCode> {
    let (desk, frame) = &*floor;
    let failed = |error: operations::Error| {
        eprintln!("the floor fails: {error}");
        StatusCode::INTERNAL_SERVER_ERROR
    };
    let token = Cookies::new(false).session(&headers).ok_or(StatusCode::UNAUTHORIZED)?;
    let actor = sign_in::resume(desk, token).await.map_err(failed)?.ok_or(StatusCode::UNAUTHORIZED)?;
    let view = bills::view(desk, &actor, &number, None).await.map_err(failed)?;
    let mut html = String::with_capacity(64 * 1024);
    html.push_str(&frame.before);
    if write_bill(&mut html, &view).is_err() {
        return Err(StatusCode::INTERNAL_SERVER_ERROR);
    }
    html.push_str(&frame.after);
    Ok(Html(html))
}

fn write_bill(html: &mut String, view: &BillView) -> std::fmt::Result {
    let bill = &view.balance.bill;
    write!(
        html,
        "<nav class=\"breadcrumbs\" aria-label=\"Breadcrumbs\"><ol><li><a href=\"/bills\">Bills</a></li></ol></nav>\
         <header class=\"page-header\"><h1>Bill for {}</h1><p class=\"actions\"><span class=\"badge badge-info\">{}</span>\
         </p></header><div class=\"split\"><div class=\"stack\">",
        bill.period_first, bill.state,
    )?;
    let paid = view.balance.outstanding <= Money::ZERO;
    let (label, amount) = if paid { ("Total", bill.total) } else { ("To pay", view.balance.outstanding) };
    write!(
        html,
        "<section class=\"card card-hero\"><p class=\"figure\"><span class=\"figure-label\">{label}</span>\
         <span class=\"figure-value\">¥{amount}</span><span class=\"figure-note\">Please pay by {}.</span></p>\
         <div class=\"actions\"><a class=\"button\" href=\"/pay\">Pay</a><a class=\"button button-secondary\" \
         href=\"/bills/{}/csv\">Download</a></div></section>",
        bill.due_on, bill.number,
    )?;
    write_why(html, view)?;
    write_lines(html, view)?;
    write!(
        html,
        "</div><div class=\"stack\"><section class=\"card\"><h2>This bill</h2><dl class=\"facts\">\
         <div><dt>Number</dt><dd>{}</dd></div><div><dt>Period</dt><dd>{} to {}</dd></div>\
         <div><dt>Issued on</dt><dd>{}</dd></div><div><dt>Due on</dt><dd>{}</dd></div>\
         <div><dt>Total</dt><dd>¥{}</dd></div><div><dt>Paid</dt><dd>¥{}</dd></div></dl></section>",
        bill.number,
        bill.period_first,
        bill.period_last,
        bill.issued_on,
        bill.due_on,
        bill.total,
        bill.total - view.balance.outstanding,
    )?;
    write_chart(html, &view.months, bill)?;
    write!(
        html,
        "<section class=\"card\"><h2>Something wrong?</h2><p class=\"soft\">Tell us which line you do not agree with; we \
         answer within two working days.</p><div class=\"actions\"><a class=\"button button-secondary\" \
         href=\"/requests/new?category=billDispute&amp;bill={}\">Dispute this bill</a></div></section></div></div>",
        bill.number,
    )
}

fn write_why(html: &mut String, view: &BillView) -> std::fmt::Result {
    let Some(compared) = &view.compared else {
        return html.write_str("<section class=\"card\"><p>This is your first bill.</p></section>");
    };
    let comparison = &view.comparison;
    let then = compared.period_first;
    write!(
        html,
        "<section class=\"card\"><h2>Why it differs from {then}</h2><p>It is ¥{} more than for {then}: ¥{} instead of \
         ¥{}.</p><ul class=\"lines\">",
        comparison.difference, comparison.current, compared.total,
    )?;
    let (mut same, mut same_amount) = (0, Money::ZERO);
    for change in &comparison.changes {
        if change.reason == Reason::Unchanged {
            same += 1;
            same_amount += change.after.as_ref().map_or(Money::ZERO, |side| side.amount);
        } else {
            write_change(html, view, change)?;
        }
    }
    write!(
        html,
        "<li class=\"soft\">{same} lines did not change: ¥{same_amount}</li><li class=\"cluster between strong\">\
         <span>In all</span><span class=\"money\">¥{}</span></li></ul><form class=\"filters\" method=\"get\" \
         action=\"/bills/{}\"><div class=\"field\"><label for=\"compare\">Compare with</label><select id=\"compare\" \
         name=\"compare\">",
        comparison.difference, view.balance.bill.number,
    )?;
    for bill in &view.earlier {
        let selected = if bill.number == compared.number { " selected" } else { "" };
        write!(html, "<option value=\"{}\"{selected}>{}</option>", bill.number, bill.period_first)?;
    }
    html.write_str(
        "</select></div><button class=\"button button-secondary\">Compare</button></form></section>",
    )
}

fn write_change(html: &mut String, view: &BillView, change: &Change) -> std::fmt::Result {
    html.push_str("<li><p class=\"cluster between strong\"><span>");
    match change.offering() {
        Some(code) => escape(html, name_in(&view.names, code, Language::En)),
        None => write!(html, "{}", change.kind)?,
    }
    let amount =
        |side: &Option<crm::bill_comparison::Side>| side.as_ref().map_or(Money::ZERO, |side| side.amount);
    write!(
        html,
        "</span><span class=\"money\">¥{}</span></p><p class=\"soft\">The price is ¥{}; it was ¥{}.</p><p class=\"soft \
         small\">",
        change.difference(),
        amount(&change.after),
        amount(&change.before),
    )?;
    write_line_name(html, view.customer_lines.iter().find(|line| Some(line.id) == change.line_id));
    html.write_str("</p></li>")
}

fn write_line_name(html: &mut String, line: Option<&Line>) {
    match line {
        Some(Line { msisdn: Some(number), .. }) => {
            html.push_str("Mobile ");
            html.push_str(&number.spaced());
        }
        Some(line) => {
            html.push_str("Internet ");
            escape(html, &line.code);
        }
        None => html.push_str("The whole account"),
    }
}

fn write_lines(html: &mut String, view: &BillView) -> std::fmt::Result {
    html.push_str("<section class=\"card\"><h2>All lines</h2><div><div class=\"stack\">");
    let customer_lines = view.customer_lines.iter().map(Some).chain([None]);
    for line in customer_lines {
        write_group(html, view, line)?;
    }
    write!(
        html,
        "<dl class=\"summary\"><div class=\"total\"><dt>Total</dt><dd>¥{}</dd></div></dl></div></div></section>",
        view.balance.bill.total,
    )
}

fn write_group(html: &mut String, view: &BillView, of: Option<&Line>) -> std::fmt::Result {
    let wanted: Option<LineId> = of.map(|line| line.id);
    let mut sum = Money::ZERO;
    for line in view.lines.iter().filter(|line| line.line_id == wanted) {
        if sum.is_zero() {
            html.push_str("<div class=\"bill-group\"><div class=\"table-frame\"><table><caption>");
            write_line_name(html, of);
            html.push_str(
                "</caption><thead><tr><th scope=\"col\">Charge</th><th scope=\"col\">For</th><th scope=\"col\" \
                 class=\"number\">Quantity</th><th scope=\"col\" class=\"number\">Amount</th></tr></thead><tbody>",
            );
        }
        sum += line.amount;
        write_line(html, view, of, line)?;
    }
    write!(
        html,
        "</tbody><tfoot><tr><th scope=\"row\">Subtotal</th><td></td><td></td><td class=\"number\">¥{sum}</td></tr>\
         </tfoot></table></div></div>",
    )
}

fn write_line(html: &mut String, view: &BillView, of: Option<&Line>, line: &BillLine) -> std::fmt::Result {
    let name = line.offering.as_ref().map(|code| name_in(&view.names, code, Language::En));
    write!(html, "<tr data-kind=\"{}\" data-fen=\"{}\" data-text=\"", line.kind, line.amount.fen())?;
    escape(html, &name.unwrap_or_default().to_lowercase());
    write!(html, " {} ", line.kind)?;
    write_line_name(html, of);
    html.push_str("\"><th scope=\"row\"><span>");
    escape(html, name.unwrap_or("Use beyond what is included"));
    write!(
        html,
        "<br><span class=\"soft small\">{}</span></span></th><td data-label=\"For\">{} to {}</td>\
         <td class=\"number\" data-label=\"Quantity\">{}</td><td class=\"number\" data-label=\"Amount\">¥{}</td></tr>",
        line.kind, line.first, line.last, line.quantity, line.amount,
    )
}

fn write_chart(html: &mut String, months: &[MonthTotal], bill: &Bill) -> std::fmt::Result {
    let fen = |month: &MonthTotal| month.total.map_or(0, Money::fen).max(0);
    let highest = months.iter().map(fen).max().unwrap_or(0).max(1);
    html.push_str(
        "<section class=\"card\"><h2>Twelve months</h2><figure class=\"chart\"><figcaption>What each month cost.\
         </figcaption><svg width=\"100%\" height=\"202\" role=\"img\" aria-labelledby=\"months-title months-summary\">\
         <title id=\"months-title\">Twelve months</title><desc id=\"months-summary\">What each month cost.</desc>\
         <line class=\"chart-base\" x1=\"0\" x2=\"100%\" y1=\"174\" y2=\"174\"></line>",
    );
    for (at, month) in (0_i64..).zip(months) {
        let height = fen(month) * 150 / highest;
        let left = at * 833 + 158;
        let class = if month.cycle.first() == bill.period_first { "bar bar-highlighted" } else { "bar" };
        write!(
            html,
            "<g class=\"{class}\"><rect x=\"{}.{:02}%\" y=\"{}\" width=\"5.16%\" height=\"{height}\" rx=\"3\"></rect>\
             <text class=\"bar-value\" x=\"{}.{:02}%\" y=\"{}\">{}</text>\
             <text class=\"bar-axis\" x=\"{}.{:02}%\" y=\"193\">{}</text></g>",
            left / 100,
            left % 100,
            174 - height,
            (left + 258) / 100,
            (left + 258) % 100,
            167 - height,
            fen(month) / 100,
            (left + 258) / 100,
            (left + 258) % 100,
            month.cycle.first().month(),
        )?;
    }
    html.push_str(
        "</svg><details class=\"chart-table\"><summary>As a table</summary><table><thead><tr><th scope=\"col\">Month</th>\
         <th scope=\"col\" class=\"number\">Amount</th></tr></thead><tbody>",
    );
    for month in months {
        let total = month.total.unwrap_or_default();
        let first = month.cycle.first();
        write!(html, "<tr><th scope=\"row\">{first}</th><td class=\"number\">¥{total}</td></tr>")?;
    }
    html.write_str("</tbody></table></details></figure></section>")
}

fn escape(html: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            _ => html.push(character),
        }
    }
}
