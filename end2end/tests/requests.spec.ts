// Requests: each category with the fields it needs, what is kept when something is missing, following and cancelling.
// R-SRV-1, R-SRV-4

import type { Page } from "@playwright/test";
import { cast } from "../support/cast";
import { expect, test } from "../support/hall";

interface Category {
  wish: string;
  /** What is said when nothing at all was entered; the line is not missing where there is only one. */
  missing: Record<string, string>;
  /** Whether it has to be told in words. */
  told: boolean;
  fill?: (page: Page) => Promise<void>;
}

const NO_WORDS = {
  subject: "Say in one line what it is about.",
  text: "Tell us in a few sentences what it is about.",
};

const categories: Category[] = [
  { wish: "Ask a question", missing: NO_WORDS, told: true },
  {
    wish: "Make a complaint",
    missing: NO_WORDS,
    told: true,
    fill: (page) => page.getByLabel("What would settle it? (optional)").fill("An apology."),
  },
  {
    wish: "A charge looks wrong",
    missing: { bill: "Choose which bill it is about.", ...NO_WORDS },
    told: true,
    fill: async (page) => {
      await page.getByLabel("Which bill is it about?").selectOption({ index: 1 });
    },
  },
  { wish: "Something does not work", missing: NO_WORDS, told: true },
  { wish: "Pause or resume a line", missing: {}, told: false },
];

test("what it is about is chosen first", async ({ hall, page }) => {
  await hall.signIn("heavyUser", "en");
  await page.goto("/requests");
  await expect(page.getByText("No requests yet")).toBeVisible();
  await hall.checkLooks();
  await page.getByRole("link", { name: "File a request" }).click();
  await expect(page.locator(".options").getByRole("link")).toHaveCount(6);
  await hall.checkLooks();
  await page.getByRole("link", { name: /^Phone lost or stolen/ }).click();
  await expect(page.getByRole("button", { name: "Bar it now" })).toBeVisible();
});

for (const { wish, missing, told, fill } of categories) {
  test(`a request is filed: ${wish}`, async ({ hall, page }) => {
    await hall.signIn(cast.asker, "en");
    await page.goto("/requests/new");
    await page.getByRole("link", { name: wish }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(wish);
    const line = page.getByRole("group", { name: "Which line is it about?" }).getByRole("radio");
    if ((await line.count()) > 0) {
      await line.last().check();
    }
    const file = page.getByRole("button", { name: "File the request" });
    const subject = page.getByLabel("In one line");
    const story = page.locator('textarea[name="text"]');
    if (told) {
      await file.click();
      await hall.refuses(missing);
      await hall.checkLooks();
      // Everything but the story: what was entered stays.
      await fill?.(page);
      await subject.fill(`${wish}, please`);
      await file.click();
      await hall.refuses({ text: NO_WORDS.text });
      await expect(subject).toHaveValue(`${wish}, please`);
    }
    await story.fill("Since yesterday evening.\n\nIt was fine before.");
    await page.getByRole("checkbox", { name: /^Please call me on/ }).check();
    await file.click();
    await expect(page).toHaveURL(/\/requests\/R\w+$/);
    await hall.confirms("We have your request.");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(told ? `${wish}, please` : "Pause of a line");
    await expect(page.locator(".written")).toContainText("It was fine before.");
    await expect(page.getByText(/^We answer by .* at the latest\.$/)).toBeVisible();
    const number = new URL(page.url()).pathname.split("/").pop() ?? "";
    await page.goto("/requests");
    await expect(page.getByRole("listitem").filter({ hasText: number })).toContainText("Received");
  });
}

test("the same pause is not asked for twice", async ({ hall, page }) => {
  await hall.signIn({ state: "suspended", nth: 2 }, "en");
  for (const isFirst of [true, false]) {
    await page.goto("/requests/new?category=suspension");
    await page.getByRole("group", { name: "Which line is it about?" }).getByRole("radio").last().check();
    await page.getByLabel("Anything to add (optional)").fill("From Monday.");
    await page.getByRole("button", { name: "File the request" }).click();
    if (isFirst) {
      await hall.confirms("We have your request.");
    }
  }
  await expect(page.getByRole("heading", { name: "It was not sent" })).toBeVisible();
  await expect(page.getByText(/^You reported the same before: request R\w+\.$/)).toBeVisible();
  await expect(page.locator('textarea[name="text"]')).toHaveValue("From Monday.");
  await hall.checkLooks();
});

test("a request is added to and then cancelled, with what was written shown to the letter", async ({ hall, page }) => {
  await hall.signIn(cast.asker, "zh-CN");
  await page.goto("/requests/new?category=question");
  await page.getByLabel("一句话说明").fill('<b>"粗体"</b> & 引号');
  const story = "</textarea><script>document.title='x'</script>\n第二行";
  await page.locator('textarea[name="text"]').fill(story);
  await page.getByRole("button", { name: "提交请求" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText('<b>"粗体"</b> & 引号');
  await expect(page.locator(".written")).toHaveText(story);
  await hall.checkLooks();

  await page.getByRole("button", { name: "发送" }).click();
  await hall.refuses({ text: "请输入您要回复的内容。" });
  await page.getByLabel("补充或回复").fill("补充一点。");
  await page.getByRole("button", { name: "发送" }).click();
  await hall.confirms("回复已发送。");
  await expect(page.locator(".written").last()).toHaveText("补充一点。");

  await page.getByText("取消请求", { exact: true }).click();
  await page.getByRole("button", { name: "确认取消" }).click();
  await hall.refuses({ reason: "请说明取消的原因。" });
  await hall.checkPage();
  await page.getByLabel("取消的原因").fill("自己找到答案了。");
  await page.getByRole("button", { name: "确认取消" }).click();
  await hall.confirms("请求已取消。");
  await expect(page.getByText("您已取消，我们不再处理。")).toBeVisible();
  await hall.checkLooks();
});
