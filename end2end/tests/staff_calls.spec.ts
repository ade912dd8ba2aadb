// A customer on the phone: verified, noted, helped, and a lost phone barred, without being in their place. R-CUS-5, R-SRV-1

import { account, type DemoAccount } from "../support/surroundings";
import { cast } from "../support/cast";
import { expect, test, type Hall } from "../support/hall";

const REASON = "Asks about the last bill.";

function caller(): DemoAccount {
  return account(cast.phoned.state, cast.phoned.nth);
}

/** Opens the caller's file and takes the call. */
async function takeCall(staff: Hall, purpose = "A caller asks"): Promise<void> {
  const desk = staff.page;
  await desk.goto(`/staff/customers/${caller().code ?? ""}`);
  const open = desk.getByRole("button", { name: "Open the file" });
  if (await open.isVisible()) {
    await desk.getByLabel(purpose).check();
    await desk.getByLabel("Why").fill(REASON);
    await open.click();
    await staff.confirms("The customer's file is open.");
  }
  await desk.getByRole("link", { name: "Take a call" }).click();
  await expect(desk.getByRole("heading", { level: 1, name: "On the phone" })).toBeVisible();
}

test("a caller is verified by a code, noted, and gets a request", async ({ hall, page }) => {
  test.setTimeout(90_000);
  await hall.signIn("staff", "en");
  await takeCall(hall);
  await expect(page.getByText("Not verified yet")).toBeVisible();
  await expect(page.getByText("Verify the caller first.")).toBeVisible();
  await hall.checkLooks();

  await page.getByLabel("Last six of the identity document").fill("000000");
  await page.getByRole("button", { name: "Check" }).click();
  await hall.refuses({ id_last_six: "Enter the last six of the document and one more at least." });
  await page.getByLabel("Last six of the identity document").fill("000000");
  await page.getByLabel("Total of the newest bill").fill("1.00");
  await page.getByRole("button", { name: "Check" }).click();
  await hall.refuses({ id_last_six: "The answers do not show that this is the customer. Do not say which was wrong." });
  await expect(page.getByLabel("Total of the newest bill")).toHaveValue("");

  const { mobile = "" } = caller();
  await page.getByRole("button", { name: "Send a code" }).click();
  await hall.confirms("A code is on its way to the customer's contact number.");
  const code = /(?<!\d)\d{6}(?!\d)/.exec((await hall.sms(mobile)).split("\n\n").slice(1).join())?.[0] ?? "";
  const field = page.getByLabel("The six digits that the caller reads out");
  await field.fill(code === "111111" ? "222222" : "111111");
  await page.getByRole("button", { name: "Check" }).first().click();
  await hall.refuses({ code: "This is not the code. 4 tries left." });
  await field.fill(code);
  await page.getByRole("button", { name: "Check" }).first().click();
  await hall.confirms("The caller is verified.");
  await expect(page.getByText(/Verified until \d\d:\d\d/)).toBeVisible();
  await hall.checkLooks();

  await page.getByLabel("Call note").fill("Will call again on Monday.");
  await page.getByRole("button", { name: "Save the note" }).click();
  await hall.confirms("The call note is saved.");
  await expect(page.getByText("Will call again on Monday.")).toBeVisible();

  await page.getByRole("button", { name: "Open the request" }).click();
  await hall.refuses({
    category: "Choose what it is about.",
    subject: "Say in one line what it is about.",
    text: "Write down the whole story.",
  });
  await page.getByLabel("Question").check();
  await page.getByLabel("In one line").fill("Roaming by phone");
  await page.getByLabel("The whole story").fill("What does it cost abroad?");
  await page.getByRole("button", { name: "Open the request" }).click();
  await hall.confirms("The request is open.");
  await expect(page.getByText("What does it cost abroad?").first()).toBeVisible();
});

test("a look that is unusual comes to a supervisor", async ({ hall }) => {
  await hall.signIn("staff", "en");
  await takeCall(hall, "A check for fraud");
  const supervisor = await hall.anotherVisitor();
  await supervisor.signIn("supervisor", "en");
  await supervisor.page.goto("/staff/looks");
  await supervisor.checkLooks();
  const row = supervisor.page
    .getByRole("row")
    .filter({ hasText: caller().code ?? "" })
    .filter({ hasText: "A check for fraud" })
    .first();
  await expect(row).toContainText("No caller and no request");
  await row.getByRole("button", { name: /Looked into/ }).click();
  await supervisor.confirms("Marked as looked into.");
});
