//! The outbox.

use crate::{
    engines::Place,
    given::{self, at},
};
use crm::{
    ids::MessageId,
    language::Language,
    messages::{Message, MessageChannel, MessageState, MessageTopic},
};
use store::{Error, imports::CustomerFile};

on_both_engines!(messages_are_listed_without_codes, a_message_keeps_its_state);

fn message(file: &CustomerFile, number: u32, topic: MessageTopic) -> Message {
    Message {
        id: given::id("message", number),
        customer_id: Some(file.customer.id),
        topic,
        channel: MessageChannel::Sms,
        recipient: file.customer.mobile.as_str().to_owned(),
        language: Language::ZhCn,
        body: "您的订单已受理。".to_owned(),
        created_at: at(i64::from(number / 2)),
        state: MessageState::Queued,
    }
}

async fn messages_are_listed_without_codes(place: &Place) {
    let [one, two] = given::hall_of(&place.store, [1, 2]).await;
    let [first, second, third] = [1, 2, 3].map(|number| message(&one, number, MessageTopic::Order));
    let code = message(&one, 4, MessageTopic::SignInCode);
    let unknown = Message { customer_id: None, ..message(&one, 5, MessageTopic::SignInCode) };
    let others = message(&two, 6, MessageTopic::Payment);
    let write = place.store.write(async |mut work| {
        for message in [&first, &second, &third, &code, &unknown, &others] {
            work.add_message(message).await?;
        }
        assert_eq!(
            work.messages_of(one.customer.id, 9).await?,
            [third.clone(), second.clone(), first.clone()]
        );
        assert_eq!(work.messages_of(one.customer.id, 1).await?, std::slice::from_ref(&third));
        assert_eq!(work.message(unknown.id).await?, Some(unknown.clone()));
        assert_eq!(work.message(given::id::<MessageId>("message", 9)).await?, None);
        Ok::<_, Error>(())
    });
    write.await.unwrap();
}

async fn a_message_keeps_its_state(place: &Place) {
    let one = given::hall(&place.store).await;
    let queued = message(&one, 1, MessageTopic::Profile);
    let write = place.store.write(async |mut work| {
        work.add_message(&queued).await?;
        work.save_message_state(queued.id, MessageState::Sent).await?;
        work.message(queued.id).await
    });
    assert_eq!(write.await.unwrap(), Some(Message { state: MessageState::Sent, ..queued }));
}
