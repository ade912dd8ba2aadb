//! Recommendations shown.

use crate::{
    engines::Place,
    given::{self, at},
};
use crm::{
    ids::RecommendationId,
    money::Money,
    recommendations::{Outcome, Recommendation, RecommendationKind},
};
use store::{Error, imports::CustomerFile};

on_both_engines!(the_first_time_counts, an_outcome_is_kept);

fn recommendation(file: &CustomerFile, number: u32, offering: &str) -> Recommendation {
    Recommendation {
        id: given::id("recommendation", number),
        customer_id: file.customer.id,
        line_id: file.lines[0].id,
        kind: RecommendationKind::BetterPlan,
        offering: given::code(offering),
        saving: Money::from_yuan(70),
        shown_at: at(i64::from(number)),
        outcome: Outcome::Seen,
        outcome_at: at(i64::from(number)),
    }
}

async fn the_first_time_counts(place: &Place) {
    let [one, two] = given::hall_of(&place.store, [1, 2]).await;
    let first = recommendation(&one, 1, given::OTHER_PLAN);
    let stay = Recommendation {
        kind: RecommendationKind::Stay,
        saving: Money::ZERO,
        ..recommendation(&one, 3, given::OTHER_PLAN)
    };
    let write = place.store.write(async |mut work| {
        work.add_recommendation(&first).await?;
        work.add_recommendation(&recommendation(&one, 2, given::OTHER_PLAN)).await?;
        work.add_recommendation(&stay).await?;
        assert_eq!(work.recommendations_of(one.customer.id).await?, [stay.clone(), first.clone()]);
        assert_eq!(work.recommendations_of(two.customer.id).await?, []);
        Ok::<_, Error>(())
    });
    write.await.unwrap();
}

async fn an_outcome_is_kept(place: &Place) {
    let one = given::hall(&place.store).await;
    let shown = recommendation(&one, 1, given::OTHER_PLAN);
    let write = place.store.write(async |mut work| {
        work.add_recommendation(&shown).await?;
        work.save_outcome(shown.id, Outcome::Dismissed, at(9)).await?;
        work.recommendations_of(one.customer.id).await
    });
    let kept = write.await.unwrap();
    assert_eq!(kept, [Recommendation { outcome: Outcome::Dismissed, outcome_at: at(9), ..shown }]);
    let unknown = given::id::<RecommendationId>("recommendation", 9);
    let refused =
        place.store.write(async |mut work| work.save_outcome(unknown, Outcome::Taken, at(9)).await).await;
    assert!(matches!(refused, Err(Error::Conflict)), "{refused:?}");
}
