// What an auditor reads: who did what, sealed or not yet, and who may do what. R-SYS-2

import { readFile } from "node:fs/promises";
import { account } from "../support/surroundings";
import { expect, test } from "../support/hall";

test("an auditor follows what was tried and refused, and takes it along", async ({ hall, page }) => {
  const visitor = await hall.anotherVisitor();
  await visitor.signIn("heavyUser", "en");
  const denied = await visitor.page.goto("/staff/audit");
  expect(denied?.status()).toBe(404);
  const { code = "" } = account("heavyUser");

  await hall.signIn("auditor", "en");
  await expect(page).toHaveURL(/\/staff\/audit$/);
  await hall.checkLooks();
  const navigation = page.getByRole("navigation", { name: "Main" });
  await expect(navigation.getByRole("link")).toHaveText(["Audit trail", "Rights"]);

  await page.getByLabel("Who acted").fill(code);
  await page.getByLabel("Outcome").selectOption("Denied");
  await page.getByRole("button", { name: "Search" }).click();
  const row = page.getByRole("row").filter({ hasText: "/staff/audit" }).first();
  await expect(row).toContainText("Read the audit trail");
  await expect(row).toContainText(`subscriber:${code}`);
  await row.getByText("Facts").click();
  await expect(row.getByText("not found")).toBeVisible();
  await hall.checkLooks();
  await hall.reloadUntil(page.getByRole("row").filter({ hasText: "/staff/audit" }).filter({ hasText: /Link \d/ }).first());

  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Export as CSV" }).click();
  const file = await (await download).path();
  expect(await readFile(file, "utf8")).toContain(`subscriber:${code},viewAudit,/staff/audit,denied`);
});

test("days that make no sense are typed again, and a search that finds nothing says so", async ({ hall, page }) => {
  await hall.signIn("auditor", "en");
  await page.goto("/staff/audit?from=2026-11-02&to=2026-11-01");
  await hall.refuses({ to: "Choose a last day that is not before the first." });
  await hall.checkLooks();
  await page.goto("/staff/audit?who=nobody.at.all");
  await expect(page.getByText("Nothing was found")).toBeVisible();
  await hall.checkPage();
  await page.getByRole("link", { name: "Clear the search" }).click();
  await expect(page.getByLabel("Who acted")).toHaveValue("");
});

test("the rights are there to be read, and nothing else is", async ({ hall, page }) => {
  await hall.signIn("auditor", "en");
  await page.getByRole("link", { name: "Rights" }).click();
  await expect(page.getByRole("row").filter({ hasText: "Read the audit trail" })).toContainText("All");
  await hall.checkLooks();
  const queue = await page.goto("/staff/requests");
  expect(queue?.status()).toBe(404);
});
