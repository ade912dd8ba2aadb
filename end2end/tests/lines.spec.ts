// Lines: a phone that is gone is barred at once and freed by its owner; pausing; bars that debts caused. R-SRV-5

import { cast } from "../support/cast";
import { expect, test, type Visitor } from "../support/hall";

/** Opens the page of the customer's phone. */
async function openPhone({ page }: Visitor): Promise<void> {
  await page.goto("/lines");
  await page.getByRole("link", { name: /^\d{3} \d{4} \d{4}$/ }).click();
}

test("a stolen phone is barred at once, and in use again when it was found", async ({ hall, page }) => {
  await hall.signIn(cast.loser, "en");
  await page.goto("/lines");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your lines");
  await hall.checkLooks();
  await openPhone(hall);
  await hall.checkLooks();
  const line = new URL(page.url()).pathname;
  await page.getByRole("link", { name: "Report it" }).click();
  await page.getByRole("button", { name: "Bar it now" }).click();
  await hall.refuses({ loss: "Choose lost or stolen." });
  await hall.checkLooks();
  await page.getByRole("radio", { name: "It was stolen" }).check();
  await page.getByRole("button", { name: "Bar it now" }).click();
  await hall.confirms("The line is barred as of now.");
  await expect(page).toHaveURL(/\/requests\/R/);
  await expect(page.locator(".conversation")).toContainText("The line was barred at once");
  await hall.checkLooks();

  await page.goto(`${line}/change-plan`);
  await expect(page.getByRole("heading", { name: "This line is barred; its plan cannot be changed now" })).toBeVisible();
  await page.goto("/requests/new?category=loss");
  await expect(page.getByRole("link", { name: "Reported lost and barred" })).toBeVisible();
  await hall.checkLooks();
  await page.goto(line);
  await expect(page.getByRole("heading", { name: "This line is barred: reported stolen" })).toBeVisible();
  await hall.checkLooks();
  await page.getByRole("button", { name: "I have it back: free it" }).click();
  await hall.confirms("The line is in use again.");
  await expect(page.getByText("in use", { exact: true })).toBeVisible();
});

test("a line is paused and resumed by its owner", async ({ hall, page }) => {
  await hall.signIn(cast.loser, "zh-CN");
  await openPhone(hall);
  await page.getByRole("button", { name: "暂停使用" }).click();
  await hall.confirms("号码已停机保号。");
  await expect(page.getByRole("heading", { name: "该号码已停机保号" })).toBeVisible();
  await hall.checkPage();
  await page.getByRole("button", { name: "恢复使用" }).click();
  await hall.confirms("号码已恢复使用。");
});

test("a line that was barred for debts is free as soon as they are paid", async ({ hall, page }) => {
  await hall.signIn(cast.returner, "en");
  await openPhone(hall);
  const barred = page.getByRole("heading", { name: "This line is barred: bills are overdue" });
  await expect(barred).toBeVisible();
  await expect(page.getByRole("button", { name: /free it|Resume/ })).toHaveCount(0);
  await hall.checkPage();
  const line = new URL(page.url()).pathname;
  await page.getByRole("link", { name: "Pay now" }).click();
  await page.getByRole("button", { name: /^Pay all/ }).click();
  await page.getByRole("button", { name: "Pay" }).click();
  await hall.reloadUntil(page.getByText("We have received your payment"));
  await page.goto(line);
  await expect(barred).toHaveCount(0);
  await expect(page.getByText("in use", { exact: true })).toBeVisible();
});

test("nobody reports another's line lost", async ({ hall, page }) => {
  const owner = await hall.anotherVisitor();
  await owner.signIn("senior");
  await openPhone(owner);
  await hall.signIn("heavyUser");
  const response = await page.goto(`${new URL(owner.page.url()).pathname}/lost`);
  expect(response?.status()).toBe(404);
});
