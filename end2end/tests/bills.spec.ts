// Bills: the list, one bill and why it differs, what narrows its lines, the download. R-BIL-2

import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { fen, fenIn, sum } from "../support/amounts";
import { expect, test, type Visitor } from "../support/hall";

const bills = (page: Page) => page.getByRole("table", { name: "Bills" }).getByRole("rowheader").getByRole("link");

/** Opens the newest bill. */
async function openBill({ page }: Visitor): Promise<void> {
  await page.goto("/bills");
  await bills(page).first().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^Bill for \w+ \d{4}$/);
}

test("the list says what is owed, shows twelve months, and goes back further", async ({ hall, page }) => {
  await hall.signIn("owesMoney", "en");
  await page.goto("/bills");
  const owed = page.locator(".card").first();
  await expect(owed).toContainText("To pay");
  await expect(owed.getByRole("link", { name: "Pay now" })).toBeVisible();
  await expect(bills(page)).toHaveCount(12);

  await page.getByText("Show as a table").click();
  const months = page.locator("details").getByRole("table");
  await expect(months.locator("tbody tr")).toHaveCount(12);
  await hall.checkLooks();

  const newest = await bills(page).first().innerText();
  await page.getByRole("link", { name: "Older" }).click();
  await expect(page.getByRole("heading", { name: "Older bills" })).toBeVisible();
  await expect(bills(page).first()).not.toHaveText(newest);
  await hall.checkLooks();
  await page.getByRole("link", { name: "Newer" }).click();
  await expect(bills(page).first()).toHaveText(newest);
});

test("whoever is new has one bill, and nothing to compare it with", async ({ hall, page }) => {
  await hall.signIn("new", "en");
  await openBill(hall);
  await expect(page.getByText("This is your first bill: there is none to compare it with.")).toBeVisible();
  await hall.checkLooks();
});

test("a bill adds up and says why it differs", async ({ hall, page }) => {
  await hall.signIn("owesMoney", "en");
  await openBill(hall);
  const facts = page.locator(".card", { has: page.getByRole("heading", { name: "About this bill" }) });
  const total = fen(await facts.locator(".fact", { hasText: "Total of this bill" }).locator("dd").innerText());
  const lines = page.locator(".bill-group tbody tr");
  expect(sum(await fenIn(lines.locator("td").last().or(lines.locator("td:last-child"))))).toBe(total);
  await hall.checkLooks();

  const why = page.locator(".card", { has: page.getByRole("heading", { name: /^Compared with / }) });
  await expect(why).toContainText(/Difference in all|Every charge is the same/);
  const other = why.getByLabel("Compare with").locator("option").nth(3);
  const month = await other.innerText();
  await why.getByLabel("Compare with").selectOption({ label: month });
  await why.getByRole("button", { name: "Compare" }).click();
  await expect(page.getByRole("heading", { name: `Compared with ${month}` })).toBeVisible();
});

test("a charge can be questioned from its bill", async ({ hall, page }) => {
  await hall.signIn("owesMoney", "en");
  await openBill(hall);
  const number = new URL(page.url()).pathname.split("/").pop() ?? "";
  await page.getByRole("link", { name: "Question this bill" }).click();
  await expect(page.getByLabel("Which bill is it about?")).toHaveValue(number);
});

test("the lines of a long bill can be narrowed and ordered where scripts run, and are all there elsewhere", async ({
  hall,
  page,
}) => {
  await hall.signIn("owesMoney", "en");
  await openBill(hall);
  const rows = page.locator(".bill-group tbody tr");
  const narrowing = page.getByRole("search");
  const all = await rows.count();
  expect(all).toBeGreaterThan(6);
  if (!hall.hasJavaScript) {
    await expect(narrowing).toBeHidden();
    return;
  }
  await narrowing.getByLabel("Kind").selectOption({ label: "Add-on" });
  await expect(page.locator('.bill-group tbody tr:not([data-kind="addOn"])')).toHaveCount(0);
  const addOns = await rows.count();
  expect(addOns).toBeLessThan(all);
  const said = page.locator("main").getByRole("status");
  await expect(said).toContainText(`${addOns} of ${all} charges shown`);
  expect(fen(await said.innerText())).toBe(sum(await fenIn(rows.locator("td:last-child"))));
  await hall.checkLooks();

  await narrowing.getByLabel("Kind").selectOption({ label: "Every kind" });
  await narrowing.getByLabel("Order").selectOption({ label: "Smallest amount first" });
  for (const group of await page.locator(".bill-group").all()) {
    const shown = group.locator("tbody td:last-child");
    await expect.poll(() => fenIn(shown)).toEqual((await fenIn(shown)).toSorted((one, other) => one - other));
  }
  await narrowing.getByLabel("Search").fill("nothing of the kind");
  await expect(said).toHaveText("No charge matches");
  await expect(rows).toHaveCount(0);
});

test("a bill comes as a table for spreadsheets, and adds up there too", async ({ hall, page }) => {
  await hall.signIn("owesMoney", "en");
  await openBill(hall);
  const total = fen(await page.locator(".fact", { hasText: "Total of this bill" }).locator("dd").innerText());
  const arrival = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download CSV" }).click();
  const download = await arrival;
  expect(download.suggestedFilename()).toMatch(/^.*B[2-9A-Z]{9}.*\.csv$/);
  const text = await readFile(await download.path(), "utf8");
  const [head = "", ...rows] = text.trimEnd().split("\r\n");
  expect(head).toBe("\u{feff}Bill number,Month,Line,Kind,Charge,Quantity,Unit,First day,Last day,Amount (CNY)");
  const amounts = rows.map((row) => Math.round(Number(row.slice(row.lastIndexOf(",") + 1)) * 100));
  expect(sum(amounts)).toBe(total);
});

test("on paper a bill is only a bill", async ({ hall, page }) => {
  await hall.signIn("owesMoney", "en");
  await openBill(hall);
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("navigation", { name: "Main" })).toBeHidden();
  await expect(page.getByRole("link", { name: "Pay now" })).toBeHidden();
  await expect(page.locator(".bill-group").first()).toBeVisible();
});
