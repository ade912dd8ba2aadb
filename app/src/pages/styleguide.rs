//! Every component and its states on one page, for those who build and judge the looks. Debug builds only.

use crate::{components::*, format, locales::styleguide as t};
use crm::{language::Language, money::Money};
use jiff::civil::date;
use leptos::prelude::*;

/// The styleguide in one language; the switch in the head of the page shows the other.
pub fn styleguide(language: Language) -> impl IntoView {
    view! {
        <Breadcrumbs language=language trail=vec![Crumb::new("/", t::home(language))] />
        <PageHeader title=t::title(language) lead=t::lead(language)>
            <ButtonLink href="#form" text=t::form(language) weight=Weight::Secondary />
        </PageHeader>
        <div class="stack">
            <Tabs label=t::column_period(language) tabs=months(language) />
            <div class="split">
                <div class="stack">{figures(language)} {states(language)} {table(language)} {charts(language)}</div>
                <div class="stack">{allowances(language)} {tracker(language)} {facts(language)} {empty(language)}</div>
            </div>
            <div class="grid">{form(language)} {summary(language)}</div>
        </div>
    }
}

fn months(language: Language) -> Vec<Tab> {
    let tab = |month| Tab {
        href: format!("?month={month}"),
        label: format::month(language, date(2026, month, 1)),
        current: month == 11,
    };
    (6..=11).rev().map(tab).collect()
}

fn figures(language: Language) -> impl IntoView {
    let due = format::date(language, date(2026, 11, 25));
    view! {
        <Card title=t::owed(language) href="/bills" link=t::all_bills(language) hero=true>
            <Figure label=t::plan_name(language) value=format::money(Money::from_fen(12_900)) note=t::due(language, &due) />
            <div class="actions">
                <ButtonLink href="/pay" text=t::pay(language) />
                <ButtonLink href="/bills/B1" text=t::see_bill(language) weight=Weight::Secondary />
            </div>
        </Card>
        <Card title=t::figures(language)>
            <div class="figures">
                <Figure label=t::balance(language) value=format::money(Money::from_fen(-123_456)) />
                <Figure
                    label=t::next_bill(language)
                    value=format::money(Money::from_fen(9_890))
                    note=t::note_tax(language)
                />
            </div>
        </Card>
    }
}

fn states(language: Language) -> impl IntoView {
    view! {
        <Card title=t::badges(language)>
            <p class="cluster">
                <Badge tone=Tone::Good text=t::paid(language) />
                <Badge tone=Tone::Bad text=t::overdue(language) />
                <Badge tone=Tone::Warn text=t::due_soon(language) />
                <Badge tone=Tone::Info text=t::sent(language) />
                <Badge text=t::draft(language) />
            </p>
            <div class="actions">
                <SubmitButton text=t::pay(language) />
                <SubmitButton text=t::action(language) weight=Weight::Secondary />
                <SubmitButton text=t::danger(language) weight=Weight::Danger />
                <SubmitButton text=t::other_action(language) weight=Weight::Quiet />
            </div>
        </Card>
        <Notice tone=Tone::Info heading=t::notice_info(language)>
            <p>{t::notice_body(language)}</p>
            <div class="actions">
                <ButtonLink href="/orders" text=t::action(language) weight=Weight::Secondary />
                <ButtonLink href="/" text=t::other_action(language) weight=Weight::Quiet />
            </div>
        </Notice>
        <Notice tone=Tone::Good heading=t::notice_good(language) />
        <Notice tone=Tone::Warn heading=t::notice_warn(language) />
        <Notice tone=Tone::Bad heading=t::notice_bad(language)>
            <p>{t::step_failed_note(language)}</p>
        </Notice>
    }
}

fn table(language: Language) -> impl IntoView {
    let bills = [(9, 12_900, Tone::Warn, t::due_soon(language)), (8, 9_800, Tone::Good, t::paid(language))];
    let rows = bills
        .into_iter()
        .map(|(month, fen, tone, state)| {
            let first = date(2026, month, 1);
            view! {
                <tr>
                    <th scope="row">
                        <a href="/bills/B1">{format::period(language, first, first.last_of_month())}</a>
                    </th>
                    <td data-label=t::column_state(language)>
                        <Badge tone=tone text=state />
                    </td>
                    <td class="number" data-label=t::column_amount(language)>
                        {format::money(Money::from_fen(fen))}
                    </td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Card>
            <DataTable caption=t::table(language)>
                <thead>
                    <tr>
                        <th scope="col">{t::column_period(language)}</th>
                        <th scope="col">{t::column_state(language)}</th>
                        <th scope="col" class="number">
                            {t::column_amount(language)}
                        </th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
                <tfoot>
                    <tr>
                        <th scope="row">{t::total(language)}</th>
                        <td></td>
                        <td class="number">{format::money(Money::from_fen(22_700))}</td>
                    </tr>
                </tfoot>
            </DataTable>
            <PagePosition
                language=language
                newer=Some("/bills".to_owned())
                older=Some("/bills?before=B1".to_owned())
            />
        </Card>
    }
}

fn charts(language: Language) -> impl IntoView {
    let amounts: [i64; 12] = [98, 98, 112, 98, 134, 98, 98, 187, 98, 121, 98, 129];
    let bars = (1_i8..)
        .zip(amounts)
        .map(|(month, yuan)| {
            let first = date(2026, month, 1);
            Bar {
                label: format::month(language, first),
                axis: format::month_short(language, first),
                value: yuan,
                text: format::money(Money::from_yuan(yuan)),
                brief: yuan.to_string(),
                highlighted: month == 12,
            }
        })
        .collect();
    let stacks = (1_i8..=30)
        .map(|day| {
            let at_home = i64::from(day) * 37 % 19 * 40 + 60;
            let roaming = if (12..16).contains(&day) { 240 } else { 0 };
            Stack {
                label: format::day_and_month(language, date(2026, 11, day)),
                axis: if day == 1 || day % 5 == 0 { day.to_string() } else { String::new() },
                parts: vec![(at_home, format::data(at_home)), (roaming, format::data(roaming))],
            }
        })
        .collect();
    view! {
        <Card title=t::chart(language)>
            <BarChart
                language=language
                id="months"
                title=t::chart(language)
                summary=t::chart_summary(language)
                columns=[t::column_period(language).to_owned(), t::column_amount(language).to_owned()]
                bars=bars
            />
        </Card>
        <Card title=t::days(language)>
            <DailyChart
                language=language
                id="days"
                title=t::days(language)
                summary=t::days_summary(language)
                column=t::day(language)
                series=vec![Series::new(t::at_home(language)), Series::new(t::roaming(language))]
                stacks=stacks
            />
        </Card>
    }
}

fn allowances(language: Language) -> impl IntoView {
    view! {
        <Card title=t::allowances(language)>
            <Meter
                language=language
                label=t::data(language)
                value=t::left(language, &format::data(7_782))
                note=t::of(language, &format::data(20_480))
                used=12_698
                limit=Some(20_480)
            />
            <Meter
                language=language
                label=t::calls(language)
                value=t::left(language, "48")
                note=t::of(language, "300")
                used=252
                limit=Some(300)
            />
            <Meter
                language=language
                label=t::messages(language)
                value=t::nothing_left(language)
                note=t::of(language, "50")
                used=61
                limit=Some(50)
            />
            <Meter language=language label=t::roaming(language) value=format::data(900) used=900 limit=None />
        </Card>
    }
}

fn tracker(language: Language) -> impl IntoView {
    let step = |title: &str, state, time: &str, note: &str| Step {
        title: title.to_owned(),
        state,
        time: time.to_owned(),
        note: note.to_owned(),
    };
    let steps = vec![
        step(t::step_received(language), StepState::Done, "11-21 14:05", ""),
        step(t::step_checked(language), StepState::Done, "11-21 14:06", ""),
        step(t::step_failed(language), StepState::Failed, "11-21 15:00", t::step_failed_note(language)),
        step(t::step_network(language), StepState::Now, "", t::step_network_note(language)),
        step(t::step_active(language), StepState::Ahead, "", ""),
    ];
    view! {
        <Card title=t::steps(language)>
            <Steps language=language steps=steps />
        </Card>
    }
}

fn facts(language: Language) -> impl IntoView {
    view! {
        <Card title=t::facts(language)>
            <KeyValue>
                <Fact label=t::plan(language)>{t::plan_name(language)}</Fact>
                <Fact label=t::price(language)>{format::money(Money::from_yuan(129))}</Fact>
                <Fact label=t::line(language)>{format::mobile("13800138000")}</Fact>
                <Fact label=t::agreement(language)>
                    {format::period(language, date(2025, 3, 1), date(2027, 2, 28))}
                </Fact>
            </KeyValue>
        </Card>
    }
}

fn empty(language: Language) -> impl IntoView {
    view! {
        <Card>
            <EmptyState heading=t::empty(language) body=t::empty_body(language)>
                <ButtonLink href="/plans" text=t::choose_plan(language) weight=Weight::Secondary />
            </EmptyState>
        </Card>
    }
}

fn form(language: Language) -> impl IntoView {
    let errors = vec![
        FieldError::new("mobile", t::mobile_error(language)),
        FieldError::new("words", t::words_error(language)),
    ];
    let kinds = vec![
        Choice::new("question", t::question(language)),
        Choice::new("complaint", t::complaint(language)).with_hint(t::complaint_hint(language)),
    ];
    view! {
        <section class="card" id="form">
            <ErrorSummary language=language errors=errors.clone() />
            <form class="form" method="post" action="/styleguide" novalidate>
                <HiddenKey key="00000000-0000-0000-0000-000000000000" />
                <TextField
                    name="mobile"
                    label=t::mobile(language)
                    hint=t::mobile_hint(language)
                    value="1380013"
                    error=error_of(&errors, "mobile")
                    kind="tel"
                    autocomplete="tel"
                    inputmode="numeric"
                    required=true
                />
                <PasswordField name="password" label=t::password(language) />
                <TextField
                    name="code"
                    label=t::code(language)
                    width="code"
                    inputmode="numeric"
                    autocomplete="one-time-code"
                    maxlength=6
                />
                <RadioGroup name="kind" legend=t::category(language) options=kinds.clone() value="complaint" />
                <SelectField name="category" label=t::category(language) options=kinds value="question" />
                <TextArea
                    name="words"
                    label=t::words(language)
                    value="</textarea> & co."
                    error=error_of(&errors, "words")
                />
                <Checkbox name="consent" label=t::consent(language) hint=t::consent_hint(language) checked=true />
                <div class="actions">
                    <SubmitButton text=t::send(language) />
                </div>
            </form>
        </section>
    }
}

fn summary(language: Language) -> impl IntoView {
    view! {
        <Card title=t::summary(language)>
            <SummaryList>
                <SummaryRow label=t::plan(language) change_href="/plans" change=t::choose_plan(language)>
                    {t::plan_name(language)}
                </SummaryRow>
                <SummaryRow label=t::effective(language)>{format::date(language, date(2026, 12, 1))}</SummaryRow>
                <SummaryRow label=t::fee(language)>{format::money(Money::ZERO)}</SummaryRow>
                <SummaryRow label=t::difference(language) total=true>
                    {format::money_difference(Money::from_fen(3_100))}
                </SummaryRow>
            </SummaryList>
            <div class="actions">
                <SubmitButton text=t::confirm(language) />
                <ButtonLink href="/plans" text=t::other_action(language) weight=Weight::Quiet />
            </div>
        </Card>
    }
}
