// The catalogue: comparing plans, narrowing them by need, and one plan in full. R-PRD-1, R-PRD-2

import { fenIn } from "../support/amounts";
import { expect, test } from "../support/hall";

test("plans are compared by price and narrowed by need", async ({ hall, page }) => {
  await hall.signIn("heavyUser", "en");
  await page.goto("/plans");
  const prices = page.locator(".card .figure-value");
  const all = await fenIn(prices);
  expect(all.length).toBeGreaterThan(5);
  expect(all).toEqual(all.toSorted((one, other) => one - other));
  await expect(page.getByText("Your plan", { exact: true })).toHaveCount(1);
  await hall.checkLooks();

  await page.getByRole("navigation", { name: "What matters to you" }).getByRole("link", { name: "Lots of calls" }).click();
  await expect(page).toHaveURL(/need=/);
  expect((await fenIn(prices)).length).toBeLessThan(all.length);
  await page.getByRole("navigation", { name: "Kind of line" }).getByRole("link", { name: "Home internet" }).click();
  await expect(page.getByText("Mbit/s").first()).toBeVisible();
  await hall.checkLooks();
});

test("one plan in full leads to changing to it", async ({ hall, page }) => {
  await hall.signIn("heavyUser", "en");
  await page.goto("/plans/5G-59");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("5G 59");
  await hall.checkLooks();
  await page.getByRole("link", { name: "Change to this plan" }).click();
  await expect(page.getByRole("radio", { name: /^5G 59/ })).toBeChecked();
});

test("plans for seniors are for seniors", async ({ hall, page }) => {
  await hall.signIn("heavyUser", "en");
  await page.goto("/plans");
  await expect(page.getByRole("heading", { name: "Senior 12" })).toHaveCount(0);
  await page.goto("/plans/SENIOR-12");
  await expect(page.getByRole("heading", { name: "This plan is for certain customers" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Change to this plan" })).toHaveCount(0);
  await hall.checkLooks();

  const senior = await hall.anotherVisitor();
  await senior.signIn("senior", "en");
  await senior.page.goto("/plans");
  await expect(senior.page.getByRole("heading", { name: "Senior 12" })).toBeVisible();
});

test("a plan that is no longer sold says so", async ({ hall, page }) => {
  await hall.signIn("heavyUser", "zh-CN");
  await page.goto("/plans/CLASSIC-20");
  await expect(page.getByRole("heading", { name: "该套餐已停止办理" })).toBeVisible();
  await hall.checkLooks();
});

test("there is no such plan", async ({ hall, page }) => {
  await hall.signIn("heavyUser", "en");
  const response = await page.goto("/plans/NO-SUCH-PLAN");
  expect(response?.status()).toBe(404);
});
