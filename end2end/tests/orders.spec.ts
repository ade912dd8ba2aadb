// Orders of others and of nobody. What an order goes through is followed where plans are changed. R-ORD-3

import { expect, test } from "../support/hall";

test("who never ordered anything is shown the way to the plans", async ({ hall, page }) => {
  await hall.signIn("new", "zh-CN");
  await page.goto("/orders");
  await expect(page.getByText("还没有订单")).toBeVisible();
  await hall.checkLooks();
  await page.getByRole("link", { name: "看看套餐" }).click();
  await expect(page).toHaveURL("/plans");
});

test("there is no such order", async ({ hall, page }) => {
  await hall.signIn("new", "en");
  const response = await page.goto("/orders/D23456789");
  expect(response?.status()).toBe(404);
  await expect(page.getByText("There is no such page")).toBeVisible();
});
