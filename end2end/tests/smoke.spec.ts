// The door opens: the first thing to hold, and the first to look at when nothing does.

import { expect, test } from "../support/hall";

test("the sign-in page opens, in Chinese, with a title", async ({ hall, page }) => {
  const response = await page.goto("/sign-in");
  expect(response?.status()).toBe(200);
  await expect(page).toHaveTitle(/\S/);
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-CN");
  await expect(page.locator('input[name="mobile"]').first()).toBeVisible();
  await hall.checkPage();
});

test("the sign-in page fits the narrowest screens", async ({ hall, page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await page.goto("/sign-in");
  await hall.checkPage();
});

test("who has not signed in is led to the door", async ({ page }) => {
  await page.goto("/bills");
  expect(new URL(page.url()).pathname).toBe("/sign-in");
});
