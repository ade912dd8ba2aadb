//! Answers to commands.

use crate::{
    audit,
    engines::{Place, at_once},
    given::{self, at},
};
use std::collections::BTreeSet;
use store::{Error, idempotency::Remembered};
use uuid::Uuid;

on_both_engines!(an_answer_is_bound_to_its_command, a_key_is_taken_once, one_of_many_does_the_work);

fn answer(number: u32) -> Remembered {
    Remembered { request_hash: vec![1, 2, 3], reply: format!("order {number} {{\"a\": 1}}") }
}

async fn an_answer_is_bound_to_its_command(place: &Place) {
    let [key, other] = [1, 2].map(|number| given::id::<Uuid>("key", number));
    let write = place.store.write(async |mut work| {
        work.remember("subscriber:1", "pay", key, &answer(1), at(1)).await?;
        work.remember("subscriber:1", "pay", other, &answer(2), at(2)).await?;
        assert_eq!(work.remembered("subscriber:1", "pay", key).await?, Some(answer(1)));
        assert_eq!(work.remembered("subscriber:2", "pay", key).await?, None);
        assert_eq!(work.remembered("subscriber:1", "planChange", key).await?, None);
        assert_eq!(work.forget_answers(at(2)).await?, 1);
        assert_eq!(work.remembered("subscriber:1", "pay", key).await?, None);
        assert_eq!(work.remembered("subscriber:1", "pay", other).await?, Some(answer(2)));
        Ok::<_, Error>(())
    });
    write.await.unwrap();
}

async fn a_key_is_taken_once(place: &Place) {
    let key = given::id::<Uuid>("key", 1);
    for number in [1, 2] {
        let answer = answer(number);
        let done =
            place.store.write(async |mut work| work.remember("one", "pay", key, &answer, at(1)).await).await;
        assert_eq!(done.is_ok(), number == 1, "{done:?}");
        assert!(number == 1 || matches!(done, Err(Error::Conflict)));
    }
}

async fn one_of_many_does_the_work(place: &Place) {
    for round in 0..8 {
        let key = given::id::<Uuid>("key", round);
        let replies = at_once(4, |number| {
            let store = place.store.clone();
            async move {
                store
                    .write(async |mut work| {
                        if let Some(first) = work.remembered("one", "pay", key).await? {
                            return Ok::<_, Error>(first.reply);
                        }
                        work.record(&audit::event(round * 10 + number)).await?;
                        let answer = answer(number);
                        work.remember("one", "pay", key, &answer, at(1)).await?;
                        Ok(answer.reply)
                    })
                    .await
                    .unwrap()
            }
        });
        // Everybody is told what the first was told.
        assert_eq!(replies.await.into_iter().collect::<BTreeSet<_>>().len(), 1);
        let done = place.store.read(async |mut work| work.latest_events(99).await).await.unwrap();
        assert_eq!(done.len(), round as usize + 1);
    }
}
