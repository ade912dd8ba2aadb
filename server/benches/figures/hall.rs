//! Halls to be measured: a database with a sample of the operator's customers, brought in by the importer, and guests
//! who are signed in.
//!
//! The guest is the same customer in each hall. Only what the hall's [`Size`] is about differs, so that a difference
//! between two halls has one cause.

use crate::{extras, files};
use anyhow::{Context as _, Result, bail, ensure};
use app::routes::ROUTES;
use axum::http::Method;
use operations::{
    Desk,
    access::{Operation, Relation, Role, Standing, right},
    sign_in::{self, Browser, Entry},
};
use server::{
    config::{Configuration, Limits},
    import::catalogue::Catalogue,
};
use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
};
use store::imports::CustomerFile;

/// How much the guest has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Size {
    /// Two bills as they came, and one of everything else.
    Small,
    /// Two years of bills with 20 lines and more, and dozens of everything else.
    Large,
    /// As small, with further phone lines.
    Wide,
}

/// Orders, requests and messages of a guest who has many of them: more than a page lists.
const MANY: u32 = 40;
/// Lines on each bill of such a guest, at least.
pub(crate) const BILL_LINES: usize = 20;
/// Phone lines that a wide guest has besides those of a small one.
pub(crate) const FURTHER_LINES: u32 = 4;
/// Customers beside the guest, so that look-ups have something to look through.
const NEIGHBOURS: usize = 300;
/// Guests who are signed in, the first of them the one with much.
const GUESTS: usize = 32;
const PASSWORD: &str = "lantern-over-river-58";

/// A hall in files.
pub(crate) struct Hall {
    /// Address of its database.
    pub(crate) database: String,
    /// What its gateways write.
    pub(crate) folder: PathBuf,
    /// Those who are signed in; there is at least one.
    pub(crate) guests: Vec<Guest>,
}

/// Somebody who is signed in.
pub(crate) struct Guest {
    /// The session's secret.
    pub(crate) token: String,
    /// Address of the newest bill.
    pub(crate) bill: String,
    /// Every page of a customer, as its route and its address for this one.
    pub(crate) pages: Vec<(&'static str, String)>,
}

impl Hall {
    /// Fills a new hall.
    pub(crate) async fn fill(folder: &Path, size: Size) -> Result<Self> {
        let database = format!("sqlite:{}", folder.join("hall.db").display());
        let mut hall = Self { database, folder: folder.to_owned(), guests: Vec::new() };
        let desk = server::desk(&hall.configuration(Path::new(""))).await?;
        hall.guests = hall.people(&desk, size).await?;
        desk.store().close().await;
        Ok(hall)
    }

    /// The one the figures are about.
    pub(crate) fn guest(&self) -> &Guest {
        &self.guests[0]
    }

    /// How the program would be set for this hall.
    pub(crate) fn configuration(&self, site: &Path) -> Configuration {
        Configuration {
            database: self.database.clone(),
            folder: self.folder.clone(),
            site_root: site.to_owned(),
            demo: true,
            limits: Limits::default(),
            ..Configuration::default()
        }
    }

    async fn people(&self, desk: &Desk, size: Size) -> Result<Vec<Guest>> {
        let catalogue = Catalogue::demo();
        let mut everybody = files::sample(&catalogue, desk.today(), desk.settings().offset, NEIGHBOURS)?;
        let chosen = files::most_fitting(&everybody, desk.today()).context("nobody in the sample fits")?;
        everybody.swap(0, chosen);
        let count = match size {
            Size::Small => {
                files::shorten(&mut everybody[0]);
                1
            }
            Size::Large => {
                files::lengthen(&mut everybody[0], BILL_LINES);
                MANY
            }
            Size::Wide => {
                files::shorten(&mut everybody[0]);
                files::widen(&mut everybody[0], FURTHER_LINES);
                1
            }
        };
        bring_in(desk, &catalogue, &everybody).await?;
        extras::add(desk, &catalogue, &everybody[0], count).await?;
        let wanted = if size == Size::Large { GUESTS } else { 1 };
        let mut guests = Vec::new();
        for file in everybody.iter().filter(|file| files::is_visitor(file)).take(wanted) {
            guests.push(Guest {
                token: sign_in(desk, file).await?,
                bill: format!("/bills/{}", newest_bill(file)?),
                pages: pages(&catalogue, file, guests.is_empty())?,
            });
        }
        ensure!(guests.len() == wanted, "there are only {} guests", guests.len());
        Ok(guests)
    }
}

async fn bring_in(desk: &Desk, catalogue: &Catalogue, everybody: &[CustomerFile]) -> Result<()> {
    desk.store()
        .write(|mut unit| async move {
            for offering in catalogue.offerings() {
                unit.put_offering(offering).await?;
            }
            unit.import_customers(everybody).await
        })
        .await?;
    Ok(())
}

async fn sign_in(desk: &Desk, file: &CustomerFile) -> Result<String> {
    sign_in::set_password(desk, &file.customer.code, PASSWORD).await?;
    let browser = Browser::new(desk, None, "figures", "127.0.0.1");
    let entry = sign_in::with_password(desk, file.customer.mobile.as_str(), PASSWORD, &browser).await?;
    let Entry::Opened(opened) = entry else { bail!("a second factor is asked for") };
    Ok(opened.token)
}

fn newest_bill(file: &CustomerFile) -> Result<&str> {
    Ok(&file.bills.last().context("a guest without a bill")?.0.number)
}

/// Every address that the table of routes has for a customer, filled in with the newest thing of that customer.
/// Somebody without orders and requests (`has_extras`) has no page for one.
fn pages(
    catalogue: &Catalogue,
    file: &CustomerFile,
    has_extras: bool,
) -> Result<Vec<(&'static str, String)>> {
    let bill = newest_bill(file)?;
    let payment = &file.payments.last().context("a guest who never paid")?.number;
    let phone = files::phone(file).context("a guest without a phone")?;
    let plan = files::plan_on(file, phone.id).context("a phone without a plan")?;
    let other = files::another_plan(catalogue, plan).context("a catalogue of one plan")?;
    let mut pages = Vec::new();
    for route in ROUTES {
        let for_customers =
            right(route.operation, Role::Subscriber, Standing::Oneself) == Some(Relation::Own);
        let is_page = match route.path {
            // A file, a stream that does not end, and what the guest is not invited to.
            "/bills/{number}/csv" | "/orders/{number}/events" | "/company/invitations/{number}" => false,
            "/orders/{number}" | "/requests/{number}" => has_extras,
            _ => for_customers || route.operation == Operation::ViewPublic,
        };
        if route.method != Method::GET || !is_page {
            continue;
        }
        let number = match route.path {
            "/bills/{number}" => bill,
            "/payments/{number}" => payment,
            "/orders/{number}" => &extras::newest_order(),
            "/requests/{number}" => &extras::newest_request(),
            _ => "{number}",
        };
        let mut address =
            route.path.replace("{number}", number).replace("{line}", &phone.code).replace("{code}", &plan.0);
        if route.path == "/lines/{line}/change-plan/check" {
            write!(address, "?plan={}&start=nextCycle", other.code.0)?;
        }
        ensure!(!address.contains('{'), "nobody said what to put into the new route {}", route.path);
        pages.push((route.path, address));
    }
    Ok(pages)
}
