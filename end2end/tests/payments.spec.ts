// Paying what is owed with the sandbox provider, its refusals, and the receipt. R-BIL-3

import { fen, typed, written } from "../support/amounts";
import { cast } from "../support/cast";
import { expect, test } from "../support/hall";

test("who owes nothing is told so", async ({ hall, page }) => {
  await hall.signIn("heavyUser", "en");
  await page.goto("/pay");
  await expect(page.getByText("Nothing to pay")).toBeVisible();
  await hall.checkLooks();
});

test("the history leads to receipts and to what failed", async ({ hall, page }) => {
  await hall.signIn("owesMoney", "en");
  await page.goto("/payments");
  const payments = page.getByRole("table", { name: "Payments" }).locator("tbody tr");
  await expect(payments.first()).toBeVisible();
  await hall.checkLooks();

  const received = payments.filter({ hasText: "Received" }).first();
  const amount = fen(await received.locator("td").last().innerText());
  await received.getByRole("link").click();
  await expect(page.getByText("We have received your payment")).toBeVisible();
  const bills = page.getByRole("table", { name: "It went to these bills" });
  expect(fen(await bills.locator("tfoot").innerText())).toBe(amount);
  await hall.checkLooks();
});

test("an amount that cannot be paid is refused, and stays as it was typed", async ({ hall, page }) => {
  await hall.signIn("owesMoney", "en");
  await page.goto("/pay");
  const owed = fen(await page.locator(".card").first().innerText());
  const amount = page.getByLabel("Amount in yuan");
  for (const [text, words] of [
    ["fifty", "Enter an amount, such as 50 or 50.00"],
    ["0", "Enter an amount of more than ¥0.00"],
    [typed(owed + 1), `Enter no more than the ${written(owed)} you owe`],
  ] as const) {
    await amount.fill(text);
    await page.getByRole("button", { name: "Pay this amount" }).click();
    await hall.refuses({ amount: words });
    await expect(amount).toHaveValue(text);
  }
  await hall.checkLooks();
});

test("a payment is declined, tried again in part, and at last everything is paid", async ({ hall, page }) => {
  const { mobile = "" } = await hall.signIn(cast.payer, "en");
  await page.goto("/bills");
  await page.getByRole("link", { name: "Pay now" }).click();
  const owed = fen(await page.locator(".card").first().innerText());
  await hall.checkLooks();

  await page.getByLabel("Amount in yuan").fill("1.00");
  await page.getByRole("button", { name: "Pay this amount" }).click();
  await expect(page.getByRole("heading", { name: "Sandbox payment" })).toBeVisible();
  await expect(page.locator("main")).toContainText("¥1.00");
  await hall.checkLooks();
  await page.getByRole("button", { name: "Decline" }).click();
  await hall.reloadUntil(page.getByRole("heading", { name: "This payment was not successful" }));
  await hall.checkLooks();

  await page.getByRole("link", { name: "Pay again" }).click();
  expect(fen(await page.locator(".card").first().innerText())).toBe(owed);
  await page.getByLabel("Amount in yuan").fill("1");
  await page.getByRole("button", { name: "Pay this amount" }).click();
  await page.getByRole("button", { name: "Pay", exact: false }).first().click();
  await hall.reloadUntil(page.getByText("We have received your payment"));
  await expect(page.locator(".card").first()).toContainText("¥1.00");
  await hall.checkLooks();
  expect(await hall.sms(mobile)).toContain("¥1.00");

  await page.goto("/pay");
  await page.getByRole("button", { name: `Pay all: ${written(owed - 100)}` }).click();
  await page.getByRole("button", { name: "Pay", exact: false }).first().click();
  await hall.reloadUntil(page.getByText("We have received your payment"));
  await page.goto("/bills");
  await expect(page.locator(".card").first()).toContainText("Everything is paid.");
});

test("a payment that was left half-way waits, and warns of paying twice", async ({ hall, page }) => {
  await hall.signIn({ state: "owesMoney", nth: 3 }, "en");
  await page.goto("/pay");
  await page.getByLabel("Amount in yuan").fill("0.01");
  await page.getByRole("button", { name: "Pay this amount" }).click();
  await expect(page.getByRole("heading", { name: "Sandbox payment" })).toBeVisible();
  await page.goto("/pay");
  await expect(page.getByRole("heading", { name: "A payment of ¥0.01 is waiting for confirmation" })).toBeVisible();
  await hall.checkLooks();
  await page.getByRole("link", { name: "See this payment" }).click();
  await expect(page.getByRole("heading", { name: "Waiting for the payment provider’s word" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Go on to pay" })).toBeVisible();
  await hall.checkLooks();
});
