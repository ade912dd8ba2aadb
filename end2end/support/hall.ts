// What every test starts from: a visitor of the hall, who can sign in, read the messages sent to a phone, and have the
// page at hand checked.
//
//     import { expect, test } from "../support/hall";
//
//     test("a bill explains itself", async ({ hall, page }) => {
//       await hall.signIn("owesMoney", "en");
//       await page.goto("/bills");
//       await hall.checkLooks();
//     });

import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { test as base, expect, type Browser, type BrowserContext, type Locator, type Page } from "@playwright/test";
import type { Part } from "./cast";
import { faultsIn } from "./html";
import { account, folder, type CompanyRole, type DemoAccount, type State } from "./surroundings";
import { Troubles } from "./troubles";

export { expect };
export type { DemoAccount, State };

/** WCAG 2.2 at level AA, and all it is built on. */
const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"];

/** The only rules of axe whose outcome hangs on colours. */
const COLOUR_RULES = ["color-contrast", "link-in-text-block"];

/** The widths of a phone and of a desk. */
const WIDTHS = [360, 1280];

/** The languages of the hall. */
export type Language = "zh-CN" | "en";

/** How long a message may take from the page that caused it to the phone. */
const DELIVERY = { timeout: 15_000 };

/** How long the network, the payment provider or a job may take until a page says so. */
const WORK = { timeout: 25_000, intervals: [500] };

/** One visitor with a browser of their own. */
export class Visitor {
  private readonly troubles: Troubles;
  private readonly arrived = Date.now();
  private readonly read = new Set<string>();
  private document: Promise<string> = Promise.resolve("");
  private valid = "";

  constructor(
    readonly page: Page,
    /** Whether this visitor's browser runs scripts. */
    readonly hasJavaScript: boolean,
  ) {
    this.troubles = new Troubles(page.context(), hasJavaScript);
    page.on("response", (response) => {
      const request = response.request();
      const isRedirect = response.status() >= 300 && response.status() < 400;
      if (request.isNavigationRequest() && request.frame() === page.mainFrame() && !isRedirect) {
        // A download has no text; then the page before it is still the one at hand.
        const before = this.document;
        this.document = response.text().catch(() => before);
      }
    });
  }

  /**
   * Signs in with the password of a demo account, and says who that is: the first one in a state, which is there to be
   * looked at, or the one with a part, which a journey may change. The pages are then in `language`, whatever the
   * account's was.
   */
  async signIn(who: State | CompanyRole | Part, language?: Language): Promise<DemoAccount> {
    const person = typeof who === "string" ? account(who) : account(who.state, who.nth);
    await this.signInWith(person, person.password);
    if (language !== undefined) {
      await this.readIn(language);
    }
    return person;
  }

  /** Types name and password into the door's form, which may be open already, and goes in. */
  async signInWith(person: DemoAccount, password: string): Promise<void> {
    const isStaff = ["staff", "supervisor", "auditor"].includes(person.state);
    const door = isStaff ? "/staff/sign-in" : "/sign-in";
    if (!(URL.canParse(this.page.url()) && new URL(this.page.url()).pathname === door)) {
      await this.page.goto(door);
    }
    await this.page.locator(`input[name="${isStaff ? "name" : "mobile"}"]`).fill(person.mobile ?? person.name ?? "");
    await this.page.locator('input[name="password"]').fill(password);
    await this.page.locator('input[name="password"]').press("Enter");
    await this.page.waitForURL((url) => !url.pathname.endsWith("/sign-in"));
  }

  /** Switches to a language, as everybody can on every page, unless the page is in it already. */
  async readIn(language: Language): Promise<void> {
    const html = this.page.locator("html");
    if ((await html.getAttribute("lang")) !== language) {
      await this.page.locator(`form[action="/api/language"] button[value="${language}"]`).click();
      await expect(html).toHaveAttribute("lang", language);
    }
  }

  /**
   * Checks the page at hand, as it is: accessibility (axe, which needs JavaScript), the validity of the HTML that the
   * server sent, and that nothing has to be scrolled sideways to be read.
   */
  async checkPage(page: Page = this.page): Promise<void> {
    const address = new URL(page.url()).pathname;
    await this.checkHtml(page, address);
    await this.checkWidth(page, address);
    await this.checkAccess(page, address, "light");
  }

  /** Checks the page at hand as `checkPage` does, on a phone and at a desk, in light and in dark colours. */
  async checkLooks(page: Page = this.page): Promise<void> {
    const address = new URL(page.url()).pathname;
    const window = page.viewportSize();
    await this.checkHtml(page, address);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 });
      await this.checkWidth(page, address);
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        await this.checkAccess(page, address, colorScheme);
      }
    }
    await page.emulateMedia({ colorScheme: null });
    if (window !== null) {
      await page.setViewportSize(window);
    }
  }

  /** The page says, once, that something was done. */
  async confirms(words: string): Promise<void> {
    await expect(this.page.locator(".flash")).toHaveText(words);
  }

  /** The page says what is wrong in a form, on top and, field by field, in the form. */
  async refuses(errors: Record<string, string>): Promise<void> {
    const summary = this.page.locator(".error-summary");
    await expect(summary.getByRole("listitem")).toHaveText(Object.values(errors));
    for (const [field, words] of Object.entries(errors)) {
      await expect(summary.getByRole("link", { name: words })).toHaveAttribute("href", `#${field}`);
      await expect(this.page.locator(`#${field}-error, .field-wrong:has(#${field}) .field-error`).first()).toHaveText(words);
    }
  }

  /** Waits for the hall's work: until the page, loaded anew as often as it takes, shows this. */
  async reloadUntil(there: Locator): Promise<void> {
    await expect(async () => {
      await this.page.reload();
      await expect(there).toBeVisible({ timeout: 1_000 });
    }).toPass(WORK);
  }

  /** Waits for the hall's work to show on the page at hand: by itself where scripts run, by loading it anew elsewhere. */
  async follow(there: Locator): Promise<void> {
    if (this.hasJavaScript) {
      await expect(there).toBeVisible(WORK);
    } else {
      await this.reloadUntil(there);
    }
  }

  /** The newest message to this mobile number that was not read before; waits for it to arrive. */
  async sms(number: string): Promise<string> {
    let text: string | undefined;
    await expect
      .poll(async () => (text = await this.unreadMessage(number)), { ...DELIVERY, message: `an SMS to ${number}` })
      .toBeDefined();
    return text ?? "";
  }

  /** What went wrong behind the pages so far. */
  unseenTroubles(): readonly string[] {
    return this.troubles.all();
  }

  private async checkHtml(page: Page, address: string): Promise<void> {
    // Another page than this visitor's first one was not recorded, and is fetched again.
    const html = page === this.page ? await this.document : await (await page.request.get(page.url())).text();
    if (html !== this.valid) {
      expect(await faultsIn(html), `the HTML of ${address} is valid`).toEqual([]);
      this.valid = html;
    }
  }

  private async checkWidth(page: Page, address: string): Promise<void> {
    const { content, window } = await page.evaluate(() => ({
      content: document.documentElement.scrollWidth,
      window: document.documentElement.clientWidth,
    }));
    expect(content, `${address} fits into a window of ${window} px`).toBeLessThanOrEqual(window);
  }

  private async checkAccess(page: Page, address: string, colorScheme: "light" | "dark"): Promise<void> {
    if (!this.hasJavaScript) {
      return;
    }
    // No page has frames, without which the quick way finds the same. Only colours differ in the dark.
    const axe = new AxeBuilder({ page }).setLegacyMode(true);
    const { violations } = await (colorScheme === "dark" ? axe.withRules(COLOUR_RULES) : axe.withTags(WCAG)).analyze();
    const findings = violations.flatMap(({ id, help, nodes }) =>
      nodes.map((node) => `${id}: ${help}\n    ${node.html}\n    ${node.failureSummary ?? ""}`),
    );
    expect(findings, `axe finds nothing on ${address} in ${colorScheme} colours`).toEqual([]);
  }

  private async unreadMessage(number: string): Promise<string | undefined> {
    const inbox = join(folder(), "sms");
    const names = await readdir(inbox).catch(() => []);
    const unread = names.filter((name) => name.endsWith(".txt") && !this.read.has(name));
    const dated = await Promise.all(
      unread.map(async (name) => ({ name, at: (await stat(join(inbox, name))).mtimeMs })),
    );
    const recent = dated.filter(({ at }) => at >= this.arrived).sort((one, other) => other.at - one.at);
    for (const { name } of recent) {
      const text = await readFile(join(inbox, name), "utf8");
      if (text.replaceAll(" ", "").includes(number.replaceAll(" ", ""))) {
        this.read.add(name);
        return text;
      }
    }
    return undefined;
  }
}

/** The visitor of a test, who can bring others: somebody of the staff, or the same person on a second device. */
export class Hall extends Visitor {
  private readonly others: { visitor: Visitor; context: BrowserContext }[] = [];

  constructor(
    page: Page,
    hasJavaScript: boolean,
    private readonly browser: Browser,
  ) {
    super(page, hasJavaScript);
  }

  /** Somebody else, in a browser that knows nothing of this one. */
  async anotherVisitor(): Promise<Visitor> {
    const context = await this.browser.newContext();
    const visitor = new Visitor(await context.newPage(), this.hasJavaScript);
    this.others.push({ visitor, context });
    return visitor;
  }

  /** Sends the others home, and fails the test when anything went wrong behind anybody's pages. */
  async close(): Promise<void> {
    for (const { context } of this.others) {
      await context.close();
    }
    const visitors = [this, ...this.others.map(({ visitor }) => visitor)];
    expect(visitors.flatMap((visitor) => visitor.unseenTroubles()), "nothing went wrong unseen").toEqual([]);
  }
}

export const test = base.extend<{ hall: Hall }>({
  hall: [
    async ({ page, browser, javaScriptEnabled }, use) => {
      const hall = new Hall(page, javaScriptEnabled ?? true, browser);
      await use(hall);
      await hall.close();
    },
    // Also a test that does not ask for it is watched.
    { auto: true },
  ],
});
