//! Tables that stay readable at 320 pixels.

use leptos::prelude::*;

/// A table with a name. Cells are plain HTML by these conventions:
///
/// - `<thead><tr><th scope="col">…`; a column of numbers has `class="number"` on its `th` and `td`s.
/// - The first cell of a row is `<th scope="row">`; every other is `<td data-label="Amount">` with the words of its
///   column: where there is no room for columns, a row becomes a card and shows them.
/// - Sums stand in `<tfoot>`.
#[component]
pub fn DataTable(
    /// What the table lists; read out, and shown unless `quiet`.
    #[prop(into)]
    caption: String,
    /// The heading above already says what it is: the caption is only read out.
    #[prop(optional)]
    quiet: bool,
    /// Too many columns for cards: it scrolls sideways instead.
    #[prop(optional)]
    wide: bool,
    /// `thead`, `tbody` and `tfoot`.
    children: Children,
) -> impl IntoView {
    let table = view! {
        <table>
            <caption class=quiet.then_some("quiet")>{caption.clone()}</caption>
            {children()}
        </table>
    };
    if wide {
        view! {
            <section class="table table-wide" aria-label=caption tabindex="0">
                {table}
            </section>
        }
        .into_any()
    } else {
        view! { <div class="table">{table}</div> }.into_any()
    }
}
