//! `docs/RIGHTS.md`, made from the tables that the program goes by. `UPDATE_DOCS=1 cargo test -p app --features ssr --test
//! rights` writes it; without the variable a page that is out of date fails.

#![cfg(feature = "ssr")]

use app::routes::{NOTIFICATION, ROUTES};
use operations::access::{Operation, Role, Standing, columns, right};
use std::{fmt::Write as _, fs, path::Path};
use strum::VariantArray as _;

const HEAD: &str = "\
# Rights

Made by `UPDATE_DOCS=1 cargo test -p app --features ssr --test rights` from `operations/src/access.rs` and
`app/src/routes.rs`. A test fails when this page is out of date; auditors see the first table at `/staff/rights`.

What a role has no right to is answered like what does not exist; only a visitor is asked to sign in.

## Operations by role

`public`: things that belong to nobody. `own`: things of the customer who acts, or of the session itself. `queue`: things in
the queues of the actor's channel. `any`: everything. `ofCustomer`: things of the customer in whose place staff stand.
`managedSubtree`: things on the units of a company that the actor holds a role on, and beneath them (`docs/COMPANY.md`).
";

/// A row of a table.
fn row(cells: impl IntoIterator<Item = String>) -> String {
    let cells: Vec<String> = cells.into_iter().collect();
    format!("| {} |\n", cells.join(" | "))
}

fn table<const COLUMNS: usize>(
    head: impl IntoIterator<Item = String>,
    rows: impl IntoIterator<Item = [String; COLUMNS]>,
) -> String {
    let mut table = row(head);
    table.push_str(&row(std::iter::repeat_n("---".to_owned(), COLUMNS)));
    table.extend(rows.into_iter().map(row));
    table
}

/// Roles, and the two standings of staff in a customer's place.
const ROLES: usize = Role::VARIANTS.len() + 2;

fn page() -> String {
    let mut page = HEAD.to_owned();
    let heading = |(role, standing): (Role, Standing)| match standing {
        Standing::Oneself => role.to_string(),
        standing => format!("{standing} for a customer"),
    };
    let head = std::iter::once("operation".to_owned()).chain(columns().map(heading));
    let rows = Operation::VARIANTS.iter().map(|operation| {
        let mut cells = [const { String::new() }; ROLES + 1];
        cells[0] = operation.to_string();
        for (cell, (role, standing)) in cells[1..].iter_mut().zip(columns()) {
            let relation = right(*operation, role, standing);
            *cell = relation.map_or_else(|| "–".to_owned(), |relation| relation.to_string());
        }
        cells
    });
    let _ = write!(page, "\n{}\n## Addresses by operation\n\n", table(head, rows));
    let routes = ROUTES.iter().chain(std::iter::once(&NOTIFICATION)).map(|route| {
        let has = |column: &(Role, Standing)| right(route.operation, column.0, column.1).is_some();
        let roles: Vec<String> = columns().filter(has).map(heading).collect();
        [route.method.to_string(), format!("`{}`", route.path), route.operation.to_string(), roles.join(", ")]
    });
    page.push_str(&table(["method", "path", "operation", "roles"].map(str::to_owned), routes));
    page
}

#[test]
fn the_page_of_rights_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/RIGHTS.md");
    let page = page();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, page).expect("docs/RIGHTS.md can be written");
        return;
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == page,
        "docs/RIGHTS.md is out of date: UPDATE_DOCS=1 cargo test -p app --features ssr --test rights writes it"
    );
}
