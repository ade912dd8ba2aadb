// Usage: what is left, what it costs beyond the plan, and what was used by day, kind and month. R-BIL-7

import { expect, test } from "../support/hall";

test("what is left comes first, then the days and the months", async ({ hall, page }) => {
  await hall.signIn("heavyUser", "en");
  await page.goto("/usage");
  await expect(page.locator(".card").first()).toContainText("Left this month");
  await expect(page.getByRole("heading", { name: "Beyond the plan this month" })).toBeVisible();
  const months = page.getByRole("table", { name: "Six months and the running one" }).locator("tbody tr");
  await expect(months.first()).toContainText("(so far)");
  await hall.checkLooks();

  const tabs = page.getByRole("navigation", { name: "Months" }).getByRole("link");
  const before = await tabs.nth(1).innerText();
  await tabs.nth(1).click();
  await expect(page.getByRole("heading", { name: `Day by day in ${before}` })).toBeVisible();
  await expect(tabs.nth(1)).toHaveAttribute("aria-current", /.+/);
  await page.locator("#days").getByText("Show as a table").first().click();
  const days = page.locator("#days").getByRole("table").first().locator("tbody tr");
  expect(await days.count()).toBeGreaterThanOrEqual(28);
  await hall.checkLooks();
});

test("each line has its own usage", async ({ hall, page }) => {
  await hall.signIn("senior", "en");
  await page.goto("/usage");
  const lines = page.getByRole("navigation", { name: "Lines" }).getByRole("link");
  await lines.filter({ hasText: "Home internet" }).click();
  await expect(page).toHaveURL(/line=L/);
  const months = page.getByRole("table", { name: "Six months and the running one" });
  await expect(months.getByRole("columnheader", { name: "Data" })).toBeVisible();
  await expect(months.getByRole("columnheader", { name: "Calls" })).toHaveCount(0);
  await hall.checkLooks();
});

test("months before the line was there are left out", async ({ hall, page }) => {
  await hall.signIn("new", "zh-CN");
  await page.goto("/usage");
  await expect(page.getByRole("table", { name: "近六个月与本月" }).locator("tbody tr")).toHaveCount(2);
});

test("nobody sees the usage of another's line", async ({ page, hall }) => {
  const other = await hall.anotherVisitor();
  await other.signIn("senior");
  await other.page.goto("/usage");
  const line = await other.page.locator('main a[href^="/usage?line="]').first().getAttribute("href");
  await hall.signIn("heavyUser", "en");
  const response = await page.goto(line ?? "");
  expect(response?.status()).toBe(404);
});
