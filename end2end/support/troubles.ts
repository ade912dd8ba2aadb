// Watches what a person would not see: errors on the console, failed requests, refusals by the content security policy.

import type { BrowserContext, Page, Response } from "@playwright/test";

/** What Chromium says about any answer of 400 and above, also about a page that is meant to be one. */
const BAD_STATUS = /^Failed to load resource: the server responded with a status of (\d+)/;

/** The first answer that is the server's own fault. */
const SERVER_ERROR = 500;
const CLIENT_ERROR = 400;

/** Collects the troubles of all pages of one visitor. */
export class Troubles {
  private readonly found: string[] = [];
  private readonly documents = new Set<string>();

  constructor(context: BrowserContext, hasJavaScript: boolean) {
    context.pages().forEach((page) => this.watch(page));
    context.on("page", (page) => this.watch(page));
    context.on("response", (response) => this.judge(response));
    context.on("requestfailed", (request) => {
      const reason = request.failure()?.errorText ?? "failed";
      // Leaving a page ends what it was still fetching, and a download is no page: both are "aborted". A browser that
      // runs no scripts fetches none.
      const isUnwanted = !hasJavaScript && request.resourceType() === "script";
      if (reason !== "net::ERR_ABORTED" && !isUnwanted) {
        this.found.push(`${reason}: ${request.method()} ${request.url()}`);
      }
    });
  }

  /** What went wrong so far. */
  all(): readonly string[] {
    return this.found;
  }

  private watch(page: Page): void {
    page.on("pageerror", (error) => this.found.push(`error in a script: ${error.message}`));
    page.on("console", (message) => {
      if (message.type() !== "error") {
        return;
      }
      // A document that answers 404 or 422 is for the test to judge; everything else that is refused is a trouble.
      const status = Number(BAD_STATUS.exec(message.text())?.[1] ?? 0);
      const isDocument = this.documents.has(message.location().url);
      if (!(isDocument && status >= CLIENT_ERROR && status < SERVER_ERROR)) {
        this.found.push(`on the console: ${message.text()} (${message.location().url})`);
      }
    });
  }

  private judge(response: Response): void {
    const request = response.request();
    const isDocument = request.isNavigationRequest();
    if (isDocument) {
      this.documents.add(response.url());
    }
    if (response.status() >= (isDocument ? SERVER_ERROR : CLIENT_ERROR)) {
      this.found.push(`${response.status()}: ${request.method()} ${response.url()}`);
    }
  }
}
