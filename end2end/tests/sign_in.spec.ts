// The door: by password, by a code sent to the phone, for staff; what it says when it stays shut; and out again.
// R-CUS-10

import { cast } from "../support/cast";
import { account } from "../support/surroundings";
import { expect, test, type Visitor } from "../support/hall";

/** A number that belongs to nobody. */
const NOBODY = "13800138000";
const WRONG = "号码或密码不正确。请检查后重试，或改用短信验证码登录。";

async function tryPassword(visitor: Visitor, mobile: string, password: string): Promise<number> {
  const { page } = visitor;
  await page.locator('input[name="mobile"]').fill(mobile);
  await page.locator('input[name="password"]').fill(password);
  const answer = page.waitForResponse((response) => response.request().method() === "POST");
  await page.getByRole("button", { name: "登录", exact: true }).click();
  return (await answer).status();
}

for (const { path, zh, en } of [
  { path: "/sign-in", zh: "登录", en: "Sign in" },
  { path: "/sign-in/code", zh: "短信验证码登录", en: "Sign in with a code" },
  { path: "/staff/sign-in", zh: "员工登录", en: "Staff sign-in" },
]) {
  test(`${path} is there in both languages`, async ({ hall, page }) => {
    const heading = page.getByRole("heading", { level: 1 });
    await page.goto(path);
    await expect(heading).toHaveText(zh);
    await hall.checkLooks();
    await hall.readIn("en");
    await expect(page).toHaveURL(path);
    await expect(heading).toHaveText(en);
    await hall.checkPage();
  });
}

test("a wrong password keeps the number and says the same to everybody", async ({ hall, page }) => {
  const { mobile = "" } = account("heavyUser");
  await page.goto("/sign-in");
  for (const number of [mobile, NOBODY]) {
    expect(await tryPassword(hall, number, "not-the-password")).toBe(422);
    await hall.refuses({ password: WRONG });
    await expect(page.locator(".error-summary")).toBeFocused();
    await expect(page.locator('input[name="mobile"]')).toHaveValue(number);
    await expect(page.locator('input[name="password"]')).toHaveValue("");
  }
  await hall.checkLooks();
});

test("what is no mobile number is said to be none", async ({ hall, page }) => {
  await page.goto("/sign-in");
  expect(await tryPassword(hall, "12345", "whatever")).toBe(422);
  await hall.refuses({ mobile: "请输入11位手机号码，例如13800138000。" });
  await expect(page.locator('input[name="mobile"]')).toHaveValue("12345");
});

test("who guesses is locked out, and told until when", async ({ hall, page }) => {
  await page.goto("/sign-in");
  const error = page.locator("#password-error");
  for (let tries = 0; tries < 5; tries += 1) {
    await tryPassword(hall, "13900139000", `guess-${tries}`);
    await expect(error).toBeVisible();
  }
  expect(await tryPassword(hall, "13900139000", "guess-6")).toBe(422);
  await expect(error).toHaveText(/^密码错误次数过多。请在\d\d:\d\d之后重试，或改用短信验证码登录。$/);
});

test("the door leads to where one wanted to go", async ({ hall, page }) => {
  await page.goto("/usage");
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  const person = account("heavyUser");
  await hall.signInWith(person, person.password);
  await expect(page).toHaveURL("/usage");
  // Whoever is inside has no use for the door.
  await page.goto("/sign-in");
  await expect(page).toHaveURL("/");
});

test("a code from the phone opens the door, once", async ({ hall, page }) => {
  const { mobile = "" } = account(cast.newcomer.state, cast.newcomer.nth);
  await page.goto("/sign-in");
  await page.getByRole("link", { name: "用短信验证码登录" }).click();
  await page.locator('input[name="mobile"]').fill(mobile);
  await page.getByRole("button", { name: "发送验证码" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("输入验证码");
  await expect(page.locator("main")).toContainText(`${mobile.slice(0, 3)}****${mobile.slice(-4)}`);
  await hall.checkLooks();

  const body = (await hall.sms(mobile)).split("\n\n").slice(1).join();
  const code = /(?<!\d)\d{6}(?!\d)/.exec(body)?.[0] ?? "";
  const field = page.locator('input[name="code"]');
  await field.fill(code === "000000" ? "000001" : "000000");
  await field.press("Enter");
  await hall.refuses({ code: "验证码不正确，还可以再试4次。" });
  await hall.checkPage();
  await page.locator('input[name="code"]').fill(code);
  await page.locator('input[name="code"]').press("Enter");
  await expect(page).toHaveURL("/");
});

test("codes cannot be asked for over and over, not even for a number nobody has", async ({ hall, page }) => {
  await page.goto("/sign-in/code");
  await page.locator('input[name="mobile"]').fill(NOBODY);
  await page.getByRole("button", { name: "发送验证码" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("输入验证码");
  await page.getByRole("button", { name: "重新发送" }).click();
  await expect(page.locator("#mobile-error")).toHaveText(/^获取过于频繁，请在\d\d:\d\d之后再试。$/);
  await expect(page.locator('input[name="mobile"]')).toHaveValue(NOBODY);
  await hall.checkPage();
});

test("whose session was ended elsewhere comes to the door, and back to the form", async ({ hall, page }) => {
  const person = await hall.signIn(cast.newcomer, "zh-CN");
  await page.goto("/requests/new?category=question");
  await page.locator('input[name="subject"]').fill("国际漫游怎么开通？");

  const elsewhere = await hall.anotherVisitor();
  await elsewhere.signIn(cast.newcomer);
  await elsewhere.page.goto("/profile/security");
  await elsewhere.page.getByRole("button", { name: "退出其他所有设备" }).click();
  await elsewhere.confirms("其他设备均已退出登录。");

  await page.getByRole("button", { name: "提交请求" }).click();
  await expect(page).toHaveURL("/sign-in?next=/requests/new");
  await hall.signInWith(person, person.password);
  await expect(page).toHaveURL("/requests/new");
});

test("out again", async ({ hall, page }) => {
  await hall.signIn("heavyUser", "en");
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL("/sign-in");
  await hall.confirms("You are signed out.");
  await page.goto("/bills");
  await expect(page).toHaveURL(/\/sign-in/);
});

test("staff have a door of their own", async ({ hall, page }) => {
  await page.goto("/staff/requests");
  await expect(page).toHaveURL(/\/staff\/sign-in/);
  await page.locator('input[name="name"]').fill("agent");
  await page.locator('input[name="password"]').fill("not-the-password");
  await page.locator('input[name="password"]').press("Enter");
  await hall.refuses({ password: "员工账号或密码不正确，请检查后重试。" });
  await expect(page.locator('input[name="name"]')).toHaveValue("agent");
  await hall.checkPage();
  const agent = account("staff");
  await hall.signInWith(agent, agent.password);
  await expect(page).toHaveURL("/staff/requests");
});
