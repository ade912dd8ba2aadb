//! The catalogue.

use crate::{engines::Place, given};
use crm::{
    catalogue::{Allowances, Eligibility, Offering, OfferingKind},
    lines::LineKind,
    money::Money,
};
use jiff::civil::date;
use store::Error;

on_both_engines!(offerings_come_back_as_they_went_in, prices_change_over_time, an_offering_is_replaced);

async fn offerings_come_back_as_they_went_in(place: &Place) {
    given::hall_of(&place.store, []).await;
    let bare = Offering {
        allowances: Allowances { voice_minutes: None, data_mb: Some(1), messages: None },
        sale_until: Some(date(2026, 12, 31)),
        eligibility: Eligibility::Seniors,
        needs: Vec::new(),
        excludes: Vec::new(),
        ..given::offering("5G-9", OfferingKind::Plan, LineKind::Phone, 9)
    };
    place.store.write(async |mut work| work.put_offering(&bare).await).await.unwrap();
    let read = place.store.read(async |mut work| {
        let [plan, other, fibre, video] = given::catalogue();
        let all = [plan.clone(), other, bare.clone(), fibre, video];
        assert_eq!(work.offerings(date(2026, 11, 1)).await?, all);
        assert_eq!(work.offerings(date(2023, 12, 31)).await?, []);
        assert_eq!(work.offering(&bare.code, date(2030, 1, 1)).await?, Some(bare.clone()));
        assert_eq!(work.offering(&bare.code, date(2023, 12, 31)).await?, None);
        assert_eq!(work.offering(&given::code("5G"), date(2026, 11, 1)).await?, None);
        Ok::<_, Error>(())
    });
    read.await.unwrap();
}

async fn prices_change_over_time(place: &Place) {
    given::hall_of(&place.store, []).await;
    let code = given::code(given::PLAN);
    let write = place.store.write(async |mut work| {
        work.put_price(&code, date(2026, 11, 1), Money::from_yuan(139)).await?;
        work.put_price(&code, date(2026, 12, 1), Money::from_yuan(149)).await?;
        work.put_price(&code, date(2026, 12, 1), Money::from_yuan(145)).await
    });
    write.await.unwrap();
    let days = [date(2024, 1, 1), date(2026, 10, 31), date(2026, 11, 1), date(2026, 12, 1)];
    let read = place.store.read(async |mut work| {
        for (day, yuan) in days.into_iter().zip([129, 129, 139, 145]) {
            let price = work.offering(&code, day).await?.map(|offering| offering.monthly_price);
            assert_eq!(price, Some(Money::from_yuan(yuan)), "{day}");
        }
        assert_eq!(work.offerings(days[2]).await?.len(), 4);
        Ok::<_, Error>(())
    });
    read.await.unwrap();
}

async fn an_offering_is_replaced(place: &Place) {
    given::hall_of(&place.store, []).await;
    let [plan, ..] = given::catalogue();
    let newer = Offering {
        sale_until: Some(date(2026, 10, 31)),
        monthly_price: Money::from_yuan(119),
        needs: Vec::new(),
        ..plan
    };
    place.store.write(async |mut work| work.put_offering(&newer).await).await.unwrap();
    let read = place.store.read(async |mut work| work.offering(&newer.code, date(2026, 11, 1)).await);
    assert_eq!(read.await.unwrap(), Some(newer));
}
