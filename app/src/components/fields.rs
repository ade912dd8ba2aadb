//! Fields people type into. Each has a label, may have a hint and an error, and keeps what was typed.

use leptos::prelude::*;

/// Ids of the hint and the error of a field, for `aria-describedby`.
pub(crate) fn described_by(id: &str, hint: &str, error: Option<&String>) -> Option<String> {
    let hint = (!hint.is_empty()).then(|| format!("{id}-hint"));
    let error = error.map(|_| format!("{id}-error"));
    match (hint, error) {
        (Some(hint), Some(error)) => Some(format!("{hint} {error}")),
        (hint, error) => hint.or(error),
    }
}

/// The hint of a field, under its label.
pub(crate) fn hint_view(id: &str, hint: String) -> impl IntoView + use<> {
    let id = format!("{id}-hint");
    (!hint.is_empty()).then(|| {
        view! {
            <p class="hint" id=id>
                {hint}
            </p>
        }
    })
}

/// The error of a field, above its control.
pub(crate) fn error_view(id: &str, error: Option<String>) -> impl IntoView + use<> {
    let id = format!("{id}-error");
    error.map(|error| {
        view! {
            <p class="field-error" id=id>
                {error}
            </p>
        }
    })
}

/// Label, hint and error around one control.
fn field<C: IntoView + 'static>(
    id: &str,
    label: String,
    hint: String,
    error: Option<String>,
    control: C,
) -> impl IntoView + use<C> {
    let wrong = error.is_some();
    view! {
        <div class=if wrong { "field field-wrong" } else { "field" }>
            <label for=id.to_owned()>{label}</label>
            {hint_view(id, hint)}
            {error_view(id, error)}
            {control}
        </div>
    }
}

/// The id of a field: its name, unless a page shows the same name twice.
pub(crate) fn id_or(id: String, name: &'static str) -> String {
    if id.is_empty() { name.to_owned() } else { id }
}

fn given(text: &'static str) -> Option<&'static str> {
    (!text.is_empty()).then_some(text)
}

/// One line of text.
#[component]
pub fn TextField(
    /// Name of the field.
    name: &'static str,
    /// What to enter.
    #[prop(into)]
    label: String,
    /// What was typed before.
    #[prop(optional, into)]
    value: String,
    /// How to write it.
    #[prop(optional, into)]
    hint: String,
    /// What is wrong with it.
    #[prop(optional_no_strip)]
    error: Option<String>,
    /// `type`: `text`, `tel`, `email`, `date`, `search`.
    #[prop(default = "text")]
    kind: &'static str,
    /// `autocomplete` token.
    #[prop(optional)]
    autocomplete: &'static str,
    /// `inputmode`, such as `numeric`.
    #[prop(optional)]
    inputmode: &'static str,
    /// Most characters that can be entered.
    #[prop(optional)]
    maxlength: Option<i64>,
    /// Has to be filled in.
    #[prop(optional)]
    required: bool,
    /// Width by what goes in: `code` (a few digits), `short`, or empty for all the room.
    #[prop(optional)]
    width: &'static str,
    /// Id, where a page shows the same name twice.
    #[prop(optional, into)]
    id: String,
) -> impl IntoView {
    let id = id_or(id, name);
    let control = view! {
        <input
            class=given(width).map(|width| format!("width-{width}"))
            id=id.clone()
            name=name
            type=kind
            value=value
            autocomplete=given(autocomplete)
            inputmode=given(inputmode)
            maxlength=maxlength.map(|most| most.to_string())
            required=required
            aria-invalid=error.is_some().then_some("true")
            aria-describedby=described_by(&id, &hint, error.as_ref())
        />
    };
    field(&id, label, hint, error, control)
}

/// A password. What was typed is never sent back.
#[component]
pub fn PasswordField(
    /// Name of the field.
    name: &'static str,
    /// What to enter.
    #[prop(into)]
    label: String,
    /// How to write it.
    #[prop(optional, into)]
    hint: String,
    /// What is wrong with it.
    #[prop(optional_no_strip)]
    error: Option<String>,
    /// `current-password` or `new-password`.
    #[prop(default = "current-password")]
    autocomplete: &'static str,
    /// Id, where a page shows the same name twice.
    #[prop(optional, into)]
    id: String,
) -> impl IntoView {
    let id = id_or(id, name);
    let control = view! {
        <input
            id=id.clone()
            name=name
            type="password"
            autocomplete=autocomplete
            required=true
            aria-invalid=error.is_some().then_some("true")
            aria-describedby=described_by(&id, &hint, error.as_ref())
        />
    };
    field(&id, label, hint, error, control)
}

/// Several lines of text. The one place that renders a `textarea`: Leptos 0.8 does not escape what is inside one, so
/// this does.
#[component]
pub fn TextArea(
    /// Name of the field.
    name: &'static str,
    /// What to enter.
    #[prop(into)]
    label: String,
    /// What was typed before.
    #[prop(optional, into)]
    value: String,
    /// How to write it.
    #[prop(optional, into)]
    hint: String,
    /// What is wrong with it.
    #[prop(optional_no_strip)]
    error: Option<String>,
    /// Lines shown.
    #[prop(default = 5)]
    rows: i64,
    /// Most characters that can be entered.
    #[prop(optional)]
    maxlength: Option<i64>,
    /// Has to be filled in.
    #[prop(optional)]
    required: bool,
    /// Id, where a page shows the same name twice.
    #[prop(optional, into)]
    id: String,
) -> impl IntoView {
    let id = id_or(id, name);
    let control = view! {
        <textarea
            id=id.clone()
            name=name
            rows=rows.to_string()
            maxlength=maxlength.map(|most| most.to_string())
            required=required
            aria-invalid=error.is_some().then_some("true")
            aria-describedby=described_by(&id, &hint, error.as_ref())
        >
            {inside_textarea(value)}
        </textarea>
    };
    field(&id, label, hint, error, control)
}

/// What was typed, safe inside a `textarea`. A line break comes first because the parser drops one there.
fn inside_textarea(mut text: String) -> String {
    text.insert(0, '\n');
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(
        "</textarea><script>alert(1)</script>",
        "\n&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;</textarea>"
    )]
    #[case("&lt;", "\n&amp;lt;</textarea>")]
    #[case("\nsecond line", "\n\nsecond line</textarea>")]
    #[case("", "\n</textarea>")]
    fn what_was_typed_stays_inside_the_textarea(#[case] typed: &str, #[case] inside: &str) {
        let html = view! { <TextArea name="text" label="Text" value=typed /> }.to_html();
        assert!(html.contains(&format!(">{inside}")), "{html}");
        assert_eq!(html.matches("<script").count(), 0);
    }

    #[rstest]
    #[case("\"><script>alert(1)</script>")]
    #[case("' onfocus='alert(1)")]
    #[case("<!>")]
    fn what_was_typed_stays_inside_the_value(#[case] typed: &str) {
        let html = view! { <TextField name="text" label="Text" value=typed /> }.to_html();
        let (_, rest) = html.split_once("value=\"").expect("the value");
        let (value, _) = rest.split_once('"').expect("its end");
        let back =
            value.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&#x27;", "'");
        assert_eq!(back, typed);
        assert!(!value.contains('<'), "{value}");
    }

    #[test]
    fn hint_and_error_describe_the_control() {
        let error = Some("Enter 11 digits.".to_owned());
        let html =
            view! { <TextField name="mobile" label="Mobile" hint="11 digits" error=error /> }.to_html();
        for part in [
            r#"<label for="mobile">"#,
            r#"id="mobile-hint""#,
            r#"id="mobile-error""#,
            r#"aria-describedby="mobile-hint mobile-error""#,
            r#"aria-invalid="true""#,
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
    }
}
