// What is not there, for whoever asks: other people's things look the same as nothing at all.

import { expect, test } from "../support/hall";

test("a guest is told that there is no such page", async ({ hall, page }) => {
  const response = await page.goto("/no/such/page");
  expect(response?.status()).toBe(404);
  await expect(page.getByText("找不到该页面")).toBeVisible();
  await hall.checkLooks();
});

test("another's bill looks like none", async ({ hall, page }) => {
  const owner = await hall.anotherVisitor();
  await owner.signIn("senior", "en");
  await owner.page.goto("/bills");
  const bill = await owner.page.locator('main a[href^="/bills/B"]').first().getAttribute("href");
  await hall.signIn("heavyUser", "en");
  for (const path of [bill ?? "", `${bill ?? ""}/csv`, "/bills/B23456789", "/payments/P23456789", "/requests/R23456789"]) {
    const response = await page.goto(path);
    expect(response?.status(), path).toBe(404);
    await expect(page.getByText("There is no such page")).toBeVisible();
  }
  await hall.checkLooks();
  await page.getByRole("link", { name: "Back to home" }).click();
  await expect(page).toHaveURL("/");
});

test("every component in every state", async ({ hall, page }) => {
  const response = await page.goto("/styleguide");
  test.skip(response?.status() === 404, "only debug builds have it");
  await hall.checkLooks();
});
