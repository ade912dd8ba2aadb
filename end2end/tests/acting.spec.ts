// Staff in a customer's place: found, opened for a purpose, looked at, acted for in the open, ended, and told. R-SYS-2

import { account, type DemoAccount } from "../support/surroundings";
import { cast } from "../support/cast";
import { expect, test, type Hall } from "../support/hall";

const REASON = "Asks about the last bill.";

function caller(): DemoAccount {
  return account(cast.caller.state, cast.caller.nth);
}

/** Finds the caller, says what for, and steps into their place. */
async function stepIn(staff: Hall): Promise<void> {
  const { code = "", mobile = "" } = caller();
  const desk = staff.page;
  await desk.goto("/staff/customers");
  await desk.getByLabel("Customer code, mobile number, or the beginning of the name").fill(mobile);
  await desk.getByRole("button", { name: "Find" }).click();
  await desk.getByRole("link", { name: code }).click();
  const open = desk.getByRole("button", { name: "Open the file" });
  if (await open.isVisible()) {
    await desk.getByLabel("A caller asks").check();
    await desk.getByLabel("Why").fill(REASON);
    await open.click();
    await staff.confirms("The customer's file is open.");
  }
  await desk.getByLabel("A caller asks").check();
  await desk.getByLabel("No request: the caller is on the line").check();
  await desk.getByLabel("Why").fill(REASON);
  await desk.getByRole("button", { name: "View as customer" }).click();
  await staff.confirms("You see what the customer sees.");
}

test("a customer is found, and the file opens for a purpose only", async ({ hall, page }) => {
  await hall.signIn("staff", "en");
  const { code = "", mobile = "" } = caller();
  await page.goto("/staff/customers");
  await hall.checkLooks();
  await page.getByLabel("Customer code, mobile number, or the beginning of the name").fill("nobody is called so");
  await page.getByRole("button", { name: "Find" }).click();
  await expect(page.getByText("No customer found")).toBeVisible();
  await page.getByLabel("Customer code, mobile number, or the beginning of the name").fill(code);
  await page.getByRole("button", { name: "Find" }).click();
  await expect(page.locator("main")).not.toContainText(mobile);
  await hall.checkLooks();
  await page.getByRole("link", { name: code }).click();
  await hall.checkLooks();
  await page.getByLabel("Why").fill("because");
  await page.getByRole("button", { name: "Open the file" }).click();
  await hall.refuses({
    purpose: "Choose what it is for.",
    reason: "Say why, in at least 3 more characters. The customer reads it.",
  });
  await page.getByLabel("A bill or a payment").check();
  await page.getByLabel("Why").fill(REASON);
  await page.getByRole("button", { name: "Open the file" }).click();
  await hall.confirms("The customer's file is open.");
  await expect(page.getByRole("heading", { name: "What is owed" })).toBeVisible();
  await hall.checkLooks();
  await page.getByRole("button", { name: "View as customer" }).click();
  await hall.refuses({
    purpose: "Choose what it is for.",
    request: "Enter a request of this customer, or tick that the caller is on the line.",
    reason: "Say why, in at least 10 more characters. The customer reads it.",
  });
});

test("staff look, act, and end it; the customer reads of it", async ({ hall, page }) => {
  test.setTimeout(90_000);
  await hall.signIn("staff", "en");
  await stepIn(hall);
  const bar = page.getByRole("region", { name: "Acting for a customer" });
  await expect(bar).toContainText("Looking only");
  await expect(bar).toContainText(caller().code ?? "");
  await expect(bar).toContainText("30 minutes left");
  await hall.checkLooks();
  expect((await page.goto("/requests/new"))?.status()).toBe(404);
  await expect(bar).toBeVisible();
  expect((await page.goto("/profile/security"))?.status()).toBe(404);
  await bar.getByRole("button", { name: "Begin to act" }).click();
  await hall.confirms("You may act for the customer now.");
  await expect(bar).toContainText("Acting");
  await expect(bar.getByRole("button", { name: "Begin to act" })).toHaveCount(0);
  expect((await page.goto("/pay"))?.status()).toBe(404);

  const subject = `Roaming ${test.info().project.name}`;
  await page.goto("/requests/new?category=question");
  await hall.checkLooks();
  await page.getByLabel("In one line").fill(subject);
  await page.locator('textarea[name="text"]').fill("What does it cost abroad?");
  await page.getByRole("button", { name: "File the request" }).click();
  await hall.confirms("We have your request.");
  await expect(page.getByText("Customer service, for you,").first()).toBeVisible();
  const address = new URL(page.url()).pathname;
  await bar.getByRole("button", { name: "End" }).click();
  await hall.confirms("The acting has ended.");
  await expect(bar).toHaveCount(0);

  const customer = await hall.anotherVisitor();
  await customer.signIn(cast.caller, "en");
  await customer.page.goto("/profile");
  await customer.page.getByRole("link", { name: "Privacy: who looked at your file" }).click();
  const entry = customer.page.locator(".card").filter({ hasText: "A support agent acted for you" }).first();
  await expect(entry).toContainText(REASON);
  await expect(entry).toContainText("Filed or updated a request");
  await expect(entry).toContainText(address.split("/").pop() ?? "");
  await customer.checkLooks();
  // In the language the account had then.
  await customer.page.goto("/messages");
  await expect(customer.page.locator("main")).toContainText(/Our staff did something for you|工作人员代您办理了业务/);
});

test("a form of a tab left open is not sent for another customer", async ({ hall, page }) => {
  test.setTimeout(90_000);
  await hall.signIn("staff", "en");
  await stepIn(hall);
  await page.getByRole("button", { name: "Begin to act" }).click();
  await hall.confirms("You may act for the customer now.");
  await page.goto("/requests/new?category=question");
  const subject = `Left open ${test.info().project.name}`;
  await page.getByLabel("In one line").fill(subject);
  await page.locator('textarea[name="text"]').fill("What does it cost abroad?");
  const other = await page.context().newPage();
  await other.goto("/");
  await other.getByRole("button", { name: "End" }).click();
  await other.close();
  await page.getByRole("button", { name: "File the request" }).click();
  await expect(page.getByText("You are no longer acting for this customer")).toBeVisible();
  await expect(page.getByText("Nothing was done.")).toBeVisible();
  await hall.checkPage();
});

test("a supervisor and the customer end it", async ({ hall, page }) => {
  test.setTimeout(90_000);
  await hall.signIn("staff", "en");
  await stepIn(hall);
  const supervisor = await hall.anotherVisitor();
  await supervisor.signIn("supervisor", "en");
  await supervisor.page.getByRole("link", { name: "Acting now" }).click();
  await supervisor.checkLooks();
  await supervisor.page
    .getByRole("row")
    .filter({ hasText: caller().code ?? "" })
    .getByRole("button")
    .first()
    .click();
  await supervisor.confirms("The acting has ended.");
  await page.goto("/bills");
  await hall.confirms("The acting is over, so the customer's pages are closed. Begin anew if you need more.");

  await stepIn(hall);
  const customer = await hall.anotherVisitor();
  await customer.signIn(cast.caller, "en");
  await customer.page.goto("/profile/privacy");
  await customer.page.getByRole("button", { name: "End it now" }).first().click();
  await customer.confirms("It has ended: our staff no longer act for you.");
  await page.goto("/bills");
  await hall.confirms("The acting is over, so the customer's pages are closed. Begin anew if you need more.");
});
