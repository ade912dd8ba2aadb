// What the customer was told, and where to find help. R-CHN-2

import { expect, test } from "../support/hall";

test("messages are kept, the newest on the home page", async ({ hall, page }) => {
  await hall.signIn("new", "en");
  await page.goto("/requests/new?category=question");
  await page.getByLabel("In one line").fill("Where do I find my contract?");
  await page.locator('textarea[name="text"]').fill("I would like to read it once more.");
  await page.getByRole("button", { name: "File the request" }).click();
  await expect(page).toHaveURL(/\/requests\/R/);
  await page.goto("/");
  await page.getByRole("link", { name: "All messages" }).click();
  await expect(page).toHaveURL("/messages");
  await expect(page.getByRole("main").getByRole("listitem").filter({ hasText: "SMS to" }).first()).toBeVisible();
  await hall.checkLooks();
});

test("help is there for everybody", async ({ hall, page }) => {
  await page.goto("/help");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("帮助");
  await hall.checkLooks();
  await hall.signIn("new", "en");
  await page.goto("/help");
  await expect(page.getByRole("link", { name: "Call 10086" })).toHaveAttribute("href", "tel:10086");
  await hall.checkPage();
});
