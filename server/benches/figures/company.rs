//! The pages of a company of 10,000 lines against those of one with 10, for an owner of both: what a page costs must not
//! follow from how much there is. R-ENT-3
//!
//! The whole program serves one database that holds both companies; one connection asks for the same page of each in turn.

use crate::{
    client::{self, Connection, Encoding},
    hall::Size,
    program::Program,
    report::{Figure, grouped, median, number},
    workplace::Workplace,
};
use anyhow::{Context as _, Result, ensure};
use operations::{Desk, Error, company::founding};
use server::import::{
    catalogue::Catalogue,
    company::{CompanyFile, CompanyPlan, DEMO_COMPANIES, company},
};
use std::{path::Path, time::Instant};

const TEN: CompanyPlan =
    CompanyPlan { code: "TEN", name: "十个号码", slot: 80, lines: 10, tree: [0, 3, 0] };
const PAGES: [&str; 3] = ["/lines", "", "/units"];
const ROUNDS: usize = 400;
const RATIO: f64 = 2.0;

/// The figures of a company's pages.
pub(crate) fn measure(workplace: &Workplace) -> Result<Vec<Figure>> {
    let hall = workplace.hall(Size::Small)?;
    let many = DEMO_COMPANIES[2];
    let configuration = hall.configuration(Path::new(""));
    let took = workplace.runtime().block_on(async {
        let desk = server::desk(&configuration).await?;
        let owner = owner(&desk).await?;
        let begin = Instant::now();
        for plan in [&TEN, &many] {
            add(&desk, plan, &owner).await?;
        }
        let took = begin.elapsed().as_secs_f64();
        desk.store().close().await;
        anyhow::Ok(took)
    })?;
    let program = Program::serve(hall, workplace.site(), false)?;
    let mut connection = Connection::open(program.address)?;
    let mut figures = Vec::new();
    for page in PAGES {
        let (mut small, mut large) = (Vec::new(), Vec::new());
        let request = |code: &str| {
            let path = format!("/company/{code}{page}");
            client::request(program.address, &path, Some(&hall.guest().token), Encoding::Plain)
        };
        let requests = [request(TEN.code), request(many.code)];
        for _ in 0..ROUNDS {
            for (request, times) in requests.iter().zip([&mut small, &mut large]) {
                let begin = Instant::now();
                let status = connection.exchange(request)?;
                times.push(begin.elapsed().as_secs_f64() * 1000.0);
                ensure!(status == 200, "{page} was answered with {status}");
            }
        }
        let (small, large) = (median(small), median(large));
        let name = if page.is_empty() { "/overview" } else { page };
        figures.push(
            Figure::new(format!("company{name}, 10,000 lines ÷ 10 lines"), large / small, 2, "ratio")
                .at_most(RATIO)
                .note(format!(
                    "median {large:.2} against {small:.2} ms, one connection, {ROUNDS} pages each"
                )),
        );
    }
    let note = format!("{} lines with plans and half a year of bills, SQLite", grouped(number(many.lines)));
    figures.push(Figure::new("company brought in", took, 1, "s").note(note));
    Ok(figures)
}

/// Customer code of the guest of the hall.
async fn owner(desk: &Desk) -> Result<String> {
    let first = desk.store().read(|mut unit| async move {
        let mut after = String::new();
        loop {
            let page = unit.customers_after(&after, 100).await?;
            let Some(last) = page.last() else { return Ok(None) };
            after.clone_from(&last.code);
            for customer in page {
                let holder = crm::sign_in::Holder::Customer(customer.id);
                if !unit.sessions_of(holder).await?.is_empty() {
                    return Ok::<_, Error>(Some(customer.code));
                }
            }
        }
    });
    first.await?.context("nobody is signed in")
}

async fn add(desk: &Desk, plan: &CompanyPlan, owner: &str) -> Result<()> {
    let made = company(plan, desk.today(), desk.settings().offset, &Catalogue::demo());
    let CompanyFile { file, units, placements } = &made;
    let (files, id) = (std::slice::from_ref(file), file.customer.id);
    desk.store()
        .write(|mut unit| async move {
            unit.import_customers(files).await?;
            for org_unit in units {
                unit.add_org_unit(org_unit).await?;
            }
            Ok::<_, Error>(unit.place_lines(id, placements).await?)
        })
        .await?;
    Ok(founding::found(desk, plan.code, owner).await?)
}
