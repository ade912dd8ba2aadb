//! The best plan: what computing it takes, and whether it is the best. Six months of use against 200 plans, and the advice
//! with its arithmetic; compared with a search written anew here, which shares no arithmetic with `crm`.

use crate::{
    report::{Figure, median, number},
    workplace::Workplace,
};
use anyhow::{Result, ensure};
use crm::{
    best_plan::{Advice, Candidate, History, best},
    catalogue::{Allowances, OfferingCode, Overage},
    cycle::Cycle,
    money::Money,
    usage::CycleUsage,
};
use jiff::civil::date;
use std::{hint::black_box, time::Instant};

const PLANS: usize = 200;
const MONTHS: i64 = 6;
const HISTORIES: usize = 100_000;
/// After so many histories there is another catalogue.
const CATALOGUE_FOR: usize = 1_000;
const BATCHES: usize = 50;
const BATCH: usize = 400;

/// The figure of the best plan.
pub(crate) fn measure(_: &Workplace) -> Result<Vec<Figure>> {
    let microseconds = time();
    let wrong = differing()?;
    let figure = Figure::new("best plan, 6 months of usage × 200 plans", microseconds, 1, "µs").at_most(50.0);
    let figure = figure.with("equal to brute force on 100,000 histories", wrong == 0);
    Ok(vec![
        figure
            .note(format!("median of {BATCHES} batches of {BATCH}; {wrong} of {HISTORIES} histories differ")),
    ])
}

/// Microseconds for one history: every plan computed, put in order, the first set against the present one.
fn time() -> f64 {
    let mut draw = Draw(1);
    let plans = catalogue(&mut draw);
    let current = plan(&mut draw, PLANS);
    let histories: Vec<History> = (0..BATCH).map(|_| history(&mut draw, MONTHS, &plans)).collect();
    let batch = || {
        let begin = Instant::now();
        for history in &histories {
            black_box(best(black_box(history), black_box(&plans)).against(&current));
        }
        begin.elapsed().as_secs_f64() * 1_000_000.0 / number(BATCH)
    };
    batch();
    median((0..BATCHES).map(|_| batch()).collect())
}

/// Histories for which the advice is not the one found by trying every plan.
fn differing() -> Result<usize> {
    let mut draw = Draw(2026);
    let mut wrong = 0;
    for _ in 0..HISTORIES / CATALOGUE_FOR {
        let plans = catalogue(&mut draw);
        for _ in 0..CATALOGUE_FOR {
            let months = draw.below(MONTHS + 1);
            let history = history(&mut draw, months, &plans);
            let current = plan(&mut draw, PLANS);
            let ranking = best(&history, &plans);
            ensure!(ranking.places.len() == plans.len(), "a plan was not looked at");
            let totals_agree = ranking
                .places
                .iter()
                .all(|place| i128::from(place.total.fen()) == total(place.plan, &history));
            let in_order = ranking.places.is_sorted_by_key(|place| place.total);
            let advised = ranking.against(&current).map(|advice| match advice {
                Advice::Stay { current } => (current.plan, 0),
                Advice::Better { best, saving, .. } => (best.plan, i128::from(saving.fen())),
            });
            wrong += usize::from(!totals_agree || !in_order || advised != advice(&current, &plans, &history));
        }
    }
    Ok(wrong)
}

/// The plan to have and what it would have saved, by trying each: the cheapest; of equally cheap ones that of the lowest
/// price, then the first by code. The present one unless another is cheaper; nothing without a month.
fn advice(current: &Candidate, plans: &[Candidate], history: &History) -> Option<(OfferingCode, i128)> {
    if history.months.is_empty() {
        return None;
    }
    let now = total(current, history);
    let mut cheapest: Option<(&Candidate, i128)> = None;
    for plan in plans {
        let cost = total(plan, history);
        let wins = match cheapest {
            None => true,
            Some((_, least)) if cost != least => cost < least,
            Some((held, _)) if held.monthly_price != plan.monthly_price => {
                plan.monthly_price < held.monthly_price
            }
            Some((held, _)) => plan.code.0 < held.code.0,
        };
        if wins {
            cheapest = Some((plan, cost));
        }
    }
    match cheapest {
        Some((plan, cost)) if cost < now => Some((plan.code.clone(), now - cost)),
        _ => Some((current.code.clone(), 0)),
    }
}

/// What a plan would have cost, in fen, from its price and rates.
fn total(plan: &Candidate, history: &History) -> i128 {
    let mut fen = 0;
    for month in &history.months {
        fen += i128::from(plan.monthly_price.fen());
        let Candidate { allowances, overage, .. } = plan;
        let kinds = [
            (month.voice_minutes, allowances.voice_minutes, 1, overage.voice_minute),
            // Each hundred megabytes that was begun.
            (month.data_mb, allowances.data_mb, 100, overage.data_block),
            (month.messages, allowances.messages, 1, overage.message),
        ];
        for (used, included, piece, price) in kinds {
            let Some(included) = included else { continue };
            if used > included {
                fen += i128::from((used - included + piece - 1) / piece) * i128::from(price.fen());
            }
        }
    }
    fen
}

fn catalogue(draw: &mut Draw) -> Vec<Candidate> {
    (0..PLANS).map(|n| plan(draw, n)).collect()
}

/// Prices and rates of few values, so that plans are often equally cheap.
fn plan(draw: &mut Draw, n: usize) -> Candidate {
    let mut allowance = |most: i64, step: i64| match draw.below(8) {
        0 => None,
        1 => Some(0),
        _ => Some(draw.below(most / step + 1) * step),
    };
    let allowances = Allowances {
        voice_minutes: allowance(2_000, 50),
        data_mb: allowance(200_000, 1_024),
        messages: allowance(500, 20),
    };
    Candidate {
        // Not in the order of the list.
        code: OfferingCode(format!("P-{:03}", n * 77 % (PLANS + 1))),
        monthly_price: Money::from_yuan(draw.below(40) * 5),
        allowances,
        overage: Overage {
            voice_minute: Money::from_fen(10 + draw.below(3) * 5),
            data_block: Money::from_fen(draw.below(4) * 100),
            message: Money::from_fen(10 * draw.below(2)),
        },
    }
}

/// Months of use: often nothing, often exactly what a plan includes, or one more.
fn history(draw: &mut Draw, months: i64, plans: &[Candidate]) -> History {
    let months = (0..months).map(|_| {
        let at = usize::try_from(draw.below(i64::try_from(plans.len()).unwrap_or(1))).unwrap_or(0);
        let Allowances { voice_minutes, data_mb, messages } = plans[at].allowances;
        let mut used = |included: Option<i64>, most: i64| match draw.below(4) {
            0 => 0,
            1 => included.unwrap_or(0) + draw.below(2),
            _ => draw.below(most),
        };
        CycleUsage {
            voice_minutes: used(voice_minutes, 3_000),
            data_mb: used(data_mb, 300_000),
            messages: used(messages, 800),
        }
    });
    History { first: Cycle::of(date(2026, 5, 1)), months: months.collect() }
}

/// Drawn numbers, the same in every run (`SplitMix64`).
struct Draw(u64);

impl Draw {
    /// One of `0..bound`; 0 when there is nothing to draw from.
    fn below(&mut self, bound: i64) -> i64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^= bits >> 31;
        let scaled = (u128::from(bits) * u128::from(bound.max(1).unsigned_abs())) >> 64;
        i64::try_from(scaled).unwrap_or(0)
    }
}
