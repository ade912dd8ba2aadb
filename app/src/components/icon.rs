//! The hall's own line icons, on a grid of 24, drawn with the colour of the text beside them.

use crate::components::Tone;
use leptos::prelude::*;

/// A picture beside words; never instead of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// A hall's doorway.
    Home,
    /// A sheet with lines.
    Bills,
    /// A gauge.
    Usage,
    /// Stacked cards.
    Plans,
    /// A parcel.
    Orders,
    /// A speech bubble.
    Requests,
    /// A person.
    Profile,
    /// Three dots.
    More,
    /// A tick in a circle.
    Good,
    /// A warning triangle.
    Warn,
    /// An octagon with a bar.
    Bad,
    /// A circled i.
    Info,
    /// An arrow forward.
    Forward,
    /// An arrow back.
    Back,
}

impl Icon {
    /// The outline, as SVG path data.
    fn outline(self) -> &'static str {
        match self {
            Self::Home => "M4 20V11a8 8 0 0 1 16 0v9M9 20v-8a3 3 0 0 1 6 0v8M2 20h20",
            Self::Bills => "M6 3h12v18l-3-2-3 2-3-2-3 2zM9 8h6M9 12h6",
            Self::Usage => "M4 18a9 9 0 1 1 16 0M12 14l4-5M12 14h.01",
            Self::Plans => "M4 9h16v11H4zM6 5.500h12M8 2h8",
            Self::Orders => "M12 3l8 4v10l-8 4-8-4V7zM4 7l8 4 8-4M12 11v10",
            Self::Requests => "M4 4h16v12h-9l-5 4v-4H4zM8 9h8M8 12h5",
            Self::Profile => "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21a8 8 0 0 1 16 0",
            Self::More => "M5 12h.01M12 12h.01M19 12h.01",
            Self::Good => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8 12l3 3 5-6",
            Self::Warn => "M12 3l10 18H2zM12 10v5M12 18h.01",
            Self::Bad => "M8 3h8l5 5v8l-5 5H8l-5-5V8zM12 7v6M12 16.500h.01",
            Self::Info => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v6M12 7.500h.01",
            Self::Forward => "M5 12h14M13 6l6 6-6 6",
            Self::Back => "M19 12H5M11 6l-6 6 6 6",
        }
    }

    /// The picture of a tone, so that it is known without its colour.
    pub fn of(tone: Tone) -> Self {
        match tone {
            Tone::Good => Self::Good,
            Tone::Warn => Self::Warn,
            Tone::Bad => Self::Bad,
            Tone::Neutral | Tone::Info => Self::Info,
        }
    }
}

/// Draws an icon. It is hidden from assistive technology: the words beside it say the same.
#[component]
pub fn IconView(
    /// Which.
    icon: Icon,
) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
            <path d=icon.outline() />
        </svg>
    }
}
