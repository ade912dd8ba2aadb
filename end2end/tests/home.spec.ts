// Home: the answer before the menu, in every state a customer can be in.

import type { Locator, Page } from "@playwright/test";
import { expect, test, type State } from "../support/hall";

/** The card with this heading. */
function card(page: Page, heading: string | RegExp): Locator {
  return page.locator(".card", { has: page.getByRole("heading", { level: 2, name: heading }) });
}

const PHONE = /^\d{3} \d{4} \d{4}$/;

const expectations: Record<Exclude<State, "staff" | "supervisor" | "auditor">, (page: Page) => Promise<void>> = {
  owesMoney: async (page) => {
    const owed = page.locator(".card").first();
    await expect(owed).toContainText(/To pay\s*¥[\d,.]+\s*(This is overdue|¥[\d,.]+ of it is overdue)/);
    await owed.getByRole("link", { name: "Pay now" }).click();
    await expect(page).toHaveURL("/pay");
    await page.goBack();
  },
  suspended: async (page) => {
    const phone = card(page, PHONE);
    await expect(phone.getByRole("heading", { name: "This line is barred" })).toBeVisible();
    await phone.getByRole("link", { name: "See why, and what to do" }).click();
    await expect(page.getByRole("heading", { name: "This line is barred: bills are overdue" })).toBeVisible();
    await page.goBack();
  },
  lockedIn: async (page) => {
    await expect(page.locator(".card").first()).toContainText("Everything is paid.");
    await expect(card(page, PHONE).locator(".meter").first()).toBeVisible();
  },
  new: async (page) => {
    await expect(page.locator(".card").first()).toContainText("Everything is paid.");
    await expect(card(page, "Under way")).toContainText("Nothing is under way.");
  },
  heavyUser: async (page) => {
    await expect(card(page, PHONE)).toContainText(/Calls.*Data.*Texts/s);
    await card(page, PHONE).getByRole("link", { name: "Usage" }).click();
    await expect(page).toHaveURL(/\/usage\?line=L/);
    await page.goBack();
  },
  senior: async (page) => {
    await card(page, /Recommended for you|Your plan fits/)
      .getByRole("link", { name: "See the arithmetic" })
      .first()
      .click();
    await expect(page).toHaveURL("/recommendations");
    await page.goBack();
  },
};

for (const [state, holds] of Object.entries(expectations)) {
  test(`home of ${state}`, async ({ hall, page }) => {
    const person = await hall.signIn(state as State, "en");
    await page.goto("/");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Hello, ${person.code ?? ""}`);
    await expect(page.locator(".card").first()).toContainText("To pay");
    await holds(page);
    await hall.checkLooks();
  });
}

test("on a phone, what has no room is behind one button", async ({ hall, page }) => {
  await hall.signIn("heavyUser", "en");
  await page.setViewportSize({ width: 360, height: 800 });
  await page.goto("/");
  const navigation = page.getByRole("navigation", { name: "Main" });
  await expect(navigation.getByRole("link", { name: "Orders" })).toBeHidden();
  await navigation.getByText("More").click();
  await hall.checkPage();
  await navigation.getByRole("link", { name: "Orders" }).click();
  await expect(page).toHaveURL("/orders");
});

test("the keyboard's first stop leads past the navigation", async ({ hall, page }) => {
  await hall.signIn("heavyUser", "en");
  await page.goto("/");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to main content" })).toBeFocused();
  await expect(page.getByRole("link", { name: "Skip to main content" })).toBeInViewport();
  await page.keyboard.press("Enter");
  await expect(page.locator("#main")).toBeFocused();
});
