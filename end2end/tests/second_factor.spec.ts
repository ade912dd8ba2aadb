// Two steps at the door, passkeys, and a new password in place of a forgotten one. R-CUS-10

import { cast } from "../support/cast";
import { expect, test } from "../support/hall";
import { account } from "../support/surroundings";
import { code } from "../support/totp";

test("an app is added, asked for at the door, replaced by a recovery code, and taken away", async ({ hall, page }) => {
  const person = await hall.signIn(cast.guarded, "en");
  const heading = page.getByRole("heading", { level: 1 });
  await page.goto("/profile/security");
  await hall.checkLooks();
  await page.getByRole("link", { name: "Turn on" }).click();
  await hall.checkLooks();
  await page.getByRole("button", { name: "Show the QR code" }).click();
  await expect(page.getByRole("img", { name: "QR code for your authenticator app" })).toBeVisible();
  await hall.checkLooks();
  const secret = (await page.locator("code").textContent()) ?? "";
  await page.getByLabel("Code from your app").fill("000000");
  await page.getByRole("button", { name: "Turn on" }).click();
  await hall.refuses({ code: "This is not the present code, or it was used. Wait for the next one." });
  await page.getByLabel("Code from your app").fill(code(secret));
  await page.getByRole("button", { name: "Turn on" }).click();
  await expect(heading).toHaveText("Keep your recovery codes");
  await hall.checkLooks();
  const codes = await page.locator("code").allTextContents();
  expect(codes).toHaveLength(10);
  await page.getByRole("link", { name: "I have kept them" }).click();
  await expect(page.getByText("10 recovery codes left")).toBeVisible();
  expect(await hall.sms(person.mobile ?? "")).toContain("Two-step sign-in is on");

  const elsewhere = await hall.anotherVisitor();
  await elsewhere.signInWith(person, person.password);
  await elsewhere.readIn("en");
  const step = elsewhere.page;
  await expect(step).toHaveURL(/\/sign-in\/second-factor/);
  await elsewhere.checkLooks();
  await step.getByLabel("Code from your app").fill("12345");
  await step.getByRole("button", { name: "Continue" }).click();
  await elsewhere.refuses({ code: "Enter six digits." });
  await step.getByLabel("Code from your app").fill(code(secret, 1));
  await step.getByRole("button", { name: "Continue" }).click();
  await expect(step).toHaveURL("/");

  const third = await hall.anotherVisitor();
  await third.signInWith(person, person.password);
  await third.page.locator('input[name="recovery"]').fill(codes[0]?.toLowerCase() ?? "");
  await third.page.locator('input[name="recovery"]').press("Enter");
  await expect(third.page).toHaveURL("/");
  await third.page.goto("/profile/security");
  await expect(third.page.getByText("9 recovery codes left")).toBeVisible();
  await third.page.getByRole("button", { name: "Turn off" }).click();
  await third.confirms("Two-step sign-in is off.");
});

test("a forgotten password is replaced by a code", async ({ hall, page }) => {
  const { mobile = "" } = account(cast.forgetful.state, cast.forgetful.nth);
  await page.goto("/sign-in");
  await hall.readIn("en");
  await page.getByRole("link", { name: "Forgotten your password?" }).click();
  await hall.checkLooks();
  await page.getByLabel("Mobile number").fill(mobile);
  await page.getByRole("button", { name: "Send the code" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Enter the code");
  await hall.checkPage();
  const digits = /(?<!\d)\d{6}(?!\d)/.exec((await hall.sms(mobile)).split("\n\n").slice(1).join())?.[0] ?? "";
  await page.locator('input[name="code"]').fill(digits);
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page).toHaveURL("/sign-in/forgotten/new");
  await hall.checkLooks();
  await page.getByLabel("New password", { exact: true }).fill("111111");
  await page.getByLabel("New password again").fill("111111");
  await page.getByRole("button", { name: "Set it and sign in" }).click();
  await hall.refuses({ new: "Do not repeat the same characters, as in 111111." });
  await page.getByLabel("New password", { exact: true }).fill("Lanterns-7-over");
  await page.getByLabel("New password again").fill("Lanterns-7-over");
  await page.getByRole("button", { name: "Set it and sign in" }).click();
  await expect(page).toHaveURL("/");
});

test("a passkey is added, signs in, proves again and is removed", async ({ hall, page, javaScriptEnabled }) => {
  const person = await hall.signIn(cast.keyholder, "en");
  await page.goto("/profile/security/passkeys");
  await hall.checkLooks();
  if (javaScriptEnabled === false) {
    await expect(page.getByText("This browser knows no passkeys, or runs no scripts.")).toBeVisible();
    await expect(page.getByRole("button", { name: "Add a passkey" })).toBeHidden();
    return;
  }
  const devices = await page.context().newCDPSession(page);
  await devices.send("WebAuthn.enable");
  const { authenticatorId } = await devices.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await page.getByLabel("Name").fill("My laptop");
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await hall.confirms("The passkey is added.");
  await expect(page.getByRole("listitem").filter({ hasText: "My laptop" })).toBeVisible();
  expect(await hall.sms(person.mobile ?? "")).toContain("A passkey was added");

  await page.getByRole("button", { name: "Sign out" }).click();
  await page.goto("/sign-in?next=/usage");
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await expect(page).toHaveURL("/usage");
  await page.goto("/sign-in/again?next=/profile");
  await page.getByRole("button", { name: "Confirm with a passkey" }).click();
  await expect(page).toHaveURL("/profile");

  await page.goto("/profile/security/passkeys");
  await page.getByRole("button", { name: "Remove “My laptop”" }).click();
  await hall.confirms("The passkey is removed.");
  await devices.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId });
});
