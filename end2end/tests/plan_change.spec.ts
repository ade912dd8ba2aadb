// Changing the plan: comparing, checking, confirming, following the order; and everything that may stand in the way.
// R-PRD-2, R-PRD-5, R-ORD-3, R-ORD-4, R-ORD-6

import type { Locator } from "@playwright/test";
import { fen, written } from "../support/amounts";
import { cast } from "../support/cast";
import { failOrder } from "../support/network";
import { expect, test, type Visitor } from "../support/hall";

/** Opens the choice of plans for the first line. */
async function openChoice({ page }: Visitor): Promise<void> {
  await page.goto("/plans");
  await page.getByRole("link", { name: "Change plan", exact: true }).first().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Change plan");
}

/** What a list of answers says, by what was asked. */
async function answers(list: Locator): Promise<Record<string, string>> {
  const rows = await list.locator(".summary-row").all();
  const read = rows.map(async (row) => {
    const words = (await row.locator("dd").first().innerText()).replace(/\s+/g, " ").trim();
    return [await row.locator("dt").innerText(), words] as const;
  });
  return Object.fromEntries(await Promise.all(read));
}

/** Goes on from the choice of plans. */
async function next({ page }: Visitor): Promise<void> {
  await page.getByRole("button", { name: "Next: check the change" }).click();
}

/** Confirms, and says which order that made. */
async function confirm(visitor: Visitor): Promise<string> {
  const { page } = visitor;
  await page.getByRole("button", { name: "Confirm the change" }).click();
  await expect(page).toHaveURL(/\/orders\/D\w+$/);
  await visitor.confirms("Your order is placed.");
  return new URL(page.url()).pathname.split("/").pop() ?? "";
}

test("the choice is narrowed by need, and cheaper plans are as near as dearer ones", async ({ hall, page }) => {
  await hall.signIn("heavyUser", "en");
  await openChoice(hall);
  const plans = page.getByRole("radio", { name: /a month$/ });
  const all = await plans.count();
  await expect(page.getByRole("heading", { name: "Lower monthly price" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Higher monthly price" })).toBeVisible();
  await hall.checkLooks();
  await page.getByRole("navigation", { name: "What matters to you" }).getByRole("link", { name: "Low price" }).click();
  await expect(page).toHaveURL(/need=/);
  expect(await plans.count()).toBeLessThan(all);
});

test("who chose nothing is asked to choose", async ({ hall, page }) => {
  await hall.signIn("heavyUser", "en");
  await openChoice(hall);
  await next(hall);
  await expect(page.locator(".error-summary").getByRole("link", { name: "Choose a plan" })).toHaveAttribute("href", "#plan");
  await expect(page.locator("#plan-error")).toHaveText("Choose a plan");
  await hall.checkPage();
});

test("the preview and the check-answers page say the same", async ({ hall, page }) => {
  await hall.signIn("heavyUser", "en");
  for (const start of [/^With the next billing month/, /^At once/]) {
    await openChoice(hall);
    await page.getByRole("radio", { name: /^5G 59/ }).check();
    await page.getByRole("radio", { name: start }).check();
    const preview = page.locator(".beside");
    let seen: Record<string, string> = {};
    if (hall.hasJavaScript) {
      await expect(preview.getByRole("status")).toContainText(/^5G 59 from .* more each month\.$/);
      seen = await answers(preview);
      expect(Object.keys(seen)).toEqual(expect.arrayContaining(["Starts on", "Each month", "Difference on the next bill"]));
    }
    await next(hall);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Check the change");
    expect(await answers(page.locator("main"))).toMatchObject(seen);
    await expect(page.getByText("no early-termination fee")).toHaveCount(0);
  }
  await hall.checkLooks();
});

test("a price that changed since it was seen is shown again", async ({ hall, page }) => {
  await hall.signIn("heavyUser", "en");
  await openChoice(hall);
  await page.getByRole("radio", { name: /^5G 59/ }).check();
  await next(hall);
  // As if the page had been made before the price was raised.
  await page.locator('input[name="seen_price"]').evaluate((field: HTMLInputElement) => (field.value = "4900"));
  await page.getByRole("button", { name: "Confirm the change" }).click();
  await expect(page.getByRole("heading", { name: "The price has changed; please check again" })).toBeVisible();
  await expect(page.getByText("You saw ¥49.00 a month; it is ¥59.00 now.")).toBeVisible();
  await expect(page.getByText("Updated", { exact: true })).toBeVisible();
  await hall.checkLooks();
});

test("a dearer plan starts at once, and its order is followed until it is done", async ({ hall, page }) => {
  const { mobile = "" } = await hall.signIn(cast.upgrader, "en");
  await openChoice(hall);
  await page.getByRole("radio", { name: /^5G 59/ }).check();
  await page.getByRole("radio", { name: /^At once/ }).check();
  await next(hall);
  await expect(page.getByText("It is set up as soon as you confirm and can then not be withdrawn.")).toBeVisible();
  const number = await confirm(hall);
  await page.evaluate(() => (document.body.dataset.still = "here"));
  await expect(page.locator(".step").first()).toContainText("Order placed");

  await hall.follow(page.getByText("5G 59 is set up, in effect from"));
  if (hall.hasJavaScript) {
    // Nobody loaded the page anew.
    await expect(page.locator("body")).toHaveAttribute("data-still", "here");
  }
  await expect(page.locator(".step-title").last()).toHaveText("New plan in effect");
  await hall.checkLooks();
  expect(await hall.sms(mobile)).toContain("5G 59");

  await page.goto("/orders");
  await expect(page.getByRole("row").filter({ hasText: number })).toContainText("Done");
  await hall.checkLooks();
  await page.goto("/lines");
  await expect(page.getByText("5G 59")).toBeVisible();
});

test("a cheaper plan waits for the next cycle and can be withdrawn until then", async ({ hall, page }) => {
  await hall.signIn(cast.hesitant, "en");
  await openChoice(hall);
  const choice = new URL(page.url()).pathname;
  await page.getByRole("radio", { name: /^Light 8/ }).check();
  if (hall.hasJavaScript) {
    await page.getByRole("radio", { name: /^At once/ }).check();
    await expect(page.getByText(/^Only a dearer plan can start at once; this one starts on/)).toBeVisible();
    await page.getByRole("radio", { name: /^With the next billing month/ }).check();
  }
  await next(hall);
  await expect(page.locator(".summary-row", { hasText: "Each month" })).toContainText("less each month");
  await confirm(hall);
  await expect(page.getByText(/^Light 8 starts on .* there is nothing left for you to do\.$/)).toBeVisible();
  await hall.checkLooks();

  await page.goto("/");
  await page.getByRole("link", { name: "Change to Light 8" }).click();
  await expect(page).toHaveURL(/\/orders\/D/);
  const order = page.url();
  await page.goto(choice);
  await expect(page.getByRole("heading", { name: "A plan change is already under way for this line" })).toBeVisible();
  await expect(page.getByRole("radio")).toHaveCount(0);
  await hall.checkPage();
  await page.getByRole("link", { name: "See that order" }).click();
  await expect(page).toHaveURL(order);

  await page.getByRole("button", { name: "Withdraw the order" }).click();
  await hall.confirms("The order is withdrawn; your plan stays as it is.");
  await expect(page.getByText("The order was withdrawn; your plan is as it was.")).toBeVisible();
  await hall.checkPage();
  await page.goto(choice);
  await expect(page.getByRole("radio", { name: /^Light 8/ })).toBeVisible();
});

test("an agreement is left early only for a fee that was accepted", async ({ hall, page }) => {
  await hall.signIn(cast.leaver, "en");
  await openChoice(hall);
  const cheapest = page.getByRole("radio", { name: /a month$/ }).first();
  const costs = page.locator(`#${(await cheapest.getAttribute("aria-describedby")) ?? ""}`);
  const fee = fen((await costs.innerText()).replace(/^.*early-termination fee/s, ""));
  expect(fee).toBeGreaterThan(0);
  await cheapest.check();
  await next(hall);
  await expect(page.locator(".summary-row", { hasText: "Early-termination fee" })).toContainText(written(fee));
  await hall.checkLooks();

  await page.getByRole("button", { name: "Confirm the change" }).click();
  await hall.refuses({ accept_fee: "Tick the box to accept the fee, or choose another plan" });
  await hall.checkPage();
  await page.getByRole("checkbox", { name: `I accept the fee of ${written(fee)}` }).check();
  await confirm(hall);
  await expect(page.locator(".fact", { hasText: "Early-termination fee" })).toContainText(written(fee));
});

test("overdue debt comes first, and paying it opens the way", async ({ hall, page }) => {
  await hall.signIn(cast.debtor, "en");
  await openChoice(hall);
  const choice = new URL(page.url()).pathname;
  const blocked = page.getByRole("heading", { name: "Please pay what is overdue first" });
  await expect(blocked).toBeVisible();
  await expect(page.getByRole("radio")).toHaveCount(0);
  await hall.checkLooks();
  await page.goto(`${choice}/check?plan=5G-59&start=nextCycle`);
  await expect(blocked).toBeVisible();

  await page.getByRole("link", { name: "Pay now" }).click();
  await page.getByRole("button", { name: /^Pay all/ }).click();
  await page.getByRole("button", { name: "Pay" }).click();
  await hall.reloadUntil(page.getByText("We have received your payment"));
  await page.goto(choice);
  await expect(blocked).toHaveCount(0);
  await expect(page.getByRole("radio", { name: /^5G 59/ })).toBeVisible();
});

test("an order that the network could not do is decided by the customer", async ({ hall, page }) => {
  await hall.signIn(cast.unlucky, "en");
  await openChoice(hall);
  await page.getByRole("radio", { name: /^5G 59/ }).check();
  await page.getByRole("radio", { name: /^At once/ }).check();
  await next(hall);
  const number = await confirm(hall);
  await failOrder(number, "SIM profile is locked");
  await hall.follow(page.getByText("5G 59 could not be set up; your plan is as it was.", { exact: false }).first());
  await expect(page.getByText("SIM profile is locked")).toBeVisible();
  if (hall.hasJavaScript) {
    await page.getByRole("link", { name: "See what you can do now" }).click();
  }
  await expect(page.getByRole("button", { name: "Withdraw the order" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Ask a person to look into it" })).toBeVisible();
  await hall.checkLooks();
  await page.getByRole("button", { name: "Try again" }).click();
  await hall.confirms("We are trying again.");
  await hall.follow(page.getByText("5G 59 is set up, in effect from"));
});
