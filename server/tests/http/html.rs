//! As much of HTML as it takes to fill in a form of a page.

/// A form as its page has it: fields with their values, boxes that are ticked, options that are chosen.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Form {
    pub(crate) action: String,
    pub(crate) fields: Vec<(String, String)>,
}

impl Form {
    /// Types into a field, in place of what stands there.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.fields.retain(|(known, _)| known != name);
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.fields.retain(|(known, _)| known != name);
        self
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

struct Tag<'h> {
    name: &'h str,
    attributes: Vec<(&'h str, String)>,
    /// What follows it.
    rest: &'h str,
}

impl Tag<'_> {
    fn get(&self, attribute: &str) -> Option<&str> {
        self.attributes.iter().find(|(name, _)| *name == attribute).map(|(_, value)| value.as_str())
    }
}

/// All forms of a page, in its order.
pub(crate) fn forms(html: &str) -> Vec<Form> {
    let mut forms: Vec<Form> = Vec::new();
    let mut inside = false;
    // The select that options belong to, and whether one of them was chosen already.
    let mut select: Option<(String, bool)> = None;
    for tag in tags(html) {
        match tag.name {
            "form" => {
                forms.push(Form {
                    action: tag.get("action").unwrap_or_default().to_owned(),
                    fields: Vec::new(),
                });
                inside = true;
            }
            "/form" => inside = false,
            "/select" => select = None,
            _ => {}
        }
        let Some(form) = forms.last_mut().filter(|_| inside) else { continue };
        let name = tag.get("name").unwrap_or_default().to_owned();
        let value = tag.get("value").unwrap_or_default().to_owned();
        match (tag.name, tag.get("type").unwrap_or("text")) {
            ("input", "checkbox" | "radio") if tag.get("checked").is_some() => {
                form.fields.push((name, value));
            }
            ("input", "checkbox" | "radio" | "submit") => {}
            ("input", _) => form.fields.push((name, value)),
            ("textarea", _) => {
                let text = tag.rest.split("</textarea>").next().unwrap_or_default();
                form.fields.push((name, unescaped(text.strip_prefix('\n').unwrap_or(text))));
            }
            ("select", _) => select = Some((name, false)),
            ("option", _) => {
                if let Some((name, chosen)) = &mut select {
                    let selected = tag.get("selected").is_some();
                    if selected {
                        form.fields.retain(|(known, _)| known != name);
                    }
                    // Browsers take the first option when none is chosen.
                    if selected || !*chosen {
                        form.fields.push((name.clone(), value));
                    }
                    *chosen = true;
                }
            }
            _ => {}
        }
    }
    forms
}

/// The tags of a page, without those that stand in scripts and comments.
fn tags(html: &str) -> impl Iterator<Item = Tag<'_>> {
    let mut rest = html;
    std::iter::from_fn(move || {
        loop {
            let (_, tail) = rest.split_once('<')?;
            if let Some(comment) = tail.strip_prefix("!--") {
                rest = comment.split_once("-->")?.1;
                continue;
            }
            let end = end_of_tag(tail)?;
            let inside = &tail[..end];
            rest = &tail[end + 1..];
            let tag = read(inside, rest);
            if tag.name == "script" {
                rest = rest.split_once("</script>")?.1;
            }
            return Some(tag);
        }
    })
}

/// Where a tag ends: at the first `>` that no quotes surround.
fn end_of_tag(tail: &str) -> Option<usize> {
    let mut quote = None;
    for (at, character) in tail.char_indices() {
        match (quote, character) {
            (None, '>') => return Some(at),
            (None, '"' | '\'') => quote = Some(character),
            (Some(open), _) if open == character => quote = None,
            _ => {}
        }
    }
    None
}

fn read<'h>(inside: &'h str, rest: &'h str) -> Tag<'h> {
    let (name, mut left) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
    let mut attributes = Vec::new();
    loop {
        left = left.trim_start();
        let end = left.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(left.len());
        if end == 0 {
            return Tag { name: name.trim_end_matches('/'), attributes, rest };
        }
        let attribute = &left[..end];
        left = &left[end..];
        let value = match left.strip_prefix("=\"").and_then(|value| value.split_once('"')) {
            Some((value, after)) => {
                left = after;
                unescaped(value)
            }
            None => String::new(),
        };
        attributes.push((attribute, value));
    }
}

/// Text as people read it.
pub(crate) fn unescaped(html: &str) -> String {
    let entities =
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&#39;", "'"), ("&amp;", "&")];
    entities.iter().fold(html.to_owned(), |text, (entity, character)| text.replace(entity, character))
}

#[test]
fn a_form_is_read_as_a_browser_would() {
    let page = r#"<form action="/else"><input name="no" value="no"></form><!-- <form action="/x"> -->
        <script>if (1 < 2) { "<form action='/x'>" }</script>
        <form method="post" action="/x"><input type="hidden" name="key" value="a &quot;b&quot; > c">
        <input type="checkbox" name="tick" value="yes" checked><input type="checkbox" name="not" value="yes"/>
        <input name="way" type="radio" value="1"><input name="way" type="radio" value="2" checked="">
        <select name="first"><option value="a">A</option><option value="b">B</option></select>
        <select name="second"><option value="a">A</option><option value="b" selected>B</option></select>
        <textarea name="text" rows="3">
two &lt;lines&gt;
</textarea><button type="submit">Go</button></form>"#;
    let forms = forms(page);
    assert_eq!(forms.iter().map(|form| form.action.as_str()).collect::<Vec<_>>(), ["/else", "/x"]);
    let fields: Vec<_> =
        forms[1].fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let expected = [
        ("key", "a \"b\" > c"),
        ("tick", "yes"),
        ("way", "2"),
        ("first", "a"),
        ("second", "b"),
        ("text", "two <lines>\n"),
    ];
    assert_eq!(fields, expected);
}
