//! The steps of an order, followed live: the server sends where it stands whenever that changes. R-ORD-3

use crate::{
    components::{Badge, Step, Steps, Tone},
    locales::order_tracker as t,
};
use crm::{language::Language, orders::Choice};
use leptos::{prelude::*, tachys::html::islands::IslandChildren};
use serde::{Deserialize, Serialize};

/// Where an order stands, in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tracked {
    /// What its state means to the reader.
    pub tone: Tone,
    /// Its state in one word.
    pub state: String,
    /// Where it stands, in one sentence.
    pub status: String,
    /// The steps.
    pub steps: Vec<Step>,
    /// What the customer may do now.
    pub choices: Vec<Choice>,
    /// Nothing more will happen.
    pub ended: bool,
}

impl Tracked {
    /// As an event of the stream carries it.
    #[cfg(feature = "ssr")]
    pub fn packed(&self) -> String {
        super::props::pack(self)
    }

    /// What an event carries; `None` when it is something else.
    pub fn unpacked(text: &str) -> Option<Self> {
        super::props::unpack(text)
    }
}

/// What the tracker begins with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Props {
    /// The reader's language.
    pub language: Language,
    /// Address of the order's page; its events are beneath.
    pub page: String,
    /// Where the order stood when the page was made.
    pub first: Tracked,
}

/// The tracker. Around it the server renders what can be done in the state the page was made in; when that no longer
/// holds, the tracker takes it away and leads to the page anew.
#[cfg(feature = "ssr")]
#[component]
pub(crate) fn OrderTracker(
    /// What it begins with.
    props: Props,
    /// What could be done then.
    children: Children,
) -> impl IntoView {
    super::asleep("order_tracker", props, |props| tracker(props, children()))
}

/// Wakes the tracker.
#[cfg(feature = "hydrate")]
#[leptos::wasm_bindgen::prelude::wasm_bindgen(wasm_bindgen = leptos::wasm_bindgen)]
pub fn order_tracker(element: &web_sys::Element) {
    super::wake(element, |props| tracker(props, ()));
}

fn tracker(props: Props, children: impl IntoView) -> impl IntoView {
    let Props { language, page, first } = props;
    let choices = first.choices.clone();
    let events = (!first.ended).then(|| format!("{page}/events"));
    let tracked = RwSignal::new(first);
    super::once_awake(move || {
        if let Some(events) = &events {
            follow(events, tracked);
        }
    });
    let stale = move || tracked.with(|tracked| tracked.choices != choices);
    let nothing_new = {
        let stale = stale.clone();
        move || !stale() || tracked.with(|tracked| tracked.choices.is_empty())
    };
    let now = move || {
        let Tracked { tone, state, status, .. } = tracked.get();
        view! {
            <Badge tone=tone text=state />
            <span class="strong">{status}</span>
        }
    };
    view! {
        <div class="stack">
            <div role="status">
                <p class="cluster">{now}</p>
                <p hidden=nothing_new>
                    {t::moved_on(language)} " " <a href=page>{t::see_now(language)}</a>
                </p>
            </div>
            {move || view! { <Steps language=language steps=tracked.get().steps /> }}
            <div hidden=stale>{IslandChildren::new(children.into_view())}</div>
        </div>
    }
}

/// Keeps `tracked` as the server tells it, until the order has ended. A connection that breaks is made again by the
/// browser itself.
#[cfg(feature = "hydrate")]
fn follow(events: &str, tracked: RwSignal<Tracked>) {
    use leptos::wasm_bindgen::{JsCast, closure::Closure};
    use web_sys::{EventSource, MessageEvent};

    // Without event streams the page stays as it was made.
    let Ok(source) = EventSource::new(events) else { return };
    let stream = source.clone();
    let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let text = event.data().as_string().unwrap_or_default();
        let Some(now) = Tracked::unpacked(&text) else { return };
        if now.ended {
            // The server closes the stream; the browser would open it again and again.
            stream.close();
        }
        if tracked.with_untracked(|before| *before != now) {
            tracked.set(now);
        }
    });
    source.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // It lives as long as the page.
    on_message.forget();
}

/// The server renders once: there is nothing to follow.
#[cfg(not(feature = "hydrate"))]
fn follow(_events: &str, _tracked: RwSignal<Tracked>) {}
