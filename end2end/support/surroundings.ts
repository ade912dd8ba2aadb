// What `cargo xtask` tells the browser suite about the hall it tests, and the browser it is tested with.

import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { PlaywrightTestConfig } from "@playwright/test";

/** Someone the demo operator knows. Subscribers sign in with their mobile number, staff with a name. */
export interface DemoAccount {
  state: State | CompanyRole;
  /** The customer's code; staff have none. */
  code?: string;
  mobile?: string;
  name?: string;
  password: string;
  note?: string;
}

/** The states worth seeing, as `wangting demo --json` names them. */
export type State =
  "owesMoney" | "lockedIn" | "suspended" | "new" | "heavyUser" | "senior" | "staff" | "supervisor" | "auditor";

/** The roles in companies, as it names them. */
export type CompanyRole =
  | "company-owner"
  | "company-second-owner"
  | "company-administrator"
  | "company-billing"
  | "company-line-manager"
  | "company-viewer";

/** The address of the hall. */
export const url = process.env.WANGTING_TEST_URL ?? "http://127.0.0.1:3000";

/** The folder into which the hall's file gateways write. */
export function folder(): string {
  return needed("WANGTING_TEST_FOLDER", "the folder given to `wangting serve --folder`");
}

/** The account of the demo operator that is in this state: the first of them, or another one. */
export function account(state: State | CompanyRole, nth = 0): DemoAccount {
  const accounts = JSON.parse(needed("WANGTING_TEST_DEMO", "the output of `wangting demo --json`")) as DemoAccount[];
  const found = accounts.filter((account) => account.state === state)[nth];
  if (found === undefined) {
    throw new Error(`the demo operator has too few accounts in the state ${state}: there is no number ${nth + 1}`);
  }
  return found;
}

function needed(variable: string, meaning: string): string {
  const value = process.env[variable];
  if (value === undefined || value === "") {
    throw new Error(`${variable} (${meaning}) is not set; start with \`cargo xtask hall -- npx playwright test\``);
  }
  return value;
}

/** What every configuration here shares. */
export const shared = {
  // The accounts of the demo operator are shared and journeys change them: one at a time, in the order of the files.
  workers: 1,
  fullyParallel: false,
  // A test that holds only now and then is a fault to be found, not to be repeated away.
  retries: 0,
  outputDir: "test-results",
  use: {
    baseURL: url,
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    // Looking at a page half-way through a transition would find colours that nobody sees.
    contextOptions: { reducedMotion: "reduce" },
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: chromium(),
      args: [
        "--no-sandbox", // as root, in a container, there is no other way
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
} satisfies PlaywrightTestConfig;

/** The browser named by CHROMIUM, else the system's. Playwright's own is never downloaded. */
function chromium(): string {
  const named = process.env.CHROMIUM;
  if (named !== undefined && named !== "") {
    return named;
  }
  const folders = (process.env.PATH ?? "").split(delimiter);
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  const found = names.flatMap((name) => folders.map((folder) => join(folder, name))).find((file) => existsSync(file));
  if (found === undefined) {
    throw new Error("there is no Chromium on the PATH; name one in CHROMIUM");
  }
  return found;
}
