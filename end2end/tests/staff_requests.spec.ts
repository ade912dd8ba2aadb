// A request between the customer and staff: taken, asked back, answered, settled, reopened. R-SRV-1, R-SRV-2

import { account } from "../support/surroundings";
import { cast } from "../support/cast";
import { expect, test } from "../support/hall";

test("a complaint goes from the customer to staff, back, and is settled and reopened", async ({ hall, page }) => {
  test.setTimeout(90_000);
  const { mobile = "", code = "" } = await hall.signIn(cast.complainer, "en");
  await page.goto("/requests/new?category=complaint");
  await page.getByLabel("In one line").fill("Nobody called me back");
  await page.locator('textarea[name="text"]').fill("I was promised a call on Friday.");
  await page.getByRole("checkbox", { name: /^Please call me on/ }).check();
  await page.getByRole("button", { name: "File the request" }).click();
  await hall.confirms("We have your request.");
  const address = new URL(page.url()).pathname;
  const number = address.split("/").pop() ?? "";

  const staff = await hall.anotherVisitor();
  await staff.signIn("staff", "en");
  const desk = staff.page;
  await expect(desk.getByRole("row").filter({ hasText: number })).toContainText("To be taken");
  await staff.checkLooks();
  await desk.getByRole("navigation", { name: "Desk" }).getByRole("link", { name: "All" }).click();
  await desk.getByRole("link", { name: "Nobody called me back" }).click();
  await expect(desk.locator("main")).toContainText(code);
  await expect(desk.getByText("Wants a call").first()).toBeVisible();
  await staff.checkLooks();
  await desk.getByRole("button", { name: "Take it" }).click();
  await staff.confirms("The request is yours.");

  await desk.getByRole("button", { name: "Answer", exact: true }).click();
  await staff.refuses({ text: "Write what the customer is to read." });
  await desk.getByRole("button", { name: "Save the note" }).click();
  await staff.refuses({ note: "Write what was said." });
  await staff.checkLooks();
  await desk.getByLabel("What was said, for staff only").fill("No answer on the phone.");
  await desk.getByRole("button", { name: "Save the note" }).click();
  await staff.confirms("The call note is saved.");
  await desk.getByLabel("What the customer will read").fill("At what time did you expect the call?");
  await desk.getByRole("button", { name: "Ask", exact: true }).click();
  await staff.confirms("The question is sent to the customer.");

  expect(await hall.sms(mobile)).toContain(number);
  await page.goto("/");
  await expect(page.getByRole("listitem").filter({ hasText: "Nobody called me back" })).toContainText("needs your answer");
  await page.goto(address);
  await expect(page.getByText("Please answer our question below; then we go on.")).toBeVisible();
  await expect(page.getByText("At what time did you expect the call?")).toBeVisible();
  await expect(page.getByText("No answer on the phone.")).toHaveCount(0);
  await hall.checkLooks();
  await page.getByLabel("Your answer").fill("At noon.");
  await page.getByRole("button", { name: "Send" }).click();
  await hall.confirms("Your reply is sent.");

  await desk.reload();
  await expect(desk.getByText("At noon.")).toBeVisible();
  await desk.getByLabel("What the customer will read").fill("We called just now. Sorry!");
  await desk.getByRole("button", { name: "Answer and settle" }).click();
  await staff.confirms("The request is resolved.");
  await staff.checkPage();

  await page.reload();
  await expect(page.getByText("We called just now. Sorry!")).toBeVisible();
  await page.getByText("Not settled? Reopen it").click();
  await page.getByRole("button", { name: "Reopen it", exact: true }).click();
  await hall.refuses({ text: "Say what is still amiss." });
  await hall.checkLooks();
  await page.getByLabel("What is still amiss?").fill("The call was cut off.");
  await page.getByRole("button", { name: "Reopen it", exact: true }).click();
  await hall.confirms("The request is open again.");
  await desk.goto("/staff/requests");
  await expect(desk.getByRole("row").filter({ hasText: number })).toBeVisible();
});

test("staff see no customer's pages, and customers nothing of staff", async ({ hall, page }) => {
  const agent = account("staff");
  await hall.signInWith(agent, agent.password);
  const bills = await page.goto("/bills");
  expect(bills?.status()).toBe(404);
  await hall.checkPage();
  const customer = await hall.anotherVisitor();
  await customer.signIn("heavyUser");
  const queue = await customer.page.goto("/staff/requests");
  expect(queue?.status()).toBe(404);
});
